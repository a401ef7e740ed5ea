"""What the seats of the delegates engage: those with a place in the session, at their tables and on their visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import get_language

from participants.enums import Place
from participants.models import Delegate, TableSeat, VisitSeat
from sessions.engagements import Engagement, Slot, Timetable, Who, read_timetable, visit_key
from sessions.models import Session
from tables.engagements import Sitting, read_sittings, table_key


def engagements(
    session: Session,
    timetable: Timetable | None = None,
    sittings: list[Sitting] | None = None,
    names: dict[int, str] | None = None,
) -> Iterator[Engagement]:
    """Yield the delegates' engagements, by their confirmed seats alone, in three queries of its own at most."""
    timetable = timetable or read_timetable(session)
    sittings = read_sittings(session) if sittings is None else sittings
    at_tables, on_visits = defaultdict(list), defaultdict(list)
    for sitting in sittings:
        if sitting.item in timetable.slots:
            at_tables[sitting.table].append(timetable.put(sitting.item, sitting.venue, sitting.room))
    for slot in timetable.slots.values():
        if slot.visit:
            on_visits[slot.visit].append(slot)
    if not at_tables and not on_visits:
        return
    names = confirmed_names(session) if names is None else names
    for seats, thing, slots, key in (
        (TableSeat.objects.filter(table__session=session), "table", at_tables, table_key),
        (VisitSeat.objects.filter(visit__session=session), "visit", on_visits, visit_key),
    ):
        if slots:
            taken = seats.filter(place=Place.CONFIRMED).order_by().values_list("delegate", thing)
            yield from seated(taken, slots, names, key)


def seated(taken, slots: dict[int, list[Slot]], names: dict[int, str], key) -> Iterator[Engagement]:
    """Yield an engagement for each line of each thing in which a delegate with a place has a seat."""
    for delegate, thing in taken:
        if delegate in names:
            through = key(thing)
            for slot in slots.get(thing, ()):
                yield Engagement(Who.DELEGATE, delegate, names[delegate], slot, through)


def confirmed_names(session: Session) -> dict[int, str]:
    """Return the names of the delegates with a place in the session, for the reader, as ``Delegate.name`` has them."""
    russian = get_language() == "ru"
    rows = Delegate.objects.filter(session=session).confirmed().order_by()
    found = {}
    for pk, *parts in rows.values_list("pk", "given_latin", "family_latin", "given_cyrillic", "family_cyrillic"):
        latin, cyrillic = " ".join(parts[:2]).strip(), " ".join(parts[2:]).strip()
        found[pk] = (cyrillic or latin) if russian else (latin or cyrillic)
    return found
