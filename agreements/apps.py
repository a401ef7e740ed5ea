"""Django's description of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Projects and agreements")
    unrecorded_columns = {"followup": ("token_hash",)}  # secrets
