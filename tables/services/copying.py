"""Copying a day of the programme, and the structure of an earlier session."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.enums import ItemKind
from sessions.models import CompanyVisit, Official, ProgrammeItem, Session
from sessions.translations import copy_marks, note_translations
from tables.models import ProgrammeEdit
from tables.services.checks import TITLES, check_day
from tables.services.editing import next_position, open_programme, record
from tables.services.lines import EMPTY, FIELDS, lines_of, make_items
from tables.services.made_tables import copy_tables, table_line
from tables.services.parallel import fresh_label
from taskforce.errors import DomainError
from taskforce.text import comparison_key

# What a line of an earlier session says of its structure; the rest is about its people, its places and its city.
STRUCTURE = ("kind", "day", "starts", "ends", "parallel", "spoken", "interpreted", *TITLES)


def copy_day(session: Session, day: int, to_day: int, by: User | None) -> list[ProgrammeItem]:
    """Copy all lines of a day to another, after what stands there, with places, tables and people; return the copies.

    A company is visited on one day: the copy of a visit's line names no visit. Lines side by side stay so, under a new
    label where the other day uses theirs. Raises DomainError for a day that is empty, the same, or not the session's.
    """
    with open_programme(session.pk) as session:
        check_day(session, to_day, "to_day")
        if day == to_day:
            raise DomainError(_("Choose another day to copy to."), field="to_day")
        lines = lines_of(session.items.filter(day=day).order_by("position", "pk"))
        if not lines:
            raise DomainError(_("There is no line on day %(day)d.") % {"day": day}, field="day")
        position, labels = next_position(session), _labels_there(session, lines, to_day)
        copies = [
            {name: line[name] for name in FIELDS}
            | {"day": to_day, "visit": None, "position": position + index, "parallel": labels[line["parallel"]]}
            for index, line in enumerate(lines)
        ]
        items = _make(session, copies, ProgrammeEdit.Act.DAY_COPIED, by)
        copy_marks(session, ProgrammeItem, {line["id"]: item.pk for line, item in zip(lines, items, strict=True)})
        return items


def copy_structure(from_session: Session, to_session: Session, by: User | None) -> list[ProgrammeItem]:
    """Copy tables with their sub-sectors, and the lines of the programme, to another session; return the new lines.

    Neither people nor places come along, nor notes, numbers of seats, or companies visited; the title of a visit's
    line, and one that names a person or a company, becomes the name of the line's kind. A line of a day that the
    session does not have gets no day. Raises DomainError where the other programme is not empty, or there is nothing
    to copy.
    """
    if from_session.pk == to_session.pk:
        raise DomainError(_("Choose another session to copy from."), field="from_session")
    with open_programme(to_session.pk) as session:
        if session.items.exists() or session.tables.exists():
            raise DomainError(
                _("A structure is copied into an empty programme; this one has lines or tables."), code="full"
            )
        lines = lines_of(from_session.items.order_by("position", "pk"))
        if not lines and not from_session.tables.exists():
            raise DomainError(_("That session has neither lines nor tables."), field="from_session")
        tables, names = copy_tables(from_session, session), _names_of(from_session)
        copies = [
            _structure_of(line, session, names, index, tables[line["table"]].pk if line["table"] else None)
            for index, line in enumerate(lines)
        ]
        made = [table_line(table) for table in tables.values()]
        return _make(session, copies, ProgrammeEdit.Act.STRUCTURE_COPIED, by, made)


def _make(
    session: Session, lines: list[dict], act: ProgrammeEdit.Act, by: User | None, tables: list[dict] = ()
) -> list[ProgrammeItem]:
    items = make_items(session, lines)
    marks = [{"id": item.pk, "changed": item.updated_at.isoformat()} for item in items]
    record(session, act, [], [*tables, *(mark | line for mark, line in zip(marks, lines, strict=True))], by)
    note_translations(session, by)
    return items


def _labels_there(session: Session, lines: list[dict], day: int) -> dict[str, str]:
    """Return under which label the lines of each label stand on another day."""
    taken = set(session.items.filter(day=day).exclude(parallel="").values_list("parallel", flat=True))
    found = {"": ""}
    for label in sorted({line["parallel"] for line in lines} - {""}):
        found[label] = fresh_label(label, taken) if label in taken else label
        taken.add(found[label])
    return found


def _structure_of(line: dict, session: Session, names: set[str], position: int, table: int | None) -> dict:
    copy = EMPTY | {name: line[name] for name in STRUCTURE} | {"position": position, "table": table}
    if session.days and (line["day"] or 0) > session.days:
        copy["day"] = None
    if line["visit"] or any(f" {name} " in f" {comparison_key(line[title])} " for title in TITLES for name in names):
        copy |= _kind_titles(line["kind"])
    return copy


def _kind_titles(kind: str) -> dict[str, str]:
    """Return the name of a kind as the titles of a line, in every language."""
    titles = {}
    for title in TITLES:
        with translation.override(title.removeprefix("title_")):
            titles[title] = str(dict(ItemKind.choices).get(kind) or ProgrammeItem._meta.verbose_name)
    return titles


def _names_of(session: Session) -> set[str]:
    """Return the comparison keys of the people's and the visited companies' names, in every language."""
    names = set()
    for model, field in ((Official, "name"), (CompanyVisit, "company")):
        columns = [f"{field}_{title.removeprefix('title_')}" for title in TITLES]
        rows = model.objects.filter(session=session).values_list(*columns)
        names |= {comparison_key(name) for row in rows for name in row if name}
    return names - {""}
