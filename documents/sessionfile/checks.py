"""The schema of the session file: from JSON to facts, with every rule of the format that needs no database.

A missing key reads as null, but for the later ones (LATER): an older file, which does not know them, says nothing of
what they hold. A key of a room counts within its venue; every other key or number within its own list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from documents.sessionfile import entries
from documents.sessionfile.errors import quoted
from documents.sessionfile.known import MAX_SMALL, Known
from documents.sessionfile.node import Node
from documents.sessionfile.row import Row, refuse_double
from sessions import enums
from sessions.models import HostRegion, Session
from sessions.models.session import check_time_zone

FORMAT = "taskforce-session/1"
MAX_NUMBER = 9_999  # what an address of the portal can hold
KEYS = (
    *("format", "number", "title", "status", "mode", "starts_on", "ends_on", "planned", "host_region", "city"),
    *("timezone", "registration", "organisers", "venues", "officials", "tables", "visits", "programme"),
    *("projects", "agreements", "figures", "sources"),
)
LATER = ("demonstration", "minutes_within_town", "minutes_between_towns", "interpreters", "travel_times")


@dataclass(frozen=True)
class SessionFacts:
    """What a session file says. ``region`` is as written there; who loads it finds out which region answers to it.

    A list that is None was not given at all.
    """

    values: dict
    region: str | None
    rows: dict[str, list[Row] | None]


def read_facts(root: Node) -> SessionFacts:
    """Return the facts of a session file. Raises SessionFileError at the first place that breaks a rule."""
    keys = root.members(*KEYS, *LATER)
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
        **_read_settings(keys),
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


def _read_settings(keys: dict[str, Node]) -> dict:
    """Return the later columns of the session; one that is null or missing stays as it is."""
    told = {
        "is_demonstration": keys["demonstration"].flag(),
        "minutes_within_town": keys["minutes_within_town"].integer(0, MAX_SMALL),
        "minutes_between_towns": keys["minutes_between_towns"].integer(0, MAX_SMALL),
    }
    return {name: value for name, value in told.items() if value is not None}


# --- Lists


def _read_rows(keys: dict[str, Node], days: int | None) -> dict[str, list[Row] | None]:
    """Return the entries of every list, those first that others refer to."""
    rows = {
        "organisers": [entries.read_organiser(node) for node in keys["organisers"].entries()],
        "venues": [entries.read_venue(node) for node in keys["venues"].entries()],
        "officials": [entries.read_official(node) for node in keys["officials"].entries()],
        "interpreters": _if_given(keys["interpreters"], entries.read_interpreter),
        "visits": [entries.read_visit(node, days) for node in keys["visits"].entries()],
        "sources": [entries.read_source(key, node) for key, node in keys["sources"].items()],
    }
    for name in ("venues", "officials", "interpreters", "visits"):
        refuse_double(rows[name] or ())
    for venue in rows["venues"]:
        refuse_double(venue.parts)
    known = Known(rows)
    rows["tables"] = [entries.read_table(node, known) for node in keys["tables"].entries()]
    refuse_double(rows["tables"], "number")
    known.tables = {row.key for row in rows["tables"]} - {None}
    rows["travel_times"] = _if_given(keys["travel_times"], lambda node: entries.read_travel_time(node, known))
    entries.refuse_same_way(rows["travel_times"] or ())
    rows["programme"] = [entries.read_item(node, known, days) for node in keys["programme"].entries()]
    rows["projects"] = [entries.read_project(node, known) for node in keys["projects"].entries()]
    rows["agreements"] = [entries.read_agreement(node) for node in keys["agreements"].entries()]
    rows["figures"] = [entries.read_figure(node, known) for node in keys["figures"].entries()]
    return rows


def _if_given(node: Node, read: Callable[[Node], Row]) -> list[Row] | None:
    return [read(entry) for entry in node.entries()] if node.given else None
