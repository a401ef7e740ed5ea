"""The chart of acts by year: a column for each year, its parts by kind. Its words keep their size at every width."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.statistics.gather import Table

HEIGHT = 200  # of the plot, in units of the drawing; its width is in hundredths
MOST_MARKS = 8  # years named below, so that they do not run into each other on a telephone


@dataclass(frozen=True)
class Column:
    """A year: where its column stands, and its parts (kind, from the top, height, number)."""

    year: str
    total: int
    x: str
    width: str
    middle: str
    top: int
    named: bool
    parts: list[tuple[str, int, int]]


@dataclass(frozen=True)
class Chart:
    columns: list[Column]
    up: list[tuple[int, int]]  # number, and where its line is
    height: int = HEIGHT


def draw_years(table: Table) -> Chart | None:
    """Return the chart of a table of years; None where there is nothing to draw."""
    if not table.rows:
        return None
    step = nice_step(max(row.total for row in table.rows))
    highest = -(-max(row.total for row in table.rows) // step) * step
    share, every = 100 / len(table.rows), -(-len(table.rows) // MOST_MARKS)
    codes = [code for code, _name in table.heads]
    columns = []
    for place, row in enumerate(table.rows):
        parts, at = [], HEIGHT
        for code, number in zip(codes, row.numbers, strict=True):
            tall = round(HEIGHT * number / highest)
            at -= tall
            parts.append((code, at, tall))
        places = (f"{share * (place + 0.15):.2f}%", f"{share * 0.7:.2f}%", f"{share * (place + 0.5):.2f}%")
        named = (len(table.rows) - 1 - place) % every == 0
        columns.append(Column(row.label, row.total, *places, at, named, [part for part in parts if part[2]]))
    lines = [(number, round(HEIGHT - HEIGHT * number / highest)) for number in range(0, highest + 1, step)]
    return Chart(columns, lines)


def nice_step(most: int) -> int:
    """Return 1, 2 or 5 times a power of ten, so that there are at most five lines."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * 5 >= most:
                return step * factor
        step *= 10
