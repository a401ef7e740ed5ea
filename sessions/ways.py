"""How long the way from one place of a session to another takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from sessions.engagements import Place, Timetable, city_names
from sessions.models import Session, TravelTime


def way_rows(session: Session) -> QuerySet:
    """Return the query of the ways staff say of."""
    return TravelTime.objects.filter(session=session).order_by().values_list("one", "other", "minutes")


class Ways:
    """The travel times of a session (``way_rows``, asked for if not at hand). None takes more than the ``longest``."""

    def __init__(self, timetable: Timetable, rows: Iterable[tuple] | None = None) -> None:
        session = timetable.session
        self.within, self.between = session.minutes_within_town, session.minutes_between_towns
        self.city = city_names(session)
        given = way_rows(session) if rows is None else rows
        self.given = {frozenset((one, other)): minutes for one, other, minutes in given}
        buses = [slot.place.minutes or 0 for slot in timetable.slots.values() if slot.place]
        self.longest = dt.timedelta(minutes=max([self.within, self.between, *self.given.values(), *buses]))
        self.known: dict[tuple, int] = {}  # a session has few places and asks for the way between them often

    def minutes(self, one: Place, other: Place) -> int:
        """Return the minutes from one place to another; none within one venue or visit.

        First what staff say of the two venues, then the bus of a visit from the session's city, then the minutes
        within a town or between towns.
        """
        pair = (one.venue, one.visit, other.venue, other.visit)
        if pair not in self.known:
            self.known[pair] = self.reckon(one, other)
        return self.known[pair]

    def reckon(self, one: Place, other: Place) -> int:
        if (one.venue, one.visit) == (other.venue, other.visit):
            return 0
        if one.venue and other.venue and (pair := frozenset((one.venue, other.venue))) in self.given:
            return self.given[pair]
        for visited, there in ((one, other), (other, one)):
            if visited.minutes is not None and there.venue and there.towns & self.city:
                return visited.minutes
        return self.within if one.towns & other.towns else self.between
