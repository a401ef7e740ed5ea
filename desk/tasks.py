"""The worker's door: what the calendar does to accounts."""

from __future__ import annotations

from celery import shared_task

from accounts.life import tell_of_last_day
from desk.leaving import switch_off_expired
from documents.asked_by import stop_for_switched_off


@shared_task(name="desk.tasks.keep_accounts", ignore_result=True)
def keep_accounts() -> None:
    """Switch off accounts whose last day is over, stop what is made for any that is off, and tell who ends soon."""
    switch_off_expired()
    stop_for_switched_off()
    tell_of_last_day()
