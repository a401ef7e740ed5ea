"""What a load did, or would do, in one line a row: for the person at the terminal, English with Italian names."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import translation

from documents.sessionfile.errors import printable, quoted
from documents.sessionfile.sync import Change


def lines_of(changes: list[Change]) -> list[str]:
    """Return a line for each change, in the order in which a load makes them."""
    with translation.override("it"):
        return [printable(_line(change)) for change in changes]


def _line(change: Change) -> str:
    line = f"{change.act}: {_english(change.model._meta.verbose_name)} {quoted(change.name)}"
    if change.columns:
        moves = (f"{name} {_shown(before)} -> {_shown(after)}" for name, (before, after) in change.columns.items())
        return f"{line}: {'; '.join(moves)}"
    if change.gone:
        gone = (f"{_english(model._meta.verbose_name_plural)} ({count})" for model, count in change.gone.items())
        return f"{line}, and with it: {', '.join(gone)}"
    return line


def _english(name: object) -> str:
    with translation.override("en"):
        return str(name)


def _shown(value: object) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return quoted(value) if isinstance(value, str | models.Model) else str(value)
