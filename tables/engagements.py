"""What the sittings of the tables engage: the tables themselves and their moderators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from sessions.engagements import Engagement, Timetable, Who, first, texts_of
from sessions.models import Session
from tables.models import TableSitting, ThematicTable


@dataclass(frozen=True)
class Sitting:
    """A line with a time at which a table sits. ``seats`` is what the table offers; None where there is no limit."""

    item: int
    table: int
    name: str
    seats: int | None


def sitting_rows(session: Session) -> QuerySet:
    """Return the query of the lines at which tables sit."""
    fields = ("item", "table", "table__number", "table__capacity", "table__venue", "table__room")
    rows = TableSitting.objects.filter(item__session=session).order_by()
    return rows.values_list(*fields, *texts_of("table__title"))


def read_sittings(timetable: Timetable, rows: Iterable[tuple] | None = None) -> list[Sitting]:
    """Return the sittings that have a time; a line without a place is put where its table is.

    The rows of ``sitting_rows`` may be at hand; else they are asked for.
    """
    found = sorted(sitting_rows(timetable.session) if rows is None else rows, key=lambda row: row[0])
    sittings = []
    for item, table, number, seats, venue, room, *titles in found:
        if item in timetable.slots:
            timetable.put(item, venue, room)
            name = f"{number}. {first(titles)}" if number else first(titles)
            sittings.append(Sitting(item, table, name, seats))
    return sittings


def engagements(
    timetable: Timetable, sittings: list[Sitting], rows: Iterable[tuple] | None = None
) -> Iterator[Engagement]:
    """Yield what sittings engage: the tables and their moderators (of ``moderator_rows``, asked for if not at hand)."""
    asked = moderator_rows(timetable.session) if rows is None and sittings else rows
    moderators = moderators_of(asked or ())
    for sitting in sittings:
        slot, through = timetable.slots[sitting.item], table_key(sitting.table)
        yield Engagement(Who.TABLE, sitting.table, sitting.name, slot, through)
        for pk, name in moderators.get(sitting.table, ()):
            yield Engagement(Who.OFFICIAL, pk, name, slot, through)


def table_key(pk: int) -> str:
    """How an engagement names the table that it comes from."""
    return f"table {pk}"


def moderator_rows(session: Session) -> QuerySet:
    """Return the query of the moderators of each table."""
    rows = ThematicTable.objects.rewrite(False).filter(session=session, moderators__isnull=False).order_by()
    return rows.values_list("pk", "moderators", *texts_of("moderators__name"))


def moderators_of(rows: Iterable[tuple]) -> dict[int, list[tuple[int, str]]]:
    """Return the moderators of each table."""
    found = defaultdict(list)
    for table, pk, *names in rows:
        found[table].append((pk, first(names)))
    return found
