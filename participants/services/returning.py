"""A contact who was here before begins with the data of an earlier registration, after verifying the e-mail address."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participants import emails
from participants.enums import ENDED, LinkPurpose, MailKind, Place
from participants.links import make_link
from participants.models import (
    AccessLink,
    Delegate,
    MailLog,
    Organisation,
    OrganisationSector,
    Registration,
)
from participants.services.keys import delegate_key, organisation_key
from participants.services.recognition import earlier_registrations
from participants.services.registration import refuse_when_not_open
from sessions.models import Session
from taskforce.errors import DomainError

MAILS_AN_HOUR = 3
ORGANISATION = (
    "side", "category", "name_latin", "name_cyrillic", "region_id", "town", "address", "website", "vat_number",
    "fiscal_code", "inn",
)  # fmt: skip
# Not in_catalogue: what was agreed to for one session is asked again for the next.
REGISTRATION = (
    "contact_name", "contact_email", "contact_phone", "language", "submitted_through_id", "themes", "aims",
    "counterparts", "contacts_started", "investment",
)  # fmt: skip
DELEGATE = (
    "given_latin", "family_latin", "given_cyrillic", "family_cyrillic", "qualification", "email", "phone", "language",
    "speaks", "needs_interpreter", "dietary_needs", "access_needs",
)  # fmt: skip


def ask_for_earlier(session: Session, email: str, language: str, now: dt.datetime | None = None) -> None:
    """Mail to an address the link to its earlier data, or that there is none; nobody else learns which.

    A few mails an hour go out at most; what is not sent is worked out all the same, so that the time says nothing.
    """
    now = now or timezone.now()
    known = earlier_registrations(email).first()
    kind = MailKind.RETURNING_LINK if known else MailKind.NOTHING_FOUND
    with transaction.atomic():
        lately = MailLog.objects.filter(kind=kind, recipient__iexact=email, created_at__gt=now - dt.timedelta(hours=1))
        often = lately.count() >= (MAILS_AN_HOUR if known else 1)
        if known:
            emails.send_returning_link(known, session, make_link(known, LinkPurpose.RETURNING, now), language)
        else:
            emails.send_nothing_found(email, language)
        transaction.set_rollback(often)


def begin_with(
    session: Session, link: AccessLink, earlier: Registration, now: dt.datetime | None = None
) -> Registration:
    """Make a draft for a session with the data of an earlier registration; asked again it is the same draft.

    Everything may be changed in it, and nothing of the earlier one changes. Raises DomainError where registration is
    not open, the link is over, the earlier registration is not of the address that was verified, or it stands for this
    very session.
    """
    now = now or timezone.now()
    refuse_when_not_open(session, now)
    mine = earlier_registrations(link.registration.contact_email).filter(pk=earlier.pk).exists()
    if not mine or link.purpose != LinkPurpose.RETURNING or link.revoked_at or link.expires_at <= now:
        raise DomainError(_("This link is not valid any more."), code="link")
    if stands_for(earlier, session):
        raise DomainError(_("This organisation already has a registration for this session."), code="registered")
    token = uuid.uuid5(uuid.NAMESPACE_OID, f"{link.token_hash}:{session.pk}:{earlier.pk}")
    with transaction.atomic():
        AccessLink.objects.select_for_update().get(pk=link.pk)  # two clicks at once are one draft
        found = Registration.objects.filter(client_token=token).first()
        return found or _copy(session, earlier, token)


def stands_for(registration: Registration, session: Session) -> bool:
    """Whether a registration is for this session and has not ended, so that another one would be the same twice."""
    return registration.session_id == session.pk and registration.state not in ENDED


def _copy(session: Session, earlier: Registration, token: uuid.UUID) -> Registration:
    body = Organisation(**_values(earlier.organisation, ORGANISATION))
    body.name_key = organisation_key(body)
    body.save()
    codes = earlier.organisation.sectors.order_by("pk").values_list("code", flat=True)
    OrganisationSector.objects.bulk_create(OrganisationSector(organisation=body, code=code) for code in codes)
    registration = Registration.objects.create(
        client_token=token, session=session, organisation=body, identifier=body.identifier, earlier=earlier,
        **_values(earlier, REGISTRATION),
    )  # fmt: skip
    for position, one in enumerate(earlier.delegates.exclude(place=Place.RELEASED)):
        delegate = Delegate(
            registration=registration, session=session, side=body.side, position=position, **_values(one, DELEGATE)
        )
        delegate.name_key = delegate_key(delegate)
        delegate.save()
    return registration


def _values(row: Organisation | Registration | Delegate, names: tuple[str, ...]) -> dict:
    return {name: getattr(row, name) for name in names}
