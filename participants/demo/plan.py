"""Who will register: side, number of delegates and what becomes of each registration, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from participants.enums import State
from sessions.enums import Side
from taskforce.errors import DomainError

ITALIAN_SHARE = 0.62
MOST_DELEGATES = 3
# What has become of the registrations of a session that is open, in hundredths. ``confirmed`` asks for places in order
# of arrival, so it ends as wait-listed where there are none.
OUTCOMES = {
    State.CONFIRMED: 62,
    State.UNDER_REVIEW: 16,
    State.SUBMITTED: 7,
    State.DRAFT: 5,
    State.DECLINED: 5,
    State.CANCELLED: 5,
}


@dataclass(frozen=True)
class Plan:
    """One registration to be made."""

    side: str
    delegates: int
    outcome: str


def plan_registrations(rng: Random, count: int, delegates: dict[str, int] | None, confirm: bool) -> list[Plan]:
    """Return ``count`` plans in order of arrival.

    With ``delegates`` (persons by side) the sides have exactly so many delegates, and all ask for places.
    Raises DomainError where so many persons cannot be in so many registrations of 1 to 3.
    """
    if delegates:
        plans = [
            Plan(side, persons, State.CONFIRMED)
            for side, share in _share_out(count, delegates).items()
            for persons in _divide(rng, delegates[side], share)
        ]
    else:
        italian = round(count * ITALIAN_SHARE)
        sides = [Side.IT] * italian + [Side.RU] * (count - italian)
        outcomes = _outcomes(rng, count, confirm)
        plans = [Plan(side, _draw_size(rng), next(outcomes)) for side in sides]
    rng.shuffle(plans)
    return plans


def _share_out(count: int, delegates: dict[str, int]) -> dict[str, int]:
    """Divide the registrations between the sides in the proportion of their persons."""
    total = sum(delegates.values())
    shares = {side: round(count * persons / total) for side, persons in delegates.items()}
    first = max(shares, key=shares.get)
    shares[first] += count - sum(shares.values())
    for side, persons in delegates.items():
        if not shares[side] <= persons <= shares[side] * MOST_DELEGATES:
            raise DomainError(
                f"{persons} delegates do not fit into {shares[side]} registrations of side {side}"
                f" with 1 to {MOST_DELEGATES} delegates each"
            )
    return shares


def _divide(rng: Random, persons: int, count: int) -> list[int]:
    """Return ``count`` numbers from 1 to 3 that add up to ``persons``."""
    sizes = [1] * count
    free = [index for index in range(count) for _more in range(MOST_DELEGATES - 1)]
    for index in rng.sample(free, persons - count):
        sizes[index] += 1
    return sizes


def _draw_size(rng: Random) -> int:
    return rng.choices((1, 2, 3), weights=(4, 4, 2))[0]


def _outcomes(rng: Random, count: int, confirm: bool) -> Iterator[str]:
    """Every outcome once to begin with, where there are enough registrations; then as often as they are met."""
    if confirm:
        return iter([State.CONFIRMED] * count)
    drawn = rng.choices(list(OUTCOMES), weights=list(OUTCOMES.values()), k=count)
    drawn[: len(OUTCOMES)] = list(OUTCOMES)[:count]
    rng.shuffle(drawn)
    return iter(drawn)
