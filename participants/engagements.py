"""What the seats of the delegates engage: those with a place in the session, at their tables and on their visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
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


def seated_rows(session: Session) -> tuple[QuerySet, QuerySet, QuerySet]:
    """Return the queries of the delegates with a place, of the seats at tables and of those on visits."""
    people = Delegate.objects.filter(session=session).confirmed().order_by()
    names = people.values_list("pk", "given_latin", "family_latin", "given_cyrillic", "family_cyrillic")
    at_tables = TableSeat.objects.filter(table__session=session, place=Place.CONFIRMED).order_by()
    on_visits = VisitSeat.objects.filter(visit__session=session, place=Place.CONFIRMED).order_by()
    return names, at_tables.values_list("delegate", "table"), on_visits.values_list("delegate", "visit")


def read_seated(session: Session, rows: Sequence[Iterable[tuple]] | None = None) -> Seated:
    """Return who has a place and a seat where. A seat that is only waited for engages nobody.

    The rows of the three queries of ``seated_rows`` may be at hand; else they are asked for.
    """
    people, at_tables, on_visits = rows or seated_rows(session)
    names, members = names_of(people), defaultdict(set)
    for seats, key in ((at_tables, table_key), (on_visits, visit_key)):
        for delegate, pk in seats:
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


def names_of(people: Iterable[tuple]) -> dict[int, str]:
    """Return the names of the delegates with a place in the session, for the reader, as ``Delegate.name`` has them."""
    russian = get_language() == "ru"
    found = {}
    for pk, *parts in people:
        latin, cyrillic = " ".join(parts[:2]).strip(), " ".join(parts[2:]).strip()
        found[pk] = (cyrillic or latin) if russian else (latin or cyrillic)
    return found
