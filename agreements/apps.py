"""Django's description of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Projects and agreements")
    triggers = "agreements.triggers"  # made by migrate, see audit.triggers
    unrecorded_columns = {"followup": ("token_hash",)}  # secrets
