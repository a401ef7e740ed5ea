"""Acts on commitments: taken from an act, reported of, and its owner reminded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from agreements import emails_commitments as emails
from agreements.enums import OWED, ActStatus
from agreements.models import Agreement, Commitment, CommitmentReport
from sessions.models import Session
from sessions.translations import note_translations, noting_translations
from taskforce import uploads
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError
from taskforce.uploads import Upload

FOLDER = "commitments"
DAYS_BEFORE = 30


@contextmanager
def locked(commitment: Commitment) -> Iterator[Commitment]:
    """Open a transaction with a commitment locked, as it is now. Raises DomainError where it is gone."""
    with transaction.atomic():
        rows = Commitment.objects.select_for_update(of=("self",)).select_related("agreement__session")
        found = rows.filter(pk=commitment.pk).first()
        if found is None:
            raise DomainError(_("Somebody has removed this commitment in the meantime."), code="gone")
        yield found


def add_commitment(commitment: Commitment, by: User | None = None) -> Commitment:
    """Save a new commitment, given as it should be, after those of its act there are."""
    with transaction.atomic(), translation.override("it"):  # the untranslated column repeats the Italian one
        act = Agreement.objects.select_for_update(of=("self",)).get(pk=commitment.agreement_id)
        commitment.position = (act.commitments.aggregate(last=Max("position"))["last"] or 0) + 1
        commitment.save()
        note_translations(act.session, by, [commitment])
        return commitment


def change_commitment(commitment: Commitment, values: dict[str, Any], by: User | None = None) -> Commitment:
    """Change these facts of a commitment; its state changes with a report alone. Raises DomainError."""
    with locked(commitment) as found, translation.override("it"):
        with noting_translations(found.agreement.session, by, [found]):
            for name, value in values.items():
                setattr(found, name, value)
            found.save()
        return found


def remove_commitment(commitment: Commitment) -> None:
    """Remove a commitment nothing was reported of. Raises DomainError for any other."""
    with locked(commitment) as found:
        if found.reports.exists():
            message = _("Something was reported of this commitment, so it stays. Report that it is no longer pursued.")
            raise DomainError(message, code="reported")
        found.delete()


def report_commitment(report: CommitmentReport, by: User | None = None, file: Upload | None = None) -> CommitmentReport:
    """Keep a report with its evidence; the newest one by its date says the state. Raises DomainError."""
    if report.on > today_in_rome():
        raise DomainError(_("A report is not of a day to come."), field="on", code="future")
    report.file = uploads.keep(file, FOLDER) if file else ""
    report.sha256 = file.sha256 if file else ""
    report.by = by
    try:
        with locked(report.commitment) as commitment:
            report.commitment = commitment
            report.save()
            commitment.state = commitment.reports.first().state
            commitment.save(update_fields=["state", "updated_at"])
    except Exception:
        uploads.discard(report.file)
        raise
    return report


def switch_reminders(commitment: Commitment, on: bool) -> Commitment:
    """Let the owner be reminded, or no longer. Raises DomainError where there is nobody to remind."""
    with locked(commitment) as found:
        if on and not found.owner_email:
            raise DomainError(_("There is no address for reminders. Change the commitment and name one."), code="email")
        found.is_reminded = on
        found.save(update_fields=["is_reminded", "updated_at"])
        return found


# --- Reminders


def remind_owners(today: dt.date | None = None) -> int:
    """Write the mails that are due to owners of commitments; returns how many. Safe to run at once and again."""
    today = today or today_in_rome()
    return sum(remind_owner(pk, today) for pk in to_remind(today).values_list("pk", flat=True))


def to_remind(today: dt.date):
    """Return the commitments for which a moment has come since the last mail, or may have."""
    soon = Q(due_on__lte=today + dt.timedelta(days=DAYS_BEFORE))
    told_today = Q(reminded_on__gte=today)
    owed = Commitment.objects.filter(soon, state__in=OWED, is_reminded=True, agreement__status=ActStatus.SIGNED)
    return owed.exclude(told_today).exclude(owner_email="").order_by(F("due_on"), "pk")


def remind_owner(pk: int, today: dt.date) -> bool:
    """Write the mail to the owner of a commitment, its row locked: of two workers, one finds it written."""
    with transaction.atomic():
        found = to_remind(today).select_for_update(of=("self",)).select_related("agreement__session").filter(pk=pk)
        commitment = found.first()
        if commitment is None or not is_due(commitment, today):
            return False
        emails.send_commitment_due(commitment, today)
        commitment.reminded_on = today
        commitment.save(update_fields=["reminded_on"])
        return True


def is_due(commitment: Commitment, today: dt.date) -> bool:
    """Whether a moment to remind of a commitment has come that was not told of yet."""
    moment = newest_moment(commitment.due_on, today)
    return moment is not None and (commitment.reminded_on is None or commitment.reminded_on < moment)


def newest_moment(due_on: dt.date, today: dt.date) -> dt.date | None:
    """Return the last day up to today on which an owner is reminded: 30 days before, on the day, then each month."""
    if today < due_on:
        before = due_on - dt.timedelta(days=DAYS_BEFORE)
        return before if before <= today else None
    months = (today.year - due_on.year) * 12 + today.month - due_on.month
    moment = in_months(due_on, months)
    return moment if moment <= today else in_months(due_on, months - 1)


def in_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months on; in a month that has no such day, its last."""
    month = day.year * 12 + day.month - 1 + months
    first = dt.date(month // 12, month % 12 + 1, 1)
    after = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), after - dt.timedelta(days=1))


def sessions_to_report_to(commitment: Commitment):
    """Return the sessions a report on a commitment may have been made to, the newest first."""
    signed_on = commitment.agreement.signed_on
    found = Session.objects.newest_first()
    return found.filter(Q(starts_on=None) | Q(starts_on__gte=signed_on)) if signed_on else found
