"""Places and seats of drawn delegates, given as the gate gives them: in order of arrival, never above what there is.

The gate (participants.services.gate) takes one registration at a time; this is its rule for thousands of rows at once,
used only for rows that did not exist before, with the Session row locked. tests/test_demo_data.py compares the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

from django.db.models import Count, Max

from participants.enums import Place
from participants.models import Delegate, TableSeat, VisitSeat
from sessions.models import Session


class Counters:
    """What is left of something, and the last number of its waiting list, by key."""

    def __init__(self) -> None:
        self.limit: dict = {}
        self.given: Counter = Counter()
        self.last: Counter = Counter()

    def give(self, row: Delegate | TableSeat | VisitSeat, key: object) -> None:
        """Set the row's place: confirmed while there is any, else waiting with the next number."""
        limit = self.limit[key]
        if limit is None or self.given[key] < limit:
            self.given[key] += 1
            row.place, row.queue_number = Place.CONFIRMED, None
        else:
            self.last[key] += 1
            row.place, row.queue_number = Place.WAITING, self.last[key]


class PlaceGiver:
    """Gives places in a session, at its tables and on its visits."""

    def __init__(self, session: Session, rng: Random) -> None:
        self.rng = rng
        self.tables = list(session.tables.order_by("number", "pk"))
        self.visits = list(session.visits.order_by("position", "pk"))
        self.places, self.at_tables, self.on_visits = Counters(), Counters(), Counters()
        self.places.limit = {side: session.capacity(side) for side in ("IT", "RU")}
        self.at_tables.limit = {table.pk: table.capacity for table in self.tables}
        self.on_visits.limit = {visit.pk: visit.seats for visit in self.visits}
        count_taken(self.places, Delegate.objects.filter(session=session), "side")
        count_taken(self.at_tables, TableSeat.objects.filter(table__session=session), "table_id")
        count_taken(self.on_visits, VisitSeat.objects.filter(visit__session=session), "visit_id")

    def wishes(self, delegate: Delegate) -> tuple[list[TableSeat], list[VisitSeat]]:
        """Return the seats a delegate asks for: one or two tables in order of preference, every second time a visit."""
        wanted = self.rng.sample(self.tables, min(len(self.tables), self.rng.choice((1, 1, 2))))
        tables = [
            TableSeat(delegate=delegate, table=table, preference=preference)
            for preference, table in enumerate(wanted, start=1)
        ]
        visits = []
        if self.visits and self.rng.random() < 0.5:
            visits = [VisitSeat(delegate=delegate, visit=self.rng.choice(self.visits))]
        return tables, visits

    def admit(self, delegate: Delegate, tables: Iterable[TableSeat], visits: Iterable[VisitSeat]) -> None:
        """Give a delegate a place and, with it, the seats asked for; who waits has asked for seats only."""
        self.places.give(delegate, delegate.side)
        if delegate.place != Place.CONFIRMED:
            return
        for seat in tables:
            self.at_tables.give(seat, seat.table_id)
        for seat in visits:
            self.on_visits.give(seat, seat.visit_id)


def count_taken(counters: Counters, rows, key: str) -> None:
    """Count what is given already, so that what is made here comes after it."""
    confirmed = rows.filter(place=Place.CONFIRMED).order_by().values_list(key)
    counters.given.update(dict(confirmed.annotate(count=Count("pk"))))
    last = rows.order_by().values_list(key).annotate(last=Max("queue_number"))
    counters.last.update({name: number for name, number in last if number})
