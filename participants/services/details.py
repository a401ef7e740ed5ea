"""Acts that change what a registration says after it was sent, until the session's deadline.

What staff admitted a company for is sensitive: its name, kind, region and numbers, and the names of its delegates.
Once it is admitted such a change is only proposed, and the old value stays in force until staff approve.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from participants import emails
from participants.enums import ADMITTED, LinkPurpose, Place, State
from participants.models import Delegate, ProposedChange, Registration
from participants.services import gate
from participants.services.delegation import refuse_change, refuse_ended
from participants.services.keys import delegate_key, organisation_key
from participants.services.moderation import change_identity
from participants.services.rows import fill, set_sectors
from participants.services.self_service import ask_for_new_email
from sessions.models import HostRegion
from taskforce.errors import DomainError

ORGANISATION_SENSITIVE = (
    "name_latin", "name_cyrillic", "category", "region", "vat_number", "fiscal_code", "inn",
)  # fmt: skip
DELEGATE_SENSITIVE = ("given_latin", "family_latin", "given_cyrillic", "family_cyrillic")
# What a delegate may change of the own row; the rest is the company's.
DELEGATE_OWN = ("language", "speaks", "needs_interpreter", "dietary_needs", "access_needs")


def save_details(
    registration: Registration,
    *,
    organisation: dict | None = None,
    contact: dict | None = None,
    interests: dict | None = None,
    sectors: list[str] | None = None,
    now: dt.datetime | None = None,
) -> Registration:
    """Change what the registration says of its organisation, its contact, and what it comes for.

    The side never changes. A new e-mail address is mailed a link and counts once that is used. Raises DomainError
    after the deadline (by the server's clock) and for a registration that ended.
    """
    now = now or timezone.now()
    with gate.open_gate(registration.session_id):
        registration = gate.lock_registration(registration)
        refuse_change(registration.session, registration, now)
        if organisation:
            _save_organisation(registration, {name: v for name, v in organisation.items() if name != "side"})
        if sectors is not None:
            set_sectors(registration.organisation, sectors)
        new_email = (contact or {}).get("contact_email", registration.contact_email)
        values = {name: v for name, v in (contact or {}).items() if name != "contact_email"} | (interests or {})
        fill(registration, values)
        registration.save(update_fields=list(values))
        if new_email.casefold() != registration.contact_email.casefold():
            ask_for_new_email(registration, new_email, now)
        return registration


def save_delegate(delegate: Delegate, row: dict, now: dt.datetime | None = None) -> Delegate:
    """Change what the registration says of one delegate; a new e-mail address gets the mail with the own link.

    Raises DomainError after the deadline, for a registration that ended, and for somebody not named any more.
    """
    now = now or timezone.now()
    with gate.open_gate(delegate.session_id):  # the gate locks delegates before registrations
        registration = gate.lock_registration(delegate.registration)
        delegate = _lock(delegate)
        refuse_change(registration.session, registration, now)
        return _write(registration, delegate, row, now, decides=False)


def correct_delegate(
    delegate: Delegate, row: dict, *, decides: bool = False, now: dt.datetime | None = None
) -> Delegate:
    """Change a delegate's row as those who run the session do: also after the deadline, and never the place.

    What was admitted is only proposed, unless the person ``decides`` on such changes. Raises DomainError for a
    registration that ended, and for somebody not named any more.
    """
    now = now or timezone.now()
    with gate.open_gate(delegate.session_id):
        registration = gate.lock_registration(delegate.registration)
        delegate = _lock(delegate)
        refuse_ended(registration)
        return _write(registration, delegate, row, now, decides=decides)


def save_own_details(delegate: Delegate, values: dict, now: dt.datetime | None = None) -> Delegate:
    """Change what a delegate may say in person: languages, needs, interpreter. Raises DomainError as save_delegate."""
    return save_delegate(delegate, {name: value for name, value in values.items() if name in DELEGATE_OWN}, now)


def propose(registration: Registration, delegate: Delegate | None, values: dict) -> None:
    """Put each value that differs before staff; the value in force, proposed again, takes the proposal back.

    One proposal a field is open at a time. Only inside a transaction that holds the registration.
    """
    row = delegate or registration.organisation
    for field, value in values.items():
        before, after = stored_text(getattr(row, field)), stored_text(value)
        open_one = ProposedChange.objects.filter(
            registration=registration, delegate=delegate, field=field, approved=None
        ).first()
        if before == after:
            if open_one:
                open_one.delete()
        elif open_one is None:
            ProposedChange.objects.create(
                registration=registration, delegate=delegate, field=field, before=before, after=after
            )
        elif open_one.after != after:
            open_one.before, open_one.after, open_one.proposed_at = before, after, timezone.now()
            open_one.save(update_fields=["before", "after", "proposed_at"])


def stored_text(value: object) -> str:
    """Return a sensitive value as a proposal keeps it: a region by its code, everything else as it is stored."""
    if isinstance(value, HostRegion):
        return value.code
    return str(value or "")


def _save_organisation(registration: Registration, values: dict) -> None:
    body = registration.organisation
    if registration.state in ADMITTED:
        propose(registration, None, {name: values.pop(name) for name in ORGANISATION_SENSITIVE if name in values})
    fill(body, values)
    body.name_key = organisation_key(body)
    body.save()
    change_identity(registration)


def _write(registration: Registration, delegate: Delegate, row: dict, now: dt.datetime, *, decides: bool) -> Delegate:
    old_email = delegate.email
    values = {name: value for name, value in row.items() if name != "pk"}
    if registration.state in ADMITTED and not decides:
        propose(registration, delegate, {name: values.pop(name) for name in DELEGATE_SENSITIVE if name in values})
    fill(delegate, values)
    delegate.name_key = delegate_key(delegate)
    delegate.save(update_fields=[*values, "name_key"])
    if delegate.email.casefold() != old_email.casefold():
        _change_delegate_email(registration, delegate, now)
    return delegate


def _change_delegate_email(registration: Registration, delegate: Delegate, now: dt.datetime) -> None:
    own = [LinkPurpose.DELEGATE, LinkPurpose.CALENDAR]
    delegate.links.filter(purpose__in=own, revoked_at=None).update(revoked_at=now)
    if registration.state == State.CONFIRMED and delegate.place == Place.CONFIRMED:
        emails.send_delegate_place(delegate)
    elif registration.state in ADMITTED and delegate.place == Place.WAITING:
        emails.send_delegate_waiting(delegate)


def _lock(delegate: Delegate) -> Delegate:
    delegate = gate.lock_delegate(delegate)
    if delegate.place == Place.RELEASED:
        raise DomainError(_("This person is not named in the registration any more."), code="released")
    return delegate
