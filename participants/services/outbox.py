"""The one thing staff do to mails that are written: send again what failed for good."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from post_office.models import STATUS, Email

from participants.mailing import wake_a_worker


def send_again(email_ids: Iterable[int]) -> int:
    """Put mails that failed for good back into the outbox, with all their tries; returns how many."""
    with transaction.atomic():
        failed = Email.objects.filter(pk__in=list(email_ids), status=STATUS.failed)
        count = failed.update(status=STATUS.queued, number_of_retries=0, scheduled_time=None)
        transaction.on_commit(wake_a_worker)
        return count
