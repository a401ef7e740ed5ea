"""Bars: how full something is, and how a number divides between the two sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from desk.overview.counts import Counts
from participants.enums import Place
from sessions.enums import Side
from sessions.models import Session

BAR = 1000  # the width of a bar, in units of its drawing


@dataclass(frozen=True)
class Bar:
    """How full something is. ``capacity`` None means no limit: the bar is then drawn against ``largest``."""

    label: str
    taken: int
    waiting: int
    capacity: int | None
    present: int = 0
    largest: int = 0

    @property
    def free(self) -> int | None:
        """Places left, or None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def percent(self) -> int | None:
        return None if self.capacity is None else round(100 * self.taken / self.capacity)

    @property
    def taken_width(self) -> int:
        return self._width(self.taken)

    @property
    def present_width(self) -> int:
        return self._width(self.present)

    def _width(self, number: int) -> int:
        whole = self.capacity or max(self.taken, self.largest, 1)
        return min(BAR, round(BAR * number / whole))


@dataclass(frozen=True)
class SideRow:
    """How many of something there are, by side; the widths are shares of the largest row."""

    code: str
    label: str
    by_side: list[tuple[str, int]]
    segments: list[tuple[str, int, int]]  # side, where its part of the bar begins, how wide it is
    total: int


def side_bars(session: Session, counts: Counts) -> list[Bar]:
    """Return for each side its delegates with a place, on the waiting list, and present on any day."""
    places = {(side, place): number for side, place, number in counts["delegates"]}
    present = {side: number for side, _nothing, number in counts["present"]}
    return [
        Bar(
            side.label,
            taken=places.get((side, Place.CONFIRMED), 0),
            waiting=places.get((side, Place.WAITING), 0),
            capacity=session.capacity(side),
            present=present.get(side, 0),
        )
        for side in Side
    ]


def days_present(counts: Counts) -> list[tuple[int, list[int], int]]:
    """Return for each day with anybody present how many of each side were."""
    found: dict[int, Counter] = {}
    for day, side, number in counts["days"]:
        found.setdefault(int(day), Counter())[side] = number
    return [(day, [found[day][side] for side in Side], found[day].total()) for day in sorted(found)]


def side_rows(rows: Iterable[tuple[str, str, int]], label: Callable[[str], str]) -> list[SideRow]:
    """Return a row for each code there is, the largest first."""
    found: dict[str, Counter] = {}
    for code, side, number in rows:
        found.setdefault(code, Counter())[side] += number
    largest = max((numbers.total() for numbers in found.values()), default=0) or 1
    order = sorted(found, key=lambda code: (-found[code].total(), label(code)))
    return [side_row(code, label(code), [(side.value, found[code][side]) for side in Side], largest) for code in order]


def side_row(code: str, label: str, by_side: list[tuple[str, int]], largest: int) -> SideRow:
    segments, start = [], 0
    for side, number in by_side:
        width = round(BAR * number / largest)
        segments.append((side, start, width))
        start += width
    return SideRow(code, label, by_side, segments, sum(number for _side, number in by_side))


def seat_bars(places, seats: str, capacity: str) -> list[Bar]:
    """Return for tables or visits the seats taken and the persons waiting for one."""
    found = places.annotate(
        taken=Count(seats, filter=Q(**{f"{seats}__place": Place.CONFIRMED})),
        waiting=Count(seats, filter=Q(**{f"{seats}__place": Place.WAITING})),
    )
    largest = max((one.taken for one in found), default=0)
    return [Bar(str(one), one.taken, one.waiting, getattr(one, capacity), largest=largest) for one in found]
