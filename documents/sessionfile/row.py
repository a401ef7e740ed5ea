"""One entry of a list of the session file, and what keys of entries may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.sessionfile.node import Node

OWN = "~"  # begins a key that lives in the file alone: its row has none, and is found by its name


@dataclass(frozen=True)
class Row:
    """One entry of a list: its path, its columns, its own key or number, the keys it refers to, the rows under it.

    A reference that is None was not given at all: what the row refers to stays.
    """

    path: str
    values: dict
    key: str | int | None = None
    refs: dict = field(default_factory=dict)
    parts: tuple[Row, ...] = ()


def stored(key: str) -> str:
    """Return what the column of a key holds."""
    return "" if key.startswith(OWN) else key


def refuse_double(rows: Iterable[Row], name: str = "key") -> None:
    """Refuse a key (or a number, where ``name`` says so) that two entries of a list have."""
    seen = set()
    for row in rows:
        if row.key and row.key in seen:
            path = f"{row.path}.{'key' if isinstance(row.key, str) else name}"
            Node(row.key, path).refuse(f"{row.key} is given twice")
        seen.add(row.key)


def refuse_repetition(node: Node, values: list) -> None:
    """Refuse a value that a list names twice."""
    for index, value in enumerate(values):
        if value in values[:index]:
            Node(value, f"{node.path}[{index}]").refuse(f"{value} is given twice")
