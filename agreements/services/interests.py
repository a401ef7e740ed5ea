"""Expressions of interest in a project: sent, taken back, answered through the portal; addresses only once taken up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import emails
from agreements.enums import ContactRole, InterestState
from agreements.models import Interest, Project, ProjectContact
from agreements.services.proposing import lock_project, may_propose, refuse_over
from participants.enums import ADMITTED
from participants.models import Registration
from participants.services.gate import lock_registration
from taskforce.errors import DomainError

MOST_INTERESTS = 30


def may_be_interested(registration: Registration, project: Project, now: dt.datetime | None = None) -> bool:
    """Whether a registration may express interest in a project: admitted, of the session, and not its own."""
    return registration.state in ADMITTED and may_propose(registration, now) and not _is_own(registration, project)


def open_to(registration: Registration) -> QuerySet[Project]:
    """Return the projects a registration can be interested in: those the catalogue of its session shows."""
    return Project.objects.public().at(registration.session)


def express_interest(
    registration: Registration, project: Project, message: str, now: dt.datetime | None = None
) -> Interest:
    """Express interest in a project, once; its proposer has a mail without any address. Sent again it is the same.

    One that was taken back can be sent anew. Raises DomainError for one's own project and for one not in the catalogue.
    """
    with transaction.atomic():
        registration = lock_registration(registration)
        refuse_over(registration, now)
        if registration.state not in ADMITTED:
            raise DomainError(_("You can express interest once your registration is admitted."), code="state")
        project = lock_project(project)
        if _is_own(registration, project) or not open_to(registration).filter(pk=project.pk).exists():
            raise DomainError(_("No interest can be expressed in this project."), code="project")
        found = Interest.objects.filter(project=project, registration=registration).first()
        if found and found.state != InterestState.WITHDRAWN:
            return found
        _refuse_too_many(registration)
        found = found or Interest(project=project, registration=registration)
        found.message, found.state, found.answer, found.answered_at = message, InterestState.SENT, "", None
        found.save()
        emails.send_interest(found)
        return found


def withdraw_interest(interest: Interest) -> Interest:
    """Take back an interest that is not answered yet. Raises DomainError for one that is."""
    with transaction.atomic():
        interest = _locked(interest)
        if interest.state == InterestState.WITHDRAWN:
            return interest
        if interest.state != InterestState.SENT:
            raise DomainError(_("This interest was answered already."), code="state")
        interest.state = InterestState.WITHDRAWN
        interest.save(update_fields=["state"])
        return interest


def answer_interest(interest: Interest, *, take_up: bool, answer: str = "") -> Interest:
    """Take an interest up, or decline it; the other organisation has a mail. Raises DomainError for one answered.

    Taken up, both see whom to write to, and both are the project's contacts from then on.
    """
    with transaction.atomic():
        interest = _locked(interest)
        if interest.state != InterestState.SENT:
            raise DomainError(_("This interest was answered or taken back already."), code="state")
        interest.state = InterestState.ACCEPTED if take_up else InterestState.DECLINED
        interest.answer, interest.answered_at = answer, timezone.now()
        interest.save(update_fields=["state", "answer", "answered_at"])
        if take_up:
            if proposer := interest.project.registration:
                add_contact(interest.project, proposer, ContactRole.PROPOSER)
            add_contact(interest.project, interest.registration, ContactRole.COUNTERPART)
        emails.send_interest_answered(interest)
        return interest


def add_contact(project: Project, registration: Registration, role: ContactRole) -> ProjectContact:
    """Let the contact of a registration be one of the project, once."""
    body = registration.organisation
    found, _new = ProjectContact.objects.get_or_create(
        project=project,
        email=registration.contact_email,
        defaults={
            "role": role, "side": body.side, "organisation": body, "name": registration.contact_name,
            "language": registration.language,
        },
    )  # fmt: skip
    return found


def _is_own(registration: Registration, project: Project) -> bool:
    return project.registration_id == registration.pk or project.organisation_id == registration.organisation_id


def _refuse_too_many(registration: Registration) -> None:
    if registration.interests.exclude(state=InterestState.WITHDRAWN).count() >= MOST_INTERESTS:
        message = _("A registration expresses interest in at most %(number)d projects.")
        raise DomainError(message % {"number": MOST_INTERESTS}, code="many")


def _locked(interest: Interest) -> Interest:
    lock_project(interest.project)
    found = Interest.objects.select_related(
        "project__registration__organisation", "project__registration__session", "project__organisation",
        "project__session", "registration__organisation", "registration__session",
    )  # fmt: skip
    return found.get(pk=interest.pk)
