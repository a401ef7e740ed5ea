"""Undoing what was done to the programme, and doing it again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from accounts.tests.factories import StaffFactory
from sessions.models import ProgrammeItem
from sessions.tests.factories import OfficialFactory, ProgrammeItemFactory, RoomFactory, SessionFactory
from tables import services
from tables.tests.factories import ThematicTableFactory
from tables.tests.test_editing import at, everything, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def anna():
    return StaffFactory(full_name="Anna Neri")


@pytest.fixture
def boris():
    return StaffFactory(full_name="Boris Petrov")


def said(session) -> list[dict]:
    """All that the lines of a session say, without the time of their last change."""
    return [line | {"changed": ""} for line in services.lines_of(session.items.all())]


def test_every_act_is_undone_and_done_again(anna):
    session = SessionFactory()
    item, other = ProgrammeItemFactory(session=session), services.add_line(session, everything(session), None)
    acts = (
        lambda: services.add_line(session, everything(session) | {"title_it": "Nuova"}, anna),
        lambda: services.change_line(other, {"speakers": [], "table": None, "note_it": "", "title_it": "Altro"}, anna),
        lambda: services.move_line(item, day=2, starts=None, by=anna),
        lambda: services.remove_line(other, anna),
        lambda: services.copy_day(session, 2, 1, anna),
    )
    states = [said(session)]
    for act in acts:
        act()
        states.append(said(session))
    for state in states[-2::-1]:
        services.undo_last(session, anna)
        assert said(session) == state
    for state in states[1:]:
        services.redo_last(session, anna)
        assert said(session) == state
    assert len({str(state) for state in states}) == len(acts) + 1


def test_a_removed_line_comes_back_as_the_same_row_with_all_it_said(anna):
    session = SessionFactory()
    item = services.add_line(session, everything(session), anna)
    before = said(session)
    services.remove_line(item, anna)
    last = ProgrammeItemFactory(session=session)
    services.undo_last(session, anna)
    back = session.items.exclude(pk=last.pk).get()
    assert (back.pk, back.sitting.table.session, back.speakers.count()) == (item.pk, session, 2)
    assert said(session)[: len(before)] == before or said(session)[1:] == before
    assert back.updated_at > item.updated_at
    assert ProgrammeItem.objects.filter(pk=item.pk).rewrite(False).values_list("title", flat=True)[0] == "Tavolo moda"
    assert services.add_line(session, {"title_it": "Altra"}, anna).pk > last.pk


def test_undo_is_of_the_own_acts_only(anna, boris):
    one, other = ProgrammeItemFactory.create_batch(2, session=SessionFactory())
    services.move_line(one, day=2, starts=dt.time(9), by=anna)
    services.move_line(other, day=2, starts=dt.time(9), by=boris)
    services.undo_last(one.session, anna)
    assert (at(one)[0], at(other)[0]) == (1, 2)
    assert services.undoable(one.session, anna) is None
    assert services.undoable(one.session).by == boris
    assert refusal(services.undo_last, one.session, anna) == (None, "There is nothing to undo.")


def test_undo_overwrites_nothing_that_somebody_did_after(anna, boris):
    item = ProgrammeItemFactory(title_it="Apertura")
    services.move_line(item, day=2, starts=dt.time(9), by=anna)
    services.change_line(item, {"note_it": "Portare il badge"}, boris)
    words = "“Apertura” was changed after that, so this can no longer be undone: note [it]: – → Portare il badge."
    with translation.override("it"):
        item.refresh_from_db()
    assert refusal(services.undo_last, item.session, anna) == (None, words)
    assert at(item)[0] == 2
    services.remove_line(item, boris)
    words = "“Apertura” was removed or brought back after that: this can no longer be undone."
    assert refusal(services.undo_last, item.session, anna) == (None, words)
    assert not item.session.items.exists()
    services.undo_last(item.session, boris)
    services.undo_last(item.session, boris)
    services.undo_last(item.session, anna)
    assert at(item)[0] == 1


def test_what_was_changed_by_somebody_elses_hand_is_not_overwritten_either(anna):
    item = services.add_line(SessionFactory(), {"title_it": "Nuova"}, anna)
    ProgrammeItem.objects.filter(pk=item.pk).update(parallel="A")
    field, words = refusal(services.undo_last, item.session, anna)
    assert words == "“Nuova” was changed after that, so this can no longer be undone: parallel group: – → A."
    assert ProgrammeItem.objects.filter(pk=item.pk).exists()


def test_the_same_act_is_not_undone_twice(anna):
    item = ProgrammeItemFactory()
    services.move_line(item, day=2, starts=dt.time(9), by=anna)
    edit = services.undoable(item.session, anna)
    services.undo_edit(edit, anna)
    assert refusal(services.undo_edit, edit, anna) == (None, "This was undone already.")


def test_after_something_new_nothing_is_done_again(anna):
    item = ProgrammeItemFactory()
    services.move_line(item, day=2, starts=dt.time(9), by=anna)
    services.undo_last(item.session, anna)
    assert services.redoable(item.session, anna).act == "moved"
    services.move_line(item, day=2, starts=dt.time(11), by=anna)
    assert services.redoable(item.session, anna) is None
    assert refusal(services.redo_last, item.session, anna) == (None, "There is nothing to do again.")


@pytest.mark.parametrize("name", ["room", "speakers", "table"])
def test_a_line_that_names_what_is_gone_is_not_brought_back_without_it(anna, name):
    session = SessionFactory()
    factory = {"room": RoomFactory, "speakers": OfficialFactory, "table": ThematicTableFactory}[name]
    row = factory(venue__session=session) if name == "room" else factory(session=session)
    item = services.add_line(session, {"title_it": "Nuova", name: [row] if name == "speakers" else row}, anna)
    services.remove_line(item, anna)
    row.delete()
    words = "“Nuova” cannot be brought back as it was. What was chosen here is not, or no longer, part of this session."
    assert refusal(services.undo_last, session, anna) == (None, words)
    assert not session.items.exists()


def test_a_line_of_a_day_that_is_gone_is_not_moved_back_to_it(anna):
    item = ProgrammeItemFactory(day=2, title_it="Apertura")
    services.move_line(item, day=1, starts=dt.time(9), by=anna)
    item.session.ends_on = item.session.starts_on
    item.session.save()
    words = "“Apertura” cannot be brought back as it was. The session has 1 days."
    assert refusal(services.undo_last, item.session, anna) == (None, words)


def test_the_time_of_change_moves_with_every_undo(anna):
    item = ProgrammeItemFactory()
    services.move_line(item, day=2, starts=dt.time(9), by=anna)
    moved = ProgrammeItem.objects.get().updated_at
    services.undo_last(item.session, anna)
    assert ProgrammeItem.objects.get().updated_at > moved
    services.add_line(item.session, {"title_it": "Nuova"}, anna)
    changed = type(item.session).objects.get().updated_at
    services.undo_last(item.session, anna)
    assert type(item.session).objects.get().updated_at > changed


def test_who_saw_a_line_that_was_then_undone_hears_who_did_it(anna, boris):
    item = ProgrammeItemFactory(starts=None, ends=None)
    seen = item.updated_at.isoformat()
    item = services.move_line(item, day=2, starts=None, by=anna)
    moved = item.updated_at.isoformat()
    services.undo_last(item.session, anna)
    words = "Changed meanwhile by Anna Neri, so nothing was saved: {}. Look at it, and save again."
    assert refusal(services.change_line, item, {"day": 2}, boris, seen=seen)[1] == words.format("back to what it was")
    assert refusal(services.change_line, item, {"day": 2}, boris, seen=moved)[1] == words.format("day: 2 → 1")


def test_an_edit_is_described_in_a_line(anna):
    item = ProgrammeItemFactory(title_it="Apertura", title_en="Opening")
    services.move_line(item, day=2, starts=dt.time(9), by=anna)
    assert services.describe_edit(services.undoable(item.session)) == "Line moved: “Opening”"
    ProgrammeItemFactory(session=item.session, day=2)
    services.copy_day(item.session, 2, 1, anna)
    assert services.describe_edit(services.undoable(item.session)) == "Day copied: 2 lines"


def test_what_an_edit_did_is_told_line_by_line(anna):
    item = ProgrammeItemFactory(title_it="Apertura", title_en="Opening")
    services.move_line(item, day=2, starts=dt.time(9), by=anna)
    services.copy_day(item.session, 2, 1, anna)
    services.remove_line(item, anna)
    assert [services.changes_of(edit) for edit in item.session.programme_edits.order_by("pk")] == [
        ["Opening: day: 1 → 2"],
        ["Added: Opening"],
        ["Removed: Opening"],
    ]
