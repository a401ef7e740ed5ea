"""The keys and numbers that entries of a session file may refer to."""

from __future__ import annotations

from collections.abc import Iterable

from documents.sessionfile.errors import quoted
from documents.sessionfile.node import Node
from documents.sessionfile.row import OWN, Row, refuse_repetition

MAX_SMALL = 32_767  # PostgreSQL's


class Known:
    """What has been read so far; a table is known by its number, or by a key of its own where it has none."""

    def __init__(self, rows: dict[str, list[Row]]) -> None:
        self.venues = rows["venues"]
        self.officials = {row.key for row in rows["officials"]} - {""}
        self.interpreters = {row.key for row in rows["interpreters"] or ()} - {""}
        self.visits = {row.key for row in rows["visits"]} - {""}
        self.sources = {row.key for row in rows["sources"]}
        self.tables: set[str | int] = set()

    def key(self, node: Node, keys: Iterable[str], name: str) -> str | None:
        """Return the key that a node refers to."""
        key = node.key()
        if key and key not in keys:
            node.refuse(f"there is no {name} {quoted(key)}")
        return key or None

    def venue(self, node: Node) -> str | None:
        return self.key(node, [row.key for row in self.venues], "venue")

    def table(self, node: Node) -> str | int | None:
        is_own = isinstance(node.value, str) and node.value.startswith(OWN)
        table = node.key() if is_own else node.integer(1, MAX_SMALL)
        if table is not None and table not in self.tables:
            node.refuse(f"there is no table {quoted(table) if is_own else table}")
        return table

    def place(self, venue_node: Node, room_node: Node) -> dict:
        """Return the venue's key, and the room's path; a room alone is looked for in every venue."""
        venue, room = self.venue(venue_node), room_node.key()
        if not room:
            return {"venue": venue, "room": None}
        rooms = [part for row in self.venues if venue in (None, row.key) for part in row.parts]
        homes = [part.path for part in rooms if part.key == room]
        if not homes:
            room_node.refuse(f"there is no room {quoted(room)}" + (f" in venue {quoted(venue)}" if venue else ""))
        if len(homes) > 1:
            room_node.refuse(f"more than one venue has a room {quoted(room)}")
        return {"venue": venue, "room": homes[0]}

    def people(self, node: Node, keys: set[str], name: str = "official") -> list[str]:
        people = [self.key(entry, keys, name) for entry in node.entries()]
        refuse_repetition(node, people)
        return people
