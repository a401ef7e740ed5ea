"""The project: settings, addresses, the queue's bell, and the few helpers every app may use."""

from taskforce.celery import app as celery_app

__all__ = ["celery_app"]
