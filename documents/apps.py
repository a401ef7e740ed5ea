"""Django's description of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")
    unrecorded_models = ("sheetrow",)  # what a table would do; what it did is on record row by row
    unrecorded_columns = {
        "document": ("attempt", "lease_until", "due_at", "step", "steps"),  # how far the work is, many times a minute
        "sheetexport": ("attempt", "lease_until", "due_at", "step", "steps"),
        "sheetimport": ("attempt", "lease_until", "due_at", "step", "steps", "notices"),
        "programmeversion": ("facts", "changes"),  # large, and never changed after
        "versionnotice": ("changes",),
    }
