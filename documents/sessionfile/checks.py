"""The schema of the session file: from JSON to facts, with every rule of the format that needs no database.

A missing key reads as null. A key of a room counts within its venue; every other key or number within its own list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from agreements.models import Agreement, Party, Project
from documents.sessionfile.errors import quoted
from documents.sessionfile.node import LANGUAGES, Node
from sessions import enums
from sessions.models import (
    CompanyVisit,
    HostRegion,
    Official,
    ProgrammeItem,
    Room,
    Session,
    SessionOrganiser,
    Source,
    SourcedFigure,
    Venue,
)
from sessions.models.session import check_time_zone
from tables.models import Subsector, ThematicTable

FORMAT = "taskforce-session/1"
MAX_SMALL = 32_767  # PostgreSQL's
MAX_NUMBER = 9_999  # what an address of the portal can hold
MAX_DAYS = 366  # where the length of the session is not known


@dataclass(frozen=True)
class Row:
    """One entry of a list: its path, its columns, its own key or number, the keys it refers to, the rows under it."""

    path: str
    values: dict
    key: str | int | None = None
    refs: dict = field(default_factory=dict)
    parts: tuple[Row, ...] = ()


@dataclass(frozen=True)
class SessionFacts:
    """What a session file says. ``region`` is as written there; who loads it finds out which region answers to it."""

    values: dict
    region: str | None
    rows: dict[str, list[Row]]


def read_facts(root: Node) -> SessionFacts:
    """Return the facts of a session file. Raises SessionFileError at the first place that breaks a rule."""
    keys = root.members(
        *("format", "number", "title", "status", "mode", "starts_on", "ends_on", "planned", "host_region", "city"),
        *("timezone", "registration", "organisers", "venues", "officials", "tables", "visits", "programme"),
        *("projects", "agreements", "figures", "sources"),
    )
    if not root.known:
        root.refuse("an object is expected, not null")
    _read_format(keys["format"])
    values = {
        "number": keys["number"].integer(1, MAX_NUMBER),
        **keys["title"].text(Session, "title"),
        "status": keys["status"].choice(enums.SessionStatus),
        "mode": keys["mode"].choice(enums.Mode),
        **_read_dates(keys["starts_on"], keys["ends_on"]),
        **_read_planned(keys["planned"]),
        **keys["city"].text(Session, "city"),
        "timezone": _read_zone(keys["timezone"]),
        **_read_registration(keys["registration"]),
    }
    region = keys["host_region"].line(HostRegion, "name") or None
    rows = _read_rows(keys, _length(values["starts_on"], values["ends_on"]))
    return SessionFacts(values, region, rows)


def _read_format(node: Node) -> None:
    if node.value != FORMAT:
        node.refuse(f"“{FORMAT}” is expected")


# --- The session itself


def _read_dates(first: Node, last: Node, prefix: str = "") -> dict:
    starts, ends = first.date(), last.date()
    if starts and ends and ends < starts:
        last.refuse(f"{ends} is before the start, {starts}")
    return {f"{prefix}starts_on": starts, f"{prefix}ends_on": ends}


def _length(starts: dt.date | None, ends: dt.date | None) -> int | None:
    return (ends - starts).days + 1 if starts and ends else None


def _read_planned(node: Node) -> dict:
    keys = node.members("starts_on", "ends_on", "city", "note")
    return {
        **_read_dates(keys["starts_on"], keys["ends_on"], "planned_"),
        **keys["city"].text(Session, "planned_city"),
        **keys["note"].text(Session, "planned_note"),
    }


def _read_zone(node: Node) -> str:
    zone = node.line(Session, "timezone")
    try:
        if zone:
            check_time_zone(node.value)
    except (ValidationError, ValueError):
        node.refuse(f"{quoted(node.value)} is not the name of a time zone, such as Europe/Rome")
    return zone


def _read_registration(node: Node) -> dict:
    keys = node.members("opens_at", "closes_at", "capacity")
    opens, closes = keys["opens_at"].moment(), keys["closes_at"].moment()
    if opens and closes and closes <= opens:
        keys["closes_at"].refuse("registration closes before it opens")
    capacity = keys["capacity"].members(*enums.Side.values, what="side")
    return {
        "opens_at": opens,
        "closes_at": closes,
        "capacity_it": capacity["IT"].integer(),
        "capacity_ru": capacity["RU"].integer(),
    }


# --- Lists


def _read_rows(keys: dict[str, Node], days: int | None) -> dict[str, list[Row]]:
    rows = {
        "organisers": [_read_organiser(node) for node in keys["organisers"].entries()],
        "venues": [_read_venue(node) for node in keys["venues"].entries()],
        "officials": [_read_official(node) for node in keys["officials"].entries()],
        "visits": [_read_visit(node, days) for node in keys["visits"].entries()],
        "sources": [_read_source(key, node) for key, node in keys["sources"].items()],
    }
    for name in ("venues", "officials", "visits"):
        _refuse_double(rows[name], "key")
    for venue in rows["venues"]:
        _refuse_double(venue.parts, "key")
    known = _Known(rows)
    rows["tables"] = [_read_table(node, known) for node in keys["tables"].entries()]
    _refuse_double(rows["tables"], "number")
    known.tables = {row.key for row in rows["tables"]} - {None}
    rows["programme"] = [_read_item(node, known, days) for node in keys["programme"].entries()]
    rows["projects"] = [_read_project(node, known) for node in keys["projects"].entries()]
    rows["agreements"] = [_read_agreement(node) for node in keys["agreements"].entries()]
    rows["figures"] = [_read_figure(node, known) for node in keys["figures"].entries()]
    return rows


def _refuse_double(rows: Iterable[Row], name: str) -> None:
    seen = set()
    for row in rows:
        if row.key and row.key in seen:
            Node(row.key, f"{row.path}.{name}").refuse(f"{row.key} is given twice")
        seen.add(row.key)


class _Known:
    """The keys and numbers that may be referred to."""

    def __init__(self, rows: dict[str, list[Row]]) -> None:
        self.venues = rows["venues"]
        self.officials = {row.key for row in rows["officials"]} - {""}
        self.visits = {row.key for row in rows["visits"]} - {""}
        self.sources = {row.key for row in rows["sources"]}
        self.tables: set[int] = set()

    def key(self, node: Node, keys: Iterable[str], name: str) -> str | None:
        """Return the key that a node refers to."""
        key = node.key()
        if key and key not in keys:
            node.refuse(f"there is no {name} {quoted(key)}")
        return key or None

    def table(self, node: Node) -> int | None:
        number = node.integer(1, MAX_SMALL)
        if number is not None and number not in self.tables:
            node.refuse(f"there is no table {number}")
        return number

    def place(self, venue_node: Node, room_node: Node) -> dict:
        """Return the venue's key, and the room's path; a room alone is looked for in every venue."""
        venue, room = self.key(venue_node, [row.key for row in self.venues], "venue"), room_node.key()
        if not room:
            return {"venue": venue, "room": None}
        rooms = [part for row in self.venues if venue in (None, row.key) for part in row.parts]
        homes = [part.path for part in rooms if part.key == room]
        if not homes:
            room_node.refuse(f"there is no room {quoted(room)}" + (f" in venue {quoted(venue)}" if venue else ""))
        if len(homes) > 1:
            room_node.refuse(f"more than one venue has a room {quoted(room)}")
        return {"venue": venue, "room": homes[0]}

    def people(self, node: Node) -> list[str]:
        keys = [self.key(entry, self.officials, "official") for entry in node.entries()]
        _refuse_repetition(node, keys)
        return keys


def _refuse_repetition(node: Node, values: list[str]) -> None:
    for index, value in enumerate(values):
        if value in values[:index]:
            Node(value, f"{node.path}[{index}]").refuse(f"{value} is given twice")


def _read_organiser(node: Node) -> Row:
    keys = node.members("name", "role", "side")
    values = {
        **keys["name"].text(SessionOrganiser, "name"),
        "role": keys["role"].choice(enums.OrganiserRole) or "",
        "side": keys["side"].choice(enums.Side),
    }
    return Row(node.path, values)


def _read_venue(node: Node) -> Row:
    keys = node.members("key", "name", "address", "town", "rooms")
    key = keys["key"].key()
    values = {
        "key": key,
        **keys["name"].text(Venue, "name"),
        "address": keys["address"].line(Venue, "address"),
        **keys["town"].text(Venue, "town"),
    }
    return Row(node.path, values, key, parts=tuple(_read_room(room) for room in keys["rooms"].entries()))


def _read_room(node: Node) -> Row:
    keys = node.members("key", "name", "capacity")
    key = keys["key"].key()
    return Row(node.path, {"key": key, **keys["name"].text(Room, "name"), "capacity": keys["capacity"].integer()}, key)


def _read_official(node: Node) -> Row:
    keys = node.members("key", "name", "side", "role", "office")
    key = keys["key"].key()
    values = {
        "key": key,
        **keys["name"].text(Official, "name"),
        "side": keys["side"].choice(enums.Side),
        "role": keys["role"].choice(enums.OfficialRole),
        **keys["office"].text(Official, "office"),
    }
    return Row(node.path, values, key)


def _read_day(node: Node, days: int | None) -> int | None:
    day = node.integer(-MAX_SMALL, MAX_SMALL)
    if day is not None and not 1 <= day <= (days or MAX_DAYS):
        node.refuse(f"day {day} is outside the session" + (f", which has {days} days" if days else ""))
    return day


def _read_visit(node: Node, days: int | None) -> Row:
    keys = node.members("key", "company", "sector", "town", "day", "seats")
    key = keys["key"].key()
    values = {
        "key": key,
        **keys["company"].text(CompanyVisit, "company"),
        **keys["sector"].text(CompanyVisit, "sector"),
        **keys["town"].text(CompanyVisit, "town"),
        "day": _read_day(keys["day"], days),
        "seats": keys["seats"].integer(),
    }
    return Row(node.path, values, key)


def _read_table(node: Node, known: _Known) -> Row:
    keys = node.members("number", "title", "subsectors", "venue", "room", "capacity", "moderators")
    number = keys["number"].integer(1, MAX_SMALL)
    values = {
        "number": number,
        **keys["title"].text(ThematicTable, "title"),
        "capacity": keys["capacity"].integer(),
    }
    parts = tuple(Row(entry.path, entry.text(Subsector, "title")) for entry in keys["subsectors"].entries())
    refs = {**known.place(keys["venue"], keys["room"]), "moderators": known.people(keys["moderators"])}
    return Row(node.path, values, number, refs, parts)


def _read_item(node: Node, known: _Known, days: int | None) -> Row:
    keys = node.members(
        *("kind", "title", "day", "starts", "ends", "parallel", "venue", "room", "table", "visit", "speakers"),
        *("note", "spoken", "interpreted"),
    )
    starts, ends = keys["starts"].clock(), keys["ends"].clock()
    if starts and ends and ends <= starts:
        keys["ends"].refuse(f"{ends:%H:%M} is not after the start, {starts:%H:%M}")
    values = {
        "kind": keys["kind"].choice(enums.ItemKind) or "",
        **keys["title"].text(ProgrammeItem, "title"),
        "day": _read_day(keys["day"], days),
        "starts": starts,
        "ends": ends,
        "parallel": keys["parallel"].line(ProgrammeItem, "parallel"),
        **keys["note"].text(ProgrammeItem, "note"),
        "spoken": _read_languages(keys["spoken"]),
        "interpreted": _read_languages(keys["interpreted"]),
    }
    refs = {
        **known.place(keys["venue"], keys["room"]),
        "table": known.table(keys["table"]),
        "visit": known.key(keys["visit"], known.visits, "visit"),
        "speakers": known.people(keys["speakers"]),
    }
    return Row(node.path, values, refs=refs)


def _read_languages(node: Node) -> list[str]:
    languages = [entry.choice(LANGUAGES) for entry in node.entries()]
    _refuse_repetition(node, languages)
    return languages


def _read_project(node: Node, known: _Known) -> Row:
    keys = node.members("title", "table", "proposer", "summary")
    values = {
        **keys["title"].text(Project, "title"),
        **keys["proposer"].text(Project, "proposer"),
        **keys["summary"].text(Project, "summary"),
    }
    return Row(node.path, values, refs={"table": known.table(keys["table"])})


def _read_agreement(node: Node) -> Row:
    keys = node.members("kind", "title", "signed_on", "parties", "sector")
    signed_on = keys["signed_on"].date()
    values = {
        "kind": keys["kind"].choice(Agreement.Kind) or "",
        **keys["title"].text(Agreement, "title"),
        "signed_on": signed_on,
        "status": str(Agreement.Status.SIGNED if signed_on else Agreement.Status.DRAFT),
        **keys["sector"].text(Agreement, "sector"),
    }
    parts = tuple(Row(entry.path, entry.text(Party, "name")) for entry in keys["parties"].entries())
    return Row(node.path, values, parts=parts)


def _read_figure(node: Node, known: _Known) -> Row:
    keys = node.members("metric", "side", "value", "unit", "qualifier", "basis", "source")
    values = {
        "metric": keys["metric"].line(SourcedFigure, "metric"),
        "side": keys["side"].choice(enums.FigureSide),
        "value": keys["value"].decimal(SourcedFigure._meta.get_field("value")),
        "unit": keys["unit"].choice(enums.Unit),
        "qualifier": keys["qualifier"].choice(enums.Qualifier),
        "basis": keys["basis"].choice(enums.Basis),
    }
    return Row(node.path, values, refs={"source": known.key(keys["source"], known.sources, "source")})


def _read_source(key: str, node: Node) -> Row:
    Node(key, node.path).key()
    keys = node.members("what", "url")
    url = keys["url"].line(Source, "url")
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        keys["url"].refuse("an address starts with http:// or https://")
    return Row(node.path, {"key": key, "what": keys["what"].line(Source, "what"), "url": url}, key)
