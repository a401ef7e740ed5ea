"""Companies that a region, chamber or association registers from one spreadsheet: all of them or none."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants import emails
from participants.enums import ENDED, Category, LinkPurpose, State
from participants.links import make_link
from participants.models import (
    Delegate,
    Organisation,
    OrganisationSector,
    PrivacyNotice,
    Registration,
    Spreadsheet,
)
from participants.services.duplicates import index_organisation
from participants.services.keys import delegate_key, organisation_key
from participants.services.registration import refuse_when_not_open
from taskforce.errors import DomainError

# Who may register others beside themselves, also when staff have not ticked "passes registrations on".
PASSING_ON = (
    Category.REGION, Category.CHAMBER, Category.TRADE_ASSOCIATION, Category.FEDERATION, Category.CONFEDERATION,
    Category.CONSORTIUM, Category.FAIR,
)  # fmt: skip
KEPT_DAYS = 7  # a spreadsheet that was read and not registered


def may_pass_on(registration: Registration) -> bool:
    """Whether the organisation of a registration may register others from a spreadsheet."""
    body = registration.organisation
    known = registration.verified_at is not None and registration.state not in ENDED
    return known and (body.passes_on or body.category in PASSING_ON)


def taken_keys(registration: Registration) -> set[str]:
    """What is registered for the session and has not ended: identifiers, and the names of those who have none."""
    sent = Registration.objects.filter(session=registration.session_id).exclude(state__in=[State.DRAFT, *ENDED])
    rows = sent.order_by().values_list("identifier", "organisation__name_key")
    return {identifier or name_key for identifier, name_key in rows}


def keep_spreadsheet(registration: Registration, name: str, companies: list[dict], faults: list[dict]) -> Spreadsheet:
    """Keep what was read, to be looked at before anything is registered. It takes the place of an earlier one."""
    if not may_pass_on(registration):
        raise DomainError(_("Your organisation does not register others."), code="passes_on")
    with transaction.atomic():
        registration.spreadsheets.filter(registered_at=None).delete()
        return Spreadsheet.objects.create(
            registration=registration, file_name=name[:150], rows=companies, faults=faults, companies=len(companies)
        )


def discard_spreadsheet(spreadsheet: Spreadsheet) -> None:
    """Throw away what was read and not registered."""
    Spreadsheet.objects.filter(pk=spreadsheet.pk, registered_at=None).delete()


def register_spreadsheet(
    spreadsheet: Spreadsheet,
    notice: PrivacyNotice | None,
    *,
    leave_out_faulty: bool = False,
    now: dt.datetime | None = None,
) -> Spreadsheet:
    """Register all companies of a spreadsheet, in one transaction; each contact is mailed the link to verify.

    Asked again, also at once, it changes nothing. Raises DomainError: when registration is not open, while there are
    faults (unless their rows are left out explicitly), without a notice, or when a company was registered meanwhile.
    """
    now = now or timezone.now()
    with transaction.atomic():
        found = Spreadsheet.objects.select_for_update(of=("self",))
        found = found.select_related("registration__session", "registration__organisation")
        spreadsheet = found.filter(pk=spreadsheet.pk).first()
        if spreadsheet is None:
            raise DomainError(_("Another file was chosen meanwhile, so nothing was registered."), code="replaced")
        if spreadsheet.registered_at:
            return spreadsheet
        registration = spreadsheet.registration
        refuse_when_not_open(registration.session, now)
        _refuse(spreadsheet, notice, leave_out_faulty)
        for row in spreadsheet.rows:
            _register(spreadsheet, row, notice, now)
        spreadsheet.registered_at, spreadsheet.companies = now, len(spreadsheet.rows)
        spreadsheet.rows, spreadsheet.faults = [], []
        spreadsheet.save(update_fields=["registered_at", "companies", "rows", "faults"])
        return spreadsheet


def remove_old_spreadsheets(now: dt.datetime | None = None) -> int:
    """Remove what was read and not registered for a week, with the personal data in it; returns how many."""
    before = (now or timezone.now()) - dt.timedelta(days=KEPT_DAYS)
    deleted, _by_model = Spreadsheet.objects.filter(registered_at=None, uploaded_at__lt=before).delete()
    return deleted


def _refuse(spreadsheet: Spreadsheet, notice: PrivacyNotice | None, leave_out_faulty: bool) -> None:
    if notice is None:
        raise DomainError(_("No privacy notice is published yet, so nothing can be sent."), code="notice")
    if not may_pass_on(spreadsheet.registration):
        raise DomainError(_("Your organisation does not register others."), code="passes_on")
    if not spreadsheet.rows:
        raise DomainError(_("There is no company to register."), code="empty")
    if spreadsheet.faults and not leave_out_faulty:
        raise DomainError(_("Nothing is registered while a row has a fault."), code="faults")
    taken = taken_keys(spreadsheet.registration)
    meanwhile = [str(row["row"]) for row in spreadsheet.rows if row["key"] in taken]
    if meanwhile:
        message = ngettext(
            "The company of this row was registered meanwhile: %(rows)s. Read the file again.",
            "The companies of these rows were registered meanwhile: %(rows)s. Read the file again.",
            len(meanwhile),
        )
        raise DomainError(message % {"rows": ", ".join(meanwhile)}, code="taken")


def _register(spreadsheet: Spreadsheet, row: dict, notice: PrivacyNotice, now: dt.datetime) -> Registration:
    passing_on = spreadsheet.registration
    facts = dict(row["organisation"])
    body = Organisation(region_id=facts.pop("region"), **facts)
    body.name_key = organisation_key(body)
    body.save()
    OrganisationSector.objects.bulk_create(OrganisationSector(organisation=body, code=code) for code in row["sectors"])
    registration = Registration.objects.create(
        # The same row of the same spreadsheet is the same form, however often it is sent.
        client_token=uuid.uuid5(spreadsheet.client_token, str(row["row"])),
        session=passing_on.session, organisation=body, state=State.SUBMITTED, identifier=body.identifier,
        submitted_through=passing_on.organisation, submitted_at=now, privacy_notice=notice,
        **row["contact"], **row["interests"],
    )  # fmt: skip
    for position, person in enumerate(row["delegates"]):
        delegate = Delegate(
            registration=registration, session=passing_on.session, side=body.side, position=position, **person
        )
        delegate.name_key = delegate_key(delegate)
        delegate.save()
    index_organisation(body, [registration.contact_email, *(person["email"] for person in row["delegates"])])
    emails.send_verify_link(registration, make_link(registration, LinkPurpose.VERIFY_EMAIL, now))
    return registration
