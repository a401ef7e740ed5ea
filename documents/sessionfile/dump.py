"""From the rows of a session to its session file: loaded again, the file changes nothing.

Every key of the format is there; of the later ones only those that say something. A row without a key of its own that
another refers to gets one for the file alone (``~1``), which a load does not keep. Not in the file, because it may be
published: addresses for mail. Nor are the figures and sources that ``load_history`` keeps.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db import models
from django.db.models import F, Prefetch

from agreements.models import Project
from documents.sessionfile.checks import FORMAT
from documents.sessionfile.load import HISTORY
from documents.sessionfile.node import LANGUAGES
from documents.sessionfile.row import OWN
from sessions.models import CompanyVisit, Interpreter, Official, ProgrammeItem, Session, Source, SourcedFigure, Venue
from tables.models import ThematicTable


def dump_session(session: Session) -> bytes:
    """Return the session file of a session: its rows as they are edited, released or not. The same rows, same bytes."""
    return (json.dumps(told_of(session), ensure_ascii=False, indent=1) + "\n").encode()


def told_of(session: Session) -> dict:
    """Return the content of the session file, in the order of the documentation. As many queries for any session."""
    rows = _Rows(session)
    return {
        "format": FORMAT,
        "number": session.number,
        **_later(demonstration=session.is_demonstration or None),
        "title": text(session, "title"),
        "status": session.status,
        "mode": session.mode,
        "starts_on": iso(session.starts_on),
        "ends_on": iso(session.ends_on),
        "planned": _planned(session),
        "host_region": session.host_region.code if session.host_region else None,
        "city": text(session, "city"),
        "timezone": session.timezone or None,
        "registration": _registration(session),
        **_later(**{name: _unusual(session, name) for name in ("minutes_within_town", "minutes_between_towns")}),
        "organisers": [
            {"name": text(row, "name"), "role": row.role or None, "side": row.side}
            for row in session.organisers.order_by("position", "pk")
        ],
        "venues": [_venue(venue, rows) for venue in rows.venues],
        **_later(travel_times=_travel_times(rows) or None),
        "officials": [_official(official, rows) for official in rows.officials],
        **_later(interpreters=[_interpreter(person, rows) for person in rows.interpreters] or None),
        "tables": [_table(table, rows) for table in rows.tables],
        "visits": [_visit(visit, rows) for visit in rows.visits],
        "programme": [_item(item, rows) for item in rows.items],
        "projects": [_project(project, rows) for project in _projects(session)],
        "agreements": _agreements(session),
        "figures": [_figure(figure) for figure in _figures(session)],
        "sources": {source.key: {"what": source.what or None, "url": source.url or None} for source in rows.sources},
    }


# --- Values


def text(row: models.Model, name: str) -> str | dict | None:
    """Return a translated text as the format writes it: one that is only Italian as a string."""
    texts = {code: value for code in LANGUAGES if (value := getattr(row, f"{name}_{code}"))}
    return texts["it"] if list(texts) == ["it"] else texts or None


def iso(moment: dt.date | None) -> str | None:
    return moment.isoformat() if moment else None


def clock(time: dt.time | None) -> str | None:
    return f"{time:%H:%M}" if time else None


def _moment(moment: dt.datetime | None, session: Session) -> str | None:
    """Return a moment with the host's offset, or with that of UTC where the host's is not of whole minutes."""
    if moment is None:
        return None
    local = moment.astimezone(session.zone)
    return (moment.astimezone(dt.UTC) if local.utcoffset().total_seconds() % 60 else local).isoformat()


def _number(value: Decimal) -> int | float:
    """Return a number of JSON; a column of twelve digits loses none in it."""
    return int(value) if value == value.to_integral_value() else float(value)


def _later(**values: object) -> dict:
    """Return the later keys that say something."""
    return {name: value for name, value in values.items() if value is not None}


def _unusual(row: models.Model, name: str) -> object:
    value = getattr(row, name)
    return None if value == row._meta.get_field(name).default else value


# --- The rows, and what they are called


class _Rows:
    """The rows of a session in the order of the file, and the keys by which others of them are named."""

    def __init__(self, session: Session) -> None:
        self.venues = _list(session.venues.prefetch_related("rooms"), "position")
        self.officials = _list(session.officials, "position")
        self.interpreters = _list(session.interpreters, "position")
        self.visits = _list(session.visits, "position")
        self.tables = _list(
            session.tables.prefetch_related(
                "subsectors", Prefetch("moderators", Official.objects.order_by("position", "pk"))
            ),
            F("number").asc(nulls_last=True),
        )
        self.items = _list(
            session.items.select_related("sitting").prefetch_related(
                Prefetch("speakers", Official.objects.order_by("position", "pk")),
                Prefetch("interpreters", Interpreter.objects.order_by("position", "pk")),
            ),
            "position",
        )
        self.sources = list(session.sources.exclude(key__startswith=HISTORY).order_by("pk"))
        self.has_hours = any(venue.opens or venue.closes for venue in self.venues)
        self.has_minutes = any(visit.travel_minutes is not None for visit in self.visits)
        self.has_expected = any(item.expected is not None for item in self.items)
        self._name_rows(session)

    def _name_rows(self, session: Session) -> None:
        """Find out which rows others refer to, and what each is called."""
        self.ways = list(session.travel_times.filter(one__session=session, other__session=session))
        placed = [*self.tables, *self.items]
        ends = {pk for way in self.ways for pk in (way.one_id, way.other_id)}
        speakers = {person.pk for item in self.items for person in item.speakers.all()}
        moderators = {person.pk for table in self.tables for person in table.moderators.all()}
        interpreters = {person.pk for item in self.items for person in item.interpreters.all()}
        tables = {*map(table_of, self.items), *session.presentations.values_list("table", flat=True)}
        self.presented_at = dict(session.presentations.values_list("project", "table"))
        rooms = [room for venue in self.venues for room in venue.rooms.all()]
        self.home = {room.pk: room.venue_id for room in rooms}
        self.room = _keys(rooms, {row.room_id for row in placed})
        self.venue = _keys(
            self.venues, ends | {row.venue_id for row in placed} | {self.home.get(row.room_id) for row in placed}
        )
        self.official = _keys(self.officials, speakers | moderators)
        self.interpreter = _keys(self.interpreters, interpreters)
        self.visit = _keys(self.visits, {item.visit_id for item in self.items})
        self.table = _keys(self.tables, tables, own=lambda table: table.number)

    def place(self, row: ThematicTable | ProgrammeItem) -> dict:
        """Return where a row is. A room is in its venue: that is named where the room's key alone would not tell."""
        room = self.room.get(row.room_id)
        venue = self.home[row.room_id] if room and (row.venue_id or self._is_doubtful(room)) else row.venue_id
        return {"venue": self.venue.get(venue), "room": room}

    def _is_doubtful(self, room: str) -> bool:
        return list(self.room.values()).count(room) > 1


def _list(rows: models.QuerySet, order: str | F) -> list:
    return list(rows.order_by(order, "pk"))


def table_of(item: ProgrammeItem) -> int | None:
    """Return the table of which a line is a sitting."""
    sitting = getattr(item, "sitting", None)
    return sitting.table_id if sitting else None


def _keys(rows: Iterable[models.Model], needed: set, own: Callable | None = None) -> dict[int, str | int | None]:
    """Return what each row is called in the file; a key made for it only where a row is needed and has none."""
    found: dict[int, str | int | None] = {}
    made = 0
    for row in rows:
        found[row.pk] = (own(row) if own else row.key) or None
        if found[row.pk] is None and row.pk in needed:
            made += 1
            found[row.pk] = f"{OWN}{made}"
    return found


def _named(keys: dict[int, str], rows: Iterable[models.Model]) -> list[str]:
    """Return what rows are called; one of another session cannot be named."""
    return [keys[row.pk] for row in rows if row.pk in keys]


# --- The session itself


def _planned(session: Session) -> dict | None:
    planned = {
        "starts_on": iso(session.planned_starts_on),
        "ends_on": iso(session.planned_ends_on),
        "city": text(session, "planned_city"),
        "note": text(session, "planned_note"),
    }
    return planned if any(planned.values()) else None


def _registration(session: Session) -> dict | None:
    registration = {
        "opens_at": _moment(session.opens_at, session),
        "closes_at": _moment(session.closes_at, session),
        "capacity": {"IT": session.capacity_it, "RU": session.capacity_ru},
    }
    return registration if any((*registration["capacity"].values(), session.opens_at, session.closes_at)) else None


# --- Entries


def _venue(venue: Venue, rows: _Rows) -> dict:
    return {
        "key": rows.venue[venue.pk],
        "name": text(venue, "name"),
        "address": venue.address or None,
        "town": text(venue, "town"),
        **({"opens": clock(venue.opens), "closes": clock(venue.closes)} if rows.has_hours else {}),
        "rooms": [
            {"key": rows.room[room.pk], "name": text(room, "name"), "capacity": room.capacity}
            for room in sorted(venue.rooms.all(), key=lambda room: (room.position, room.pk))
        ],
    }


def _travel_times(rows: _Rows) -> list[dict]:
    """Return the ways in the venues' order, each from the venue that is named first."""
    place = {venue.pk: index for index, venue in enumerate(rows.venues)}
    ways = sorted((*sorted((place[way.one_id], place[way.other_id])), way.minutes) for way in rows.ways)
    keys = list(rows.venue.values())
    return [{"from": keys[one], "to": keys[other], "minutes": minutes} for one, other, minutes in ways]


def _official(official: Official, rows: _Rows) -> dict:
    return {
        "key": rows.official[official.pk],
        "name": text(official, "name"),
        "side": official.side,
        "role": official.role,
        "office": text(official, "office"),
    }


def _interpreter(person: Interpreter, rows: _Rows) -> dict:
    return {"key": rows.interpreter[person.pk], "name": person.name or None, "languages": person.languages}


def _table(table: ThematicTable, rows: _Rows) -> dict:
    return {
        "number": table.number,
        **_later(key=None if table.number else rows.table[table.pk]),
        "title": text(table, "title"),
        "subsectors": [
            text(row, "title") or {} for row in sorted(table.subsectors.all(), key=lambda row: (row.position, row.pk))
        ],
        **rows.place(table),
        "capacity": table.capacity,
        "moderators": _named(rows.official, table.moderators.all()),
    }


def _visit(visit: CompanyVisit, rows: _Rows) -> dict:
    return {
        "key": rows.visit[visit.pk],
        "company": text(visit, "company"),
        "sector": text(visit, "sector"),
        "town": text(visit, "town"),
        "day": visit.day,
        "seats": visit.seats,
        **({"travel_minutes": visit.travel_minutes} if rows.has_minutes else {}),
    }


def _item(item: ProgrammeItem, rows: _Rows) -> dict:
    return {
        "kind": item.kind or None,
        "title": text(item, "title"),
        "day": item.day,
        "starts": clock(item.starts),
        "ends": clock(item.ends),
        "parallel": item.parallel or None,
        **rows.place(item),
        "table": rows.table.get(table_of(item)),
        "visit": rows.visit.get(item.visit_id),
        "speakers": _named(rows.official, item.speakers.all()),
        "note": text(item, "note"),
        "spoken": item.spoken,
        "interpreted": item.interpreted,
        **({"interpreters": _named(rows.interpreter, item.interpreters.all())} if rows.interpreters else {}),
        **({"expected": item.expected} if rows.has_expected else {}),
    }


def _projects(session: Session) -> models.QuerySet[Project]:
    """Return the projects a session file named; what was proposed here is personal and stays here."""
    return session.projects.filter(from_file=True).order_by("position", "pk")


def _project(project, rows: _Rows) -> dict:
    return {
        "title": text(project, "title"),
        "table": rows.table.get(rows.presented_at.get(project.pk)),
        "proposer": text(project, "proposer"),
        "summary": text(project, "summary"),
    }


def _agreements(session: Session) -> list[dict]:
    return [
        {
            "kind": act.kind or None,
            "title": text(act, "title"),
            "signed_on": iso(act.signed_on),
            "parties": [
                text(party, "name") or {} for party in sorted(act.parties.all(), key=lambda row: (row.position, row.pk))
            ],
            "sector": text(act, "sector"),
        }
        for act in session.agreements.prefetch_related("parties").order_by("position", "pk")
    ]


def _figures(session: Session) -> models.QuerySet[SourcedFigure]:
    figures = session.figures.select_related("source").order_by("position", "pk")
    return figures.exclude(source__in=Source.objects.filter(session=session, key__startswith=HISTORY))


def _figure(figure: SourcedFigure) -> dict:
    return {
        "metric": figure.metric or None,
        "side": figure.side,
        "value": _number(figure.value),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "basis": figure.basis,
        "source": figure.source.key if figure.source else None,
    }
