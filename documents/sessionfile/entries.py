"""The entries of a session file's lists: from JSON to columns and the keys they refer to."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from agreements.models import Agreement, Party, Project
from documents.sessionfile.known import MAX_SMALL, Known
from documents.sessionfile.node import LANGUAGES, Node
from documents.sessionfile.row import OWN, Row, refuse_repetition, stored
from sessions import enums
from sessions.models import (
    CompanyVisit,
    Interpreter,
    Official,
    ProgrammeItem,
    Room,
    SessionOrganiser,
    Source,
    SourcedFigure,
    Venue,
)
from tables.models import Subsector, ThematicTable

MAX_DAYS = 366  # where the length of the session is not known


def _later(keys: dict[str, Node], **values: object) -> dict:
    """Return the columns of later keys that are given; an older file says nothing of them, and they stay."""
    return {name: value for name, value in values.items() if keys[name].given}


def read_organiser(node: Node) -> Row:
    keys = node.members("name", "role", "side")
    values = {
        **keys["name"].text(SessionOrganiser, "name"),
        "role": keys["role"].choice(enums.OrganiserRole) or "",
        "side": keys["side"].choice(enums.Side),
    }
    return Row(node.path, values)


def read_venue(node: Node) -> Row:
    keys = node.members("key", "name", "address", "town", "rooms", "opens", "closes")
    key, opens, closes = keys["key"].key(), keys["opens"].clock(), keys["closes"].clock()
    if opens and closes and closes <= opens:
        keys["closes"].refuse(f"{closes:%H:%M} is not after the opening, {opens:%H:%M}")
    values = {
        "key": stored(key),
        **keys["name"].text(Venue, "name"),
        "address": keys["address"].line(Venue, "address"),
        **keys["town"].text(Venue, "town"),
        **_later(keys, opens=opens, closes=closes),
    }
    return Row(node.path, values, key, parts=tuple(_read_room(room) for room in keys["rooms"].entries()))


def _read_room(node: Node) -> Row:
    keys = node.members("key", "name", "capacity")
    key = keys["key"].key()
    values = {"key": stored(key), **keys["name"].text(Room, "name"), "capacity": keys["capacity"].integer()}
    return Row(node.path, values, key)


def read_official(node: Node) -> Row:
    keys = node.members("key", "name", "side", "role", "office")
    key = keys["key"].key()
    values = {
        "key": stored(key),
        **keys["name"].text(Official, "name"),
        "side": keys["side"].choice(enums.Side),
        "role": keys["role"].choice(enums.OfficialRole),
        **keys["office"].text(Official, "office"),
    }
    return Row(node.path, values, key)


def read_interpreter(node: Node) -> Row:
    keys = node.members("key", "name", "languages")
    key = keys["key"].key()
    values = {
        "key": stored(key),
        "name": keys["name"].line(Interpreter, "name"),
        "languages": _read_languages(keys["languages"]),
    }
    return Row(node.path, values, key)


def read_travel_time(node: Node, known: Known) -> Row:
    keys = node.members("from", "to", "minutes")
    ends = known.venue(keys["from"]), known.venue(keys["to"])
    if ends[0] and ends[0] == ends[1]:
        keys["to"].refuse("a way leads to another venue")
    return Row(node.path, {"minutes": keys["minutes"].integer(0, MAX_SMALL)}, refs={"ends": ends})


def refuse_same_way(rows: Iterable[Row]) -> None:
    """Refuse a travel time between two venues that have one, in either direction."""
    seen: set[frozenset] = set()
    for row in rows:
        way = frozenset(row.refs["ends"])
        if None not in way and way in seen:
            Node(None, row.path).refuse("there is a travel time between these venues already")
        seen.add(way)


def _read_day(node: Node, days: int | None) -> int | None:
    day = node.integer(-MAX_SMALL, MAX_SMALL)
    if day is not None and not 1 <= day <= (days or MAX_DAYS):
        node.refuse(f"day {day} is outside the session" + (f", which has {days} days" if days else ""))
    return day


def read_visit(node: Node, days: int | None) -> Row:
    keys = node.members("key", "company", "sector", "town", "day", "seats", "travel_minutes")
    key = keys["key"].key()
    values = {
        "key": stored(key),
        **keys["company"].text(CompanyVisit, "company"),
        **keys["sector"].text(CompanyVisit, "sector"),
        **keys["town"].text(CompanyVisit, "town"),
        "day": _read_day(keys["day"], days),
        "seats": keys["seats"].integer(),
        **_later(keys, travel_minutes=keys["travel_minutes"].integer(0, MAX_SMALL)),
    }
    return Row(node.path, values, key)


def read_table(node: Node, known: Known) -> Row:
    keys = node.members("number", "title", "subsectors", "venue", "room", "capacity", "moderators", "key")
    number, key = keys["number"].integer(1, MAX_SMALL), keys["key"].key()
    if key and (number or not key.startswith(OWN)):
        keys["key"].refuse(f"only a table without a number has a key, and it begins with {OWN}")
    values = {
        "number": number,
        **keys["title"].text(ThematicTable, "title"),
        "capacity": keys["capacity"].integer(),
    }
    parts = tuple(Row(entry.path, entry.text(Subsector, "title")) for entry in keys["subsectors"].entries())
    moderators = known.people(keys["moderators"], known.officials)
    refs = {**known.place(keys["venue"], keys["room"]), "moderators": moderators}
    return Row(node.path, values, number or key or None, refs, parts)


def read_item(node: Node, known: Known, days: int | None) -> Row:
    keys = node.members(
        *("kind", "title", "day", "starts", "ends", "parallel", "venue", "room", "table", "visit", "speakers"),
        *("note", "spoken", "interpreted", "interpreters", "expected"),
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
        **_later(keys, expected=keys["expected"].integer(0)),
    }
    interpreters = known.people(keys["interpreters"], known.interpreters, "interpreter")
    refs = {
        **known.place(keys["venue"], keys["room"]),
        "table": known.table(keys["table"]),
        "visit": known.key(keys["visit"], known.visits, "visit"),
        "speakers": known.people(keys["speakers"], known.officials),
        "interpreters": interpreters if keys["interpreters"].given else None,
    }
    return Row(node.path, values, refs=refs)


def _read_languages(node: Node) -> list[str]:
    languages = [entry.choice(LANGUAGES) for entry in node.entries()]
    refuse_repetition(node, languages)
    return languages


def read_project(node: Node, known: Known) -> Row:
    keys = node.members("title", "table", "proposer", "summary")
    values = {
        **keys["title"].text(Project, "title"),
        **keys["proposer"].text(Project, "proposer"),
        **keys["summary"].text(Project, "summary"),
    }
    return Row(node.path, values, refs={"table": known.table(keys["table"])})


def read_agreement(node: Node) -> Row:
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


def read_figure(node: Node, known: Known) -> Row:
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


def read_source(key: str, node: Node) -> Row:
    Node(key, node.path).key()
    keys = node.members("what", "url")
    url = keys["url"].line(Source, "url")
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        keys["url"].refuse("an address starts with http:// or https://")
    return Row(node.path, {"key": key, "what": keys["what"].line(Source, "what"), "url": url}, key)
