"""Two organisers, and more, at one programme at the same moment. The control is the same crowd without the lock."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import Error, connection

from accounts.tests.factories import StaffFactory
from sessions.models import ProgrammeItem, Session
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory
from tables import services
from tables.models import ProgrammeEdit
from tables.services import copying, editing, undo
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS = 8


def at_once(acts: list) -> Counter:
    """Call the acts at the same moment, each on a connection of its own; returns what came of them."""
    start = threading.Barrier(len(acts))

    def editor(act) -> str:
        try:
            start.wait(timeout=30)
            act()
        except DomainError as error:
            return error.code
        except Error as error:
            return type(error).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(editor, acts))


@contextmanager
def left_open(session_id):
    """The programme without its transaction and its lock."""
    yield Session.objects.get(pk=session_id)


@pytest.fixture
def unlocked(monkeypatch):
    """Take the lock away, and let everybody who has looked at a line pause before writing it."""
    for module in (editing, undo, copying):
        monkeypatch.setattr(module, "open_programme", left_open)
    pause = threading.Barrier(EDITORS)

    def slow(*args):
        found = look(*args)
        pause.wait(timeout=30)
        return found

    look = editing.current_line
    monkeypatch.setattr(editing, "current_line", slow)


def change_at_once(item: ProgrammeItem) -> Counter:
    """Let every editor save another title of the same line, all having seen it as it is now."""
    seen = item.updated_at.isoformat()

    def saving(number: int):
        return lambda: services.change_line(item, {"title_it": f"Titolo {number}"}, None, seen=seen)

    return at_once([saving(number) for number in range(EDITORS)])


def test_of_many_who_save_the_same_line_one_is_heard_and_the_others_are_told():
    item = ProgrammeItemFactory()
    assert change_at_once(item) == {"done": 1, "stale": EDITORS - 1}
    edit = ProgrammeEdit.objects.get()
    assert edit.after == [services.line_of(ProgrammeItem.objects.get(pk=item.pk))]


@pytest.mark.usefixtures("unlocked")
def test_control_without_the_lock_they_overwrite_each_other():
    outcomes = change_at_once(ProgrammeItemFactory())
    assert outcomes["done"] > 1 or outcomes["OperationalError"]
    assert outcomes != {"done": 1, "stale": EDITORS - 1}


def test_many_who_move_different_lines_are_all_heard():
    session = SessionFactory()
    items = ProgrammeItemFactory.create_batch(EDITORS, session=session)

    def moving(item: ProgrammeItem):
        seen = item.updated_at.isoformat()
        return lambda: services.move_line(item, day=2, starts=dt.time(15), by=None, seen=seen)

    assert at_once([moving(item) for item in items]) == {"done": EDITORS}
    assert set(session.items.values_list("day", "starts", "ends")) == {(2, dt.time(15), dt.time(16))}
    assert ProgrammeEdit.objects.count() == EDITORS


def test_lines_added_at_once_stand_one_after_the_other():
    session = SessionFactory()
    assert at_once([lambda: services.add_line(session, {"title_it": "x"}, None)] * EDITORS) == {"done": EDITORS}
    assert sorted(session.items.values_list("position", flat=True)) == list(range(EDITORS))


def test_an_act_undone_by_many_at_once_is_undone_once():
    item, anna = ProgrammeItemFactory(), StaffFactory()
    services.remove_line(item, anna)
    edit = services.undoable(item.session)
    assert at_once([lambda: services.undo_edit(edit, anna)] * EDITORS) == {"done": 1, "undone": EDITORS - 1}
    assert item.session.items.get().pk == item.pk


def test_a_structure_copied_by_many_at_once_is_copied_once():
    earlier, session = ProgrammeItemFactory().session, SessionFactory()
    outcomes = at_once([lambda: services.copy_structure(earlier, session, None)] * EDITORS)
    assert outcomes == {"done": 1, "full": EDITORS - 1}
    assert session.items.count() == 1
