"""A programme for the tests of the clash check, line by line."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import override

from desk.clashes import Clash, find_clashes
from participants.models import Delegate, TableSeat, VisitSeat
from sessions.models import ProgrammeItem, Session
from sessions.tests.factories import ProgrammeItemFactory
from tables.models import TableSitting, ThematicTable


def line(
    session: Session, title: str, hours: str = "", *, speakers=(), interpreters=(), table=None, **fields
) -> ProgrammeItem:
    """A line of the programme; ``hours`` is such as 9:00-10:30, 9:00 without an end, or nothing."""
    starts, _dash, ends = hours.partition("-")
    clocks = {"starts": clock(starts), "ends": clock(ends)}
    item = ProgrammeItemFactory(session=session, title_it=title, title_ru="", **{"kind": "seminar", **clocks, **fields})
    item.speakers.set(speakers)
    item.interpreters.set(interpreters)
    if table:
        TableSitting.objects.create(item=item, table=table)
    return item


def clock(text: str) -> dt.time | None:
    return dt.time(*map(int, text.split(":"))) if text else None


def seat(delegate: Delegate, *things, place: str = "confirmed") -> None:
    """Give a delegate a seat at tables and on visits."""
    for thing in things:
        model, name = (TableSeat, "table") if isinstance(thing, ThematicTable) else (VisitSeat, "visit")
        queue = {"queue_number": 1} if place == "waiting" else {}
        model.objects.create(delegate=delegate, place=place, **queue, **{name: thing})


def clashes(session: Session) -> list[Clash]:
    """What the check finds, in English."""
    with override("en"):
        return find_clashes(session)


def told(session: Session) -> list[tuple[str, str]]:
    """What the check tells, each with its kind."""
    return [(clash.kind.value, clash.words) for clash in clashes(session)]
