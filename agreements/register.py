"""What narrows the register: its facets as lists of links, and what is chosen as links that take it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.enums import ActKind
from agreements.search.facets import FACETS, Counted, Wish
from agreements.standing import Standing
from sessions.enums import Side
from sessions.models import Session

SHOWN = 8  # values of a facet before "more"
YEARS = ("year_from", "year_to")


class Link(NamedTuple):
    """A value of a facet with the address that chooses it, or takes it back where it is chosen."""

    label: str
    number: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow the register: its name in addresses and in words, its values, and the links to them."""

    name: str
    label: str
    values: list[Counted]
    links: list[Link]

    @property
    def first(self) -> list[Link]:
        return self.links[:SHOWN]

    @property
    def more(self) -> list[Link]:
        return self.links[SHOWN:]


def labels() -> dict[str, str]:
    """Return the name of each facet in the reader's language."""
    return {
        "kind": _("Kind of act"), "standing": pgettext("act", "In force?"), "side": _("Side of a party"),
        "region": _("Region"), "sector": _("Sector"), "session": _("Session"), "year": _("Year of signing"),
    }  # fmt: skip


def facets_of(query: QueryDict, wish: Wish, counted: dict[str, list[Counted]]) -> list[Facet]:
    """Return the facets that have values, each with its values in order: years from the newest, others by number."""
    found = []
    for name in FACETS:
        values = list(named(name, counted.get(name, [])))
        values.sort(key=lambda one: -int(one.key) if name == "year" else (-one.number, one.label))
        if values:
            found.append(Facet(name, labels()[name], values, [link(query, wish, name, one) for one in values]))
    return found


def named(name: str, values: list[Counted]) -> Iterator[Counted]:
    """Yield the values with their names in words, which the count has not for closed lists and sessions."""
    words: dict[str, str] = {}
    if name == "session":
        sessions = Session.objects.select_related("host_region").in_bulk([int(one.key) for one in values])
        words = {str(key): str(session) for key, session in sessions.items()}
    elif closed := {"kind": ActKind, "standing": Standing, "side": Side}.get(name):
        words = {value: str(label) for value, label in closed.choices}
    for one in values:
        yield one._replace(label=words.get(one.key, one.label))


def link(query: QueryDict, wish: Wish, name: str, one: Counted) -> Link:
    names = YEARS if name == "year" else (name,)
    chosen = all(query.get(each) == one.key for each in names)
    return Link(one.label, one.number, address(query, **dict.fromkeys(names, None if chosen else one.key)), chosen)


def chips_of(query: QueryDict, wish: Wish) -> list[tuple[str, str, str]]:
    """Return what is chosen, in words, with the address without it."""
    told, words = [], labels()
    for name, value in wish.chosen.items():
        closed = {"kind": ActKind, "standing": Standing, "side": Side}.get(name)
        told.append((words[name], str(closed(value).label if closed else value), address(query, **{name: None})))
    first, last = wish.years
    if first or last:
        years = "–".join(dict.fromkeys(str(one or "…") for one in wish.years))
        told.append((words["year"], years, address(query, year_from=None, year_to=None)))
    return told


def address(query: QueryDict, **changes: str | None) -> str:
    """Return the query of the page with these changes, from its first page; None takes a value away."""
    changed = query.copy()
    for name, value in (changes | {"page": None}).items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"
