"""Where the lines of a programme stand in the editor: columns, lanes, hours, the tray."""

from __future__ import annotations

import datetime as dt
import random
from types import SimpleNamespace

import pytest
from django.utils import translation

from desk.programme_grid import (
    BY_DAY,
    BY_ROOM,
    NO_ROOM,
    TRAY,
    Card,
    Line,
    View,
    card_of,
    gather_grid,
    give_lanes,
    length_words,
    read_view,
)
from sessions.tests.factories import (
    CompanyVisitFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def line(**fields) -> Line:
    """A line of day 1 with these facts."""
    return Line(**(dict.fromkeys(Line._fields) | {"pk": 1, "day": 1, "changed": NOW} | fields))


def lanes(*spans: tuple[int, int], shortest: int = 10) -> list[tuple[int, int, int]]:
    """Lane, lanes and width of cards from and to these minutes."""
    cards = [Card(line(), "1", starts, ends) for starts, ends in spans]
    give_lanes(cards, shortest)
    return [(card.lane, card.lanes, card.wide) for card in cards]


def test_lines_one_after_the_other_have_all_the_width():
    assert lanes((540, 600), (600, 660), (720, 780)) == [(0, 1, 1), (0, 1, 1), (0, 1, 1)]


def test_lines_at_the_same_time_stand_side_by_side():
    assert lanes((540, 600), (540, 600), (550, 560)) == [(0, 3, 1), (1, 3, 1), (2, 3, 1)]


def test_a_lane_that_is_free_again_is_used_again():
    assert lanes((540, 660), (540, 600), (600, 660)) == [(0, 2, 1), (1, 2, 1), (1, 2, 1)]


def test_a_line_takes_the_width_that_nobody_needs():
    """While three stand side by side at nine, the two at ten share what is there."""
    assert lanes((540, 640), (540, 600), (540, 600), (610, 640)) == [(0, 3, 1), (1, 3, 1), (2, 3, 1), (1, 3, 2)]


def test_two_very_short_lines_do_not_cover_each_other():
    assert lanes((540, 542), (545, 550), shortest=10) == [(0, 2, 1), (1, 2, 1)]
    assert lanes((540, 542), (545, 550), shortest=5) == [(0, 1, 1), (0, 1, 1)]


def test_more_lines_at_once_than_the_style_sheet_has_lanes():
    found = lanes(*[(540, 600)] * 30)
    assert {(lane, of) for lane, of, _wide in found} == {(lane, 24) for lane in range(24)}
    assert {wide for *_rest, wide in found} == {1}


@pytest.mark.parametrize("seed", range(5))
def test_no_two_lines_that_overlap_cover_each_other(seed):
    rng = random.Random(seed)
    spans = sorted(
        ((start := rng.randrange(480, 1000, 5)), start + rng.choice((5, 15, 45, 90, 200))) for _line in range(40)
    )
    for (one, lane, wide), (other, beside, _wide) in pairs(spans, lanes(*spans, shortest=10)):
        until = max(one[1], one[0] + 10), max(other[1], other[0] + 10)
        if one[0] < until[1] and other[0] < until[0] and lane != beside:
            left, right = sorted(((lane, wide), (beside, _wide)))
            assert left[0] + left[1] <= right[0]
        elif one[0] < until[1] and other[0] < until[0]:
            pytest.fail(f"{one} and {other} are in one lane")


def pairs(spans, placed):
    """Every two of the lines, each with its lane and width; more than 24 at once never happen here."""
    found = [(span, lane, wide) for span, (lane, _of, wide) in zip(spans, placed, strict=True)]
    return [(one, other) for index, one in enumerate(found) for other in found[index + 1 :]]


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"starts": dt.time(9)}, "1"),
        ({"day": 2, "starts": dt.time(9)}, "2"),
        ({"day": None, "starts": dt.time(9)}, TRAY),
        ({}, TRAY),
    ],
)
def test_the_column_of_a_line_by_day(fields, column):
    assert card_of(line(**fields), None, View()).column == column


@pytest.mark.parametrize(
    ("fields", "room", "column"),
    [
        ({"starts": dt.time(9)}, 7, "7"),
        ({"starts": dt.time(9)}, None, NO_ROOM),
        ({"starts": dt.time(9), "day": 2}, 7, ""),  # another day's line is not shown
        ({}, 7, TRAY),
    ],
)
def test_the_column_of_a_line_by_room(fields, room, column):
    assert card_of(line(**fields), room, View(BY_ROOM, 1)).column == column


def test_the_classes_of_a_card():
    card = card_of(line(starts=dt.time(9, 30), ends=dt.time(10, 45)), None, View())
    assert card.classes == "hh-9 mm-30 dh-1 dm-15 lane-0 of-1 wide-1"


def test_a_line_without_an_end_is_drawn_half_an_hour_long_within_its_day():
    assert card_of(line(starts=dt.time(9)), None, View()).ends == 9 * 60 + 30
    assert card_of(line(starts=dt.time(23, 50)), None, View()).ends == 24 * 60
    assert card_of(line(starts=dt.time(9)), None, View()).length == ""


def test_every_class_of_a_place_is_in_the_style_sheet(settings):
    sheet = (settings.BASE_DIR / "static/css/editor_places.css").read_text()
    wanted = {
        "from": range(24), "hours": range(1, 25), "hh": range(24), "mm": range(60), "dh": range(25), "dm": range(60),
        "lane": range(24), "of": range(1, 25), "wide": range(1, 25),
    }  # fmt: skip
    assert [f"{name}-{n}" for name, numbers in wanted.items() for n in numbers if f".{name}-{n} {{" not in sheet] == []


@pytest.mark.parametrize(("minutes", "words"), [(5, "5 min"), (60, "1 h"), (95, "1 h 35 min"), (120, "2 h")])
def test_how_long_a_line_lasts(minutes, words):
    assert length_words(minutes) == words


@pytest.mark.parametrize(
    ("asked", "view"),
    [
        ({}, View(BY_DAY, 1)),
        ({"by": "room"}, View(BY_ROOM, 1)),
        ({"by": "room", "day": "2"}, View(BY_ROOM, 2)),
        ({"by": "room", "day": "9"}, View(BY_ROOM, 1)),
        ({"by": "room", "day": "1" + "0" * 30}, View(BY_ROOM, 1)),
        ({"by": "\x00", "day": "-1"}, View(BY_DAY, 1)),
        ({"by": "room", "day": "٢"}, View(BY_ROOM, 1)),
    ],
)
def test_the_view_that_is_asked_for(asked, view):
    assert read_view(asked, [1, 2]) == view


# --- From rows ------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(session) -> SimpleNamespace:
    """A venue with two rooms, and a table that sits in the second."""
    venue = VenueFactory(session=session, name_en="Fair")
    rooms = [RoomFactory(venue=venue, name_en=f"Room {n}", capacity=n * 10, position=n) for n in (1, 2)]
    table = ThematicTableFactory(session=session, room=rooms[1])
    return SimpleNamespace(venue=venue, rooms=rooms, table=table)


def by_column(grid) -> dict[str, list[int]]:
    return {column.key: [card.line.pk for card in column.cards] for column in grid.columns}


def test_by_day_with_the_days_of_the_session_and_lines_beyond_them(session):
    first, last = ProgrammeItemFactory(session=session), ProgrammeItemFactory(session=session, day=4)
    grid = gather_grid(session, {})
    assert (grid.days, by_column(grid)) == ([1, 2, 4], {"1": [first.pk], "2": [], "4": [last.pk]})


def test_by_room_a_sitting_is_where_its_table_is(session, place):
    own = ProgrammeItemFactory(session=session, room=place.rooms[0])
    sitting, outside = ProgrammeItemFactory.create_batch(2, session=session)
    TableSitting.objects.create(item=sitting, table=place.table)
    ProgrammeItemFactory(session=session, day=2, room=place.rooms[0])
    grid = gather_grid(session, {"by": "room", "day": "1"})
    one, two = (str(room.pk) for room in place.rooms)
    assert by_column(grid) == {one: [own.pk], two: [sitting.pk], NO_ROOM: [outside.pk]}


def test_rooms_say_their_seats_and_venue(session, place):
    with translation.override("en"):
        columns = gather_grid(session, {"by": "room"}).columns
    assert [(column.name, column.note) for column in columns] == [
        ("Room 1", "10 seats · Fair"),
        ("Room 2", "20 seats · Fair"),
        ("No room", "outside, or not decided yet"),
    ]


def test_the_tray_goes_by_day_and_ends_with_what_has_none(session):
    none, second, first = (
        ProgrammeItemFactory(session=session, day=day, starts=None, ends=None) for day in (None, 2, 1)
    )
    clock = ProgrammeItemFactory(session=session, day=None, starts=dt.time(15), ends=None)
    grid = gather_grid(session, {})
    assert [card.line.pk for card in grid.tray] == [first.pk, second.pk, clock.pk, none.pk]
    with translation.override("en"):
        assert [card.when for card in grid.tray] == [
            "Day 1 · no time yet",
            "Day 2 · no time yet",
            "No day yet · 15:00",
            "No day yet · no time yet",
        ]


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        (dt.time(9), dt.time(18), (8, 20)),
        (dt.time(7, 45), dt.time(22, 30), (6, 24)),
        (dt.time(0, 5), dt.time(23, 55), (0, 24)),
    ],
)
def test_the_hours_that_are_shown(session, starts, ends, hours):
    ProgrammeItemFactory(session=session, starts=starts, ends=ends)
    grid = gather_grid(session, {})
    assert (grid.from_hour, grid.to_hour) == hours


def test_a_programme_of_short_lines_is_drawn_larger(session):
    item = ProgrammeItemFactory(session=session, ends=dt.time(9, 10))
    assert gather_grid(session, {}).scale == 1
    for ends, scale in ((dt.time(9, 30), 2), (dt.time(11), 3)):
        type(item).objects.update(ends=ends)
        assert gather_grid(session, {}).scale == scale


def test_the_words_for_a_place_and_for_people(session, place):
    item = ProgrammeItemFactory(session=session, room=place.rooms[0])
    item.speakers.add(OfficialFactory(session=session, name_it="Anna Bianchi"))
    item.interpreters.create(session=session, name="Olga Petrova")
    tour = ProgrammeItemFactory(session=session, visit=CompanyVisitFactory(session=session, town_it="Dalmine"))
    grid = gather_grid(session, {})
    assert [grid.card(pk).place.words for pk in (item.pk, tour.pk)] == [place.rooms[0].name, "Dalmine"]
    assert "Anna Bianchi" in grid.card(item.pk).people
    assert "Olga Petrova" in grid.card(item.pk).people
    assert grid.card(tour.pk).people == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_a_grid_takes_eight_queries(session, place, django_assert_num_queries, rows):
    for _row in range(rows):
        item = ProgrammeItemFactory(session=session, room=place.rooms[0])
        item.speakers.add(OfficialFactory(session=session))
        item.interpreters.create(session=session, name="Olga")
        TableSitting.objects.create(item=item, table=ThematicTableFactory(session=session, number=None))
        VenueFactory(session=session), CompanyVisitFactory(session=session)
    with django_assert_num_queries(8):  # lines, rooms, venues, tables, visits, items, speakers, interpreters
        grid = gather_grid(session, {})
        assert [card.place.words != "" and card.people != "" for card in grid.cards()] == [True] * rows


def test_a_session_without_dates_and_lines(db):
    grid = gather_grid(SessionFactory(starts_on=None, ends_on=None), {})
    assert (grid.days, by_column(grid), grid.has_lines) == ([1], {"1": []}, False)
