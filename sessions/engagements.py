"""Who and what is engaged at a session: persons, rooms and visits, from when to when, where, and by which line.

Each app that books somebody yields engagements of its own; the desk merges them (desk.clashes). All of them read one
``Timetable``, so that a session's lines are fetched once; the tables put their lines where they sit before anybody is
engaged (tables.engagements.read_sittings). Texts are in the active language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from sessions.enums import ItemKind
from sessions.models import ProgrammeItem, Session, Venue

# Lines at which every participant is expected, unless they are part of a visit.
FOR_EVERYBODY = (ItemKind.OPENING, ItemKind.PLENARY, ItemKind.SIGNING, ItemKind.SOCIAL)
AT_LEAST = dt.timedelta(minutes=1)  # how long a line without an end is sure to take
SOME_DAY = dt.date(2001, 1, 1)  # stands for the first day of a session without dates: lines are compared all the same
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Who(StrEnum):
    """What kind of thing cannot be in two places."""

    OFFICIAL = "official"
    INTERPRETER = "interpreter"
    DELEGATE = "delegate"
    ROOM = "room"
    TABLE = "table"
    VISIT = "visit"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Place:
    """Where one is. ``towns`` are the town's names in every language: two places are in one town if they share one.

    It is a venue, or where a visit goes to; ``minutes`` is then the way there from the session's city, if it is known.
    """

    name: str
    towns: frozenset[str]
    venue: int | None = None
    visit: int | None = None
    opens: dt.time | None = None
    closes: dt.time | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Hall:
    """A room, with what the check asks of it."""

    pk: int
    name: str
    capacity: int | None
    place: Place


@dataclass(frozen=True)
class Slot:
    """A line of the programme with a day and a time. ``starts`` and ``ends`` are instants.

    ``opening`` and ``closing`` are the times of the host's clock; ``closing`` is None where no end is known.
    """

    item: int
    title: str
    kind: str
    day: int
    parallel: str
    starts: dt.datetime
    ends: dt.datetime
    opening: dt.time
    closing: dt.time | None
    hall: Hall | None
    place: Place | None
    visit: int | None
    expected: int | None

    @property
    def where(self) -> Place | None:
        """The place one must have come to; a transfer is between places."""
        return None if self.kind == ItemKind.TRANSFER else self.place


class Engagement(NamedTuple):
    """That somebody or something is taken by a line (a tuple, for there are thousands).

    ``through`` names the table or visit by which a person is engaged: who is told that a table sits twice at once need
    not be told so of each of its people.
    """

    who: Who
    pk: int
    name: str
    slot: Slot
    through: str = ""

    @property
    def starts(self) -> dt.datetime:
        return self.slot.starts

    @property
    def ends(self) -> dt.datetime:
        return self.slot.ends

    @property
    def place(self) -> Place | None:
        return self.slot.where

    @property
    def why(self) -> str:
        return self.slot.title


@dataclass
class Timetable:
    """The places of a session, and its lines that have a day and a time, by primary key and in order of their start."""

    session: Session
    places: dict[int, Place]
    halls: dict[int, Hall]
    slots: dict[int, Slot]

    def put(self, item: int, venue: int | None, room: int | None) -> None:
        """Put a line without a place of its own at this venue or in this room."""
        slot, hall = self.slots[item], self.halls.get(room)
        if slot.hall is None and (slot.place is None or slot.place.venue is None):
            place = self.places.get(venue) or (hall.place if hall else slot.place)
            self.slots[item] = replace(slot, hall=hall, place=place)


def engagements(
    timetable: Timetable, speakers: Iterable[tuple] | None = None, interpreters: Iterable[tuple] | None = None
) -> Iterator[Engagement]:
    """Yield what the lines themselves engage: rooms, visits, everybody, speakers, interpreters.

    The rows of ``speaker_rows`` and ``interpreter_rows`` may be at hand; else they are asked for.
    """
    for slot in timetable.slots.values():
        if slot.hall:
            yield Engagement(Who.ROOM, slot.hall.pk, slot.hall.name, slot)
        if slot.visit:
            yield Engagement(Who.VISIT, slot.visit, slot.title, slot, visit_key(slot.visit))
        elif slot.kind in FOR_EVERYBODY:
            yield Engagement(Who.EVERYBODY, 0, "", slot)
    session = timetable.session
    yield from people_of(timetable, Who.OFFICIAL, speaker_rows(session) if speakers is None else speakers)
    yield from people_of(
        timetable, Who.INTERPRETER, interpreter_rows(session) if interpreters is None else interpreters
    )


def visit_key(pk: int) -> str:
    """How an engagement names the visit that it comes from."""
    return f"visit {pk}"


def speaker_rows(session: Session) -> QuerySet:
    return people_rows(session, "speakers", texts_of("speakers__name"))


def interpreter_rows(session: Session) -> QuerySet:
    return people_rows(session, "interpreters", ["interpreters__name"])


def people_rows(session: Session, relation: str, names: list[str]) -> QuerySet:
    """Return the query of the people of a relation of the lines."""
    rows = ProgrammeItem.objects.rewrite(False).filter(session=session, **{f"{relation}__isnull": False})
    return rows.order_by().values_list("pk", relation, *names)


def people_of(timetable: Timetable, who: Who, rows: Iterable[tuple]) -> Iterator[Engagement]:
    """Yield the people of the lines."""
    for item, pk, *found in rows:
        if slot := timetable.slots.get(item):
            yield Engagement(who, pk, first(found), slot)


# --- The timetable --------------------------------------------------------------------------------------------------


def line_rows(session: Session) -> QuerySet:
    """Return the query of the lines that have a day and a time."""
    rows = ProgrammeItem.objects.rewrite(False).filter(session=session, day__isnull=False, starts__isnull=False)
    fields = ("day", "starts", "position", "pk", "kind", "parallel", "ends", "venue", "room", "visit", "expected")
    return rows.order_by().values_list(*fields, "visit__travel_minutes", *texts_of("title"), *texts_of("visit__town"))


def read_timetable(
    session: Session, rows: Iterable[tuple] | None = None, venues: Iterable[tuple] | None = None
) -> Timetable:
    """Return the places and the timed lines of a session.

    The rows of ``line_rows`` and ``venue_rows`` may be at hand; else they are asked for, in two queries at most.
    """
    found = sorted(line_rows(session) if rows is None else rows, key=lambda row: row[:4])
    places, halls = read_places(session, venue_rows(session) if venues is None else venues) if found else ({}, {})
    timetable = Timetable(session, places, halls, {})
    timetable.slots |= {row[3]: slot_of(timetable, *row) for row in found}
    return timetable


def slot_of(
    timetable: Timetable,
    day,
    starts,
    _position,
    pk,
    kind,
    parallel,
    ends,
    venue,
    room,
    visit,
    expected,
    minutes,
    *words,
):
    """Return the slot of a row of ``line_rows``."""
    count, hall = len(LANGUAGES), timetable.halls.get(room)
    place = timetable.places.get(venue) or (hall.place if hall else None)
    if visit and place is None:
        place = visited(visit, words[count:], minutes)
    begins = instant(timetable.session, day, starts)
    over = begins + AT_LEAST
    if ends:  # where clocks are put forward, an hour of the clock may take no time at all
        over = max(over, instant(timetable.session, day, ends))
    return Slot(pk, first(words[:count]), kind, day, parallel, begins, over, starts, ends, hall, place, visit, expected)


def venue_rows(session: Session) -> QuerySet:
    """Return the query of the venues with their rooms, a row a room."""
    fields = ("pk", "opens", "closes", "rooms", "rooms__capacity")
    texts = (*texts_of("name"), *texts_of("town"), *texts_of("rooms__name"))
    return Venue.objects.rewrite(False).filter(session=session).order_by().values_list(*fields, *texts)


def read_places(session: Session, rows: Iterable[tuple]) -> tuple[dict[int, Place], dict[int, Hall]]:
    """Return the venues and their rooms. A venue without a town is in the city."""
    places: dict[int, Place] = {}
    halls: dict[int, Hall] = {}
    count = len(LANGUAGES)
    for pk, opens, closes, room, capacity, *words in rows:
        if pk not in places:
            towns = town_names(words[count : 2 * count]) or city_names(session)
            places[pk] = Place(first(words[:count]), towns, pk, opens=opens, closes=closes)
        if room:
            halls[room] = Hall(room, first(words[2 * count :]), capacity, places[pk])
    return places, halls


def visited(visit: int, towns: list[str | None], minutes: int | None) -> Place | None:
    """Return the place of a visit; None where neither its town nor the way to it is known."""
    known = town_names(towns)
    return Place(first(towns), known, visit=visit, minutes=minutes) if known or minutes is not None else None


def instant(session: Session, day: int, clock: dt.time) -> dt.datetime:
    """Return the instant of a time of the host's clock; the date is made up where the session has none."""
    date = (session.starts_on or SOME_DAY) + dt.timedelta(days=day - 1)
    return dt.datetime.combine(date, clock, tzinfo=session.zone).astimezone(dt.UTC)


def city_names(session: Session) -> frozenset[str]:
    """Return the names of the session's city, as ``Place.towns`` has them."""
    return town_names([getattr(session, f"city_{code}") for code in LANGUAGES])


def town_names(texts: list[str | None]) -> frozenset[str]:
    return frozenset(text.casefold() for text in texts if text)


# --- Texts in the reader's language ---------------------------------------------------------------------------------


def texts_of(field: str) -> list[str]:
    """Return the columns of a translated field, the reader's language first; ``first`` takes the one to be shown."""
    order = dict.fromkeys((*resolution_order(get_language()), *LANGUAGES))
    return [f"{field}_{code}" for code in order]


def first(texts: list[str | None]) -> str:
    """Return the first text there is."""
    return next((text for text in texts if text), "")
