"""Adding, changing, moving and removing a line of the programme."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from accounts.tests.factories import StaffFactory
from sessions.models import ProgrammeItem
from sessions.tests.factories import (
    CompanyVisitFactory,
    InterpreterFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from tables import services
from tables.models import ProgrammeEdit, TableSitting
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def anna():
    return StaffFactory(full_name="Anna Neri")


def at(item: ProgrammeItem) -> tuple:
    item = ProgrammeItem.objects.get(pk=item.pk)
    return item.day, item.starts and f"{item.starts:%H:%M}", item.ends and f"{item.ends:%H:%M}"


def refusal(act, *args, **kwargs) -> tuple[str | None, str]:
    with pytest.raises(DomainError) as caught:
        act(*args, **kwargs)
    return caught.value.field, str(caught.value)


def everything(session) -> dict:
    """Values for every part of a line."""
    room = RoomFactory(venue__session=session)
    return {
        "kind": "table", "title_it": " Tavolo  moda ", "title_ru": "Стол", "title_en": "Table",
        "note_it": "Primo\nSecondo", "note_ru": "", "note_en": "", "day": 2, "starts": dt.time(11),
        "ends": dt.time(12, 30), "parallel": "A",
        "venue": room.venue, "room": room, "visit": CompanyVisitFactory(session=session),
        "table": ThematicTableFactory(session=session), "speakers": OfficialFactory.create_batch(2, session=session),
        "interpreters": [InterpreterFactory(session=session)], "expected": 40,
        "spoken": ["it"], "interpreted": ["ru"],
    }  # fmt: skip


def test_a_line_is_added_with_all_that_it_says(anna):
    session = SessionFactory()
    ProgrammeItemFactory(session=session, position=7)
    values = everything(session)
    item = services.add_line(session, values, anna)
    item = session.items.get(pk=item.pk)
    assert (item.title_it, item.title_ru, item.title_en) == ("Tavolo moda", "Стол", "Table")
    assert (item.note_it, item.note_ru, item.position) == ("Primo\nSecondo", None, 8)
    assert (item.day, item.starts, item.ends, item.parallel) == (2, dt.time(11), dt.time(12, 30), "A")
    assert (item.venue, item.room, item.visit) == (values["venue"], values["room"], values["visit"])
    assert item.sitting.table == values["table"]
    assert set(item.speakers.all()) == set(values["speakers"])
    assert list(item.interpreters.all()) == values["interpreters"]
    assert (item.expected, item.spoken, item.interpreted) == (40, ["it"], ["ru"])
    edit = ProgrammeEdit.objects.get()
    assert (edit.act, edit.by, edit.before) == ("added", anna, [])
    assert edit.after == [services.line_of(item)]


def test_the_untranslated_column_is_the_italian_whoever_adds():
    item = services.add_line(SessionFactory(), {"title_it": "Apertura", "title_en": "Opening"}, None)
    assert ProgrammeItem.objects.filter(pk=item.pk).rewrite(False).values_list("title", flat=True)[0] == "Apertura"


def test_a_change_touches_what_it_names_and_is_written_down(anna):
    item = ProgrammeItemFactory(note_it="Resta", expected=5)
    before = services.line_of(item)
    services.change_line(item, {"title_it": "Altro", "starts": dt.time(9, 30)}, anna, seen=item.updated_at.isoformat())
    item = ProgrammeItem.objects.get(pk=item.pk)
    assert (item.title_it, item.note_it, item.expected, item.starts) == ("Altro", "Resta", 5, dt.time(9, 30))
    edit = ProgrammeEdit.objects.get()
    assert (edit.act, edit.before, edit.after) == ("changed", [before], [services.line_of(item)])
    assert edit.after[0]["changed"] > before["changed"]


def test_a_change_of_people_and_table_reaches_the_rows_and_back():
    session = SessionFactory()
    item = services.add_line(session, everything(session), None)
    other = ThematicTableFactory(session=session)
    item = services.change_line(item, {"speakers": [], "table": other}, None)
    assert (item.sitting.table, item.speakers.count()) == (other, 0)
    item = services.change_line(item, {"table": None}, None)
    assert not hasattr(item, "sitting")
    assert TableSitting.objects.count() == 0
    item = services.change_line(item, {"table": other}, None)
    assert ProgrammeItem.objects.get(pk=item.pk).sitting.table == other


def test_a_change_that_changes_nothing_is_none():
    item = ProgrammeItemFactory()
    services.change_line(item, {"title_it": item.title_it, "title_en": "", "speakers": [], "ends": "10:00"}, None)
    assert ProgrammeEdit.objects.count() == 0
    assert ProgrammeItem.objects.get(pk=item.pk).updated_at == item.updated_at


def test_a_name_that_is_no_part_of_a_line_is_a_fault_of_the_caller():
    with pytest.raises(KeyError, match="titel"):
        services.change_line(ProgrammeItemFactory(), {"titel": "x"}, None)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"title_it": ""}, "title_it", "Write the title in one language at least."),
        ({"title_it": "\u202eabc"}, "title_it", "The text holds a mark that turns the reading direction."),
        ({"title_it": "x" * 301}, "title_it", "Ensure this value has at most 300 characters (it has 301)."),
        ({"title_it": "a\0b"}, "title_it", "The text holds a character that cannot be written."),
        ({"kind": "ball"}, "kind", "Value 'ball' is not a valid choice."),
        ({"ends": dt.time(9)}, "ends", "The end is not after the start."),
        ({"starts": dt.time(10)}, "ends", "The end is not after the start."),
        ({"day": 0}, "day", "Days are counted from 1."),
        ({"day": 3}, "day", "The session has 2 days."),
        ({"day": 10**30}, "day", "The session has 2 days."),
        ({"expected": -1}, "expected", "Ensure this value is greater than or equal to 0."),
    ],
)
def test_nonsense_is_refused_beside_its_field(values, field, words):
    item = ProgrammeItemFactory(title_ru=None)
    assert refusal(services.change_line, item, values, None) == (field, words)
    assert ProgrammeEdit.objects.count() == 0
    assert services.line_of(ProgrammeItem.objects.get(pk=item.pk)) == services.line_of(item)


@pytest.mark.parametrize("name", ["venue", "room", "visit", "table", "speakers", "interpreters"])
def test_what_belongs_to_another_session_is_refused_beside_its_field(name):
    item, strange = ProgrammeItemFactory(), everything(SessionFactory())[name]
    words = "What was chosen here is not, or no longer, part of this session."
    assert refusal(services.change_line, item, {name: strange}, None) == (name, words)


def test_a_room_of_another_venue_is_refused():
    session = SessionFactory()
    room, venue = RoomFactory(venue__session=session), VenueFactory(session=session)
    item = ProgrammeItemFactory(session=session)
    words = "This room is in another venue."
    assert refusal(services.change_line, item, {"room": room, "venue": venue}, None) == ("room", words)


def test_what_an_edit_does_not_touch_it_does_not_judge():
    item = ProgrammeItemFactory(day=9, room=RoomFactory())
    services.change_line(item, {"title_it": "Altro"}, None)
    assert ProgrammeItem.objects.get(pk=item.pk).title_it == "Altro"


def test_a_clash_stops_no_edit():
    session = SessionFactory()
    room, official = RoomFactory(venue__session=session), OfficialFactory(session=session)
    for _number in range(2):
        values = {"title_it": "x", "day": 1, "starts": dt.time(9), "ends": dt.time(10)}
        services.add_line(session, values | {"room": room, "speakers": [official]}, None)
    assert session.items.count() == 2


# --- Moving ---------------------------------------------------------------------------------------------------------


def test_a_line_that_is_moved_lasts_as_long_as_before(anna):
    item = ProgrammeItemFactory(starts=dt.time(9), ends=dt.time(10, 45))
    services.move_line(item, day=2, starts=dt.time(14, 5), by=anna)
    assert at(item) == (2, "14:05", "15:50")
    assert ProgrammeEdit.objects.get().act == "moved"


def test_a_line_without_times_finds_its_duration_again():
    item = ProgrammeItemFactory(starts=dt.time(9), ends=dt.time(10, 45))
    services.move_line(item, day=None, starts=None, by=None)
    assert at(item) == (None, None, None)
    services.move_line(item, day=1, starts=dt.time(16), by=None)
    assert at(item) == (1, "16:00", "17:45")


def test_a_line_that_never_had_an_end_gets_none():
    item = ProgrammeItemFactory(starts=None, ends=None)
    services.move_line(item, day=1, starts=dt.time(16), by=None)
    assert at(item) == (1, "16:00", None)


def test_a_line_is_not_moved_over_midnight():
    item = ProgrammeItemFactory(starts=dt.time(9), ends=dt.time(11))
    words = "The line would not end before midnight."
    assert refusal(services.move_line, item, day=1, starts=dt.time(22), by=None) == ("starts", words)
    assert at(item) == (1, "09:00", "11:00")


def test_a_line_is_made_longer_where_it_is_and_where_it_goes(anna):
    item = ProgrammeItemFactory(starts=dt.time(9), ends=dt.time(10))
    services.move_line(item, day=1, starts=dt.time(9), minutes=90, by=anna)
    assert at(item) == (1, "09:00", "10:30")
    assert services.undoable(item.session).act == "changed"
    services.move_line(item, day=2, starts=dt.time(11), minutes=30, by=anna)
    assert at(item) == (2, "11:00", "11:30")
    assert services.undoable(item.session).act == "moved"
    services.move_line(item, day=2, starts=None, minutes=30, by=anna)
    assert at(item) == (2, None, None)


def test_a_room_brings_its_venue_and_stays_where_nothing_is_said_of_it():
    session = SessionFactory()
    old, new = RoomFactory.create_batch(2, venue__session=session)
    item = ProgrammeItemFactory(session=session, venue=old.venue, room=old)
    item = services.move_line(item, day=2, starts=dt.time(9), by=None)
    assert (item.venue, item.room) == (old.venue, old)
    item = services.move_line(item, day=2, starts=dt.time(9), room=new, by=None)
    assert (item.venue, item.room) == (new.venue, new)
    item = services.move_line(item, day=2, starts=dt.time(9), room=None, by=None)
    assert (item.venue, item.room) == (new.venue, None)


def test_parallel_lines_moved_one_by_one_stay_together():
    session = SessionFactory()
    items = ProgrammeItemFactory.create_batch(3, session=session, parallel="A")
    for item in items[:2]:
        services.move_line(item, day=1, starts=dt.time(15), by=None)
    assert list(session.items.values_list("parallel", flat=True)) == ["A2", "A2", "A"]
    services.move_line(items[2], day=1, starts=dt.time(15), by=None)
    services.move_line(items[0], day=2, starts=dt.time(9), by=None)
    assert list(session.items.values_list("parallel", flat=True)) == ["A2", "A2", "A2"]


def test_a_line_without_a_label_gets_none_beside_others():
    session = SessionFactory()
    ProgrammeItemFactory(session=session, parallel="A")
    item = ProgrammeItemFactory(session=session, day=2)
    services.move_line(item, day=1, starts=dt.time(9), by=None)
    assert session.items.get(pk=item.pk).parallel == ""


def test_a_drop_asks_few_queries(django_assert_num_queries, anna):
    session = SessionFactory()
    item = services.add_line(session, everything(session), anna)
    room = RoomFactory(venue__session=session)
    for _number in range(20):
        ProgrammeItemFactory(session=session, parallel="B")
    # Savepoint and its end, session, item, two links, labels of the day, two checks of place, update, edit.
    with django_assert_num_queries(12):
        services.move_line(item, day=1, starts=dt.time(9), room=room, by=anna)


# --- Removing, and what happened meanwhile --------------------------------------------------------------------------


def test_a_line_is_removed_and_written_down(anna):
    item = ProgrammeItemFactory()
    line, changed = services.line_of(item), item.session.updated_at
    services.remove_line(item, anna)
    edit = ProgrammeEdit.objects.get()
    assert (edit.act, edit.before, edit.after) == ("removed", [line], [])
    assert ProgrammeItem.objects.count() == 0
    item.session.refresh_from_db()
    assert item.session.updated_at > changed
    services.remove_line(item, anna)
    assert ProgrammeEdit.objects.count() == 1


def test_who_saw_an_older_line_is_told_what_changed_and_by_whom(anna):
    item = ProgrammeItemFactory(title_it="Apertura", starts=dt.time(9))
    seen, room = item.updated_at.isoformat(), RoomFactory(venue__session=item.session, name_it="Sala verde")
    services.change_line(item, {"room": room, "title_it": "Apertura dei lavori"}, anna)
    services.move_line(item, day=1, starts=dt.time(9, 30), by=StaffFactory(full_name="Boris Petrov"))
    words = (
        "Changed meanwhile by Boris Petrov, Anna Neri, so nothing was saved: starts: 09:00 → 09:30; "
        "ends: 10:00 → 10:30; title [it]: Apertura → Apertura dei lavori; room: – → Sala verde. "
        "Look at it, and save again."
    )
    for act, kwargs in (
        (services.change_line, {"values": {"day": 2}}),
        (services.move_line, {"day": 2, "starts": dt.time(9)}),
        (services.remove_line, {}),
    ):
        assert refusal(act, item, **kwargs, by=None, seen=seen) == (None, words)
    assert at(item)[0] == 1


def test_a_change_made_elsewhere_is_told_too(anna):
    item = ProgrammeItemFactory()
    seen = item.updated_at.isoformat()
    item.save()
    words = "This line was changed meanwhile, so nothing was saved. Look at it as it is now, and save again."
    assert refusal(services.change_line, item, {"day": 2}, anna, seen=seen) == (None, words)


def test_a_line_that_was_removed_meanwhile_is_told_with_who_did_it(anna):
    item = ProgrammeItemFactory()
    stale = ProgrammeItem.objects.get(pk=item.pk)
    services.remove_line(item, anna)
    words = "Anna Neri removed this line meanwhile; undoing that brings it back."
    assert refusal(services.change_line, stale, {"day": 2}, None) == (None, words)
    ProgrammeEdit.objects.all().delete()
    assert refusal(services.move_line, stale, day=2, starts=None, by=None) == (None, "This line was removed meanwhile.")
