"""The tables of the statistics as CSV, as the portal's exports write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.statistics.gather import Pairs, Statistics, Table
from taskforce.text import csv_cell

REGIONS = "regions"
CODES = ("sessions", "years", "kinds", "sectors", "projects", REGIONS)


def csv_of(found: Statistics, code: str) -> bytes:
    """Return one of the tables as a file. Raises KeyError for a code there is not."""
    return written(lines_of_pairs(found.pairs) if code == REGIONS else lines_of(found.tables[code]))


def lines_of(table: Table) -> Iterable[list]:
    """Return the heads and the rows of a table."""
    sum_up = not table.single and table.code != "projects"
    total = [_("Total")] if sum_up else []
    yield [table.first, *(name for _code, name in table.heads), *total]
    for row in table.rows:
        yield [row.label, *row.numbers, *([row.total] if sum_up else [])]


def lines_of_pairs(pairs: Pairs) -> Iterable[list]:
    """Return the pairs of regions, a line each."""
    yield [_("Italian region"), _("Russian region"), pgettext("statistics", "Acts")]
    yield from (list(pair) for pair in pairs.flat)


def written(lines: Iterable[list]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([csv_cell(value) for value in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")
