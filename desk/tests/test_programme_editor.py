"""The editor of the programme: its page, a line dropped, and the acts, with JavaScript and without."""

from __future__ import annotations

import datetime as dt

import pytest

from desk.tests.conftest import assigned
from sessions.models import ProgrammeItem
from sessions.tests.factories import (
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from tables.models import ProgrammeEdit, TableSitting
from tables.services import move_line
from tables.tests.factories import ThematicTableFactory

GRID = "/en/desk/25/programme/"
BY_SCRIPT = {"accept": "application/json"}


@pytest.fixture
def item(session) -> ProgrammeItem:
    return ProgrammeItemFactory(session=session, title_en="Opening", ends=dt.time(9, 45))


@pytest.fixture
def room(session):
    return RoomFactory(venue=VenueFactory(session=session))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def told(response) -> list[str]:
    """What a page says after an act."""
    return [str(message) for message in response.context["messages"]]


def drop(client, item: ProgrammeItem, view: str = "by=day", **place):
    """Drop a line as the script does, having seen it as it is now."""
    seen = ProgrammeItem.objects.get(pk=item.pk).updated_at.isoformat()
    return client.post(f"{GRID}{item.pk}/move/?{view}", {"seen": seen, **place}, headers=BY_SCRIPT)


def stands(item: ProgrammeItem) -> tuple:
    """Where a line is now."""
    item = ProgrammeItem.objects.get(pk=item.pk)
    clocks = [clock and f"{clock:%H:%M}" for clock in (item.starts, item.ends)]
    return item.day, *clocks, item.room_id


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_shows_each_line_where_it_stands(session, organiser, item):
    waiting = ProgrammeItemFactory(session=session, title_en="To be placed", starts=None, ends=None)
    page = text_of(organiser.get(GRID))
    timed, _tray, untimed = page.partition('id="editor-tray"')
    assert f'id="line-{item.pk}" class="editor-card kind-plenary hh-9 mm-0 dh-0 dm-45 lane-0 of-1 wide-1"' in timed
    assert "09:00" in timed
    assert "45 min" in timed
    assert f'id="line-{waiting.pk}"' in untimed
    assert "Day 1 · no time yet" in untimed
    assert "style=" not in page


def test_readers_see_lines_and_clashes_but_no_way_to_change_them(session, reader, item, room):
    ProgrammeItem.objects.update(room=room)
    ProgrammeItemFactory(session=session, room=room, title_en="Press")
    page = text_of(reader.get(GRID))
    assert "Opening" in page
    assert "Not possible:" in page
    for word in ("grip", "editor.js", "Add a line", "Undo", f"{GRID}{item.pk}/?", "editor-mover"):
        assert word not in page


def test_a_clash_is_told_at_the_lines_and_beside_the_grid(session, organiser, item, room):
    ProgrammeItem.objects.update(room=room)
    other = ProgrammeItemFactory(session=session, room=room, title_en="Press", starts=dt.time(9, 30))
    page = organiser.get(GRID)
    marks = {card.line.pk: card.mark for card in page.context["grid"].cards()}
    assert [(marks[pk].number > 0, marks[pk].impossible) for pk in (item.pk, other.pk)] == [(True, True)] * 2
    assert "Opening" in marks[other.pk].words
    assert f'<a href="#line-{item.pk}">' in text_of(page)
    assert page.context["impossible_count"] >= 1


def test_without_any_line_an_earlier_session_is_offered(session, organiser):
    assert "Copy an earlier session" in text_of(organiser.get(GRID))
    ProgrammeItemFactory(session=session)
    assert "Copy an earlier session" not in text_of(organiser.get(GRID))


@pytest.mark.parametrize("query", ["by=room", "by=room&day=2", "by=%00&day=-1", "day=" + "9" * 30])
def test_any_view_is_answered(organiser, item, room, query):
    assert organiser.get(f"{GRID}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_3_lines_as_for_1(session, organiser, django_assert_num_queries, rows):
    for number in range(rows):
        room = RoomFactory(venue=VenueFactory(session=session))
        line = ProgrammeItemFactory(session=session, room=room, starts=dt.time(9 + number), ends=dt.time(10 + number))
        line.speakers.add(OfficialFactory(session=session))
        line.interpreters.create(session=session, name="Olga")
        TableSitting.objects.create(item=line, table=ThematicTableFactory(session=session))
    with django_assert_num_queries(16):
        organiser.get(GRID)


# --- A line dropped -------------------------------------------------------------------------------------------------


def test_a_line_dropped_keeps_its_duration_and_answers_with_what_changed(organiser, item):
    answer = drop(organiser, item, day=2, starts="14:10").json()
    assert stands(item) == (2, "14:10", "14:55", None)
    assert "hh-14 mm-10 dh-0 dm-45" in answer["card"]
    seen = ProgrammeItem.objects.get().updated_at.isoformat()
    assert answer["columns"]["2"] == {"of": 1, "cards": [[item.pk, "hh-14 mm-10 dh-0 dm-45 lane-0 of-1 wide-1", seen]]}
    assert answer["columns"]["1"]["cards"] == answer["columns"]["tray"]["cards"] == []
    assert answer["said"] == "Opening now begins on day 2 at 14:10. It has no clash."
    assert "Line moved" in answer["undo"]


def test_a_line_dropped_on_another_tells_the_clash_at_once(session, organiser, item, room):
    ProgrammeItem.objects.update(room=room)
    other = ProgrammeItemFactory(session=session, title_en="Press", day=2, starts=dt.time(14), ends=None, room=room)
    answer = drop(organiser, item, day=2, starts="13:45").json()
    assert stands(item)[:2] == (2, "13:45")  # a clash stops nobody
    assert {int(pk): mark["impossible"] for pk, mark in answer["marks"].items()} == {item.pk: True, other.pk: True}
    assert answer["said"].startswith("Opening now begins on day 2 at 13:45. It has ")
    assert "Press" in answer["clashes"]
    assert answer["columns"]["2"]["of"] == 2


def test_a_line_dropped_in_a_room_and_out_of_any(organiser, item, room):
    answer = drop(organiser, item, "by=room&day=1", day=1, starts="09:00", room=room.pk).json()
    assert stands(item) == (1, "09:00", "09:45", room.pk)
    assert [pk for pk, *_rest in answer["columns"][str(room.pk)]["cards"]] == [item.pk]
    answer = drop(organiser, item, "by=room&day=1", day=1, starts="09:00", room="").json()
    assert stands(item) == (1, "09:00", "09:45", None)
    assert [pk for pk, *_rest in answer["columns"]["none"]["cards"]] == [item.pk]


def test_a_line_whose_room_was_not_named_stays_in_it(organiser, item, room):
    ProgrammeItem.objects.update(room=room)
    drop(organiser, item, day=1, starts="10:00")
    assert stands(item) == (1, "10:00", "10:45", room.pk)


def test_a_line_put_aside_and_taken_back_has_its_duration_again(organiser, item):
    answer = drop(organiser, item, day="", starts="").json()
    assert stands(item) == (None, None, None, None)
    assert answer["said"] == "Opening waits for a time."
    assert [pk for pk, *_rest in answer["columns"]["tray"]["cards"]] == [item.pk]
    drop(organiser, item, day=1, starts="15:00")
    assert stands(item) == (1, "15:00", "15:45", None)


def test_a_line_made_longer(organiser, item):
    answer = drop(organiser, item, day=1, starts="09:00", minutes=90).json()
    assert stands(item) == (1, "09:00", "10:30", None)
    assert "1 h 30 min" in answer["card"]
    assert ProgrammeEdit.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ({"day": 7, "starts": "09:00"}, "7"),
        ({"day": 1, "starts": "25:00"}, "Write a time, such as 09:30."),
        ({"day": 1, "starts": "23:30"}, "midnight"),
        ({"day": 1, "starts": "23:00", "minutes": 70}, "midnight"),
        ({"day": 1, "starts": "09:00", "minutes": "9" * 40}, "1440"),
        ({"day": "\x00", "starts": "09:00"}, ""),
        ({"day": 1, "starts": "09:00", "room": "1" + "0" * 30}, "1000"),
    ],
)
def test_nonsense_is_refused_in_words(organiser, item, place, error):
    answer = drop(organiser, item, **place)
    assert answer.status_code == 409
    assert error in answer.json()["error"]
    assert stands(item)[1] in ("09:00", "23:00")


def test_a_longer_line_beyond_midnight_changes_nothing_at_all(organiser, item):
    """Place and duration are one drop: where the second is refused the first is not made."""
    drop(organiser, item, day=2, starts="23:00", minutes=70)
    assert stands(item) == (1, "09:00", "09:45", None)
    assert not ProgrammeEdit.objects.exists()


def test_a_room_of_another_session_is_no_place_to_drop(organiser, item):
    other = RoomFactory()
    assert drop(organiser, item, day=1, starts="09:00", room=other.pk).status_code == 409
    assert stands(item) == (1, "09:00", "09:45", None)


def test_a_line_that_somebody_else_moved_meanwhile_is_not_moved_over_it(session, organiser, item):
    seen = item.updated_at.isoformat()
    colleague = assigned(session, "organiser")
    move_line(item, day=2, starts=dt.time(11), by=colleague)
    answer = organiser.post(f"{GRID}{item.pk}/move/", {"day": 1, "starts": "10:00", "seen": seen}, headers=BY_SCRIPT)
    assert answer.status_code == 409
    assert str(colleague) in answer.json()["error"]
    assert stands(item)[:2] == (2, "11:00")


def test_without_javascript_a_move_leads_back_to_the_line(organiser, item):
    answer = organiser.post(f"{GRID}{item.pk}/move/?by=room&day=1", {"day": 2, "starts": "10:00"})
    assert answer["Location"] == f"{GRID}?by=room&day=2#line-{item.pk}"
    answer = organiser.post(f"{GRID}{item.pk}/move/", {"day": 2, "starts": "x"}, follow=True)
    assert told(answer) == ["Write a time, such as 09:30."]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_drop_takes_as_many_queries_for_3_lines_as_for_1(session, organiser, django_assert_num_queries, room, rows):
    items = [ProgrammeItemFactory(session=session, room=room, starts=dt.time(9 + n), ends=None) for n in range(rows)]
    drop(organiser, items[0], day=1, starts="14:00")
    seen = ProgrammeItem.objects.get(pk=items[0].pk).updated_at.isoformat()
    with django_assert_num_queries(26):
        organiser.post(f"{GRID}{items[0].pk}/move/", {"day": 2, "starts": "15:00", "seen": seen}, headers=BY_SCRIPT)


# --- Undo, redo, remove, copy ---------------------------------------------------------------------------------------


def test_undo_and_redo(organiser, item):
    drop(organiser, item, day=2, starts="14:00")
    answer = organiser.post(f"{GRID}undo/?by=day", follow=True)
    assert stands(item) == (1, "09:00", "09:45", None)
    assert told(answer) == ["Undone: Line moved: “Opening”."]
    answer = organiser.post(f"{GRID}redo/", follow=True)
    assert stands(item)[:2] == (2, "14:00")
    assert told(answer) == ["Done again: Line moved: “Opening”."]


def test_nothing_to_undo_says_so(organiser):
    assert told(organiser.post(f"{GRID}undo/", follow=True)) == ["There is nothing to undo."]
    assert told(organiser.post(f"{GRID}redo/", follow=True)) == ["There is nothing to do again."]


def test_a_removed_line_comes_back(organiser, item):
    answer = organiser.post(f"{GRID}{item.pk}/remove/", follow=True)
    assert told(answer) == ["“Opening” was removed. “Undo” brings it back."]
    assert not ProgrammeItem.objects.exists()
    organiser.post(f"{GRID}undo/")
    assert stands(item) == (1, "09:00", "09:45", None)


def test_a_line_changed_meanwhile_is_not_removed_unseen(session, organiser, item):
    seen = item.updated_at.isoformat()
    move_line(item, day=2, starts=dt.time(11), by=assigned(session, "organiser"))
    answer = organiser.post(f"{GRID}{item.pk}/remove/", {"seen": seen}, follow=True)
    assert "Changed meanwhile" in told(answer)[0]
    assert stands(item)[:2] == (2, "11:00")


def test_copy_a_day(organiser, item):
    page = organiser.get(f"{GRID}copy-day/")
    assert "Copy a day" in text_of(page)
    answer = organiser.post(f"{GRID}copy-day/", {"day": 1, "to_day": 2})
    assert answer["Location"] == f"{GRID}?by=day"
    copy = ProgrammeItem.objects.exclude(pk=item.pk).get()
    assert (stands(copy), copy.title_en) == ((2, "09:00", "09:45", None), "Opening")
    page = organiser.post(f"{GRID}copy-day/", {"day": 1, "to_day": 1})
    assert page.context["form"].errors == {"to_day": ["Choose another day to copy to."]}


def test_copy_an_earlier_session(session, organiser):
    earlier = SessionFactory(number=24, title_en="Earlier")
    ProgrammeItemFactory(session=earlier, title_en="Plenary").speakers.add(OfficialFactory(session=earlier))
    hidden = SessionFactory(number=23, status="draft")  # of somebody else, and not published
    ProgrammeItemFactory(session=hidden)
    page = organiser.get(f"{GRID}copy-session/")
    assert [value for value, _label in page.context["form"].fields["source"].choices] == ["", earlier.pk]
    organiser.post(f"{GRID}copy-session/", {"source": earlier.pk})
    copy = session.items.get()
    assert (copy.title_en, list(copy.speakers.all())) == ("Plenary", [])
    page = organiser.post(f"{GRID}copy-session/", {"source": earlier.pk})
    assert "is copied into an empty programme" in text_of(page)
    for nonsense in ("", hidden.pk, "1" + "0" * 30, "\x00"):
        page = organiser.post(f"{GRID}copy-session/", {"source": nonsense})
        assert list(page.context["form"].errors) == ["source"]
    assert session.items.count() == 1


@pytest.mark.parametrize("act", ["", "move/", "remove/"])
def test_a_line_of_another_session_is_out_of_reach(organiser, act):
    other = ProgrammeItemFactory()
    assert organiser.post(f"{GRID}{other.pk}/{act}", {"day": 2, "starts": "10:00"}).status_code == 404
    assert stands(other)[:2] == (1, "09:00")
