"""Django's description of the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = _("Participants")
    unrecorded_models = ("matchkey",)  # made anew from the organisation's own columns
    unrecorded_columns = {
        "accesslink": ("token_hash",),  # secrets
        "registration": ("client_token",),
        "enquiry": ("client_token",),
        "organisation": ("name_key",),  # made from names that are on record
        "delegate": ("name_key",),
        "spreadsheet": ("client_token", "rows", "faults"),  # a file's content, removed after some days
    }
