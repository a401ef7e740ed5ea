"""The page of the clashes: all that cannot be or had better not be, by day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse

from desk.access import at_desk
from desk.clashes import Clash, Kind, find_clashes, impossible
from desk.forms import day_label
from desk.views import show
from sessions.models import Session


@dataclass(frozen=True)
class Day:
    """The clashes of a day; those of seats, which are many and for the delegates to mend, apart."""

    number: int
    label: str
    clashes: list[Clash]
    seats: list[Clash]


@at_desk()
def clashes(request: HttpRequest, session: Session) -> HttpResponse:
    """What clashes in the programme as it is edited now."""
    found = find_clashes(session)
    with_time = Q(day__isnull=False, starts__isnull=False)
    context = {
        "days": by_day(session, found),
        "clashes": found,
        "impossible_count": len(impossible(found)),
        "warning_count": len(found) - len(impossible(found)),
        **session.items.aggregate(timed=Count("pk", filter=with_time), untimed=Count("pk", filter=~with_time)),
    }
    return show(request, session, "clashes", context)


def by_day(session: Session, found: list[Clash]) -> list[Day]:
    """Return the days that have clashes, each with them in their order."""
    days = []
    for number, rows in groupby(found, key=lambda clash: clash.day):
        told = list(rows)
        seats = [clash for clash in told if clash.kind == Kind.DELEGATES]
        others = [clash for clash in told if clash.kind != Kind.DELEGATES]
        days.append(Day(number, day_label(session, number), others, seats))
    return days
