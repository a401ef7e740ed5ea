"""The worker's door to accounts."""

from __future__ import annotations

from celery import shared_task

from accounts.attempts import remove_old_attempts
from accounts.signed_in import remove_old_sessions


@shared_task(name="accounts.tasks.remove_old_sign_ins", ignore_result=True)
def remove_old_sign_ins() -> None:
    """Remove sessions that ended, and attempts to sign in older than half a year."""
    remove_old_sessions()
    remove_old_attempts()
