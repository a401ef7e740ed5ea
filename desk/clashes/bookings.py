"""Engagements of one person or thing after another: which of them overlap, and which follow each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sessions.engagements import Engagement, Slot, Who

Booked = dict[tuple[Who, int], list[Engagement]]
Pair = tuple[Engagement, Engagement]


def merged(*sources: Iterable[Engagement]) -> Booked:
    """Return the engagements of every person and thing in the order of time.

    One line engages somebody once: what an earlier source says of it stands.
    """
    found: dict[tuple[Who, int], dict[int, Engagement]] = {}
    for source in sources:
        for engagement in source:
            found.setdefault((engagement.who, engagement.pk), {}).setdefault(engagement.slot.item, engagement)
    return {key: in_order(by_item.values()) for key, by_item in found.items()}


def in_order(engagements: Iterable[Engagement]) -> list[Engagement]:
    return sorted(engagements, key=lambda one: (one.slot.starts, one.slot.item))


def overlapping(ordered: list[Engagement]) -> Iterator[Pair]:
    """Yield each pair whose times overlap; one may begin at the moment the other ends."""
    for index, one in enumerate(ordered):
        ends = one.slot.ends
        for at in range(index + 1, len(ordered)):
            other = ordered[at]
            if other.slot.starts >= ends:
                break
            yield one, other


def following(ordered: list[Engagement]) -> Iterator[Pair]:
    """Yield each pair of places one comes to in turn: the second begins after the first, with none of them between.

    What has no place known (a transfer has none) is passed over.
    """
    placed = [one for one in ordered if one.slot.where]
    for index, one in enumerate(placed):
        soonest = None  # the end of what is over first of all that begins after this one
        for at in range(index + 1, len(placed)):
            other = placed[at]
            if other.slot.starts < one.slot.ends:
                continue
            if soonest and other.slot.starts >= soonest:
                break
            soonest = min(soonest, other.slot.ends) if soonest else other.slot.ends
            yield one, other


class ByLines:
    """The names of many persons of whom the same is to be told, by the two lines that it concerns."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], tuple[tuple[Slot, Slot], list[str]]] = {}

    def add(self, one: Engagement, other: Engagement) -> None:
        key = (one.slot.item, other.slot.item)
        if key not in self.found:
            self.found[key] = ((one.slot, other.slot), [])
        self.found[key][1].append(one.name)

    def __iter__(self) -> Iterator[tuple[tuple[Slot, Slot], list[str]]]:
        return iter(self.found.values())


def overlap(one: Slot, other: Slot) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def minutes(length: dt.timedelta) -> int:
    """Return whole minutes, rounded down."""
    return int(length.total_seconds() // 60)
