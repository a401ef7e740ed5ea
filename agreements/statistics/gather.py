"""Statistics of acts and projects: tables of numbers, and the pairs of regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.enums import ActKind
from agreements.models import Agreement, Project, ProjectNews
from agreements.statistics.read import Act, Life, read_acts, read_lives, read_names, read_regions
from sessions.enums import Side
from sessions.models import HostRegion
from sessions.tiles import LEVELS, SHORT, Country, draw_country
from taskforce.text import comparison_key

KINDS = (*ActKind.values, "")
BAR = 1000  # the width of a bar, in units of its drawing
STEPS = 5  # of the way of a project, from presented to running


@dataclass(frozen=True)
class Row:
    """A row of a table: a number for each column, and where the parts of its bar begin and how wide they are."""

    label: str
    numbers: list[int]
    total: int
    bar: list[tuple[str, int, int]]


@dataclass(frozen=True)
class Table:
    """Numbers under their heads. ``code`` names it in an address; of a single column there is no total beside it."""

    code: str
    caption: str
    first: str
    heads: list[tuple[str, str]]
    rows: list[Row]

    @property
    def single(self) -> bool:
        return len(self.heads) == 1


@dataclass(frozen=True)
class Cell:
    number: int
    level: int


@dataclass(frozen=True)
class Pairs:
    """Which Italian and which Russian regions acts join: the regions that have any, and a cell for each pair."""

    italian: list[tuple[str, str]]  # short and whole name
    rows: list[tuple[str, list[Cell], int]]
    flat: list[tuple[str, str, int]]


@dataclass(frozen=True)
class Statistics:
    """All that the page shows."""

    acts: int
    projects: int
    sessions: Table
    years: Table
    kinds: Table
    sectors: Table
    way: Table
    pairs: Pairs
    countries: list[Country]

    @property
    def tables(self) -> dict[str, Table]:
        """The tables by their codes."""
        return {one.code: one for one in (self.sessions, self.years, self.kinds, self.sectors, self.way)}


def gather_statistics(
    acts: QuerySet[Agreement], projects: QuerySet[Project], news: QuerySet[ProjectNews]
) -> Statistics:
    """Return what these acts and projects add up to. Eight queries, however many there are."""
    rows, lives = read_acts(acts), [life for life in read_lives(projects, news, acts) if life.rank]
    regions_of = read_regions(acts)
    sessions, regions = read_names({row.session for row in rows} | {life.session for life in lives})
    kinds = [(kind, str(ActKind(kind).label) if kind else _("Kind not stated")) for kind in KINDS]
    kinds = [(kind, label) for kind, label in kinds if kind or any(not row.kind for row in rows)]
    return Statistics(
        acts=len(rows),
        projects=len(lives),
        sessions=by_kind("sessions", _("Acts by session"), _("Session"), rows, kinds, of_sessions(rows, sessions)),
        years=by_kind("years", _("Acts by year"), _("Year"), rows, kinds, of_years(rows)),
        kinds=counted("kinds", _("Acts by kind"), _("Kind of act"), of_kinds(rows, kinds)),
        sectors=counted("sectors", _("Acts by sector"), _("Sector"), of_sectors(rows)),
        way=way_of(lives, sessions),
        pairs=pairs_of(regions_of, regions),
        countries=maps(regions_of, regions),
    )


# --- Acts


def of_sessions(rows: list[Act], names: dict[int, str]) -> list[tuple[str, list[Act]]]:
    return [(name, [row for row in rows if row.session == pk]) for pk, name in names.items()]


def of_years(rows: list[Act]) -> list[tuple[str, list[Act]]]:
    """Return the acts of each year from the first to the last, those without any too."""
    years = [row.signed_on.year for row in rows]
    every = range(min(years), max(years) + 1) if years else ()
    return [(str(year), [row for row in rows if row.signed_on.year == year]) for year in every]


def of_kinds(rows: list[Act], kinds: list[tuple[str, str]]) -> list[tuple[str, int]]:
    counts = Counter(row.kind for row in rows)
    return [(label, counts[kind]) for kind, label in kinds if counts[kind]]


def of_sectors(rows: list[Act]) -> list[tuple[str, int]]:
    """Return how many acts there are of each sector, however it is spelled, the largest first."""
    counts = Counter(comparison_key(row.sector) for row in rows)
    names = {comparison_key(row.sector): row.sector for row in reversed(rows)} | {"": _("Sector not stated")}
    return [(names[key], counts[key]) for key in sorted(counts, key=lambda key: (not key, -counts[key], key))]


def by_kind(
    code: str, caption: str, first: str, rows: list[Act], kinds: list, groups: Iterable[tuple[str, list[Act]]]
) -> Table:
    """Return a table with a column for each kind of act."""
    groups = [(label, group) for label, group in groups if group or code == "years"]
    largest = max((len(group) for _label, group in groups), default=0) or 1
    made = []
    for label, group in groups:
        counts = Counter(row.kind for row in group)
        made.append(row_of(label, [(kind or "none", counts[kind]) for kind, _name in kinds], largest))
    return Table(code, caption, first, [(kind or "none", name) for kind, name in kinds], made)


def counted(code: str, caption: str, first: str, numbers: list[tuple[str, int]]) -> Table:
    """Return a table of one column."""
    largest = max((number for _label, number in numbers), default=0) or 1
    made = [row_of(label, [("one", number)], largest) for label, number in numbers]
    return Table(code, caption, first, [("one", pgettext("statistics", "Acts"))], made)


def row_of(label: str, numbers: list[tuple[str, int]], largest: int) -> Row:
    """Return a row with the bar of its numbers, one after the other, against the largest row."""
    bar, start = [], 0
    for name, number in numbers:
        width = round(BAR * number / largest)
        bar.append((name, start, width))
        start += width
    return Row(label, [number for _name, number in numbers], sum(number for _name, number in numbers), bar)


# --- Projects


def way_of(lives: list[Life], sessions: dict[int, str]) -> Table:
    """Return by session how many of the projects presented there came how far; who came further came so far too."""
    heads = [
        ("presented", pgettext("projects", "Presented")),
        ("contacts", pgettext("projects", "First contacts")),
        ("talks", pgettext("projects", "Talks")),
        ("signed", pgettext("projects", "Act signed")),
        ("running", pgettext("projects", "Running or realised")),
    ]
    groups = [(name, [life for life in lives if life.session == pk]) for pk, name in sessions.items()]
    made = [way_row(label, group) for label, group in groups if group]
    if len(made) > 1:
        made.insert(0, way_row(_("All sessions"), lives))
    return Table("projects", _("From projects to agreements"), _("Session"), heads, made)


def way_row(label: str, lives: list[Life]) -> Row:
    numbers = [sum(life.rank >= step for life in lives) for step in range(1, STEPS + 1)]
    bar = [(str(step), 0, round(BAR * number / (len(lives) or 1))) for step, number in enumerate(numbers, 1)]
    return Row(label, numbers, len(lives), bar)


# --- Regions


def pairs_of(regions_of: dict[int, set[int]], regions: dict[int, HostRegion]) -> Pairs:
    """Return how many acts join each Italian and each Russian region."""
    counts: Counter[tuple[int, int]] = Counter()
    for keys in regions_of.values():
        italian, russian = (
            [key for key in keys if key in regions and regions[key].country == side] for side in (Side.IT, Side.RU)
        )
        counts.update(product(italian, russian))
    name: Callable[[int], str] = lambda key: str(regions[key])  # noqa: E731
    columns = sorted({one for one, _other in counts}, key=name)
    lines = sorted({other for _one, other in counts}, key=name)
    most = max(counts.values(), default=0) or 1

    def cell(one: int, other: int) -> Cell:
        return Cell(counts[one, other], -(-LEVELS * counts[one, other] // most))

    rows = [
        (name(other), [cell(one, other) for one in columns], sum(counts[one, other] for one in columns))
        for other in lines
    ]
    flat = [(name(one), name(other), number) for (one, other), number in counts.items()]
    flat.sort(key=lambda pair: (-pair[2], pair[0], pair[1]))
    return Pairs([(SHORT.get(regions[one].code, regions[one].code[3:]), name(one)) for one in columns], rows, flat)


def maps(regions_of: dict[int, set[int]], regions: dict[int, HostRegion]) -> list[Country]:
    """Return the maps of both countries with the number of acts of each region."""
    numbers = Counter(regions[key].code for keys in regions_of.values() for key in keys if key in regions)
    names = {region.code: str(region) for region in regions.values()}
    return [draw_country(side, numbers, names) for side in Side]
