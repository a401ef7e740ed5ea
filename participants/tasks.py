"""The worker's door: the outbox of mails, by the bell after a commit and by the clock."""

from __future__ import annotations

from celery import shared_task
from post_office.mail import send_queued_mail_until_done


@shared_task(name="participants.tasks.send_mail", ignore_result=True)
def send_mail() -> None:
    """Send what waits in the outbox; a mail that fails waits for its next try. One worker at a time does this."""
    send_queued_mail_until_done()
