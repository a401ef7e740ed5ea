"""Who may be signed in: asked when somebody signs in, and again of whoever is signed in, at every request."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class AccountBackend(ModelBackend):
    """An account that is switched off or whose last day is over lets nobody in, at the next request at the latest.

    Django asks this of the user it has loaded anyway: it costs no query.
    """

    def user_can_authenticate(self, user: User) -> bool:
        return super().user_can_authenticate(user) and not user.has_expired
