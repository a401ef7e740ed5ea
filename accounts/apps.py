"""Django's description of the app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    # A person's own bookmarks, which may hold a name somebody was looked for by; sessions, whose data are secrets.
    unrecorded_models = ("savedfilter", "signedin")
    unrecorded_columns = {
        "user": ("password",), "invitation": ("token_hash",), "secondfactor": ("secret", "last_step"),
        "recoverycode": ("digest",), "passkey": ("credential",),  # secrets
        "attempt": ("key", "address", "browser"),  # where a person sat is removed after half a year
    }  # fmt: skip

    def ready(self) -> None:
        from accounts.recent import show
        from accounts.signed_in import note_start

        def note(sender: type, request: HttpRequest, **_rest: object) -> None:
            show(request)
            note_start(request)

        # Django's own signal: every way to sign in passes through it.
        user_logged_in.connect(note, dispatch_uid="accounts.signed_in", weak=False)
