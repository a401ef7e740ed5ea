"""Django's description of the app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Record")

    def ready(self) -> None:
        from audit.connection import name_actors

        connection_created.connect(name_actors, dispatch_uid="audit")
