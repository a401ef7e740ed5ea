"""Acts of whoever proposes a project: to propose, change and withdraw it, and to keep documents with it."""

from __future__ import annotations

import datetime as dt

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import emails
from agreements.enums import Review, Stage
from agreements.models import Project, ProjectFile
from participants.enums import ADMITTED, State
from participants.models import Registration
from participants.services.gate import lock_registration
from sessions.enums import Phase
from sessions.models import Session
from taskforce import uploads
from taskforce.errors import DomainError

MOST_PROJECTS = 5
MOST_FILES = 5
FOLDER = "projects"
LOST_AFTER = dt.timedelta(days=1)
PROPOSERS = (State.UNDER_REVIEW, *ADMITTED)  # their address is verified, and they have not ended
UNDECIDED = (Review.PROPOSED, Review.ASKED)
GIVEN_UP = (Review.WITHDRAWN, Review.DECLINED)
NOT_OVER = (Phase.ANNOUNCED, Phase.OPEN, Phase.CLOSED)


def is_over(session: Session, now: dt.datetime | None = None) -> bool:
    """Whether nothing is proposed for a session any more: after its last day at the host, or where it is not held."""
    now = now or timezone.now()
    if session.phase(now) not in NOT_OVER:
        return True
    last = session.ends_on or session.starts_on
    return last is not None and now.astimezone(session.zone).date() > last


def may_propose(registration: Registration, now: dt.datetime | None = None) -> bool:
    """Whether a registration may propose projects and express interest at this moment."""
    return registration.state in PROPOSERS and not is_over(registration.session, now)


def may_change(project: Project, now: dt.datetime | None = None) -> bool:
    """Whether whoever proposed a project may change it: until it is decided."""
    return project.review in UNDECIDED and not is_over(project.session, now)


def may_withdraw(project: Project, now: dt.datetime | None = None) -> bool:
    """Whether a project may be withdrawn: until the session is over, and only before it goes on."""
    open_ones = (*UNDECIDED, Review.ACCEPTED)
    return project.review in open_ones and project.stage == Stage.PROPOSED and not is_over(project.session, now)


def propose_project(registration: Registration, facts: dict, now: dt.datetime | None = None) -> Project:
    """Propose a project for the registration's session; the contact has a mail of it.

    Sent twice with the same words it is one project. Raises DomainError after the session, and for one too many.
    """
    with transaction.atomic():
        registration = lock_registration(registration)
        refuse_over(registration, now)
        mine = registration.projects.exclude(review__in=GIVEN_UP)
        if same := mine.filter(**facts).first():
            return same
        if mine.count() >= MOST_PROJECTS:
            message = _("A registration proposes at most %(number)d projects: withdraw one to propose another.")
            raise DomainError(message % {"number": MOST_PROJECTS}, code="many")
        who = {"organisation": registration.organisation, "side": registration.organisation.side}
        project = _new(registration.session, facts | who | {"registration": registration})
        emails.send_received(project)
        return project


def propose_at_desk(session: Session, facts: dict) -> Project:
    """Propose a project that reached the organisers by another way; nobody is mailed."""
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        return _new(session, facts)


def change_project(project: Project, facts: dict, now: dt.datetime | None = None) -> Project:
    """Change a project that is not decided yet. Raises DomainError for one that is."""
    with transaction.atomic():
        project = lock_project(project)
        refuse_decided(project, now)
        return rewrite_project(project, facts)


def rewrite_project(project: Project, facts: dict) -> Project:
    """Change what a project says, whatever was decided of it: for staff."""
    for name, value in facts.items():
        setattr(project, name, value)
    project.save(update_fields=[*facts, "updated_at"])
    return project


def withdraw_project(project: Project, now: dt.datetime | None = None) -> Project:
    """Withdraw a project; its place at a table is free again. Asked again it changes nothing."""
    with transaction.atomic():
        project = lock_project(project)
        if project.review == Review.WITHDRAWN:
            return project
        if not may_withdraw(project, now):
            raise DomainError(_("This project cannot be withdrawn any more: write to the organisers."), code="closed")
        project.review = Review.WITHDRAWN
        project.save(update_fields=["review", "updated_at"])
        project.presentations.filter(record="").delete()
        return project


def add_file(
    project: Project, title: str, upload: uploads.Upload, is_public: bool, now: dt.datetime | None = None
) -> ProjectFile:
    """Keep a document with a project that is not decided yet. The same file twice is one document."""
    stored, name = "", uploads.keep(upload, FOLDER)
    try:
        with transaction.atomic():
            project = lock_project(project)
            refuse_decided(project, now)
            if same := project.files.filter(sha256=upload.sha256).first():
                return same
            if project.files.count() >= MOST_FILES:
                message = _("A project has at most %(number)d documents: remove one to add another.")
                raise DomainError(message % {"number": MOST_FILES}, code="many", field="file")
            found = ProjectFile.objects.create(
                project=project, title=title or upload.name.rpartition(".")[0], file=name, sha256=upload.sha256,
                size=len(upload.content), is_public=is_public,
            )  # fmt: skip
            stored = name
        return found
    finally:
        if not stored:  # nothing of what was refused, or is there already, stays
            uploads.discard(name)


def remove_file(file: ProjectFile, now: dt.datetime | None = None) -> None:
    """Remove a document from a project that is not decided yet."""
    with transaction.atomic():
        refuse_decided(lock_project(file.project), now)
        name = file.file
        ProjectFile.objects.filter(pk=file.pk).delete()
        transaction.on_commit(lambda: uploads.discard(name))


def remove_lost_files(now: dt.datetime | None = None) -> int:
    """Delete documents whose project is not there any more; returns how many."""
    now, removed = now or timezone.now(), 0
    for year in _listed(FOLDER)[0]:
        known = set(ProjectFile.objects.filter(file__startswith=f"{FOLDER}/{year}/").values_list("file", flat=True))
        for name in (f"{FOLDER}/{year}/{one}" for one in _listed(f"{FOLDER}/{year}")[1]):
            if name not in known and default_storage.get_modified_time(name) < now - LOST_AFTER:
                uploads.discard(name)
                removed += 1
    return removed


def lock_project(project: Project) -> Project:
    """Return the row as it is now, locked until the transaction ends, with its session and registration."""
    found = Project.objects.select_for_update(of=("self",)).select_related("session", "registration__organisation")
    return found.get(pk=project.pk)


def refuse_over(registration: Registration, now: dt.datetime | None) -> None:
    """Raise DomainError where a registration may not propose, nor express interest, at this moment."""
    if registration.state not in PROPOSERS:
        raise DomainError(
            _("Only organisations that are registered, with a verified e-mail address, can do this."), code="state"
        )
    if is_over(registration.session, now):
        raise DomainError(_("The session is over. Nothing was saved, and what you typed is still here."), code="closed")


def refuse_decided(project: Project, now: dt.datetime | None) -> None:
    """Raise DomainError for a project that whoever proposed it may not change any more."""
    if not may_change(project, now):
        raise DomainError(
            _("This project is decided, so it is not changed any more. What you typed is still here."), code="closed"
        )


def _new(session: Session, facts: dict) -> Project:
    last = session.projects.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else min(last + 1, 32_767)
    return Project.objects.create(session=session, position=position, **facts)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    return default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
