"""The bell that wakes a worker. The truth about work to be done is in the database (see documents.models.Document)."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging
from kombu.transport import TRANSPORT_ALIASES

from taskforce.actor import acting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taskforce.settings")

TRANSPORT_ALIASES["filesystem"] = "taskforce.broker:Transport"


class ActingTask(Task):
    """A task that is known by its name in the record of what it changes."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with acting(f"worker {self.name}"):
            return super().__call__(*args, **kwargs)


app = Celery("taskforce", task_cls=ActingTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def use_django_logging(**kwargs) -> None:
    """Keep Celery from replacing the handlers that settings.LOGGING has set."""
