"""The clash check: lines without a time, clock changes, the order of the list and its queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from desk.clashes import clashes_of_line, find_clashes
from desk.tests.conftest import make_delegate
from desk.tests.lines import clashes, line, seat, told
from sessions.models import Interpreter, ProgrammeItem
from sessions.tests.factories import CompanyVisitFactory, OfficialFactory, RoomFactory, SessionFactory, VenueFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


# --- Time -------------------------------------------------------------------------------------------------------------


def test_a_line_without_a_day_or_a_time_is_in_nobody_s_way(session):
    speaker, room = OfficialFactory(session=session), RoomFactory(venue__session=session)
    line(session, "A", "9:00-10:00", speakers=[speaker], room=room)
    line(session, "B", "9:00-10:00", day=None, speakers=[speaker], room=room)
    line(session, "C", "", speakers=[speaker], room=room)
    line(session, "D", "9:00-10:00", day=2, speakers=[speaker], room=room)
    assert told(session) == []


def test_a_line_without_an_end_is_there_when_it_begins(session):
    speaker = OfficialFactory(session=session, name_it="Anna Bianchi")
    line(session, "Open", "9:30", speakers=[speaker])
    line(session, "A", "9:00-9:31", speakers=[speaker])
    line(session, "B", "9:31-10:00", speakers=[speaker])
    assert told(session) == [
        ("person", "Anna Bianchi is expected at “A” (09:00–09:31) and at “Open” (from 09:30) at the same time.")
    ]


def test_a_session_without_dates_and_time_zone_is_checked_all_the_same(db):
    session = SessionFactory(starts_on=None, ends_on=None, timezone="")
    room = RoomFactory(venue__session=session)
    line(session, "A", "9:00-10:00", room=room, day=2)
    line(session, "B", "9:30-10:00", room=room, day=2)
    line(session, "C", "9:30-10:00", room=room, day=1)
    assert [(clash.kind, clash.day) for clash in clashes(session)] == [("room", 2)]


# Clocks are put forward in Rome at 2:00 on 29 March 2026 and back at 3:00 on 25 October; in Moscow they are not.
@pytest.mark.parametrize(
    ("zone", "day", "hours", "gap"),
    [
        ("Europe/Rome", dt.date(2026, 3, 29), ("0:30-1:30", "3:15-4:00"), 45),
        ("Europe/Moscow", dt.date(2026, 3, 29), ("0:30-1:30", "3:15-4:00"), None),
        ("Europe/Rome", dt.date(2026, 10, 25), ("0:30-1:45", "3:15-4:00"), None),
        ("Europe/Moscow", dt.date(2026, 10, 25), ("0:30-1:45", "3:15-4:00"), 90),
    ],
)
def test_the_way_across_a_clock_change_takes_real_time(zone, day, hours, gap):
    session = SessionFactory(starts_on=day, timezone=zone, minutes_between_towns=100)
    speaker = OfficialFactory(session=session)
    for town, when in zip(("Bergamo", "Lecco"), hours, strict=True):
        line(session, town, when, speakers=[speaker], venue=VenueFactory(session=session, town_it=town))
    words = [words for _kind, words in told(session)]
    assert [f"has {gap} min" in text for text in words] == ([True] if gap else [])


def test_a_line_in_the_hour_that_does_not_exist_still_ends_after_it_began():
    session = SessionFactory(starts_on=dt.date(2026, 3, 29), timezone="Europe/Rome")
    room = RoomFactory(venue__session=session)
    line(session, "A", "2:30-3:00", room=room)
    line(session, "B", "2:30-3:10", room=room)
    assert [kind for kind, _words in told(session)] == ["room"]


# --- The list ---------------------------------------------------------------------------------------------------------


def test_clashes_come_by_day_the_impossible_first_then_by_time(session):
    room = RoomFactory(venue__session=session, venue__opens=dt.time(10))
    line(session, "A", "9:00-9:30", room=room)
    line(session, "B", "12:00-13:00", room=room)
    line(session, "C", "12:00-13:00", room=room)
    line(session, "D", "8:00-9:00", room=room, day=2)
    found = clashes(session)
    assert [(clash.day, clash.kind) for clash in found] == [(1, "room"), (1, "hours"), (2, "hours")]


def test_the_clashes_of_a_line(session):
    room = RoomFactory(venue__session=session)
    one, other = line(session, "A", "9:00-10:00", room=room), line(session, "B", "9:00-11:00", room=room)
    third, alone = line(session, "C", "10:30-11:00", room=room), line(session, "D", "11:00-12:00", room=room)
    found = clashes(session)
    numbers = [len(clashes_of_line(found, item.pk)) for item in (one, other, third, alone)]
    assert numbers == [1, 2, 1, 0]


def test_another_session_s_lines_do_not_clash_with_ours(session):
    speaker = OfficialFactory(session=session)
    line(session, "A", "9:00-10:00", speakers=[speaker])
    line(SessionFactory(starts_on=session.starts_on), "B", "9:00-10:00", speakers=[speaker])
    assert told(session) == []


def test_words_are_in_the_reader_s_language_or_the_one_there_is(session):
    speaker = OfficialFactory(session=session, name_it="Anna Bianchi", name_ru="Анна Бьянки")
    item = line(session, "A", "9:00-10:00", speakers=[speaker])
    ProgrammeItem.objects.filter(pk=item.pk).update(title_ru="Открытие")
    line(session, "B", "9:00-10:00", speakers=[speaker])
    with override("ru"):
        (clash,) = find_clashes(session)
        assert all(text in clash.words for text in ("Анна Бьянки", "Открытие", "B"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_check_takes_one_query(session, django_assert_num_queries, rows):
    for number in range(rows):
        table = ThematicTableFactory(session=session, number=number + 1)
        table.moderators.add(OfficialFactory(session=session))
        visit, venue = CompanyVisitFactory(session=session), VenueFactory(session=session)
        speaker = OfficialFactory(session=session)
        interpreter = Interpreter.objects.create(session=session, name="Olga Belova")
        line(session, "A", "9:00-10:00", table=table, speakers=[speaker], interpreters=[interpreter], venue=venue)
        line(session, "B", "9:00-10:00", visit=visit, speakers=[speaker], interpreters=[interpreter])
        seat(make_delegate(session), table, visit)
    with django_assert_num_queries(1):
        assert clashes(session)


def test_a_programme_without_times_takes_one_query(session, django_assert_num_queries):
    line(session, "A")
    with django_assert_num_queries(1):
        assert find_clashes(session) == []
