"""Asking how projects go on: whom, when, by a link of one purpose; what comes back, and asking no more.

A question falls due a set number of months after a session at which the project was presented. Its row is the job: it
is made and mailed in one transaction, once a contact and day, so the clock may strike as often as it likes.
"""

from __future__ import annotations

import calendar
import datetime as dt
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import follow_up_emails
from agreements.enums import NewsSource, Outcome, Review, Stage
from agreements.models import FollowUp, ProjectContact, ProjectNews
from agreements.services.life import note_presented
from participants.links import hash_of
from sessions.enums import SessionStatus
from sessions.models import Session
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError

LATE = dt.timedelta(days=14)  # so long after its day a question is still put; one that is older is let go
LIFETIME = dt.timedelta(days=60)  # of a link
OFFERED = (Stage.CONTACTS, Stage.TALKS, Stage.MOU, Stage.RUNNING, Stage.CLOSED)  # what a contact may say


def ask_how_projects_go(now: dt.datetime | None = None) -> int:
    """Put the questions that are due; returns how many mails were written. Safe to run at once and again."""
    now = now or timezone.now()
    note_presented()
    return sum(put_question(contact, due_on, now) for contact, due_on in _due(today_in_rome()))


def put_question(contact: ProjectContact, due_on: dt.date, now: dt.datetime | None = None) -> bool:
    """Ask a contact by mail how the project goes on; False where that was asked for this day, or is not to be asked.

    A link that was mailed before and not used opens nothing from now on.
    """
    now = now or timezone.now()
    with transaction.atomic():
        asked = ProjectContact.objects.select_for_update(of=("self",)).select_related("project")
        contact = asked.filter(_goes_on("project"), pk=contact.pk, is_asked=True).first()
        if contact is None:
            return False
        question, _made = FollowUp.objects.get_or_create(contact=contact, due_on=due_on)
        if question.sent_at or question.revoked_at:
            return False
        _open(contact).update(revoked_at=now)
        token = secrets.token_urlsafe(32)
        question.token_hash, question.sent_at, question.expires_at = hash_of(token), now, now + LIFETIME
        question.save(update_fields=["token_hash", "sent_at", "expires_at"])
        follow_up_emails.send_how_it_goes(contact, token)
        return True


def ask_now(contact: ProjectContact) -> None:
    """Ask a contact today, because staff wish to know. Raises DomainError where that was done, or may not be."""
    if not put_question(contact, today_in_rome()):
        raise DomainError(
            _("Nobody was asked: this contact was asked today, or wishes not to be asked, or the project is closed."),
            code="state",
        )


def find_question(token: str) -> FollowUp | None:
    """Return the question of a link's token; whether it may still be answered is for the act to say."""
    return FollowUp.objects.filter(token_hash=hash_of(token)).first()


def usable() -> Q:
    """What is true of a question whose link still opens the page."""
    return Q(
        revoked_at=None, expires_at__gt=timezone.now(), contact__is_asked=True, contact__project__review="accepted"
    )


def answer_question(
    question: FollowUp, *, text: str, language: str, stage: str = "", outcome: str = "", may_be_shown: bool = False
) -> ProjectNews:
    """Keep what a contact tells as news for staff to see; it counts once they took it over.

    Raises DomainError (code ``over``) where the link was used or opens nothing any more.
    """
    if stage and stage not in OFFERED:
        raise DomainError(_("A project does not go back to this stage."), field="stage", code="stage")
    if stage == Stage.CLOSED and outcome not in Outcome.values:
        raise DomainError(_("Say how the project ended."), field="outcome", code="outcome")
    with transaction.atomic():
        question = _locked(question)
        if question is None or question.answered_at:
            raise DomainError(_("This question was answered already, or the link is over."), code="over")
        question.answered_at = timezone.now()
        question.save(update_fields=["answered_at"])
        return ProjectNews.objects.create(
            project=question.contact.project, contact=question.contact, source=NewsSource.CONTACT, on=today_in_rome(),
            text=text, language=language, stage=stage, outcome=outcome if stage == Stage.CLOSED else "",
            may_be_shown=may_be_shown,
        )  # fmt: skip


def stop_asking(question: FollowUp) -> None:
    """Ask this contact no more, as they wish; their open links open nothing from now on."""
    with transaction.atomic():
        question = _locked(question)
        if question is None:
            raise DomainError(_("This question was answered already, or the link is over."), code="over")
        ProjectContact.objects.filter(pk=question.contact_id).update(is_asked=False)
        _open(question.contact).update(revoked_at=timezone.now())


# --- Who and when ---------------------------------------------------------------------------------------------------


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_days(session: Session, today: dt.date) -> list[dt.date]:
    """Return the days still to come on which contacts of this session's projects are asked."""
    if not session.ends_on:
        return []
    return [day for months in settings.FOLLOW_UP_MONTHS if (day := months_after(session.ends_on, months)) >= today]


def _due(today: dt.date) -> Iterator[tuple[ProjectContact, dt.date]]:
    oldest = today - dt.timedelta(days=31 * (max(settings.FOLLOW_UP_MONTHS, default=0) + 1))
    held = Session.objects.filter(status=SessionStatus.HELD, ends_on__gte=oldest, ends_on__lte=today)
    for session in held.order_by("ends_on", "pk"):
        for months in settings.FOLLOW_UP_MONTHS:
            day = months_after(session.ends_on, months)
            if today - LATE <= day <= today:
                asked = ProjectContact.objects.filter(_goes_on("project"), is_asked=True)
                asked = asked.filter(project__presentations__session=session)
                unasked = asked.exclude(follow_ups__in=FollowUp.objects.filter(due_on=day, sent_at__isnull=False))
                yield from ((contact, day) for contact in unasked.order_by("pk"))


def _goes_on(project: str) -> Q:
    return Q(**{f"{project}__review": Review.ACCEPTED}) & ~Q(**{f"{project}__stage": Stage.CLOSED})


def _open(contact: ProjectContact):
    return FollowUp.objects.filter(contact=contact, sent_at__isnull=False, answered_at=None, revoked_at=None)


def _locked(question: FollowUp) -> FollowUp | None:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("contact__project")
    return rows.filter(usable(), pk=question.pk).first()
