"""What a draft Protocol counts: persons and organisations by side, region and category, each with what was counted.

``registered``: whatever their place, without drafts, refusals and withdrawals; ``expected``: with a confirmed place;
``present``: seen at check-in on any day. Figures that sources publish stand beside these counts, never in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Q

from participants.enums import ENDED, Category, Place, State
from participants.models import CheckIn, Delegate, Organisation
from sessions.enums import Side
from sessions.models import Session, SourcedFigure


class Person(NamedTuple):
    """What is counted of a delegate; nothing of it says who it is."""

    pk: int
    side: str
    place: str
    organisation: int
    category: str
    region: str | None
    named: bool


def persons_of(session: Session) -> tuple[list[Person], set[int]]:
    """Return the delegates who are registered or came, and the primary keys of those who came. Two queries."""
    came = set(CheckIn.objects.filter(delegate__session=session).values_list("delegate", flat=True))
    registered = ~Q(registration__state__in=[State.DRAFT, *ENDED]) & ~Q(place=Place.RELEASED)
    there = Q(pk__in=CheckIn.objects.filter(delegate__session=session).values("delegate"))
    body = "registration__organisation"
    rows = Delegate.objects.filter(session=session).filter(registered | there).order_by("pk")
    columns = ("pk", "side", "place", body, f"{body}__category", f"{body}__region__code", "registration__in_catalogue")
    return [Person(*row) for row in rows.values_list(*columns)], came


def counts_of(people: list[Person], came: set[int]) -> dict:
    """Return all counts, JSON-able: in all, by side, and for each side by region and by category."""
    sides = {side: [person for person in people if person.side == side] for side in Side.values}
    return {
        "all": count(people, came),
        "sides": {side: count(rows, came) for side, rows in sides.items()},
        "regions": {side: grouped(rows, came, lambda person: person.region or "") for side, rows in sides.items()},
        "categories": {
            side: grouped(rows, came, lambda person: person.category, Category.values) for side, rows in sides.items()
        },
    }


def count(people: list[Person], came: set[int]) -> dict[str, int]:
    return {
        "organisations": len({person.organisation for person in people}),
        "registered": len(people),
        "expected": sum(person.place == Place.CONFIRMED for person in people),
        "present": sum(person.pk in came for person in people),
    }


def grouped(
    people: list[Person], came: set[int], key: Callable[[Person], str], order: Iterable[str] | None = None
) -> list[dict]:
    """Return the counts of each group there is, by its key: in this order, else by their codes."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(key(person), []).append(person)
    return [{"code": code, **count(found[code], came)} for code in order or sorted(found) if code in found]


def bodies_of(people: list[Person], came: set[int]) -> dict[str, dict]:
    """Return for each side the organisations that came or are expected: those that agreed to be named, and how many
    did not. One query. Both spellings are kept: each text takes the one of its alphabet.
    """
    coming = [person for person in people if person.pk in came or person.place == Place.CONFIRMED]
    named = {person.organisation for person in coming if person.named}
    names = {
        pk: {"latin": latin, "cyrillic": cyrillic}
        for pk, latin, cyrillic in Organisation.objects.filter(pk__in=named)
        .order_by("name_key", "pk")
        .values_list("pk", "name_latin", "name_cyrillic")
    }
    found = {}
    for side in Side.values:
        bodies = {person.organisation for person in coming if person.side == side}
        shown = [name for pk, name in names.items() if pk in bodies]
        found[side] = {"named": shown, "unnamed": len(bodies) - len(shown)}
    return found


def sourced_of(session: Session) -> list[dict]:
    """Return what sources publish of the session, as they put it. One query."""
    figures = SourcedFigure.objects.filter(session=session).select_related("source").order_by("position", "pk")
    return [
        {
            "metric": figure.metric,
            "side": figure.side or "",
            "value": f"{figure.value.normalize():f}",
            "unit": figure.unit or "",
            "qualifier": figure.qualifier or "",
            "basis": figure.basis or "",
            "source": figure.source.what if figure.source else "",
        }
        for figure in figures
    ]
