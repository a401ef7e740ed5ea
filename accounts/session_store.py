"""Django's sessions in the database, each with its user in a column (settings.SESSION_ENGINE)."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Writes beside the data whose session it is, in the same row: no query more."""

    @classmethod
    def get_model_class(cls) -> type:
        from accounts.sign_in_models import SignedIn

        return SignedIn

    def create_model_instance(self, data: dict):
        row = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        return row
