"""What the sittings of the tables engage: the tables themselves, their moderators, and the rooms of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sessions.engagements import Engagement, Timetable, Who, first, read_timetable, texts_of
from sessions.models import Session
from tables.models import TableSitting, ThematicTable


@dataclass(frozen=True)
class Sitting:
    """A line with a time at which a table sits. ``seats`` is what the table offers; None where there is no limit."""

    item: int
    table: int
    name: str
    seats: int | None
    venue: int | None
    room: int | None


def engagements(
    session: Session, timetable: Timetable | None = None, sittings: list[Sitting] | None = None
) -> Iterator[Engagement]:
    """Yield what sittings engage; one query beside that of the sittings. A line without a place is put at its table."""
    timetable = timetable or read_timetable(session)
    sittings = read_sittings(session) if sittings is None else sittings
    moderators = moderators_of(session) if sittings else {}
    for sitting in sittings:
        if sitting.item not in timetable.slots:
            continue
        hall_of_its_own = timetable.slots[sitting.item].hall
        slot = timetable.put(sitting.item, sitting.venue, sitting.room)
        through = table_key(sitting.table)
        yield Engagement(Who.TABLE, sitting.table, sitting.name, slot, through)
        if slot.hall and not hall_of_its_own:
            yield Engagement(Who.ROOM, slot.hall.pk, slot.hall.name, slot)
        for pk, name in moderators.get(sitting.table, ()):
            yield Engagement(Who.OFFICIAL, pk, name, slot, through)


def table_key(pk: int) -> str:
    """How an engagement names the table that it comes from."""
    return f"table {pk}"


def read_sittings(session: Session) -> list[Sitting]:
    """Return the sittings of a session, timed or not, from one query."""
    fields = ("item", "table", "table__number", "table__capacity", "table__venue", "table__room")
    rows = TableSitting.objects.filter(item__session=session).order_by("item")
    return [
        Sitting(item, table, f"{number}. {first(titles)}" if number else first(titles), seats, venue, room)
        for item, table, number, seats, venue, room, *titles in rows.values_list(*fields, *texts_of("table__title"))
    ]


def moderators_of(session: Session) -> dict[int, list[tuple[int, str]]]:
    """Return the moderators of each table of a session, from one query."""
    rows = ThematicTable.objects.rewrite(False).filter(session=session, moderators__isnull=False).order_by()
    found = defaultdict(list)
    for table, pk, *names in rows.values_list("pk", "moderators", *texts_of("moderators__name")):
        found[table].append((pk, first(names)))
    return found
