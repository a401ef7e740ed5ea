"""The portal with its gate left open, for the negative control of bench/places.py: no transaction, no lock."""

from taskforce.wsgi import application  # isort: skip  (first: it loads Django)

import time
from contextlib import contextmanager

from django.db.models import Max
from django.utils import timezone

from participants import services
from participants.models import Delegate
from participants.services import gate
from sessions.models import Session

__all__ = ["application"]


@contextmanager
def left_open(session_id):
    yield Session.objects.get(pk=session_id)


def unlocked(row):
    return type(row).objects.select_related("organisation", "session").get(pk=row.pk)


def verify_without_a_gate(link, now=None):
    """What verify_email does, each statement on its own."""
    row = unlocked(link.registration)
    row.state, row.verified_at = "under_review", timezone.now()
    row.save(update_fields=["state", "verified_at"])
    return gate.admit_registration(row)


def queue_slowly(session, delegate):
    """What the gate does, with a pause before the number is taken: through an open gate a crowd slips in between."""
    last = Delegate.objects.filter(session=session, side=delegate.side).aggregate(last=Max("queue_number"))["last"]
    time.sleep(0.05)
    delegate.place, delegate.queue_number = "waiting", (last or 0) + 1
    delegate.save(update_fields=["place", "queue_number"])


gate.open_gate = left_open
gate._queue = queue_slowly
gate.lock_registration = unlocked
services.verify_email = verify_without_a_gate
