"""The bell that wakes a worker. It may fail to ring: the row is the job, and a sweep rings again for what is due."""

from __future__ import annotations

import logging

from taskforce.celery import app

logger = logging.getLogger(__name__)


def ring(task: str, *ids: int, expires: int | None = None) -> bool:
    """Ask a worker to run a task, by its name; return whether the broker took the message.

    A broker that is down, slow or full is no fault of whoever rings, so nothing is raised. ``expires`` is in seconds.
    """
    try:
        app.send_task(task, args=ids, expires=expires, retry=False)
    except Exception as error:  # every broker's client has errors of its own
        logger.warning("The bell for %s did not ring: %s", task, type(error).__name__)
        return False
    return True
