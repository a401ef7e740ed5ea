"""What the pages of statistics put together."""

from __future__ import annotations

from django import template

from agreements.statistics.gather import Row

register = template.Library()


@register.filter
def steps(row: Row, heads: list[tuple[str, str]]) -> list[tuple[str, int, int]]:
    """Return the steps of the way of projects: name, number, and how wide its bar is."""
    named = zip(heads, row.numbers, row.bar, strict=True)
    return [(name, number, width) for (_code, name), number, (_step, _start, width) in named]
