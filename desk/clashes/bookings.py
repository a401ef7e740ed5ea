"""Engagements of one person or thing after another: which of them overlap, and which follow each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sessions.engagements import Engagement, Who

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


def following(ordered: list[Engagement], within: dt.timedelta) -> Iterator[Pair]:
    """Yield each pair of which the second begins when the first is over, or so soon after. Each has a place."""
    placed = [one for one in ordered if one.slot.where]
    for index, one in enumerate(placed):
        ends = one.slot.ends
        for at in range(index + 1, len(placed)):
            other = placed[at]
            if other.slot.starts >= ends + within:
                break
            if other.slot.starts >= ends:
                yield one, other


def minutes(length: dt.timedelta) -> int:
    """Return whole minutes, rounded down."""
    return int(length.total_seconds() // 60)
