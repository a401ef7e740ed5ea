"""What the sittings of the tables engage: the tables themselves and their moderators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

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


def read_sittings(timetable: Timetable) -> list[Sitting]:
    """Return the sittings that have a time, from one query; a line without a place is put where its table is."""
    fields = ("item", "table", "table__number", "table__capacity", "table__venue", "table__room")
    rows = TableSitting.objects.filter(item__session=timetable.session).order_by("item")
    sittings = []
    for item, table, number, seats, venue, room, *titles in rows.values_list(*fields, *texts_of("table__title")):
        if item in timetable.slots:
            timetable.put(item, venue, room)
            name = f"{number}. {first(titles)}" if number else first(titles)
            sittings.append(Sitting(item, table, name, seats))
    return sittings


def engagements(timetable: Timetable, sittings: list[Sitting]) -> Iterator[Engagement]:
    """Yield what sittings engage: the tables and their moderators. One query."""
    moderators = moderators_of(timetable.session) if sittings else {}
    for sitting in sittings:
        slot, through = timetable.slots[sitting.item], table_key(sitting.table)
        yield Engagement(Who.TABLE, sitting.table, sitting.name, slot, through)
        for pk, name in moderators.get(sitting.table, ()):
            yield Engagement(Who.OFFICIAL, pk, name, slot, through)


def table_key(pk: int) -> str:
    """How an engagement names the table that it comes from."""
    return f"table {pk}"


def moderators_of(session: Session) -> dict[int, list[tuple[int, str]]]:
    """Return the moderators of each table of a session, from one query."""
    rows = ThematicTable.objects.rewrite(False).filter(session=session, moderators__isnull=False).order_by()
    found = defaultdict(list)
    for table, pk, *names in rows.values_list("pk", "moderators", *texts_of("moderators__name")):
        found[table].append((pk, first(names)))
    return found
