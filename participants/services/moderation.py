"""What staff do before and after they decide: ask for more, approve what a company wishes to change."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants import emails
from participants.enums import ADMITTED, ENDED, Place, State
from participants.models import Clarification, Delegate, Organisation, ProposedChange, Registration
from participants.services import gate
from participants.services.duplicates import index_organisation
from participants.services.keys import delegate_key, organisation_key
from sessions.models import HostRegion
from taskforce.errors import DomainError

IDENTIFIERS = ("vat_number", "fiscal_code", "inn")


def ask_for_more(registration: Registration, question: str, by: User) -> Clarification:
    """Ask the company something before deciding; it answers on its own page. Raises DomainError."""
    if not question.strip():
        raise DomainError(_("Write what the company should say."), field="question", code="question")
    with transaction.atomic():
        registration = gate.lock_registration(registration)
        if registration.state in (State.DRAFT, State.SUBMITTED, *ENDED):
            raise DomainError(_("This registration is not under review."), code="state")
        asked = Clarification.objects.create(registration=registration, question=question.strip(), asked_by=by)
        emails.send_clarification(asked)
        return asked


def answer_clarification(clarification: Clarification, answer: str) -> Clarification:
    """Answer what staff asked, once: a second answer is refused, as staff may have acted on the first."""
    if not answer.strip():
        raise DomainError(_("Write your answer."), field="answer", code="answer")
    with transaction.atomic():
        clarification = Clarification.objects.select_for_update(of=("self",)).get(pk=clarification.pk)
        if clarification.answered_at:
            raise DomainError(_("This is answered already."), code="answered")
        clarification.answer, clarification.answered_at = answer.strip(), timezone.now()
        clarification.save(update_fields=["answer", "answered_at"])
        return clarification


def decide_changes(changes: list[ProposedChange], by: User, *, approve: bool, reason: str = "") -> None:
    """Approve or refuse what one company proposed, all together, and tell it in one mail.

    Approving puts the new values in force under the gate's lock. Raises DomainError where a new identifier belongs to
    another admitted registration, or a refusal has no reason; nothing is changed then.
    """
    if not approve and not reason.strip():
        raise DomainError(_("Write the reason: the company will read it."), field="reason", code="reason")
    if not changes:
        return
    with gate.open_gate(changes[0].registration.session_id):
        registration = gate.lock_registration(changes[0].registration)
        pks = [change.pk for change in changes]
        rows = ProposedChange.objects.select_for_update(of=("self",)).filter(pk__in=pks, registration=registration)
        decided = list(rows.filter(approved=None).select_related("delegate__registration__organisation"))
        for change in decided:
            change.registration = registration
            (_apply if approve else _refuse)(registration, change)
            change.approved, change.decided_at, change.decided_by = approve, timezone.now(), by
            change.reason = reason.strip()
            change.save(update_fields=["approved", "decided_at", "decided_by", "reason"])
        if decided:
            change_identity(registration)
            emails.send_change_decided(registration, decided)


def decide_change(change: ProposedChange, by: User, *, approve: bool, reason: str = "") -> None:
    """Approve or refuse one proposed change. Raises DomainError as ``decide_changes``."""
    decide_changes([change], by, approve=approve, reason=reason)


def change_identity(registration: Registration) -> None:
    """Let the keys and the identifier follow an organisation that was changed. Only under the gate's lock.

    Raises DomainError where the identifier is admitted already with another registration of the session.
    """
    organisation = Organisation.objects.get(pk=registration.organisation_id)
    registration.organisation = organisation
    if registration.state in ADMITTED:
        gate.refuse_second_admission(registration)
    if registration.identifier != organisation.identifier:
        registration.identifier = organisation.identifier
        registration.save(update_fields=["identifier"])
    addresses = registration.delegates.exclude(email="").values_list("email", flat=True)
    index_organisation(organisation, [registration.contact_email, *addresses])


def _apply(registration: Registration, change: ProposedChange) -> None:
    if change.field == "person":
        return  # the person came at once; staff now know
    row = change.delegate or registration.organisation
    value = HostRegion.objects.filter(code=change.after).first() if change.field == "region" else change.after
    setattr(row, change.field, value)
    row.name_key = delegate_key(row) if isinstance(row, Delegate) else organisation_key(row)
    row.full_clean(validate_unique=False, exclude=["name_key"])
    row.save(update_fields=[change.field, "name_key"])


def _refuse(registration: Registration, change: ProposedChange) -> None:
    if change.field == "person" and change.delegate and change.delegate.place != Place.RELEASED:
        gate.release_delegate(change.delegate)
