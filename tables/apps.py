"""Django's description of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TablesConfig(AppConfig):
    name = "tables"
    verbose_name = _("Thematic tables")
    unrecorded_columns = {"programmeedit": ("before", "after")}  # itself the record of the lines it changed
