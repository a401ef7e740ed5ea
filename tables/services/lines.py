"""A line of the programme as plain data: what an edit keeps of it, and what brings it back.

A line is a dict that JSON can hold: each column of the item, in every language, and the primary keys of its places,
its people and its table. ``id`` and ``changed`` (the instant of its last change) say which row it was, and when.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from sessions.models import ProgrammeItem, Session
from tables.models import TableSitting

TEXTS = tuple(f"{name}_{code}" for name in ("title", "note") for code, _name in settings.LANGUAGES)
CLOCKS = ("starts", "ends")
COLUMNS = ("position", "kind", "day", "parallel", "expected", "spoken", "interpreted")
PLACES = ("venue", "room", "visit")
LINKS = ("speakers", "interpreters")
FIELDS = (*COLUMNS, *CLOCKS, *TEXTS, *PLACES, "table", *LINKS)
IDENTITY = ("id", "changed")
# What a line is where nothing is said of it.
EMPTY = {
    **dict.fromkeys(FIELDS),
    **dict.fromkeys(("kind", "parallel", *TEXTS), ""),
    "position": 0,
    "spoken": [],
    "interpreted": [],
    **{name: [] for name in LINKS},
}


def lines_of(items: QuerySet[ProgrammeItem]) -> list[dict]:
    """Return the lines of several items, in their order, from three queries."""
    return [line_of(item) for item in items.select_related("sitting").prefetch_related(*LINKS)]


def line_of(item: ProgrammeItem) -> dict:
    """Return an item as a line; its people are asked of the database unless they came with it."""
    sitting = getattr(item, "sitting", None)
    return {
        "id": item.pk,
        "changed": item.updated_at.isoformat(),
        **columns_of(item),
        "table": sitting.table_id if sitting else None,
        **{name: sorted(row.pk for row in getattr(item, name).all()) for name in LINKS},
    }


def columns_of(item: ProgrammeItem) -> dict:
    """Return the part of a line that stands in the item's own row."""
    return {
        **{name: getattr(item, name) for name in COLUMNS},
        **{name: clock and clock.isoformat() for name in CLOCKS for clock in [getattr(item, name)]},
        **{name: getattr(item, name) or "" for name in TEXTS},
        **{name: getattr(item, f"{name}_id") for name in PLACES},
    }


def plain(values: dict) -> dict:
    """Return values as a line holds them. They may be rows or primary keys, and times or ``HH:MM`` texts.

    Raises KeyError for a name that is no part of a line.
    """
    if unknown := values.keys() - set(FIELDS):
        raise KeyError(", ".join(sorted(unknown)))
    return {name: _plain(name, value) for name, value in values.items()}


def _plain(name: str, value: object) -> object:
    if name in LINKS:
        return sorted({_key(row) for row in value or ()})
    if name in CLOCKS:
        value = dt.time.fromisoformat(value) if isinstance(value, str) and value else value
        return value.isoformat() if value else None
    if name in ("spoken", "interpreted"):
        return list(value or ())
    return _key(value) if value is not None else EMPTY[name]


def _key(value: object) -> object:
    return value.pk if isinstance(value, models.Model) else value


def same(one: dict | None, other: dict | None) -> bool:
    """Whether two lines say the same; None stands for a line that is not there."""
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in FIELDS)


def changed_names(before: dict, after: dict) -> set[str]:
    """Return the names of what differs between two lines."""
    return {name for name in FIELDS if before[name] != after[name]}


def by_id(lines: list[dict]) -> dict[int, dict]:
    """Return the lines of an edit by the key of their row; tables that an edit made are none."""
    return {line["id"]: line for line in lines if "id" in line}


def title_of(line: dict) -> str:
    """Return the title of a line in the active language, else the title there is."""
    return next((text for code in resolution_order(get_language()) if (text := line[f"title_{code}"])), "")


def clock_of(text: str | None) -> dt.time | None:
    """Return a time of a line as a time of day."""
    return dt.time.fromisoformat(text) if text else None


def fill_item(item: ProgrammeItem, line: dict, names: set[str]) -> None:
    """Set the columns of an item that a line names; links and saving are ``save_item``'s."""
    for name in names:
        if name in CLOCKS:
            setattr(item, name, clock_of(line[name]))
        elif name in PLACES:
            setattr(item, f"{name}_id", line[name])
        elif name in TEXTS:
            setattr(item, name, line[name] or None)
        elif name in COLUMNS:
            setattr(item, name, line[name])


def save_item(item: ProgrammeItem, before: dict, line: dict, *, new: bool = False) -> None:
    """Write an item that was filled, with the people and the table in which the line differs from the one before."""
    with translation.override("it"):  # the untranslated column repeats the current language's: always Italian
        item.save(force_insert=new)
    for name in LINKS:
        if line[name] != before[name]:
            getattr(item, name).set(line[name])
    if line["table"] != before["table"]:
        _seat(item, line["table"])


def _seat(item: ProgrammeItem, table: int | None) -> None:
    """Make the line a sitting of this table, or of none; the item in hand knows it too."""
    sitting = getattr(item, "sitting", None)
    if table is None:
        sitting.delete()
        item.refresh_from_db()
    elif sitting:
        sitting.table_id = table
        sitting.save()
    else:
        TableSitting.objects.create(item=item, table_id=table)


def make_items(session: Session, lines: list[dict]) -> list[ProgrammeItem]:
    """Make a row of each line, with its people and table, by a few queries; a line with an ``id`` gets that key again.

    The lines are not checked: they come from rows that were.
    """
    items = [ProgrammeItem(session=session, pk=line.get("id")) for line in lines]
    for item, line in zip(items, lines, strict=True):
        fill_item(item, line, set(FIELDS))
    with translation.override("it"):
        ProgrammeItem.objects.bulk_create(items)
    pairs = list(zip(items, lines, strict=True))
    TableSitting.objects.bulk_create(
        TableSitting(item=item, table_id=line["table"]) for item, line in pairs if line["table"]
    )
    for name in LINKS:
        link = getattr(ProgrammeItem, name)
        link.through.objects.bulk_create(
            link.through(programmeitem_id=item.pk, **{f"{link.field.m2m_reverse_field_name()}_id": pk})
            for item, line in pairs
            for pk in line[name]
        )
    return items
