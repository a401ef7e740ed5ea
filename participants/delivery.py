"""The way out of the outbox: in small batches, for a short while, and with tries that do not all come at once.

post_office notes what was sent after each batch. A batch is therefore small (POST_OFFICE["BATCH_SIZE"]) and a run ends
well before its worker's time is over: a worker that dies sends nothing twice but the few of its last batch.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from pathlib import Path

from django.utils import timezone
from post_office.lockfile import FileLock, FileLocked
from post_office.mail import get_queued, send_queued
from post_office.models import STATUS, Email
from post_office.settings import get_lock_file_name

LONGEST_RUN = 120.0  # seconds; far below the soft time limit of a job
LONGEST_WAIT = 30  # minutes between two tries
JITTER = (0.75, 1.25)


def send_waiting() -> bool:
    """Send what is due in the outbox and return whether more is due; one process at a time does this.

    A batch of which nothing could be sent ends the run: the server is down, and the others keep their tries.
    """
    ends = time.monotonic() + LONGEST_RUN
    try:
        with FileLock(get_lock_file_name()):
            while get_queued().exists():
                if not _send_batch():
                    return False
                if time.monotonic() > ends:
                    return get_queued().exists()
    except FileLocked:
        pass
    except FileExistsError:
        # post_office looks before it locks, and another worker was quicker: that one sends. The mark of the vain
        # attempt has to go, or this process could never take the lock again.
        Path(get_lock_file_name()).with_name(f"{os.getpid()}.lock").unlink(missing_ok=True)
    return False


def _send_batch() -> int:
    begun = timezone.now()
    sent, _failed, again = send_queued()
    if sent:  # what was sent is not kept: a mail may hold a link, of which the portal stores a hash only
        Email.objects.filter(status=STATUS.sent, last_updated__gte=begun).update(message="", html_message="")
    if again:
        _spread(Email.objects.filter(status=STATUS.requeued, last_updated__gte=begun))
    return sent


def _spread(emails) -> None:
    """Give each mail that failed a moment of its own for its next try, later each time."""
    now = timezone.now()
    rows = list(emails.only("pk", "number_of_retries"))
    for row in rows:
        row.scheduled_time = now + wait_before(row.number_of_retries or 1)
    Email.objects.bulk_update(rows, ["scheduled_time"])


def wait_before(attempt: int) -> dt.timedelta:
    """Return how long to wait before a try: 1, 2, 4, … at most 30 minutes, a quarter more or less by chance."""
    minutes = min(2 ** min(attempt - 1, 10), LONGEST_WAIT)
    return dt.timedelta(minutes=minutes * random.uniform(*JITTER))
