"""The clash check: no time to travel, rooms too small, venues that are closed."""

from __future__ import annotations

import datetime as dt

import pytest

from desk.clashes import Severity
from desk.tests.conftest import make_delegate
from desk.tests.lines import clashes, line, seat, told
from sessions.models import TravelTime, Venue
from sessions.tests.factories import CompanyVisitFactory, OfficialFactory, RoomFactory, VenueFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


# --- Travel -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def lecco(session) -> Venue:
    """A venue in another town than the session's own."""
    return VenueFactory(session=session, name_it="Palazzo", town_it="Lecco", town_ru="Лекко")


@pytest.fixture
def bergamo(session) -> Venue:
    return VenueFactory(session=session, name_it="Fiera", town_it="Bergamo")


def test_a_speaker_has_no_time_to_travel(session, bergamo, lecco):
    speaker = OfficialFactory(session=session, name_it="Anna Bianchi")
    line(session, "A", "9:00-10:00", speakers=[speaker], venue=bergamo)
    line(session, "B", "10:30-11:00", speakers=[speaker], venue=lecco)
    assert told(session) == [
        (
            "travel",
            "Anna Bianchi has 30 min from “A” (09:00–10:00) to “B” (10:30–11:00), and the way takes 60 min.",
        )
    ]
    assert clashes(session)[0].severity == Severity.WARNING


@pytest.mark.parametrize(("minutes", "clashes"), [(30, 0), (31, 1)])
def test_the_way_is_what_staff_say_of_the_two_venues(session, bergamo, lecco, minutes, clashes):
    TravelTime.objects.create(session=session, one=bergamo, other=lecco, minutes=minutes)
    speaker = OfficialFactory(session=session)
    line(session, "A", "9:00-10:00", speakers=[speaker], venue=lecco)
    line(session, "B", "10:30-11:00", speakers=[speaker], venue=bergamo)
    assert len(told(session)) == clashes


@pytest.mark.parametrize(("town", "minutes"), [("Lecco", 12), ("LECCO", 12), ("Лекко", 12), ("", 45), ("Como", 45)])
def test_towns_are_compared_in_every_language(session, lecco, town, minutes):
    session.minutes_within_town, session.minutes_between_towns = 12, 45
    other = VenueFactory(
        session=session, town_it=town if town != "Лекко" else "", town_ru="Лекко" if town == "Лекко" else ""
    )
    speaker = OfficialFactory(session=session)
    line(session, "A", "9:00-10:00", speakers=[speaker], venue=lecco)
    line(session, "B", "10:05-11:00", speakers=[speaker], venue=other)
    assert told(session)[0][1].endswith(f"and the way takes {minutes} min.")


def test_two_rooms_of_a_venue_are_no_way_apart(session, bergamo):
    speaker = OfficialFactory(session=session)
    line(session, "A", "9:00-10:00", speakers=[speaker], room=RoomFactory(venue=bergamo))
    line(session, "B", "10:00-11:00", speakers=[speaker], room=RoomFactory(venue=bergamo))
    line(session, "C", "11:00-12:00", speakers=[speaker])  # nobody knows where
    assert told(session) == []


def test_a_table_s_lines_are_where_the_table_is(session, bergamo, lecco):
    moderator = OfficialFactory(session=session, name_it="Anna Bianchi")
    table = ThematicTableFactory(session=session, room=RoomFactory(venue=lecco, name_it="Sala Oro", capacity=10))
    table.moderators.add(moderator)
    line(session, "Table", "9:00-10:00", table=table)
    line(session, "B", "10:30-11:00", speakers=[moderator], venue=bergamo)
    line(session, "C", "9:00-10:00", room=table.room)
    assert told(session) == [
        ("room", "The room Sala Oro is taken by “Table” (09:00–10:00) and by “C” (09:00–10:00) at the same time."),
        (
            "travel",
            "Anna Bianchi has 30 min from “Table” (09:00–10:00) to “B” (10:30–11:00), and the way takes 60 min.",
        ),
    ]


def test_everybody_goes_to_a_table_in_another_town(session, bergamo, lecco):
    line(session, "Opening", "9:00-10:00", kind="opening", venue=bergamo)
    line(session, "Table", "10:10-11:00", table=ThematicTableFactory(session=session, venue=lecco))
    line(session, "Signing", "12:00-13:00", kind="signing", venue=lecco)  # by way of the table
    assert told(session) == [
        ("travel", "There are 10 min from “Opening” (09:00–10:00) to “Table” (10:10–11:00), and the way takes 60 min.")
    ]


def test_of_two_ways_one_after_the_other_each_counts(session, bergamo, lecco):
    speaker = OfficialFactory(session=session)
    line(session, "A", "9:00-10:00", speakers=[speaker], venue=bergamo)
    line(session, "B", "10:01-10:10", speakers=[speaker], venue=bergamo)
    line(session, "C", "10:20-11:00", speakers=[speaker], venue=lecco)
    ((_kind, words),) = told(session)
    assert "10 min from “B”" in words


def test_the_night_between_two_days_is_time_enough(session, bergamo, lecco):
    speaker = OfficialFactory(session=session)
    line(session, "A", "20:00-23:00", speakers=[speaker], venue=bergamo)
    line(session, "B", "8:00-9:00", day=2, speakers=[speaker], venue=lecco)
    assert told(session) == []


def test_a_bus_that_lasts_less_than_its_way(session):
    visit = CompanyVisitFactory(session=session, town_it="Dalmine", travel_minutes=25)
    line(session, "Bus", "9:00-9:20", kind="transfer", visit=visit)
    line(session, "Slow bus", "10:00-10:25", kind="transfer", visit=visit)
    line(session, "Bus home", "11:00", kind="transfer", visit=visit)
    assert told(session) == [("transfer", "“Bus” (09:00–09:20) lasts 20 min, and the way takes 25 min.")]


def test_a_transfer_between_two_venues(session, bergamo, lecco):
    line(session, "Opening", "9:00-10:00", venue=bergamo)
    line(session, "Earlier", "8:00-9:00", venue=lecco)
    line(session, "Bus", "10:05-10:45", kind="transfer")
    line(session, "Panel", "10:45-11:00", venue=lecco)
    assert told(session) == [
        ("transfer", "“Bus” (10:05–10:45) lasts 40 min, and the way from Fiera to Palazzo takes 60 min.")
    ]


def test_a_transfer_from_nowhere_known_is_as_long_as_it_is(session, lecco):
    line(session, "Bus", "8:00-8:05", kind="transfer")
    line(session, "Panel", "8:05-9:00", venue=lecco)
    line(session, "Bus to the hotels", "9:00-9:05", kind="transfer")
    assert told(session) == []


# --- Rooms too small, and hours ---------------------------------------------------------------------------------------


def test_a_room_too_small_for_those_expected(session):
    room = RoomFactory(venue__session=session, name_it="Sala Oro", capacity=50)
    line(session, "A", "9:00-10:00", room=room, expected=51)
    line(session, "B", "10:00-11:00", room=room, expected=50)
    line(session, "C", "11:00-12:00", room=room)
    assert told(session) == [("capacity", "“A” (09:00–10:00) is in Sala Oro, which holds 50; 51 persons are expected.")]


def test_a_room_too_small_for_a_table(session):
    room = RoomFactory(venue__session=session, name_it="Sala Oro", capacity=1)
    table = ThematicTableFactory(session=session, capacity=2, room=room)
    line(session, "Table", "9:00-10:00", table=table)
    assert told(session) == [
        ("capacity", "“Table” (09:00–10:00) is in Sala Oro, which holds 1; the table has 2 seats.")
    ]
    for _number in range(2):
        seat(make_delegate(session), table)
    assert told(session) == [
        ("capacity", "“Table” (09:00–10:00) is in Sala Oro, which holds 1; 2 delegates have a seat.")
    ]


def test_a_room_too_small_for_everybody(session):
    room = RoomFactory(venue__session=session, name_it="Sala Oro", capacity=1)
    line(session, "A", "9:00-10:00", room=room, kind="plenary")
    make_delegate(session)
    make_delegate(session, place="waiting")
    assert told(session) == []
    make_delegate(session)
    assert told(session) == [
        (
            "capacity",
            "“A” (09:00–10:00) is for everybody and in Sala Oro, which holds 1; 2 delegates have a place.",
        )
    ]


def test_outside_the_hours_of_a_venue(session):
    venue = VenueFactory(session=session, name_it="Fiera", opens=dt.time(9), closes=dt.time(18))
    line(session, "Early", "8:59-10:00", venue=venue)
    line(session, "In time", "9:00-18:00", room=RoomFactory(venue=venue))
    line(session, "Late", "17:00-18:01", venue=venue)
    line(session, "Very late", "18:00", venue=venue)
    assert told(session) == [
        ("hours", "“Early” (08:59–10:00) begins before Fiera opens at 09:00."),
        ("hours", "“Late” (17:00–18:01) goes on after Fiera closes at 18:00."),
        ("hours", "“Very late” (from 18:00) goes on after Fiera closes at 18:00."),
    ]


@pytest.mark.parametrize("hours", [{"opens": dt.time(9)}, {"closes": dt.time(18)}, {}])
def test_a_venue_that_says_one_of_its_hours_only(session, hours):
    venue = VenueFactory(session=session, **hours)
    line(session, "A", "8:00-9:00", venue=venue)
    line(session, "B", "18:00-19:00", venue=venue)
    assert len(told(session)) == len(hours)
