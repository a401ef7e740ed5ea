"""The page of the clashes: by day, with a way to each line, in a constant number of queries."""

from __future__ import annotations

import pytest

from desk.tests.conftest import make_delegate
from desk.tests.lines import line, seat
from sessions.models import ProgrammeItem
from sessions.tests.factories import OfficialFactory, RoomFactory
from tables.tests.factories import ThematicTableFactory

PAGE = "/en/desk/25/clashes/"


@pytest.fixture
def twice(session) -> list[ProgrammeItem]:
    """Two lines in one room on the second day."""
    room = RoomFactory(venue__session=session, name_it="Sala Oro")
    return [line(session, "A", "9:00-10:00", day=2, room=room), line(session, "B & C", "9:30-10:00", day=2, room=room)]


def test_a_clash_in_words_with_a_way_to_its_lines(organiser, twice):
    page = organiser.get(PAGE).content.decode()
    assert "Day 2" in page
    assert "Day 1" not in page
    assert "A room taken twice" in page
    assert "The room Sala Oro is taken by “A” (09:00–10:00) and by “B &amp; C” (09:30–10:00) at the same time." in page
    for item in twice:
        assert f'href="/en/desk/25/programme/{item.pk}/"' in page
    assert "What is not possible must be mended before the programme is released." in page


def test_who_may_only_look_is_led_to_the_programme(reader, twice):
    page = reader.get(PAGE).content.decode()
    for item in twice:
        assert f'href="/en/desk/25/programme/#line-{item.pk}"' in page


def test_seats_at_two_places_are_told_apart(session, organiser):
    tables = [ThematicTableFactory(session=session, number=number) for number in (1, 2)]
    for table in tables:
        line(session, f"Table {table.number}", "9:00-10:00", table=table)
    seat(make_delegate(session, given_latin="Anna", family_latin="Bianchi"), *tables)
    page = organiser.get(PAGE).content.decode()
    assert "Seats at two places at once: 1 pair of lines" in page
    assert "at the same time: Anna Bianchi." in page
    assert "A warning stops nothing: the programme may be released as it is." in page


def test_without_a_clash_the_page_says_so(session, organiser):
    line(session, "A", "9:00-10:00")
    assert "Nobody and no room is taken twice" in organiser.get(PAGE).content.decode()


def test_without_a_time_nothing_can_clash(session, organiser):
    line(session, "A")
    assert "No line has a day and a time yet" in organiser.get(PAGE).content.decode()


def test_lines_without_a_time_are_counted(session, organiser, twice):
    line(session, "A")
    assert "1 line without a time is not looked at." in organiser.get(PAGE).content.decode()


def test_the_programme_s_tab_stays_marked(organiser, twice):
    page = organiser.get(PAGE).content.decode()
    assert '<a href="/en/desk/25/programme/" aria-current="true">' in page


@pytest.mark.parametrize("language", ["it", "ru", "en"])
def test_the_page_in_each_language(organiser, twice, language):
    page = organiser.get(f"/{language}/desk/25/clashes/").content.decode()
    assert "Sala Oro" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_3_clashes_as_for_1(session, organiser, django_assert_num_queries, rows):
    for hour in range(9, 9 + rows):
        speaker, room = OfficialFactory(session=session), RoomFactory(venue__session=session)
        line(session, "A", f"{hour}:00-{hour}:30", speakers=[speaker], room=room)
        line(session, "B", f"{hour}:00-{hour}:30", speakers=[speaker], room=room)
    with django_assert_num_queries(6):  # Django's session, user, our session, roles, lines, and one of the check
        assert organiser.get(PAGE).content.decode().count('class="kind"') == 2 * rows
