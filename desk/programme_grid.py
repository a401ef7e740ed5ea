"""The programme as a grid: a column a day or a room, each line at its time, and beside it the lines without a time.

A page holds no inline style, so a line's place is a set of classes: ``hh-9 mm-30 dh-1 dm-15 lane-0 of-2 wide-1`` reads
"from 9:30, for 1 h 15, in the first of two lanes, one lane wide" (static/css/editor.css).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.forms import day_label
from desk.people import days_of
from sessions.models import CompanyVisit, ProgrammeItem, Room, Session
from tables.models import ThematicTable

BY_DAY, BY_ROOM = "day", "room"
TRAY = "tray"
NO_ROOM = "none"
LINE = ("pk", "day", "starts", "ends", "venue", "room", "visit", "sitting__table", "updated_at")  # the fields of Line
OPEN_END = 30  # minutes that a line without an end is drawn
MOST_LANES = 24  # as many as editor.css knows
FIRST_HOUR, LAST_HOUR = 8, 20  # shown where the lines are within
# How short a line may be to be read at each scale (1 is the widest), in minutes.
READABLE = {1: 10, 2: 15, 3: 20}


@dataclass(frozen=True)
class View:
    """What the editor shows: every day beside the others, or one day (``day``) with a column a room."""

    by: str = BY_DAY
    day: int = 1

    @property
    def query(self) -> str:
        return f"by={BY_ROOM}&day={self.day}" if self.by == BY_ROOM else f"by={BY_DAY}"


class Line(NamedTuple):
    """What of a line says where it stands (a tuple: there are hundreds, and a drop asks for all of them)."""

    pk: int
    day: int | None
    starts: dt.time | None
    ends: dt.time | None
    venue: int | None
    room: int | None
    visit: int | None
    table: int | None
    changed: dt.datetime


class Place(NamedTuple):
    """Where a line is: its room, and the words for it."""

    room: Room | None
    words: str


@dataclass(frozen=True)
class Mark:
    """That a line clashes: how often, whether one of it cannot be, and the reasons."""

    number: int
    impossible: bool
    words: str


@dataclass
class Card:
    """A line of the programme where it is shown; times in minutes from midnight, the host's.

    ``item`` and ``place`` are there where the card is to be read, not where only its place is asked for.
    """

    line: Line
    column: str
    starts: int
    ends: int
    item: ProgrammeItem | None = None
    place: Place | None = None
    lane: int = 0
    lanes: int = 1
    wide: int = 1
    mark: Mark | None = None

    @property
    def classes(self) -> str:
        if self.column == TRAY:
            return ""
        hours, minutes = divmod(self.ends - self.starts, 60)
        at = f"hh-{self.starts // 60} mm-{self.starts % 60} dh-{hours} dm-{minutes}"
        return f"{at} lane-{self.lane} of-{self.lanes} wide-{self.wide}"

    @property
    def people(self) -> str:
        """Who speaks, and who interprets."""
        speakers, interpreters = list(self.item.speakers.all()), list(self.item.interpreters.all())
        names = ", ".join(person.name for person in speakers)
        helped = _("interpreters: %(names)s") % {"names": ", ".join(one.name for one in interpreters)}
        return " · ".join(part for part in (names, helped if interpreters else "") if part)

    @property
    def seen(self) -> str:
        """Which version of the line the page shows; the act refuses to change another one."""
        return self.line.changed.isoformat()

    @property
    def minutes(self) -> int | None:
        """How long the line lasts; None where its start or end is not known."""
        known = self.line.starts and self.line.ends
        return minutes_of(self.line.ends) - minutes_of(self.line.starts) if known else None

    @property
    def length(self) -> str:
        return length_words(self.minutes) if self.minutes else ""

    @property
    def when(self) -> str:
        """What is known of the time of a line in the tray."""
        parts = [_("Day %(number)s") % {"number": self.line.day} if self.line.day else _("No day yet")]
        parts.append(f"{self.line.starts:%H:%M}" if self.line.starts else _("no time yet"))
        return " · ".join(parts)


@dataclass
class Column:
    """A day, or a room on a day."""

    key: str
    name: str
    note: str
    day: int
    room: int | None = None
    cards: list[Card] = field(default_factory=list)

    @property
    def lanes(self) -> int:
        return max((card.lanes for card in self.cards), default=1)


@dataclass
class Grid:
    """All that the editor shows of the lines."""

    view: View
    days: list[int]
    columns: list[Column]
    tray: list[Card]
    from_hour: int
    to_hour: int
    scale: int

    @property
    def hours(self) -> list[int]:
        return list(range(self.from_hour, self.to_hour))

    @property
    def has_lines(self) -> bool:
        return any(True for _card in self.cards())

    @property
    def classes(self) -> str:
        return f"from-{self.from_hour} hours-{self.to_hour - self.from_hour} scale-{self.scale}"

    def cards(self) -> Iterator[Card]:
        for column in self.columns:
            yield from column.cards
        yield from self.tray

    def card(self, pk: int) -> Card | None:
        return next((card for card in self.cards() if card.line.pk == pk), None)


def programme_days(session: Session) -> list[int]:
    """Return the days of a session, with those beyond its end on which a line stands."""
    return all_days(session, session.items.order_by().values_list("day", flat=True).distinct())


def all_days(session: Session, named: Iterable[int | None]) -> list[int]:
    return sorted({*days_of(session), *(day for day in named if day)})


def read_view(asked, days: list[int]) -> View:
    """Return the view that a query string asks for; what makes no sense is the first day, or all of them."""
    day = asked.get("day", "")
    day = int(day) if day.isascii() and day.isdigit() and len(day) < 4 else 0
    by = BY_ROOM if asked.get("by") == BY_ROOM else BY_DAY
    return View(by, day if day in days else days[0])


def gather_grid(session: Session, asked, *, only: int | None = None) -> Grid:
    """Return the grid of a session for the view that a query string asks for, in eight queries.

    ``only``: the one line whose card is to be read; without it all are.
    """
    lines = [Line(*values) for values in session.items.order_by("position", "pk").values_list(*LINE)]
    days = all_days(session, [line.day for line in lines])
    view = read_view(asked, days)
    places = Places(session)
    columns = places.room_columns(view.day) if view.by == BY_ROOM else day_columns(session, days)
    cards = [card_of(line, places.source(line).room, view) for line in lines]
    read_cards(session, [card for card in cards if card.column and only in (None, card.line.pk)], places)
    return laid_out(view, days, columns, cards)


def read_cards(session: Session, cards: list[Card], places: Places) -> None:
    """Fetch what is to be read on the cards: the lines, their people, and the words for where they are."""
    items = session.items.prefetch_related("speakers", "interpreters").in_bulk([card.line.pk for card in cards])
    for card in cards:
        card.item, card.place = items[card.line.pk], places.place(card.line)


def card_of(line: Line, room: int | None, view: View) -> Card:
    """Return the card of a line that is in a room; its lane is given later."""
    if line.day is None or line.starts is None:
        column = TRAY
    elif view.by == BY_DAY:
        column = str(line.day)
    else:
        column = str(room or NO_ROOM) if line.day == view.day else ""
    starts = minutes_of(line.starts) if line.starts else 0
    ends = minutes_of(line.ends) if line.starts and line.ends else min(starts + OPEN_END, 24 * 60)
    return Card(line, column, starts, ends)


def laid_out(view: View, days: list[int], columns: list[Column], cards: list[Card]) -> Grid:
    """Return the grid with each card in its column and lane; a card of another day is left out of a view by room."""
    timed = [card for card in cards if card.column != TRAY]
    scale = scale_of(timed)
    by_key = {column.key: column for column in columns}
    for card in timed:
        if card.column in by_key:
            by_key[card.column].cards.append(card)
    for column in columns:
        column.cards.sort(key=lambda card: (card.starts, -card.ends))
        give_lanes(column.cards, READABLE[scale])
    tray = [card for card in cards if card.column == TRAY]
    tray.sort(key=lambda card: (card.line.day is None, card.line.day or 0, card.line.starts or dt.time.max))
    shown = [card for column in columns for card in column.cards]
    first = min((card.starts // 60 - 1 for card in shown), default=FIRST_HOUR)
    last = max((-(-card.ends // 60) + 1 for card in shown), default=LAST_HOUR)
    from_hour, to_hour = max(0, min(FIRST_HOUR, first)), min(24, max(LAST_HOUR, last))
    return Grid(view, days, columns, tray, from_hour, to_hour, scale)


def day_columns(session: Session, days: list[int]) -> list[Column]:
    columns = []
    for day in days:
        name, _comma, date = day_label(session, day).partition(", ")
        columns.append(Column(str(day), name, date, day))
    return columns


class Places:
    """The rooms, tables and visits of a session, to say where each line is."""

    def __init__(self, session: Session) -> None:
        rooms = Room.objects.filter(venue__session=session).select_related("venue")
        self.rooms = {room.pk: room for room in rooms.order_by("venue__position", "venue", "position", "pk")}
        self.venues = {venue.pk: venue for venue in session.venues.all()}
        self.tables = {table.pk: table for table in ThematicTable.objects.filter(session=session)}
        self.visits: dict[int, CompanyVisit] = {visit.pk: visit for visit in session.visits.all()}

    def room_columns(self, day: int) -> list[Column]:
        """Return a column for each room, and one for the lines in none."""
        found = [Column(str(room.pk), room.name, self._venue_note(room), day, room.pk) for room in self.rooms.values()]
        return [*found, Column(NO_ROOM, _("No room"), _("outside, or not decided yet"), day)]

    def source(self, line: Line) -> Line:
        """Return the line with where it is: a table's sitting without a place of its own is where the table is."""
        table = None if line.venue or line.room else self.tables.get(line.table)
        return line._replace(venue=table.venue_id, room=table.room_id) if table else line

    def place(self, line: Line) -> Place:
        """Return where a line is, in words."""
        line = self.source(line)
        room = self.rooms.get(line.room)
        venue = self.venues.get(line.venue) or (room.venue if room else None)
        visit = self.visits.get(line.visit)
        town = visit.town if visit and not venue else ""
        parts = (room and room.name, venue and (venue.name if len(self.venues) > 1 or not room else ""), town)
        return Place(room, ", ".join(dict.fromkeys(part for part in parts if part)))

    def _venue_note(self, room: Room) -> str:
        venue = self.venues[room.venue_id]
        seats = room.capacity and ngettext("%(number)s seat", "%(number)s seats", room.capacity)
        return " · ".join(part for part in (seats and seats % {"number": room.capacity}, venue.name) if part)


# --- Where a card is ------------------------------------------------------------------------------------------------


def give_lanes(cards: list[Card], shortest: int) -> None:
    """Put cards that overlap side by side; a card takes the lanes beside it that nobody needs. Sorted by start.

    A line shorter than ``shortest`` minutes is drawn a little longer, to be read.
    """
    cluster: list[tuple[Card, int]] = []
    until = 0
    for card in cards:
        if cluster and card.starts >= until:
            spread(cluster)
            cluster = []
        drawn_until = max(card.ends, card.starts + shortest)
        cluster.append((card, drawn_until))
        until = max(until, drawn_until)
    spread(cluster)


def spread(cluster: list[tuple[Card, int]]) -> None:
    """Give each card of a cluster (with where it ends on the screen) a free lane, then as much width as there is."""
    free_from: list[int] = []
    for card, drawn_until in cluster:
        lane = next((lane for lane, free in enumerate(free_from) if free <= card.starts), len(free_from))
        free_from[lane : lane + 1] = [drawn_until]
        card.lane = lane % MOST_LANES
    lanes = min(len(free_from), MOST_LANES)
    for card, _until in cluster:
        card.lanes, card.wide = lanes, lanes - card.lane
    for index, (card, drawn_until) in enumerate(cluster, start=1):
        for other, _until in cluster[index:]:
            if other.starts >= drawn_until:
                break
            left, right = (card, other) if card.lane < other.lane else (other, card)
            left.wide = max(1, min(left.wide, right.lane - left.lane))


def scale_of(cards: Iterable[Card]) -> int:
    """Return 1 (the widest) where a line is so short that it could not be read otherwise, else 2 or 3."""
    shortest = min((card.ends - card.starts for card in cards), default=60)
    return 1 if shortest < READABLE[2] else 2 if shortest < 2 * READABLE[3] else 3


def minutes_of(clock: dt.time) -> int:
    return clock.hour * 60 + clock.minute


def length_words(minutes: int) -> str:
    """Return how long something lasts, as short as it can be said."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    words = {"hours": hours, "minutes": rest}
    return (_("%(hours)s h %(minutes)s min") if rest else _("%(hours)s h")) % words
