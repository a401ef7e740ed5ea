"""Registrations over time against the sessions before, counted back from each session's first day: a line chart."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _

from desk.overview.counts import Counts
from sessions.models import Session

UNITS = 1000  # the chart's width and height, in units of its drawing
MOST_DAYS = 360
STEPS = (7, 14, 30, 60, 90)  # days between two marks of the axis
MOST_MARKS = 6


@dataclass(frozen=True)
class Line:
    """One session: how many registrations it had received by so many days before its first day."""

    name: str
    style: str  # now, before-1 or before-2
    received: dict[int, int]  # by days before, only where something arrived; growing towards 0
    ends: int  # the day the line ends at

    @property
    def total(self) -> int:
        return max(self.received.values(), default=0)

    @property
    def begins(self) -> int:
        return max(self.received, default=0)

    def at(self, day: int) -> int | None:
        """How many had been received by then; None where that is still to come."""
        if day < self.ends:
            return None
        return max((number for before, number in self.received.items() if before >= day), default=0)


@dataclass(frozen=True)
class Mark:
    """A value of an axis, and where it stands on it."""

    value: int
    at: str


@dataclass(frozen=True)
class Chart:
    """The lines as they are drawn, this session's last so that it lies on top, and the marks of both axes."""

    lines: list[Line]
    days: int
    top: int
    across: list[Mark]
    up: list[Mark]

    @property
    def drawn(self) -> list[tuple[Line, str]]:
        return [(line, self.points(line)) for line in reversed(self.lines)]

    @property
    def dot(self) -> tuple[str, str]:
        """Where this session's line ends."""
        line = self.lines[0]
        return self.across_at(line.ends), self.up_at(line.total)

    @property
    def rows(self) -> list[tuple[int, list[int | None]]]:
        """The same as a table: by mark of the axis, a number a session."""
        return [(mark.value, [line.at(mark.value) for line in self.lines]) for mark in self.across]

    def points(self, line: Line) -> str:
        """Return the corners of a line: it stands still from one arrival to the next."""
        corners, number = [(min(line.begins + 1, self.days), 0)], 0
        for day in sorted(line.received, reverse=True):
            corners += [(day, number), (day, number := line.received[day])]
        corners.append((line.ends, number))
        return " ".join(f"{self.x(day):.0f},{UNITS - UNITS * number / self.top:.0f}" for day, number in corners)

    def x(self, day: int) -> float:
        return UNITS * (self.days - day) / self.days

    def across_at(self, day: int) -> str:
        return f"{self.x(day) / 10:.2f}%"

    def up_at(self, number: int) -> str:
        return f"{100 - 100 * number / self.top:.2f}%"


def draw_arrivals(session: Session, counts: Counts, today: dt.date) -> Chart | None:
    """Return the chart of a session; None where its first day is not known or nothing has been received."""
    lines = read_lines(session, counts, today)
    if not lines or not lines[0].received:
        return None
    longest = max(line.begins for line in lines) + 1
    step = next((step for step in STEPS if longest <= step * MOST_MARKS), STEPS[-1])
    days = step * -(-longest // step)
    high = step_up(max(line.total for line in lines))
    top = high * -(-max(line.total for line in lines) // high)
    bare = Chart(lines, days, top, [], [])
    across = [Mark(day, bare.across_at(day)) for day in range(days, -1, -step)]
    return Chart(lines, days, top, across, [Mark(n, bare.up_at(n)) for n in range(0, top + 1, high)])


def read_lines(session: Session, counts: Counts, today: dt.date) -> list[Line]:
    """Return this session's line and those of the sessions before, the last first."""
    if session.starts_on is None:
        return []
    editions = [(pk, dt.date.fromisoformat(starts), number) for pk, starts, number in counts["editions"]]
    editions.sort(key=lambda edition: edition[1], reverse=True)
    ends = max((session.starts_on - today).days, 0)
    now = Line(_("This session"), "now", received_by(counts, str(session.pk), session.starts_on, ends), ends)
    return [
        now,
        *(
            Line(name_of(number, starts), f"before-{place}", received_by(counts, pk, starts, 0), 0)
            for place, (pk, starts, number) in enumerate(editions, start=1)
        ),
    ]


def received_by(counts: Counts, pk: str, starts: dt.date, ends: int) -> dict[int, int]:
    """Return how many had been received by so many days before; what came later or far earlier counts at the ends."""
    days = Counter()
    for session, day, number in counts["arrivals"]:
        if session == pk:
            before = (starts - dt.date.fromisoformat(day)).days
            days[min(max(before, ends), MOST_DAYS)] += number
    order = sorted(days, reverse=True)
    return dict(zip(order, accumulate(days[day] for day in order), strict=True))


def name_of(number: int, starts: dt.date) -> str:
    if number:
        return _("Session %(number)s (%(year)s)") % {"number": number, "year": starts.year}
    return _("Session of %(year)s") % {"year": starts.year}


def step_up(highest: int) -> int:
    """Return a round step that reaches the highest number in five steps or fewer."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if 5 * step >= highest:
                return step
        size *= 10
