"""What the seats of the delegates engage: those with a place in the session, at their tables and on their visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from participants.enums import Place
from participants.models import Delegate, TableSeat, VisitSeat
from sessions.engagements import Engagement, Timetable, Who, visit_key
from sessions.models import Session
from tables.engagements import Sitting, table_key

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seated:
    """The delegates with a place in the session: their names, and who has a seat, by what engagements come through."""

    names: dict[int, str]
    members: dict[str, set[int]]

    def at_both(self, one: str, other: str) -> list[str]:
        """Return the names of those who have a seat at one and at the other, in the order of the alphabet."""
        both = self.members.get(one, NOBODY) & self.members.get(other, NOBODY)
        return sorted(self.names[delegate] for delegate in both)


def read_seated(session: Session) -> Seated:
    """Return who has a place and a seat where, in three queries. A seat that is only waited for engages nobody."""
    names, members = confirmed_names(session), defaultdict(set)
    for seats, thing, key in (
        (TableSeat.objects.filter(table__session=session), "table", table_key),
        (VisitSeat.objects.filter(visit__session=session), "visit", visit_key),
    ):
        for delegate, pk in seats.filter(place=Place.CONFIRMED).order_by().values_list("delegate", thing):
            if delegate in names:
                members[key(pk)].add(delegate)
    return Seated(names, dict(members))


def engagements(timetable: Timetable, sittings: list[Sitting], seated: Seated) -> Iterator[Engagement]:
    """Yield the engagements of each delegate. Where many share a line, ``Seated`` says the same in fewer words."""
    through = {sitting.item: table_key(sitting.table) for sitting in sittings}
    for slot in timetable.slots.values():
        for key in (through.get(slot.item), visit_key(slot.visit) if slot.visit else None):
            for delegate in seated.members.get(key, ()):
                yield Engagement(Who.DELEGATE, delegate, seated.names[delegate], slot, key)


def confirmed_names(session: Session) -> dict[int, str]:
    """Return the names of the delegates with a place in the session, for the reader, as ``Delegate.name`` has them."""
    russian = get_language() == "ru"
    rows = Delegate.objects.filter(session=session).confirmed().order_by()
    found = {}
    for pk, *parts in rows.values_list("pk", "given_latin", "family_latin", "given_cyrillic", "family_cyrillic"):
        latin, cyrillic = " ".join(parts[:2]).strip(), " ".join(parts[2:]).strip()
        found[pk] = (cyrillic or latin) if russian else (latin or cyrillic)
    return found
