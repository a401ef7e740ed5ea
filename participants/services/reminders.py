"""Reminders of a session: who gets one, and sending those that are due, to each recipient exactly once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from participants import emails
from participants.asking import unanswered
from participants.enums import Place, ReminderAudience, State
from participants.models import Delegate, MailLog, Registration, Reminder

CHUNK = 50  # mails in one transaction
CONTACTS = {
    ReminderAudience.CONTACTS_CONFIRMED: State.CONFIRMED,
    ReminderAudience.CONTACTS_WAITING: State.WAIT_LISTED,
    ReminderAudience.CONTACTS_UNVERIFIED: State.SUBMITTED,
    ReminderAudience.CONTACTS_UNANSWERED: State.CONFIRMED,
}


def send_due_reminders(now: dt.datetime | None = None) -> int:
    """Write the mails of every reminder whose moment has come; returns how many. Safe to run at once and again."""
    now = now or timezone.now()
    due = Reminder.objects.filter(sent_at=None, send_at__lte=now).order_by("send_at", "pk")
    return sum(_send(reminder.pk, now) for reminder in due)


def count_recipients(reminder: Reminder) -> int:
    """How many would get a reminder if it went out now."""
    return sum(1 for _recipient in _wanting(reminder, _audience(reminder)))


def _send(pk: int, now: dt.datetime) -> int:
    written = 0
    while (count := _send_chunk(pk, now)) is not None:
        written += count
    return written


def _send_chunk(pk: int, now: dt.datetime) -> int | None:
    """Write the next mails of a reminder, its row locked; None when it has gone out to all."""
    with transaction.atomic():
        reminder = Reminder.objects.select_for_update(of=("self",)).select_related("session").filter(pk=pk).first()
        if reminder is None or reminder.sent_at:
            return None
        recipients = _next(reminder)
        for recipient in recipients:
            if isinstance(recipient, Delegate):
                emails.send_reminder(reminder, recipient.registration, recipient)
            else:
                emails.send_reminder(reminder, recipient)
        if not recipients:
            reminder.sent_at = now
            reminder.save(update_fields=["sent_at"])
            return None
        return len(recipients)


def _next(reminder: Reminder) -> list[Registration | Delegate]:
    """The next who have not got it yet, in order."""
    of = "delegate" if _for_delegates(reminder) else "registration"
    had = MailLog.objects.filter(reminder=reminder, **{f"{of}__isnull": False}).values(of)
    chunk = []
    for recipient in _wanting(reminder, _audience(reminder).exclude(pk__in=had)):
        chunk.append(recipient)
        if len(chunk) == CHUNK:
            break
    return chunk


def _for_delegates(reminder: Reminder) -> bool:
    return reminder.audience not in CONTACTS


def _audience(reminder: Reminder) -> QuerySet:
    if not _for_delegates(reminder):
        rows = Registration.objects.filter(session=reminder.session, state=CONTACTS[reminder.audience])
        return rows.select_related("session", "organisation").order_by("pk")
    rows = Delegate.objects.filter(session=reminder.session, place=Place.CONFIRMED).exclude(email="")
    if reminder.audience == ReminderAudience.DELEGATES_UNREAD:
        rows = rows.filter(conditions_read_at=None)
    return rows.select_related("registration__session", "registration__organisation").order_by("pk")


def _wanting(reminder: Reminder, rows: QuerySet) -> Iterable[Registration | Delegate]:
    """Those of an audience of whom only the answers given so far say whether they belong to it."""
    if reminder.audience != ReminderAudience.CONTACTS_UNANSWERED:
        return rows.iterator(chunk_size=CHUNK)
    return (row for row in rows if unanswered(row))
