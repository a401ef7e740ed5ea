"""Acts on the life of a project: dated news, the stage that follows from them, and who is asked for more.

The stage of a project is never written by itself: it is that of its newest news that names one and that staff saw.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from agreements.enums import NewsSource, Outcome, Review, Stage
from agreements.models import Presentation, Project, ProjectContact, ProjectNews
from sessions.enums import SessionStatus
from sessions.models import Session
from taskforce.errors import DomainError

MOST_CONTACTS = 10
FIRST_DAY = dt.date(1990, 1, 1)
CONTACT_FIELDS = ("role", "side", "organisation", "name", "email", "language", "is_asked")


def tell_news(
    project: Project,
    *,
    on: dt.date,
    text: str,
    language: str,
    stage: str = "",
    outcome: str = "",
    is_public: bool = False,
    by: User | None = None,
) -> ProjectNews:
    """Write dated news of a project, as staff knows it; the project comes to the stage it names.

    Raises DomainError for a project that was not accepted, a day that is to come, a closing without an outcome.
    """
    with transaction.atomic():
        project = _locked(project)
        check_news(project, on, stage, outcome)
        news = ProjectNews.objects.create(
            project=project, on=on, text=text, language=language, stage=stage, outcome=outcome,
            source=NewsSource.STAFF, may_be_shown=True, is_public=is_public, seen_at=timezone.now(), by=by,
        )  # fmt: skip
        _settle(project)
        return news


def take_news(news: ProjectNews, *, is_public: bool = False, by: User | None = None) -> ProjectNews:
    """Take over what a contact told: from now on it counts, and is public where that was agreed and is wished.

    Raises DomainError where it was seen already, or may not be shown.
    """
    with transaction.atomic():
        project = _locked(news.project)
        news = project.news.select_for_update().filter(pk=news.pk).first()
        if news is None or news.seen_at:
            raise DomainError(_("Somebody has dealt with this news meanwhile."), code="state")
        if is_public and not news.may_be_shown:
            raise DomainError(_("Whoever told this news did not agree that everybody may read it."), code="consent")
        news.seen_at, news.by, news.is_public = timezone.now(), by, is_public
        news.save(update_fields=["seen_at", "by", "is_public"])
        _settle(project)
        return news


def remove_news(news: ProjectNews) -> Project:
    """Remove news that should not stand there; the project is again where the other news leave it."""
    with transaction.atomic():
        project = _locked(news.project)
        ProjectNews.objects.filter(pk=news.pk).delete()
        _settle(project)
        return project


def settle_stage(project: Project) -> Project:
    """Bring a project to the stage of its newest news; for rows that were written otherwise."""
    with transaction.atomic():
        project = _locked(project)
        _settle(project)
        return project


def check_news(project: Project, on: dt.date, stage: str, outcome: str) -> None:
    """Raise DomainError, beside its field, for news that cannot be."""
    if project.review != Review.ACCEPTED:
        raise DomainError(_("A project goes on only once it is accepted."), code="state")
    if on > timezone.now().date() + dt.timedelta(days=1):  # it may be tomorrow already where they write
        raise DomainError(_("News is of a day that has come."), field="on", code="future")
    if on < FIRST_DAY:
        raise DomainError(_("This day is too long ago."), field="on", code="past")
    if stage == Stage.CLOSED and outcome not in Outcome.values:
        raise DomainError(_("Say how the project ended."), field="outcome", code="outcome")
    if stage != Stage.CLOSED and outcome:
        raise DomainError(_("Only a closed project has an outcome."), field="outcome", code="outcome")


# --- Presented at a session -----------------------------------------------------------------------------------------


def note_presented(session: Session | None = None) -> int:
    """Give each accepted project that stood at a table of a session that was held the news that it was presented.

    Safe to run again: what has gone on already is left as it is. Returns how many were noted.
    """
    held = Presentation.objects.filter(
        Q(session__ends_on__isnull=False) | Q(session__starts_on__isnull=False),
        session__status=SessionStatus.HELD, project__review=Review.ACCEPTED, project__stage=Stage.PROPOSED,
    )  # fmt: skip
    if session:
        held = held.filter(session=session)
    waiting = held.order_by("session__starts_on", "pk").select_related("session", "project", "table")
    return sum(_note_presented(presentation) for presentation in waiting)


def _note_presented(presentation: Presentation) -> bool:
    with transaction.atomic():
        project, session = _locked(presentation.project), presentation.session
        if project.stage != Stage.PROPOSED or project.review != Review.ACCEPTED:
            return False
        with override(project.language):
            text = _("Presented at: %(session)s") % {"session": session}
            if presentation.table:
                text += "\n" + _("Thematic table: %(table)s") % {"table": presentation.table}
        ProjectNews.objects.create(
            project=project, on=session.ends_on or session.starts_on, text=text, language=project.language,
            stage=Stage.PRESENTED, source=NewsSource.TABLE, session=session, may_be_shown=True, is_public=True,
            seen_at=timezone.now(),
        )  # fmt: skip
        _settle(project)
        return True


# --- Who is asked ---------------------------------------------------------------------------------------------------


def add_contact(project: Project, values: dict) -> ProjectContact:
    """Name somebody who can tell how a project goes on. Raises DomainError where the address is named already."""
    with transaction.atomic():
        project = _locked(project)
        if project.review != Review.ACCEPTED:
            raise DomainError(_("A project goes on only once it is accepted."), code="state")
        if project.contacts.count() >= MOST_CONTACTS:
            raise DomainError(_("A project has at most %(most)d contacts.") % {"most": MOST_CONTACTS}, code="many")
        return _save_contact(ProjectContact(project=project), values)


def change_contact(contact: ProjectContact, values: dict) -> ProjectContact:
    """Correct a contact, or let somebody be asked again or no longer."""
    with transaction.atomic():
        project = _locked(contact.project)
        found = project.contacts.select_for_update().filter(pk=contact.pk).first()
        if found is None:
            raise DomainError(_("This contact is not there any more."), code="state")
        return _save_contact(found, values)


def remove_contact(contact: ProjectContact) -> None:
    """Remove a contact with the questions that were put; what was told stays."""
    with transaction.atomic():
        _locked(contact.project)
        ProjectContact.objects.filter(pk=contact.pk).delete()


def _save_contact(contact: ProjectContact, values: dict) -> ProjectContact:
    for name in CONTACT_FIELDS:
        if name in values:
            setattr(contact, name, values[name])
    contact.email = contact.email.lower()
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError as error:
        message = _("This address is already a contact of the project.")
        raise DomainError(message, field="email", code="twice") from error
    return contact


# --- The row --------------------------------------------------------------------------------------------------------


def _locked(project: Project) -> Project:
    found = Project.objects.select_for_update(of=("self",)).filter(pk=project.pk).first()
    if found is None:
        raise DomainError(_("This project is not there any more."), code="state")
    return found


def _settle(project: Project) -> None:
    """Write the stage that the news leave a project at; the row is locked."""
    newest = project.news.exclude(stage="").filter(seen_at__isnull=False).order_by("-on", "-pk").first()
    stage, outcome = (newest.stage, newest.outcome) if newest else (Stage.PROPOSED.value, "")
    if (project.stage, project.outcome) != (stage, outcome):
        project.stage, project.outcome = stage, outcome
        project.save(update_fields=["stage", "outcome", "updated_at"])
