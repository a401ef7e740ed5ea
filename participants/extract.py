"""All the portal stores about a contact or a delegate, as plain data: to be read on a page, and to be taken away.

Nothing is left out but what would open a door (the hashes of links) and what is about somebody else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from participants import wording
from participants.forms.delegates import SPOKEN
from participants.models import (
    AccessLink,
    Answer,
    Delegate,
    Enquiry,
    ErasureRequest,
    MailLog,
    ProposedChange,
    Registration,
)
from participants.sectors import sector_name
from sessions.models import Session

ORGANISATION = (
    "side", "category", "name_latin", "name_cyrillic", "region", "town", "address", "website", "vat_number",
    "fiscal_code", "inn",
)  # fmt: skip
REGISTRATION = (
    "session", "state", "contact_name", "contact_email", "contact_phone", "language", "privacy_notice",
    "submitted_through", "themes", "aims", "counterparts", "contacts_started", "investment", "in_catalogue",
    "decision_reason", "created_at", "submitted_at", "verified_at", "decided_at",
)  # fmt: skip
DELEGATE = (
    "given_latin", "family_latin", "given_cyrillic", "family_cyrillic", "qualification", "email", "phone", "language",
    "speaks", "needs_interpreter", "dietary_needs", "access_needs", "place", "queue_number", "accept_by",
    "accepted_at", "conditions_read_at",
)  # fmt: skip
ANSWER = ("question", "text", "choice", "date", "number", "file_name", "file_size", "answered_at")
CHANGE = ("field", "before", "after", "proposed_at", "approved", "decided_at", "reason")
MAIL = ("kind", "recipient", "language", "created_at")
CLARIFICATION = ("question", "asked_at", "answer", "answered_at")
ENQUIRY = ("name", "email", "text", "created_at", "answer", "answered_at")
SPREADSHEET = ("file_name", "companies", "uploaded_at", "registered_at")
PROJECT = (
    "title", "summary", "counterpart", "kind", "sector", "is_public", "review", "review_note", "answer", "created_at",
)  # fmt: skip
INTEREST = ("project", "message", "state", "created_at", "answer", "answered_at")
LINK = ("purpose", "email", "created_at", "expires_at", "used_at", "revoked_at")


@dataclass(frozen=True)
class Record:
    """A row with the names of its fields that are given out, and lists of words that come from other rows."""

    row: Model
    names: tuple[str, ...]
    more: dict[str, list[str]] = field(default_factory=dict)


Extract = dict[str, list[Record]]


def of_registration(registration: Registration) -> Extract:
    """Return what is stored about a registration: organisation, contact, delegates, answers, mails, links."""
    people = registration.delegates.prefetch_related("table_seats__table", "visit_seats__visit", "check_ins")
    body = registration.organisation
    sectors = [sector_name(code) for code in body.sectors.values_list("code", flat=True)]
    return {
        "registration": [Record(registration, REGISTRATION)],
        "organisation": [Record(body, ORGANISATION, {"sectors": sectors})],
        "delegates": [_person(delegate) for delegate in people],
        "clarifications": _records(registration.clarifications.all(), CLARIFICATION),
        "spreadsheets": _records(registration.spreadsheets.all(), SPREADSHEET),
        "projects": _records(registration.projects.all(), PROJECT),
        "interests": _records(registration.interests.select_related("project"), INTEREST),
        "enquiries": _records(Enquiry.objects.filter(email__iexact=registration.contact_email), ENQUIRY),
        **_attached(registration=registration),
    }


def of_delegate(delegate: Delegate) -> Extract:
    """Return what is stored about one delegate alone, and for whom and for what the person was named."""
    return {
        "registration": [Record(delegate.registration, ("organisation", "session"))],
        "delegate": [_person(delegate)],
        **_attached(delegate=delegate),
    }


def as_data(extract: Extract) -> dict[str, list[dict]]:
    """Return the extract as JSON can hold it: stored codes, ISO 8601, and a related row by its name."""
    return {
        part: [{name: _plain(getattr(one.row, name)) for name in one.names} | one.more for one in records]
        for part, records in extract.items()
    }


def as_words(extract: Extract, session: Session) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Return the extract for a page: heading, and for each record its (name, value); what is empty is left out."""
    parts = []
    for part, records in extract.items():
        groups = [[pair for pair in _words(one, session) if pair[1]] for one in records]
        if any(groups):
            parts.append((TITLES[part](), groups))
    return parts


def _person(delegate: Delegate) -> Record:
    seats = {
        "tables": [_seat(seat.table, seat) for seat in delegate.table_seats.all()],
        "visits": [_seat(seat.visit, seat) for seat in delegate.visit_seats.all()],
        "present": [check_in.at.isoformat() for check_in in delegate.check_ins.all()],
    }
    return Record(delegate, DELEGATE, seats)


def _seat(thing: Model, seat: Model) -> str:
    return f"{thing} ({seat.get_place_display()})"


def _attached(**whose) -> Extract:
    return {
        "answers": _records(Answer.objects.filter(**whose).select_related("question", "choice"), ANSWER),
        "changes": _records(ProposedChange.objects.filter(**whose), CHANGE),
        "mails": _records(MailLog.objects.filter(**whose), MAIL),
        "links": _records(AccessLink.objects.filter(**whose), LINK),
        "erasure": _records(ErasureRequest.objects.filter(**whose), ("asked_at", "done_at")),
    }


def _records(rows: QuerySet, names: tuple[str, ...]) -> list[Record]:
    return [Record(row, names) for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, list)) else str(value)


def _words(one: Record, session: Session) -> list[tuple[str, str]]:
    found = []
    for name in one.names:
        shown = getattr(one.row, f"get_{name}_display", None)
        value = shown() if shown else getattr(one.row, name)
        if name == "field":
            value = wording.field_name(value)
        elif isinstance(one.row, ProposedChange) and name in ("before", "after"):
            value = wording.field_value(one.row.field, value)
        elif name == "speaks":
            value = [str(dict(SPOKEN).get(code, code)) for code in value]
        found.append((capfirst(str(one.row._meta.get_field(name).verbose_name)), _read(value, session)))
    return found + [(MORE[name](), "; ".join(words)) for name, words in one.more.items()]


def _read(value: object, session: Session) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return wording.host_time(session, value)
    if isinstance(value, dt.date):
        return formats.date_format(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


MORE = {
    "sectors": lambda: _("Sectors"),
    "tables": lambda: _("Tables"),
    "visits": lambda: _("Visits"),
    "present": lambda: _("Present"),
}
TITLES = {
    "registration": lambda: _("Registration"),
    "organisation": lambda: _("Organisation"),
    "delegate": lambda: _("You"),
    "delegates": lambda: _("Delegates"),
    "answers": lambda: _("Answers"),
    "changes": lambda: _("Proposed changes"),
    "mails": lambda: _("Mails we wrote"),
    "links": lambda: _("Links we sent"),
    "clarifications": lambda: _("Questions of the organisers"),
    "spreadsheets": lambda: _("Spreadsheets"),
    "enquiries": lambda: _("Enquiries"),
    "projects": lambda: _("Projects"),
    "interests": lambda: _("Expressions of interest"),
    "erasure": lambda: _("Requests to erase"),
}
