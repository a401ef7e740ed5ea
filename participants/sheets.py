"""Registrations and their delegates as a spreadsheet: facts in, bytes out. Every cell is text, a date or a number.

Nothing becomes a formula, and a telephone number keeps its plus sign. Rows are fetched and written in portions, so that
a session of any size needs the same memory and, for each portion, the same few queries.
"""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participants.enums import Audience, QuestionKind
from participants.forms.delegates import SPOKEN
from participants.identifiers import readable_phone
from participants.models import (
    Answer,
    Delegate,
    Organisation,
    OrganisationSector,
    Question,
    Registration,
    TableSeat,
    VisitSeat,
)
from participants.sectors import sector_name
from sessions.models import Session
from taskforce.text import sheet_text

PORTION = 1000
ORGANISATION = (
    "side", "category", "name_latin", "name_cyrillic", "region", "town", "address", "website", "vat_number",
    "fiscal_code", "inn",
)  # fmt: skip
REGISTRATION = (
    "state", "contact_name", "contact_email", "contact_phone", "language", "privacy_notice", "submitted_through",
    "themes", "aims", "counterparts", "contacts_started", "investment", "in_catalogue", "decision_reason", "created_at",
    "submitted_at", "verified_at", "decided_at", "decided_by",
)  # fmt: skip
DELEGATE = (
    "given_latin", "family_latin", "given_cyrillic", "family_cyrillic", "qualification", "email", "phone", "language",
    "needs_interpreter", "dietary_needs", "access_needs", "place", "queue_number", "accept_by", "accepted_at",
    "conditions_read_at",
)  # fmt: skip
PHONES = ("contact_phone", "phone")
WIDTH = 22


@dataclass(frozen=True)
class Column:
    """A heading, and what stands below it for a row."""

    heading: str
    value: Callable


def registrations_xlsx(registrations: QuerySet[Registration]) -> bytes:
    """Return an XLSX file of these registrations, one sheet of them and one of their delegates, in the active language.

    Moments are in the time of Rome. Beside each row's facts stand the answers to the questions of the sessions.
    """
    questions = list(
        Question.objects.filter(session__in=registrations.order_by().values("session")).select_related("session")
    )
    several = len({question.session_id for question in questions}) > 1
    with tempfile.TemporaryFile() as stream:
        with xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False}) as book:
            asked = [one for one in questions if one.audience == Audience.ORGANISATION]
            columns = [*_registration_columns(), *(_answer_column(one, several) for one in asked)]
            _write(book, _("Registrations"), columns, _registrations(registrations))
            asked = [one for one in questions if one.audience == Audience.DELEGATE]
            columns = [*_delegate_columns(), *(_answer_column(one, several) for one in asked)]
            people = Delegate.objects.filter(registration__in=registrations.order_by().values("pk"))
            _write(book, _("Delegates"), columns, _delegates(people))
        stream.seek(0)
        return stream.read()


def _write(book: xlsxwriter.Workbook, title: str, columns: list[Column], rows: Iterable) -> None:
    """Write a sheet, row after row: with constant_memory a row that was left is not gone back to."""
    sheet = book.add_worksheet(sheet_text(title)[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F7", "border": 1})
    day, moment = (book.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
    sheet.set_column(0, len(columns) - 1, WIDTH)
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, sheet_text(column.heading), head)
    number = 0
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            value = column.value(row)
            if isinstance(value, dt.datetime):
                sheet.write_datetime(number, index, value, moment)
            elif isinstance(value, dt.date):
                sheet.write_datetime(number, index, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
                sheet.write_number(number, index, value)
            elif value:
                sheet.write_string(number, index, sheet_text(value))
    sheet.autofilter(0, 0, number, len(columns) - 1)


# --- Rows, in portions that are fetched together with what belongs to them


def _registrations(rows: QuerySet[Registration]) -> Iterator[Registration]:
    related = ("organisation__region", "submitted_through", "privacy_notice", "decided_by")
    for portion in _portions(rows.order_by("submitted_at", "pk"), *related):
        keys, bodies = [row.pk for row in portion], [row.organisation_id for row in portion]
        sectors = _by(OrganisationSector.objects.order_by("pk"), "organisation_id", bodies)
        answers = _by(_answers().filter(delegate=None), "registration_id", keys)
        for row in portion:
            row.sector_codes = [one.code for one in sectors[row.organisation_id]]
            row.answers_by_question = {one.question_id: one for one in answers[row.pk]}
            yield row


def _delegates(rows: QuerySet[Delegate]) -> Iterator[Delegate]:
    ordered = rows.order_by("registration__submitted_at", "registration", "position", "pk")
    for portion in _portions(ordered, "registration__organisation"):
        keys = [row.pk for row in portion]
        tables = _by(TableSeat.objects.select_related("table").order_by("preference"), "delegate_id", keys)
        visits = _by(VisitSeat.objects.select_related("visit").order_by("pk"), "delegate_id", keys)
        answers = _by(_answers(), "delegate_id", keys)
        for row in portion:
            row.tables_held, row.visits_held = tables[row.pk], visits[row.pk]
            row.answers_by_question = {one.question_id: one for one in answers[row.pk]}
            yield row


def _answers() -> QuerySet[Answer]:
    return Answer.objects.select_related("choice")


def _portions(rows: QuerySet, *related: str) -> Iterator[list]:
    """Cut rows into lists: their keys are fetched first, so that what is written meanwhile shifts nothing."""
    keys = iter(list(rows.values_list("pk", flat=True)))
    sessions = Session.objects.in_bulk(rows.order_by().values_list("session", flat=True).distinct())
    while some := list(itertools.islice(keys, PORTION)):
        found = rows.model.objects.select_related(*related).in_bulk(some)
        portion = [found[key] for key in some if key in found]
        for row in portion:  # one object for all rows: a session has many columns
            row.session = sessions[row.session_id]
        yield portion


def _by(rows: QuerySet, field: str, keys: list[int]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows.filter(**{f"{field}__in": keys}):
        found[getattr(row, field)].append(row)
    return found


# --- Columns


def _registration_columns() -> list[Column]:
    return [
        Column(_("Number"), lambda row: row.pk),
        Column(_("Session"), lambda row: _session(row.session)),
        *(_field(Registration, name) for name in REGISTRATION[:1]),
        *(_field(Organisation, name, "organisation") for name in ORGANISATION),
        Column(_("Sectors"), lambda row: "; ".join(sector_name(code) for code in row.sector_codes)),
        *(_field(Registration, name) for name in REGISTRATION[1:]),
    ]


def _delegate_columns() -> list[Column]:
    spoken = dict(SPOKEN)
    return [
        Column(_("Number"), lambda row: row.pk),
        Column(_("Registration"), lambda row: row.registration_id),
        Column(_("Session"), lambda row: _session(row.session)),
        Column(_("Organisation"), lambda row: row.registration.organisation.name),
        Column(_("Side"), lambda row: row.get_side_display()),
        Column(_("State of the registration"), lambda row: row.registration.get_state_display()),
        *(_field(Delegate, name) for name in DELEGATE),
        Column(
            pgettext("person", "Languages spoken"),
            lambda row: ", ".join(str(spoken.get(code, code)) for code in row.speaks),
        ),
        Column(_("Tables"), lambda row: "; ".join(_seat(one.table, one) for one in row.tables_held)),
        Column(_("Visits"), lambda row: "; ".join(_seat(one.visit, one) for one in row.visits_held)),
    ]


def _answer_column(question: Question, several: bool) -> Column:
    heading = f"{question.label} ({_session(question.session)})" if several else question.label
    return Column(heading, lambda row: _answer(question, row.answers_by_question.get(question.pk)))


def _answer(question: Question, answer: Answer | None) -> object:
    if answer is None:
        return ""
    values = {
        QuestionKind.TEXT: answer.text, QuestionKind.CHOICE: answer.choice, QuestionKind.DATE: answer.date,
        QuestionKind.NUMBER: answer.number, QuestionKind.FILE: answer.file_name,
    }  # fmt: skip
    return values[QuestionKind(question.kind)]


def _field(model: type[Model], name: str, through: str = "") -> Column:
    """The column of a model's field, in words: the label of a choice, yes or nothing, a moment in the time of Rome."""
    field = model._meta.get_field(name)
    labels = {value: str(label) for value, label in field.flatchoices}
    rome = zoneinfo.ZoneInfo(settings.CAPITAL_TIME_ZONES["IT"])

    def value(row: Model) -> object:
        found = getattr(getattr(row, through) if through else row, name)
        if labels:
            return labels.get(found, found)
        if name in PHONES:
            return readable_phone(found)
        if isinstance(found, bool):
            return pgettext("answer", "yes") if found else ""
        if isinstance(found, dt.datetime):
            return found.astimezone(rome).replace(tzinfo=None)
        return found

    return Column(capfirst(str(field.verbose_name)), value)


def _session(session: Session) -> str:
    return str(session.number or session)


def _seat(thing: Model, seat: TableSeat | VisitSeat) -> str:
    return f"{thing} ({seat.get_place_display()})"
