"""The worker's door: the outbox of mails, by the bell after a commit and by the clock."""

from __future__ import annotations

from celery import shared_task

from participants import services
from participants.delivery import send_waiting
from participants.mailing import wake_a_worker


@shared_task(name="participants.tasks.send_mail", ignore_result=True)
def send_mail() -> None:
    """Send what waits in the outbox; a mail that fails waits for its next try. One worker at a time does this."""
    if send_waiting():
        wake_a_worker()


@shared_task(name="participants.tasks.fill_free_places", ignore_result=True)
def fill_free_places() -> None:
    """Promote whoever waits where a capacity was raised: the one change that frees places without passing the gate."""
    for session_id in services.sessions_with_waiting():
        services.fill_free_places(session_id)


@shared_task(name="participants.tasks.lapse_offers", ignore_result=True)
def lapse_offers() -> None:
    """Give places that were offered and not accepted in time to the next who waits."""
    services.lapse_offers()


@shared_task(name="participants.tasks.remove_old_drafts", ignore_result=True)
def remove_old_drafts() -> None:
    """Remove drafts nobody can go on with, and links that ended long ago."""
    services.remove_old_drafts()
    services.remove_old_links()


@shared_task(name="participants.tasks.remove_old_spreadsheets", ignore_result=True)
def remove_old_spreadsheets() -> None:
    """Remove spreadsheets that were read and never registered, with the personal data in them."""
    services.remove_old_spreadsheets()


@shared_task(name="participants.tasks.remove_lost_files", ignore_result=True)
def remove_lost_files() -> None:
    """Delete files of answers that are not there any more."""
    services.remove_lost_files()


@shared_task(name="participants.tasks.send_reminders", ignore_result=True)
def send_reminders() -> None:
    """Write the mails of the reminders whose moment has come."""
    services.send_due_reminders()
