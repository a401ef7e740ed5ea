"""Django's description of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    unrecorded_models = ("savedfilter",)  # a person's own bookmarks, which may hold a name somebody was looked for by
    unrecorded_columns = {"user": ("password",)}  # secrets
