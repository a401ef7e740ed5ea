"""Acts of whoever registers: the draft step by step, sending it, verifying the e-mail address.

A draft holds no place and no seat: what is chosen in it are wishes, and the gate gives places when it is admitted.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import redact
from participants import emails
from participants.asking import unanswered
from participants.enums import LinkPurpose, Moment, State
from participants.links import make_link
from participants.models import (
    AccessLink,
    Delegate,
    Organisation,
    PrivacyNotice,
    Registration,
    TableSeat,
    VisitSeat,
)
from participants.services import gate
from participants.services.duplicates import index_organisation
from participants.services.keys import delegate_key, organisation_key
from participants.services.limits import MAX_DELEGATES, MAX_TABLES
from participants.services.recognition import recognise
from participants.services.rows import fill, set_sectors
from sessions.enums import Admission
from sessions.models import Session
from taskforce.errors import DomainError


def save_organisation(
    session: Session, client_token: uuid.UUID, organisation: dict, contact: dict, now: dt.datetime | None = None
) -> Registration:
    """Start the draft of this form, or change it: the same form posted many times, also at once, is one draft.

    A registration already sent is returned as it is. Raises DomainError when registration is not open.
    """
    refuse_when_not_open(session, now)
    try:
        return _start_or_change(session, client_token, organisation, contact)
    except IntegrityError:  # the same form, posted at the same moment, was faster
        return _start_or_change(session, client_token, organisation, contact)


def save_interests(
    registration: Registration, facts: dict, sectors: list[str], now: dt.datetime | None = None
) -> Registration:
    """Save what the draft's organisation seeks, and its sectors by code, the main one first.

    A registration already sent is returned as it is. Raises DomainError when registration is not open.
    """
    refuse_when_not_open(registration.session, now)
    with transaction.atomic():
        registration = _lock_draft(registration)
        if registration.state != State.DRAFT:
            return registration
        fill(registration, facts)
        registration.save(update_fields=list(facts))
        set_sectors(registration.organisation, sectors)
        return registration


def save_delegates(registration: Registration, rows: list[dict], now: dt.datetime | None = None) -> Registration:
    """Replace the draft's delegates by these, in this order; a row with the ``pk`` of one of them keeps its choices.

    A registration already sent is returned as it is. Raises DomainError when registration is not open.
    """
    refuse_when_not_open(registration.session, now)
    with transaction.atomic():
        registration = _lock_draft(registration)
        if registration.state != State.DRAFT:
            return registration
        before = {delegate.pk: delegate for delegate in registration.delegates.all()}
        kept = [
            _save_delegate(registration, before.pop(row.get("pk"), None), row, position)
            for position, row in enumerate(rows[:MAX_DELEGATES])
        ]
        if before:
            registration.delegates.exclude(pk__in=[delegate.pk for delegate in kept]).delete()
        return registration


def save_choices(
    registration: Registration, choices: dict[int, tuple[list[int], list[int]]], now: dt.datetime | None = None
) -> Registration:
    """Replace what each delegate (by pk) asks for: tables in order of preference, and visits, all of this session.

    A registration already sent is returned as it is. Raises DomainError when registration is not open.
    """
    refuse_when_not_open(registration.session, now)
    with transaction.atomic():
        registration = _lock_draft(registration)
        if registration.state != State.DRAFT:
            return registration
        ours = set(registration.delegates.order_by().values_list("pk", flat=True))
        TableSeat.objects.filter(delegate__in=ours).delete()
        VisitSeat.objects.filter(delegate__in=ours).delete()
        for delegate_id in sorted(ours & choices.keys()):
            tables, visits = choices[delegate_id]
            TableSeat.objects.bulk_create(
                TableSeat(delegate_id=delegate_id, table_id=table_id, preference=number)
                for number, table_id in enumerate(tables[:MAX_TABLES], start=1)
            )
            VisitSeat.objects.bulk_create(VisitSeat(delegate_id=delegate_id, visit_id=visit_id) for visit_id in visits)
        return registration


def discard_draft(registration: Registration) -> bool:
    """Delete a draft with all that was typed; returns whether there was one. What was sent stays."""
    with transaction.atomic():
        registration = gate.lock_registration(registration)
        if registration.state != State.DRAFT:
            return False
        organisation = registration.organisation
        key, rows = registration.pk, [type(organisation)(pk=organisation.pk)]
        registration.delete()
        organisation.delete()
        redact(registration=key, rows=rows)  # what was never sent stays nowhere
        return True


def submit_registration(
    registration: Registration,
    notice: PrivacyNotice | None,
    *,
    names: dict[int | None, dict[str, str]] | None = None,
    waiting_agreed: bool = False,
    now: dt.datetime | None = None,
) -> Registration:
    """Send a draft and mail the link that verifies the address; sent again, also at once, it changes nothing.

    ``names`` are the proposed spellings as the sender left them, by pk of the delegate, None for the organisation.
    Raises DomainError: after the deadline (by the server's clock), without delegates or notice, or (code ``full``) when
    places are missing and the sender has not agreed to wait. The draft is then as it was.
    """
    now = now or timezone.now()
    with transaction.atomic():
        registration = gate.lock_registration(registration)
        if is_sent(registration):
            return registration
        refuse_when_not_open(registration.session, now)
        delegates = list(registration.delegates.all())
        _refuse_incomplete(delegates, notice)
        if registration.session.questions.filter(moment=Moment.BEFORE).exists() and unanswered(registration):
            raise DomainError(_("Please answer the questions of the session first."), code="unanswered")
        if waiting_position(registration, len(delegates)) and not waiting_agreed:
            raise DomainError(_("Places have run out: please agree to the waiting list."), field="waiting", code="full")
        _take_names(registration.organisation, delegates, names or {})
        registration.state = State.SUBMITTED
        registration.submitted_at = now
        registration.privacy_notice = notice
        registration.identifier = registration.organisation.identifier
        registration.save(update_fields=["state", "submitted_at", "privacy_notice", "identifier"])
        addresses = [registration.contact_email, *(delegate.email for delegate in delegates if delegate.email)]
        index_organisation(registration.organisation, addresses)
        emails.send_verify_link(registration, make_link(registration, LinkPurpose.VERIFY_EMAIL, now))
        return registration


def verify_email(link: AccessLink, now: dt.datetime | None = None) -> Registration:
    """Use the link of a mail: the registration goes under review or, in order of arrival, through the gate at once.

    A link used before changes nothing. Raises DomainError for one that is revoked or expired.
    """
    now = now or timezone.now()
    with gate.open_gate(link.registration.session_id) as session:
        link = AccessLink.objects.select_for_update().get(pk=link.pk)
        registration = gate.lock_registration(link.registration)
        if link.used_at:
            return registration
        if link.purpose != LinkPurpose.VERIFY_EMAIL or link.revoked_at or link.expires_at <= now:
            raise DomainError(_("This link is not valid any more."), code="link")
        link.used_at = now
        link.save(update_fields=["used_at"])
        if registration.state == State.SUBMITTED:
            registration.state, registration.verified_at = State.UNDER_REVIEW, now
            registration.save(update_fields=["state", "verified_at"])
            recognise(registration)
            if session.admission != Admission.ARRIVAL or not _admitted(registration):
                emails.send_received(registration)
        return gate.lock_registration(registration)


def waiting_position(registration: Registration, delegates: int) -> int | None:
    """The number the first delegate would have on the waiting list now; None while there are places for so many."""
    session, side = registration.session, registration.organisation.side
    free = gate.free_places(session, side)
    if free is None or free >= delegates:
        return None
    return Delegate.objects.filter(session=session, side=side).waiting().count() + 1


def refuse_when_not_open(session: Session, now: dt.datetime | None = None) -> None:
    """Raise DomainError when companies may not register at this moment."""
    if not session.is_open(now):
        raise DomainError(
            _("Registration is not open at this moment. Nothing was sent, and what you typed is still here."),
            code="closed",
        )


def is_sent(registration: Registration) -> bool:
    """Whether the registration is no draft any more."""
    return registration.state != State.DRAFT


def _start_or_change(session: Session, client_token: uuid.UUID, organisation: dict, contact: dict) -> Registration:
    with transaction.atomic():
        found = Registration.objects.select_for_update(of=("self",)).select_related("organisation")
        registration = found.filter(client_token=client_token, session=session).first()
        if registration and is_sent(registration):
            return registration
        body = registration.organisation if registration else Organisation()
        fill(body, organisation)
        body.name_key = organisation_key(body)
        body.save()
        started = registration is None
        if started:
            registration = Registration(client_token=client_token, session=session, organisation=body)
        fill(registration, contact)
        registration.identifier = body.identifier
        registration.save()
        if not started:
            registration.delegates.exclude(side=body.side).update(side=body.side)
        return registration


def _lock_draft(registration: Registration) -> Registration:
    """The row as it is now, locked, with its organisation; the session is the caller's, which a draft never leaves."""
    found = Registration.objects.select_for_update(of=("self",)).select_related("organisation")
    found = found.get(pk=registration.pk)
    found.session = registration.session
    return found


def _save_delegate(registration: Registration, delegate: Delegate | None, row: dict, position: int) -> Delegate:
    delegate = delegate or Delegate(registration=registration, session=registration.session)
    fill(delegate, {name: value for name, value in row.items() if name != "pk"})
    delegate.side, delegate.position = registration.organisation.side, position
    delegate.name_key = delegate_key(delegate)
    delegate.save()
    return delegate


def _take_names(organisation: Organisation, delegates: list[Delegate], names: dict[int | None, dict[str, str]]) -> None:
    if own := names.get(None):
        fill(organisation, own)
        organisation.name_key = organisation_key(organisation)
        organisation.save(update_fields=[*own, "name_key"])
    for delegate in delegates:
        if own := names.get(delegate.pk):
            fill(delegate, own)
            delegate.name_key = delegate_key(delegate)
            delegate.save(update_fields=[*own, "name_key"])


def _refuse_incomplete(delegates: list[Delegate], notice: PrivacyNotice | None) -> None:
    if notice is None:
        raise DomainError(_("No privacy notice is published yet, so nothing can be sent."), code="notice")
    if not delegates:
        raise DomainError(_("Name at least one delegate."), code="no_delegate")


def _admitted(registration: Registration) -> bool:
    """Admit in order of arrival; what the gate refuses (a second registration of one organisation) is for staff."""
    try:
        with transaction.atomic():
            gate.admit_registration(registration)
    except DomainError:
        return False
    return True
