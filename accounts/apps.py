"""Django's description of the app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    unrecorded_models = ("savedfilter",)  # a person's own bookmarks, which may hold a name somebody was looked for by
    unrecorded_columns = {"user": ("password",), "invitation": ("token_hash",)}  # secrets

    def ready(self) -> None:
        from accounts.recent import show

        # Django's own signal: every way to sign in passes through it.
        user_logged_in.connect(
            lambda sender, request, **_rest: show(request), dispatch_uid="accounts.shown", weak=False
        )
