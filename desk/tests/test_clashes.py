"""The clash check: who and what is in two lines at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from desk.clashes import Kind, Severity, find_clashes, impossible
from desk.tests.conftest import make_delegate
from desk.tests.lines import clashes, line, seat, told
from sessions.models import Interpreter, ProgrammeItem
from sessions.tests.factories import CompanyVisitFactory, OfficialFactory, RoomFactory, VenueFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


# --- Twice at once ----------------------------------------------------------------------------------------------------


def test_a_room_taken_twice(session):
    room = RoomFactory(venue__session=session, name_it="Sala Oro")
    one, other = line(session, "A", "9:00-10:00", room=room), line(session, "B", "9:30-11:00", room=room)
    line(session, "C", "11:00-12:00", room=room)
    (clash,) = clashes(session)
    assert (clash.severity, clash.kind, clash.items) == (Severity.IMPOSSIBLE, Kind.ROOM, (one.pk, other.pk))
    assert clash.words == "The room Sala Oro is taken by “A” (09:00–10:00) and by “B” (09:30–11:00) at the same time."
    assert (clash.day, impossible([clash])) == (1, [clash])


@pytest.mark.parametrize("kind", ["registration", "break"])
def test_a_foyer_may_be_shared_by_a_desk_or_a_coffee(session, kind):
    room = RoomFactory(venue__session=session)
    line(session, "A", "9:00-10:00", room=room, kind=kind)
    line(session, "B", "9:30-10:00", room=room, kind="networking")
    (clash,) = clashes(session)
    assert (clash.severity, clash.kind) == (Severity.WARNING, Kind.ROOM)
    assert impossible([clash]) == []


def test_a_speaker_in_two_places(session):
    speaker = OfficialFactory(session=session, name_it="Anna Bianchi")
    line(session, "A", "9:00-10:00", speakers=[speaker])
    line(session, "B", "9:59-10:30", speakers=[speaker])
    assert told(session) == [
        ("person", "Anna Bianchi is expected at “A” (09:00–10:00) and at “B” (09:59–10:30) at the same time.")
    ]
    assert clashes(session)[0].severity == Severity.IMPOSSIBLE


def test_an_interpreter_in_two_places(session):
    interpreter = Interpreter.objects.create(session=session, name="Olga Belova")
    line(session, "A", "9:00-10:00", interpreters=[interpreter])
    line(session, "B", "9:00-9:30", interpreters=[interpreter])
    assert told(session) == [
        ("person", "Olga Belova is expected at “A” (09:00–10:00) and at “B” (09:00–09:30) at the same time.")
    ]


def test_a_moderator_who_speaks_elsewhere(session):
    moderator = OfficialFactory(session=session, name_it="Anna Bianchi")
    table = ThematicTableFactory(session=session)
    table.moderators.add(moderator)
    line(session, "Table", "9:00-10:00", table=table, speakers=[moderator])  # at the same line twice, which is no clash
    line(session, "Panel", "9:30-10:00", speakers=[moderator])
    assert told(session) == [
        ("person", "Anna Bianchi is expected at “Table” (09:00–10:00) and at “Panel” (09:30–10:00) at the same time.")
    ]


def test_two_people_in_two_places_are_two_clashes(session):
    people = [OfficialFactory(session=session), OfficialFactory(session=session)]
    line(session, "A", "9:00-10:00", speakers=people)
    line(session, "B", "9:00-10:00", speakers=people)
    assert [kind for kind, _words in told(session)] == ["person", "person"]


def test_a_table_that_sits_twice_is_told_once(session):
    table = ThematicTableFactory(session=session, number=3, title_it="Moda")
    table.moderators.add(OfficialFactory(session=session))
    seat(make_delegate(session), table)
    line(session, "A", "9:00-10:00", table=table)
    line(session, "B", "9:30-10:00", table=table)
    assert told(session) == [
        ("table", "The table 3. Moda sits twice at the same time: “A” (09:00–10:00) and “B” (09:30–10:00).")
    ]
    assert clashes(session)[0].severity == Severity.IMPOSSIBLE


def test_a_visit_that_takes_place_twice(session):
    visit = CompanyVisitFactory(session=session)
    line(session, "Bus", "9:00-10:00", kind="transfer", visit=visit)
    line(session, "Works", "9:30-11:00", kind="visit", visit=visit)
    assert told(session) == [
        ("table", "The same visit takes place twice at the same time: “Bus” (09:00–10:00) and “Works” (09:30–11:00).")
    ]


# --- Delegates --------------------------------------------------------------------------------------------------------


@pytest.fixture
def side_by_side(session) -> tuple:
    """A table and a visit at the same time."""
    table, visit = ThematicTableFactory(session=session), CompanyVisitFactory(session=session, town_it="")
    line(session, "Table", "9:00-10:00", table=table)
    line(session, "Visit", "9:30-11:00", kind="visit", visit=visit)
    return table, visit


def test_delegates_with_two_seats_are_told_of_together(session, side_by_side):
    for number in range(5):
        seat(make_delegate(session, given_latin="Anna", family_latin=f"Bianchi {number}"), *side_by_side)
    seat(make_delegate(session), side_by_side[0])
    (clash,) = clashes(session)
    assert (clash.severity, clash.kind) == (Severity.WARNING, Kind.DELEGATES)
    assert clash.words == (
        "5 delegates have a seat at “Table” (09:00–10:00) and at “Visit” (09:30–11:00) at the same time:"
        " Anna Bianchi 0, Anna Bianchi 1, Anna Bianchi 2 and 2 more."
    )


def test_one_delegate_with_two_seats(session, side_by_side):
    seat(make_delegate(session, given_latin="Anna", family_latin="Bianchi"), *side_by_side)
    assert told(session) == [
        (
            "delegates",
            "1 delegate has a seat at “Table” (09:00–10:00) and at “Visit” (09:30–11:00) at the same time:"
            " Anna Bianchi.",
        )
    ]


def test_a_line_that_is_a_table_s_and_a_visit_s_does_not_clash_with_itself(session):
    table, visit = ThematicTableFactory(session=session), CompanyVisitFactory(session=session)
    line(session, "Table at the works", "9:00-10:00", table=table, visit=visit)
    line(session, "Plenary table", "11:00-12:00", kind="plenary", table=table)
    seat(make_delegate(session), table, visit)
    assert told(session) == []


def test_delegates_are_named_in_the_reader_s_alphabet(session, side_by_side):
    seat(make_delegate(session, given_cyrillic="Анна", family_cyrillic="Белова"), *side_by_side)
    with override("ru"):
        assert "Анна Белова" in find_clashes(session)[0].words


@pytest.mark.parametrize("place", ["requested", "waiting", "released"])
def test_a_seat_that_is_not_held_engages_nobody(session, side_by_side, place):
    person = make_delegate(session)
    seat(person, side_by_side[0])
    seat(person, side_by_side[1], place=place)
    assert told(session) == []


def test_a_seat_without_a_place_in_the_session_engages_nobody(session, side_by_side):
    seat(make_delegate(session, place="requested"), *side_by_side)
    assert told(session) == []


def test_a_delegate_goes_from_a_table_to_a_visit_in_another_town(session):
    venue = VenueFactory(session=session, town_it="Bergamo")
    table = ThematicTableFactory(session=session, venue=venue)
    visit = CompanyVisitFactory(session=session, town_it="Dalmine", travel_minutes=25)
    line(session, "Table", "9:00-10:00", table=table)
    works = line(session, "Visit", "10:20-11:00", kind="visit", visit=visit)
    seat(make_delegate(session, given_latin="Anna", family_latin="Bianchi"), table, visit)
    assert told(session) == [
        (
            "travel",
            "1 delegate has 20 min from “Table” (09:00–10:00) to “Visit” (10:20–11:00), and the way takes 25 min:"
            " Anna Bianchi.",
        )
    ]
    ProgrammeItem.objects.filter(pk=works.pk).update(starts=dt.time(10, 25))
    assert told(session) == []


# --- Lines for everybody ----------------------------------------------------------------------------------------------


def test_two_lines_for_everybody_at_once(session):
    line(session, "A", "9:00-10:00", kind="opening")
    line(session, "B", "9:30-10:30", kind="signing")
    assert told(session) == [
        ("everybody", "“A” (09:00–10:00) and “B” (09:30–10:30) are both for everybody and take place at the same time.")
    ]
    assert clashes(session)[0].severity == Severity.WARNING


def test_a_table_during_a_line_for_everybody(session):
    line(session, "Plenary", "9:30-10:30", kind="plenary")
    line(session, "Table", "9:00-10:00", table=ThematicTableFactory(session=session))
    line(session, "Seminar", "9:00-10:00")
    line(session, "Coffee", "9:00-10:00", kind="break")
    assert told(session) == [
        (
            "everybody",
            "“Plenary” (09:30–10:30) is for everybody, and “Table” (09:00–10:00) takes place at the same time.",
        )
    ]


def test_lines_of_one_parallel_group_are_meant_to_be_side_by_side(session):
    line(session, "A", "9:00-10:00", kind="plenary", parallel="A")
    line(session, "B", "9:30-10:30", kind="plenary", parallel="A")
    line(session, "Table", "9:30-10:30", table=ThematicTableFactory(session=session), parallel="A")
    assert told(session) == []


def test_a_common_line_of_a_visit_is_not_for_everybody(session):
    line(session, "Dinner", "20:00-22:00", kind="social")
    line(session, "Lunch at the works", "20:00-21:00", kind="social", visit=CompanyVisitFactory(session=session))
    assert [kind for kind, _words in told(session)] == ["everybody"]
    assert "“Dinner” (20:00–22:00) is for everybody, and “Lunch at the works”" in told(session)[0][1]
