"""Acts of staff and of a table's moderators on projects that were proposed; each tells whoever proposed it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements import emails
from agreements.enums import Review, Stage
from agreements.models import Presentation, Project
from agreements.services.proposing import UNDECIDED, is_over, lock_project
from sessions.models import Session
from tables.models import ThematicTable
from taskforce.errors import DomainError


def accept_project(project: Project, by: User, table: ThematicTable | None = None, note: str = "") -> Project:
    """Accept a project, at a table where one is named. Accepted again by a colleague it changes nothing.

    Raises DomainError for a project that was declined or withdrawn, and for a table of another session.
    """
    with transaction.atomic():
        project = lock_project(project)
        if project.review == Review.ACCEPTED:
            return project
        refuse_ended(project)
        if table:
            place_project(project, project.session, table)
        _decide(project, by, Review.ACCEPTED, note)
        emails.send_accepted(project, table)
        return project


def decline_project(project: Project, by: User, reason: str) -> Project:
    """Decline a project with a reason its proposer reads. Raises DomainError for one that goes on already."""
    with transaction.atomic():
        project = lock_project(project)
        if project.review in (Review.DECLINED, Review.WITHDRAWN):
            raise DomainError(_("This project was declined or withdrawn already."), code="state")
        if project.stage != Stage.PROPOSED:
            raise DomainError(_("This project was presented already, so it is not declined any more."), code="stage")
        project.presentations.filter(record="").delete()
        _decide(project, by, Review.DECLINED, reason)
        emails.send_declined(project)
        return project


def ask_about_project(project: Project, by: User, question: str) -> Project:
    """Ask whoever proposed a project for a clarification; what they answered before gives way to the new answer."""
    with transaction.atomic():
        project = lock_project(project)
        if project.review not in UNDECIDED:
            raise DomainError(_("This project is decided: there is nothing more to ask."), code="state")
        project.answer = ""
        _decide(project, by, Review.ASKED, question)
        emails.send_asked(project)
        return project


def answer_about_project(project: Project, answer: str) -> Project:
    """Answer the clarification that was asked: the project is to be reviewed again."""
    with transaction.atomic():
        project = lock_project(project)
        if project.review != Review.ASKED or is_over(project.session):
            raise DomainError(_("Nothing is asked about this project at this moment."), code="state")
        project.answer, project.review = answer, Review.PROPOSED
        project.save(update_fields=["answer", "review", "updated_at"])
        return project


def reopen_project(project: Project, by: User) -> Project:
    """Take a decision back: an accepted or declined project is to be reviewed again. Nobody is mailed."""
    with transaction.atomic():
        project = lock_project(project)
        if project.review not in (Review.ACCEPTED, Review.DECLINED) or project.stage != Stage.PROPOSED:
            raise DomainError(_("This decision cannot be taken back."), code="state")
        _decide(project, by, Review.PROPOSED, project.review_note)
        return project


def place_project(project: Project, session: Session, table: ThematicTable) -> Presentation:
    """Put a project last at a table of a session, or move it there from another table of that session."""
    if table.session_id != session.pk:
        raise DomainError(_("This table belongs to another session."), code="table", field="table")
    with transaction.atomic():
        ThematicTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
        found = Presentation.objects.filter(project=project, session=session).first()
        if found and found.table_id == table.pk:
            return found
        last = Presentation.objects.filter(session=session, table=table).aggregate(last=Max("position"))["last"]
        found = found or Presentation(project=project, session=session)
        found.table, found.position = table, 0 if last is None else last + 1
        found.save()
        return found


def refuse_ended(project: Project) -> None:
    """Raise DomainError for a project that was declined or withdrawn."""
    if project.review not in UNDECIDED:
        raise DomainError(_("This project was declined or withdrawn already."), code="state")


def _decide(project: Project, by: User, review: Review, note: str) -> None:
    project.review, project.review_note = review, note
    project.reviewed_by, project.reviewed_at = by, timezone.now()
    project.save(update_fields=["review", "review_note", "answer", "reviewed_by", "reviewed_at", "updated_at"])
