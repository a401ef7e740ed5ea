"""Promise 4 for the programme: of 4,000 random bookings the check misses no clash and invents none.

The oracle compares every line with every other one, row by row, without the check's timetable, order or sets.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter, defaultdict

import pytest
from django.utils.translation import override

from desk.clashes import Kind, find_clashes
from desk.tests.conftest import make_delegate
from participants.models import Delegate, Registration, TableSeat, VisitSeat
from sessions.models import CompanyVisit, Interpreter, Official, ProgrammeItem, Room, Session, TravelTime, Venue
from sessions.tests.factories import SessionFactory
from tables.models import TableSitting, ThematicTable

DAY = dt.date(2026, 3, 28)  # the second day has 23 hours in Rome
KINDS = ["table"] * 5 + ["seminar"] * 5 + ["visit"] * 2 + ["plenary", "social", "break", "registration", "transfer"]
LINES, DELEGATES = 260, 240


def make_programme(seed: int) -> Session:
    """A session whose lines, people and places were thrown together."""
    rng = random.Random(seed)
    session = SessionFactory(starts_on=DAY, ends_on=DAY + dt.timedelta(days=3))
    towns = ["Bergamo", "Bergamo", "Lecco", "Como", ""]
    venues = Venue.objects.bulk_create(
        Venue(session=session, name_it=f"Sede {n}", town_it=town, opens=dt.time(9), closes=dt.time(20 - n))
        for n, town in enumerate(towns)
    )
    for one, other in ((0, 1), (1, 2)):
        TravelTime.objects.create(session=session, one=venues[one], other=venues[other], minutes=35)
    rooms = Room.objects.bulk_create(
        Room(venue=venues[n % 5], name_it=f"Sala {n}", capacity=rng.choice([None, 30, 80])) for n in range(25)
    )
    officials = Official.objects.bulk_create(Official(session=session, name_it=f"Official {n}") for n in range(60))
    interpreters = Interpreter.objects.bulk_create(Interpreter(session=session, name=f"Voice {n}") for n in range(15))
    tables = ThematicTable.objects.bulk_create(
        ThematicTable(session=session, number=n + 1, title_it="Tavolo", room=rng.choice([None, *rooms[:8]]))
        for n in range(8)
    )
    for table in tables:
        table.moderators.set(rng.sample(officials, 2))
    visits = CompanyVisit.objects.bulk_create(
        CompanyVisit(session=session, company_it=f"Officine {n}", town_it=town, travel_minutes=minutes)
        for n, (town, minutes) in enumerate([("Como", 50), ("Como", None), ("Dalmine", 20), ("", None)])
    )
    items = ProgrammeItem.objects.bulk_create(random_line(rng, session, n, venues, rooms, visits) for n in range(LINES))
    for item in items:
        item.speakers.set(rng.sample(officials, 3))
        item.interpreters.set(rng.sample(interpreters, 1))
    TableSitting.objects.bulk_create(
        TableSitting(item=item, table=rng.choice(tables)) for item in items if item.kind == "table"
    )
    seat_delegates(rng, make_delegate(session).registration, tables, visits)
    return session


def random_line(rng: random.Random, session: Session, number: int, venues, rooms, visits) -> ProgrammeItem:
    """A line somewhere at some time; now and then without the one, the other or an end."""
    begins = rng.randrange(0, 20 * 60, 5)
    ends = begins + rng.randrange(10, 120, 5)
    kind = rng.choice(KINDS)
    where = rng.choice(["room", "room", "room", "venue", "nowhere"]) if kind not in ("visit", "transfer") else "nowhere"
    return ProgrammeItem(
        session=session,
        position=number,
        kind=kind,
        title_it=f"Line {number}",
        day=rng.choice([1, 2, 2, 3, 3, 4, 4, None]),
        starts=rng.choice([clock(begins)] * 15 + [None]),
        ends=rng.choice([clock(ends)] * 15 + [None]),
        parallel=rng.choice(["", "", "A"]),
        room=rng.choice(rooms) if where == "room" else None,
        venue=rng.choice(venues) if where == "venue" else None,
        visit=rng.choice(visits) if kind == "visit" else None,
    )


def clock(minutes: int) -> dt.time:
    return dt.time(minutes // 60, minutes % 60)


def seat_delegates(rng: random.Random, registration: Registration, tables: list, visits: list) -> None:
    """Delegates with one to three seats, some of which they only wait for."""
    people = Delegate.objects.bulk_create(
        Delegate(registration=registration, session=registration.session, side="IT", given_latin="Anna",
                 family_latin=f"Bianchi {n}", name_key=f"{n}", place=rng.choice(["confirmed"] * 9 + ["requested"]))
        for n in range(DELEGATES)
    )  # fmt: skip
    places = ["confirmed"] * 9 + ["released"]
    TableSeat.objects.bulk_create(
        TableSeat(delegate=person, table=table, place=rng.choice(places))
        for person in people
        for table in rng.sample(tables, rng.choice([1, 2, 2]))
    )
    VisitSeat.objects.bulk_create(
        VisitSeat(delegate=person, visit=rng.choice(visits), place=rng.choice(places)) for person in people
    )


# --- The oracle -----------------------------------------------------------------------------------------------------


class Oracle:
    """What is true of a session, by comparing each line with each other one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        items = session.items.select_related("venue", "room__venue", "visit", "sitting__table__room__venue")
        items = items.prefetch_related("speakers", "interpreters", "sitting__table__moderators")
        self.items = [item for item in items if item.day and item.starts]
        self.table = {item: item.sitting.table for item in self.items if hasattr(item, "sitting")}
        self.moderators = {item: officials(table.moderators) for item, table in self.table.items()}
        self.span = {item: self.span_of(item) for item in self.items}
        self.room = {item: self.room_of(item) for item in self.items}
        self.venue = {item: item.venue or (self.room[item] and self.room[item].venue) for item in self.items}
        self.where = {item: self.where_of(item) for item in self.items}
        self.group = {item: self.group_of(item) for item in self.items}
        self.people = {item: self.people_of(item) for item in self.items}
        self.travel = {}
        for way in TravelTime.objects.all():
            self.travel[way.one_id, way.other_id] = self.travel[way.other_id, way.one_id] = way.minutes
        held = {"place": "confirmed", "delegate__place": "confirmed"}
        self.seats = defaultdict(set)
        for pk, delegate in TableSeat.objects.filter(**held).values_list("table", "delegate"):
            self.seats["table", pk].add(delegate)
        for pk, delegate in VisitSeat.objects.filter(**held).values_list("visit", "delegate"):
            self.seats["visit", pk].add(delegate)

    # what a line is

    def span_of(self, item) -> tuple[dt.datetime, dt.datetime]:
        date = DAY + dt.timedelta(days=item.day - 1)
        starts = dt.datetime.combine(date, item.starts, tzinfo=self.session.zone).astimezone(dt.UTC)
        ends = item.ends and dt.datetime.combine(date, item.ends, tzinfo=self.session.zone).astimezone(dt.UTC)
        least = starts + dt.timedelta(minutes=1)
        return starts, max(ends, least) if ends else least

    def room_of(self, item) -> Room | None:
        return item.room or (self.table[item].room if item in self.table and not item.venue else None)

    def where_of(self, item) -> tuple | None:
        """The venue and the town, or the visit and the town, of a line one must have come to."""
        if item.kind == "transfer":
            return None
        if venue := self.venue[item]:
            return "venue", venue.pk, venue.town_it or "Bergamo", None
        visit = item.visit
        known = visit and (visit.town_it or visit.travel_minutes is not None)
        return ("visit", visit.pk, visit.town_it, visit.travel_minutes) if known else None

    def group_of(self, item) -> tuple | None:
        """The table or visit of a line."""
        if item.visit_id:
            return "visit", item.visit_id
        return ("table", self.table[item].pk) if item in self.table else None

    def common(self, item) -> bool:
        return item.kind in ("opening", "plenary", "signing", "social") and not item.visit_id

    def people_of(self, item) -> set[tuple[str, int]]:
        voices = {("voice", person.pk) for person in item.interpreters.all()}
        return officials(item.speakers) | self.moderators.get(item, set()) | voices

    # what is true of two lines

    def overlap(self, one, other) -> bool:
        (starts, ends), (begins, over) = self.span[one], self.span[other]
        return starts < over and begins < ends

    def way(self, one: tuple, other: tuple) -> int:
        if one[:2] == other[:2]:
            return 0
        if one[0] == other[0] == "venue" and (one[1], other[1]) in self.travel:
            return self.travel[one[1], other[1]]
        for visit, venue in ((one, other), (other, one)):
            if visit[3] is not None and venue[0] == "venue" and venue[2] == "Bergamo":
                return visit[3]
        return 15 if one[2] and one[2] == other[2] else 60

    def hurried(self, one, other) -> bool:
        """Whether the second line begins after the first, sooner than one can be there."""
        here, there = self.where[one], self.where[other]
        gap = (self.span[other][0] - self.span[one][1]).total_seconds() / 60
        return bool(here and there) and 0 <= gap < self.way(here, there)

    def between(self, one, other, lines) -> bool:
        return any(
            self.where[stop] and self.span[one][1] <= self.span[stop][0] and self.span[stop][1] <= self.span[other][0]
            for stop in lines
        )

    # all clashes, as (kind, lines, how many are told of), counted

    def clashes(self) -> Counter:
        found = Counter()
        for one, other in itertools.combinations(self.items, 2):
            both = frozenset((one.pk, other.pk))
            if self.overlap(one, other):
                found.update((kind, both, number) for kind, number in self.at_once(one, other))
            for first, second in ((one, other), (other, one)):
                if self.hurried(first, second):
                    found.update(("travel", both, number) for number in self.on_the_way(first, second))
        for item in self.items:
            found.update(("hours", frozenset((item.pk,)), 0) for _early_or_late in range(self.out_of_hours(item)))
        return found

    def by_the_table(self, one, other, person: tuple[str, int]) -> bool:
        """Whether both lines are sittings of a table that this person moderates."""
        return person in self.moderators.get(one, ()) and self.table[one] == self.table.get(other)

    def at_once(self, one, other):
        for person in self.people[one] & self.people[other]:
            if not self.by_the_table(one, other, person):
                yield "person", 0
        if self.room[one] and self.room[one] == self.room[other]:
            yield "room", 0
        yield from self.crowd_at_once(one, other)

    def crowd_at_once(self, one, other):
        here, there = self.group[one], self.group[other]
        if self.common(one) or self.common(other):
            side_by_side = one.parallel and one.parallel == other.parallel
            if (self.common(one) or here) and (self.common(other) or there) and not side_by_side:
                yield "everybody", 0
        elif here and here == there:
            yield "table", 0
        elif here and there and (number := len(self.seats[here] & self.seats[there])):
            yield "delegates", number

    def on_the_way(self, one, other):
        for person in self.people[one] & self.people[other]:
            theirs = [item for item in self.items if person in self.people[item]]
            if not self.by_the_table(one, other, person) and not self.between(one, other, theirs):
                yield 0
        groups = [self.group[item] for item in (one, other) if not self.common(item)]
        if all(groups):
            along = [item for item in self.items if self.common(item) or self.group[item] in groups]
            if not self.between(one, other, along):
                if len(groups) < 2 or groups[0] == groups[1]:
                    yield 0
                elif number := len(self.seats[groups[0]] & self.seats[groups[1]]):
                    yield number

    def out_of_hours(self, item) -> int:
        venue = self.venue[item]
        if venue is None:
            return 0
        late = item.ends > venue.closes if item.ends else item.starts >= venue.closes
        return (item.starts < venue.opens) + late


def officials(people) -> set[tuple[str, int]]:
    return {("official", person.pk) for person in people.all()}


# --- The test -------------------------------------------------------------------------------------------------------


def told(session: Session) -> Counter:
    """What the check tells, in the oracle's form: of delegates, their number is part of it."""
    found = Counter()
    for clash in find_clashes(session):
        if clash.kind not in (Kind.CAPACITY, Kind.TRANSFER):
            first, second, *_rest = clash.words.split()
            number = int(first) if second in ("delegate", "delegates") else 0
            found[clash.kind.value, frozenset(clash.items), number] += 1
    return found


def bookings(session: Session) -> int:
    """How many times a person, a room or a delegate is booked by a line with a time."""
    oracle = Oracle(session)
    return sum(
        len(oracle.people[item]) + bool(oracle.room[item]) + len(oracle.seats[oracle.group[item]])
        for item in oracle.items
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [4, 5, 6])
def test_of_4000_random_bookings_no_clash_is_missed_and_none_invented(seed):
    session = make_programme(seed)
    assert bookings(session) >= 4000
    with override("en"):
        found, true = told(session), Oracle(session).clashes()
    assert not (missed := true - found), missed
    assert not (invented := found - true), invented
    assert {kind for kind, _lines, _number in true} == {
        "person", "room", "table", "delegates", "everybody", "travel", "hours",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_oracle_sees_a_check_that_compares_neighbours_only(monkeypatch):
    """The negative control: who compares each line with the next one alone misses the longer ones."""
    session = make_programme(4)
    monkeypatch.setattr("desk.clashes.rules.overlapping", neighbours)
    with override("en"):
        assert Oracle(session).clashes() - told(session)


def neighbours(ordered: list) -> list[tuple]:
    return [(one, other) for one, other in itertools.pairwise(ordered) if other.starts < one.ends]
