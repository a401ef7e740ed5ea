"""The bell that wakes a worker. The truth about work to be done is in the database (see documents.models.Document)."""

import os

from celery import Celery
from celery.signals import setup_logging
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taskforce.settings")

TRANSPORT_ALIASES["filesystem"] = "taskforce.broker:Transport"

app = Celery("taskforce")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def use_django_logging(**kwargs) -> None:
    """Keep Celery from replacing the handlers that settings.LOGGING has set."""
