"""What staff do before and after they decide: ask for more, approve what a company wishes to change."""

from __future__ import annotations

from django.core.exceptions import ValidationError
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
from sessions.models import HostRegion, Session
from taskforce.errors import DomainError


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
        decided = list(rows.filter(approved=None).order_by("pk"))
        _share_rows(registration, decided)
        if approve:
            _apply(decided)
        for change in decided:
            if not approve:
                _refuse(change)
            change.approved, change.decided_at, change.decided_by = approve, timezone.now(), by
            change.reason = reason.strip()
            change.save(update_fields=["approved", "decided_at", "decided_by", "reason"])
        if decided:
            change_identity(registration)
            emails.send_change_decided(registration, decided)


def change_organisation(organisation: Organisation) -> Organisation:
    """Save an organisation staff corrected, given as it should be; keys and identifiers follow it.

    Raises DomainError where its new identifier is admitted already with another registration of a session.
    """
    with transaction.atomic():
        sessions = Registration.objects.filter(organisation=organisation.pk).values("session")
        list(Session.objects.select_for_update().filter(pk__in=sessions).order_by("pk"))  # every gate, in one order
        organisation.name_key = organisation_key(organisation)
        organisation.save()
        _follow_identifier(organisation)
        index_organisation(organisation)
        return organisation


def change_identity(registration: Registration) -> None:
    """Let the keys and the identifier follow an organisation that was changed. Only under the gate's lock.

    Raises DomainError where the identifier is admitted already with another registration of a session.
    """
    organisation = Organisation.objects.get(pk=registration.organisation_id)
    registration.organisation = organisation
    _follow_identifier(organisation)
    registration.identifier = organisation.identifier
    index_organisation(organisation)


def identifier_taken(organisation: Organisation) -> bool:
    """Whether a session that admitted this organisation admitted another one under the identifier it has now."""
    if not organisation.identifier or not organisation.pk:
        return False
    mine = organisation.registrations.filter(state__in=ADMITTED)
    others = Registration.objects.filter(identifier=organisation.identifier, state__in=ADMITTED)
    return others.filter(session__in=mine.values("session")).exclude(organisation=organisation).exists()


def _follow_identifier(organisation: Organisation) -> None:
    if identifier_taken(organisation):
        raise DomainError(
            _("An organisation with the same identifier is already admitted to this session."), code="duplicate"
        )
    sent = organisation.registrations.exclude(state__in=ENDED).exclude(identifier=organisation.identifier)
    sent.update(identifier=organisation.identifier)


def _share_rows(registration: Registration, changes: list[ProposedChange]) -> None:
    """Let all changes of one person be about one row in memory, so that each sees what the others changed."""
    persons = {one.pk: one for one in registration.delegates.all()}
    for change in changes:
        change.registration = registration
        if change.delegate_id:
            change.delegate = persons[change.delegate_id]
            change.delegate.registration, change.delegate.session = registration, registration.session


def _apply(changes: list[ProposedChange]) -> None:
    """Put all new values in force, then look whether they can stand together."""
    fields: dict[Organisation | Delegate, list[str]] = {}
    for change in changes:
        if change.field == "person":
            continue  # the person came at once; staff now know
        row = change.delegate or change.registration.organisation
        setattr(row, change.field, _value(change))
        fields.setdefault(row, []).append(change.field)
    for row, changed in fields.items():
        row.name_key = delegate_key(row) if isinstance(row, Delegate) else organisation_key(row)
        try:
            row.clean_fields(exclude={field.name for field in row._meta.fields} - set(changed))
            row.validate_constraints(exclude={"queue_number"})
        except ValidationError as error:
            raise DomainError(" ".join(error.messages), code="invalid") from error
        row.save(update_fields=[*changed, "name_key"])


def _value(change: ProposedChange) -> object:
    if change.field != "region" or not change.after:
        return None if change.field == "region" else change.after
    region = HostRegion.objects.filter(code=change.after).first()
    if region is None:
        raise DomainError(_("This region is not known any more."), code="region")
    return region


def _refuse(change: ProposedChange) -> None:
    if change.field == "person" and change.delegate and change.delegate.place != Place.RELEASED:
        gate.release_delegate(change.delegate)
