"""The maps of the overview: registrations by region."""

from __future__ import annotations

from collections import Counter

from desk.overview.counts import Counts
from sessions.enums import Side
from sessions.models import HostRegion
from sessions.tiles import PLACES, Country, draw_country

__all__ = ["PLACES", "Country", "draw_countries"]


def draw_countries(counts: Counts) -> list[Country]:
    """Return the maps of both countries; a body of one side that sits in the other country stands where it sits.

    One query, for the regions' names.
    """
    names = {region.code: str(region) for region in HostRegion.objects.all()}
    numbers: Counter[str] = Counter()
    for code, _side, number in counts["regions"]:
        numbers[code] += number
    nowhere = {side: sum(n for code, of, n in counts["regions"] if not code and of == side) for side in Side}
    return [draw_country(side, numbers, names, nowhere[side]) for side in Side]
