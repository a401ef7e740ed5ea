"""Django's description of the app; its label differs from its name (see docs/architecture.md)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "taskforce_sessions"  # "sessions" is the label of Django's own app
    verbose_name = _("Sessions")
