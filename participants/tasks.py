"""The worker's door: the outbox of mails, by the bell after a commit and by the clock."""

from __future__ import annotations

import os
from pathlib import Path

from celery import shared_task
from post_office.mail import send_queued_mail_until_done
from post_office.settings import get_lock_file_name

from participants import services


@shared_task(name="participants.tasks.send_mail", ignore_result=True)
def send_mail() -> None:
    """Send what waits in the outbox; a mail that fails waits for its next try. One worker at a time does this."""
    try:
        send_queued_mail_until_done()
    except FileExistsError:
        # post_office looks before it locks, and another worker was quicker: that one sends. The mark of the vain
        # attempt has to go, or this process could never take the lock again.
        Path(get_lock_file_name()).with_name(f"{os.getpid()}.lock").unlink(missing_ok=True)


@shared_task(name="participants.tasks.fill_free_places", ignore_result=True)
def fill_free_places() -> None:
    """Promote whoever waits where a capacity was raised: the one change that frees places without passing the gate."""
    for session_id in services.sessions_with_waiting():
        services.fill_free_places(session_id)


@shared_task(name="participants.tasks.lapse_offers", ignore_result=True)
def lapse_offers() -> None:
    """Give places that were offered and not accepted in time to the next who waits."""
    services.lapse_offers()
