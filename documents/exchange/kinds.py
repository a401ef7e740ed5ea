"""The kinds of row that go out and come back: columns, the rows a table holds, and what tells one row from others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from documents.exchange.columns import Cell, Column, of_field, shown, translated
from participants.enums import Audience, Place, QuestionKind, State
from participants.models import Answer, Delegate, Organisation, Question, Registration, TableSeat, VisitSeat
from participants.sectors import sector_name
from sessions.models import HostRegion, ProgrammeItem, Session

if TYPE_CHECKING:
    from documents.models import SheetExport


@dataclass(frozen=True)
class Kind:
    """One kind of row. ``of_session``: a table holds those of one session; ``personal``: it tells of persons.

    ``rows(session)`` has with it whatever the columns read. ``keys`` are the columns that identify a row that comes
    back; a row without them is new. ``imported``: such a table may also come in. ``permission`` is that of the
    ministry's staff to take it out; organisers may take out what is of their session.
    """

    code: str
    label: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[Session | None], QuerySet]
    keys: tuple[str, ...]
    permission: str
    of_session: bool = False
    personal: bool = False
    imported: bool = True
    side: str = ""  # the way from a row to its side, where it has one
    admitted: tuple[str, str] = ("", "")  # the field, and its value, of rows that have a place

    def column(self, key: str) -> Column:
        """Return a column by its key. Raises KeyError."""
        return next((one for one in self.columns if one.key == key), None) or _raise(key)

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns that are written back, with those that identify a row."""
        return tuple(column for column in self.columns if column.field or column.key in self.keys)


def _raise(key: str) -> Column:
    raise KeyError(key)


# --- Rows


def _organisations(session: Session | None = None) -> QuerySet:
    return Organisation.objects.select_related("region").prefetch_related("sectors").order_by("name_key", "pk")


def _regions(session: Session | None = None) -> QuerySet:
    return HostRegion.objects.prefetch_related("aliases").order_by("country", "code")


def _agreements(session: Session | None = None) -> QuerySet:
    rows = Agreement.objects.select_related("session").prefetch_related("parties")
    return rows.order_by("session", "position", "pk")


def _programme(session: Session | None) -> QuerySet:
    rows = ProgrammeItem.objects.filter(session=session).select_related("venue", "room", "visit", "sitting__table")
    return rows.prefetch_related("speakers", "interpreters").order_by("position", "pk")


def _registrations(session: Session | None) -> QuerySet:
    rows = Registration.objects.received().filter(session=session)
    rows = rows.select_related("session", "organisation__region", "submitted_through", "privacy_notice", "decided_by")
    answers = Prefetch("answers", Answer.objects.filter(delegate=None).select_related("choice"))
    return rows.prefetch_related("organisation__sectors", answers).order_by("submitted_at", "pk")


def _delegates(session: Session | None) -> QuerySet:
    # Joined, not by a subquery: that would be gone through again for every portion that is fetched.
    rows = Delegate.objects.filter(session=session).exclude(registration__state=State.DRAFT)
    tables = Prefetch("table_seats", TableSeat.objects.select_related("table").order_by("preference"))
    visits = Prefetch("visit_seats", VisitSeat.objects.select_related("visit").order_by("pk"))
    answers = Prefetch("answers", Answer.objects.select_related("choice"))
    rows = rows.select_related("registration__organisation").prefetch_related(tables, visits, answers)
    return rows.order_by("registration__submitted_at", "registration", "position", "pk")


# --- Columns

NUMBER = shown("id", _("number"), lambda row: row.pk, Cell.NUMBER)
REGION = shown("region_name", _("name of the region"), lambda row: str(row.region or ""))

ORGANISATION = (
    NUMBER,
    of_field(Organisation, "side", required=True),
    of_field(Organisation, "category", required=True),
    of_field(Organisation, "name_latin"),
    of_field(Organisation, "name_cyrillic"),
    of_field(Organisation, "region", Cell.REGION, max_length=6),
    REGION,
    of_field(Organisation, "town"),
    of_field(Organisation, "address"),
    of_field(Organisation, "website"),
    of_field(Organisation, "vat_number"),
    of_field(Organisation, "fiscal_code"),
    of_field(Organisation, "inn"),
    Column("sectors", _("sectors"), Cell.CODES, lambda row: [one.code for one in row.sectors.all()], field="sectors"),
    of_field(Organisation, "passes_on"),
    shown("created_at", _("created"), lambda row: row.created_at, Cell.MOMENT),
)

REGIONS = (
    of_field(HostRegion, "code", required=True),
    of_field(HostRegion, "country", required=True),
    *translated(HostRegion, "name", required=True),
    of_field(HostRegion, "iso_name"),
    Column("aliases", _("aliases"), Cell.NAMES, lambda row: [one.alias for one in row.aliases.all()], field="aliases"),
)

AGREEMENT = (
    NUMBER,
    of_field(Agreement, "session", Cell.SESSION, max_length=12, required=True),
    of_field(Agreement, "position"),
    of_field(Agreement, "kind"),
    *translated(Agreement, "title", required=True),
    of_field(Agreement, "status", required=True),
    of_field(Agreement, "signed_on"),
    *translated(Agreement, "sector"),
    of_field(Agreement, "is_public"),
    shown("parties", _("parties"), lambda row: [party.name for party in row.parties.all()], Cell.NAMES),
    shown("file", _("file"), lambda row: row.file.name.rpartition("/")[2]),
)

PROGRAMME = (
    NUMBER,
    of_field(ProgrammeItem, "position"),
    of_field(ProgrammeItem, "day"),
    of_field(ProgrammeItem, "starts"),
    of_field(ProgrammeItem, "ends"),
    of_field(ProgrammeItem, "kind"),
    *translated(ProgrammeItem, "title", required=True),
    *translated(ProgrammeItem, "note", Cell.BLOCK),
    of_field(ProgrammeItem, "parallel"),
    of_field(ProgrammeItem, "venue", Cell.REF, refers="taskforce_sessions.Venue"),
    of_field(ProgrammeItem, "room", Cell.REF, refers="taskforce_sessions.Room"),
    of_field(ProgrammeItem, "visit", Cell.REF, refers="taskforce_sessions.CompanyVisit"),
    Column(
        "table", _("thematic table"), Cell.REF, lambda row: row.sitting.table if hasattr(row, "sitting") else None,
        field="table", refers="tables.ThematicTable",
    ),
    Column(
        "speakers", _("speakers"), Cell.REFS, lambda row: list(row.speakers.all()), field="speakers",
        refers="taskforce_sessions.Official",
    ),
    Column(
        "interpreters", _("interpreters"), Cell.REFS, lambda row: list(row.interpreters.all()), field="interpreters",
        refers="taskforce_sessions.Interpreter",
    ),
    of_field(ProgrammeItem, "expected"),
    of_field(ProgrammeItem, "spoken", Cell.CODES),
    of_field(ProgrammeItem, "interpreted", Cell.CODES),
)  # fmt: skip


def _person(name: str, cell: Cell | None = None, **more) -> Column:
    return of_field(Delegate, name, cell, personal=True, **more)


def _seats(rows) -> list[str]:
    return [f"{getattr(seat, 'table', None) or seat.visit} ({seat.get_place_display()})" for seat in rows]


DELEGATE = (
    NUMBER,
    Column(
        "registration", _("registration"), Cell.NUMBER, lambda row: row.registration_id, field="registration",
        refers="participants.Registration", required=True,
    ),
    shown("organisation", _("organisation"), lambda row: row.registration.organisation.name),
    shown("side", _("side"), lambda row: row.get_side_display()),
    shown("state", _("state of the registration"), lambda row: row.registration.get_state_display()),
    _person("given_latin"),
    _person("family_latin"),
    _person("given_cyrillic"),
    _person("family_cyrillic"),
    _person("qualification"),
    _person("email"),
    _person("phone", Cell.PHONE),
    _person("language"),
    _person("speaks", Cell.CODES, label=pgettext_lazy("person", "languages spoken")),
    _person("needs_interpreter"),
    _person("dietary_needs"),
    _person("access_needs"),
    shown("place", _("place"), lambda row: row.get_place_display()),
    shown("queue_number", _("queue number"), lambda row: row.queue_number, Cell.NUMBER),
    shown("accept_by", _("to be accepted by"), lambda row: row.accept_by, Cell.MOMENT),
    shown("accepted_at", _("accepted"), lambda row: row.accepted_at, Cell.MOMENT),
    shown("conditions_read_at", _("conditions read"), lambda row: row.conditions_read_at, Cell.MOMENT),
    shown("tables", _("tables"), lambda row: _seats(row.table_seats.all()), Cell.NAMES),
    shown("visits", pgettext_lazy("of companies", "visits"), lambda row: _seats(row.visit_seats.all()), Cell.NAMES),
)  # fmt: skip


def _own(name: str, cell: Cell | None = None, **more) -> Column:
    """A column of a registration: shown, since only acts change one."""
    return of_field(Registration, name, cell, **{"field": "", **more})


def _of_organisation(column: Column) -> Column:
    return shown(column.key, column.label, lambda row: column.read(row.organisation), column.cell,
                 choices=column.choices)  # fmt: skip


REGISTRATION = (
    NUMBER,
    _own("state"),
    *(_of_organisation(column) for column in ORGANISATION[1:13]),
    shown(
        "sectors",
        _("sectors"),
        lambda row: [sector_name(one.code) for one in row.organisation.sectors.all()],
        Cell.NAMES,
    ),
    _own("contact_name", personal=True),
    _own("contact_email", personal=True),
    _own("contact_phone", Cell.PHONE, personal=True),
    _own("language"),
    shown("privacy_notice", _("privacy notice"), lambda row: str(row.privacy_notice or "")),
    shown("submitted_through", _("submitted through"), lambda row: str(row.submitted_through or "")),
    *(_own(name) for name in ("themes", "aims", "counterparts", "contacts_started", "investment", "in_catalogue")),
    _own("decision_reason"),
    *(_own(name) for name in ("created_at", "submitted_at", "verified_at", "decided_at")),
    shown("decided_by", _("decided by"), lambda row: str(row.decided_by or "")),
)

ORGANISATIONS = Kind(
    "organisations", _("Organisations"), ORGANISATION, _organisations, ("id",), "participants.view_organisation",
    side="side",
)  # fmt: skip
REGISTRATIONS = Kind(
    "registrations", _("Registrations"), REGISTRATION, _registrations, ("id",), "participants.view_registration",
    of_session=True, personal=True, imported=False, side="organisation__side", admitted=("state", State.CONFIRMED),
)  # fmt: skip
DELEGATES = Kind(
    "delegates", _("Delegates"), DELEGATE, _delegates, ("id",), "participants.view_delegate",
    of_session=True, personal=True, side="side", admitted=("place", Place.CONFIRMED),
)  # fmt: skip
PROGRAMME_LINES = Kind(
    "programme", _("Programme"), PROGRAMME, _programme, ("id",), "taskforce_sessions.view_programmeitem",
    of_session=True,
)  # fmt: skip
HOST_REGIONS = Kind("regions", _("Host regions"), REGIONS, _regions, ("code",), "taskforce_sessions.view_hostregion")
AGREEMENTS = Kind("agreements", _("Agreements"), AGREEMENT, _agreements, ("id",), "agreements.view_agreement")
KINDS: dict[str, Kind] = {
    kind.code: kind for kind in (DELEGATES, REGISTRATIONS, PROGRAMME_LINES, ORGANISATIONS, HOST_REGIONS, AGREEMENTS)
}


# --- What belongs to one session, and to one wish


def columns_of(kind: Kind, session: Session | None) -> tuple[Column, ...]:
    """Return the columns of a kind, with one for each question that the session asks. One query at most."""
    asked = {"delegates": Audience.DELEGATE, "registrations": Audience.ORGANISATION}.get(kind.code)
    if asked is None or session is None:
        return kind.columns
    questions = Question.objects.filter(session=session, audience=asked).order_by("position", "pk")
    return (*kind.columns, *map(_answer_column, questions))


def _answer_column(question: Question) -> Column:
    def read(row) -> object:
        answer = next((one for one in row.answers.all() if one.question_id == question.pk), None)
        return _answer(question, answer) if answer else None

    return shown(f"question_{question.pk}", question.label, read, personal=True)


def _answer(question: Question, answer: Answer) -> object:
    values = {
        QuestionKind.TEXT: answer.text, QuestionKind.CHOICE: str(answer.choice or ""), QuestionKind.DATE: answer.date,
        QuestionKind.NUMBER: answer.number, QuestionKind.FILE: answer.file_name,
    }  # fmt: skip
    return values[QuestionKind(question.kind)]


def narrowed(kind: Kind, wish: SheetExport) -> QuerySet:
    """Return the rows of a kind that a wish is about."""
    rows = kind.rows(wish.session)
    field, value = kind.admitted
    if wish.only_confirmed and field:
        rows = rows.filter(**{field: value})
    if wish.of_side and kind.side:
        rows = rows.filter(**{kind.side: wish.of_side})
    return rows.filter(pk__in=wish.rows) if wish.rows else rows
