"""Copying a day, and the structure of an earlier session."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from accounts.tests.factories import StaffFactory
from sessions.tests.factories import (
    CompanyVisitFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
)
from tables import services
from tables.models import ProgrammeEdit, TableSitting
from tables.tests.factories import SubsectorFactory, ThematicTableFactory
from tables.tests.test_editing import everything, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def anna():
    return StaffFactory(full_name="Anna Neri")


def test_a_day_is_copied_with_its_places_people_and_tables_but_not_its_visits(anna):
    session = SessionFactory()
    item = services.add_line(session, everything(session) | {"day": 1}, anna)
    ProgrammeItemFactory(session=session, day=2, position=9, parallel="A")
    (copy,) = services.copy_day(session, 1, 2, anna)
    was, found = services.line_of(item), services.line_of(session.items.get(pk=copy.pk))
    different = {name: found[name] for name in was if was[name] != found[name]}
    assert different.keys() == {"id", "changed", "day", "position", "parallel", "visit"}
    assert (found["day"], found["position"], found["parallel"], found["visit"]) == (2, 10, "A2", None)
    edit = services.undoable(session)
    assert (edit.act, edit.before, edit.after) == ("day_copied", [], [found])


@pytest.mark.parametrize(
    ("day", "to_day", "field", "words"),
    [
        (1, 1, "to_day", "Choose another day to copy to."),
        (1, 3, "to_day", "The session has 2 days."),
        (1, 0, "to_day", "Days are counted from 1."),
        (2, 1, "day", "There is no line on day 2."),
    ],
)
def test_a_day_that_cannot_be_copied_is_refused(day, to_day, field, words):
    item = ProgrammeItemFactory()
    assert refusal(services.copy_day, item.session, day, to_day, None) == (field, words)
    assert ProgrammeEdit.objects.count() == 0


@pytest.fixture
def earlier():
    """A session of three days with a table of two sub-sectors, a visit and a speech, all with people and places."""
    session = SessionFactory()
    session.ends_on = session.starts_on + dt.timedelta(days=2)
    session.save()
    room, official = RoomFactory(venue__session=session), OfficialFactory(session=session, name_it="Maria Rossi")
    table = ThematicTableFactory(
        session=session, number=1, title_it="Moda", title_ru="Мода", venue=room.venue, capacity=20
    )
    table.moderators.add(official)
    for position, title in enumerate(("Tessile", "Calzature")):
        SubsectorFactory(table=table, position=position, title_it=title, title_ru=f"{title} ru")
    visit = CompanyVisitFactory(session=session, company_it="Officine «Rossi»")
    line = {"room": room, "speakers": [official], "note_it": "Con Maria Rossi", "expected": 30}
    times = {"day": 1, "starts": dt.time(9), "ends": dt.time(10)}
    add = [
        line | {"kind": "social", "title_it": "Brindisi alle «OFFICINE  Rossi»", "day": 2},
        line | times | {"kind": "table", "title_it": "Tavolo moda", "table": table, "parallel": "A", "spoken": ["it"]},
        line | times | {"kind": "plenary", "title_it": "Intervento di Maria  ROSSI", "title_en": "Speech"},
        line | {"kind": "visit", "title_it": "Visita alle officine", "visit": visit, "day": 3},
        line | {"kind": "", "title_it": "Cena", "day": 3},
    ]
    for values in add:
        services.add_line(session, values, None)
    return session


def test_the_structure_of_an_earlier_session_comes_without_its_people_places_and_companies(earlier, anna):
    session = SessionFactory()
    items = services.copy_structure(earlier, session, anna)
    assert [(item.title_it, item.title_en, item.kind, item.day, item.parallel) for item in items] == [
        ("Evento sociale", "Social event", "social", 2, ""),
        ("Tavolo moda", None, "table", 1, "A"),
        ("Sessione plenaria", "Plenary session", "plenary", 1, ""),
        ("Visita aziendale", "Company visit", "visit", None, ""),
        ("Cena", None, "", None, ""),
    ]
    lines = services.lines_of(session.items.all())
    for name, nothing in (("room", None), ("venue", None), ("visit", None), ("speakers", []), ("note_it", "")):
        assert [line[name] for line in lines] == [nothing] * 5
    assert [(line["starts"], line["expected"], line["spoken"]) for line in lines][1] == ("09:00:00", None, ["it"])
    table = session.tables.get()
    assert (table.number, table.title_it, table.title_ru, table.capacity, table.venue) == (
        1,
        "Moda",
        "Мода",
        None,
        None,
    )
    assert not table.moderators.exists()
    assert list(table.subsectors.values_list("title_it", "title_ru")) == [
        ("Tessile", "Tessile ru"),
        ("Calzature", "Calzature ru"),
    ]
    assert TableSitting.objects.get(item__session=session).table == table


@pytest.mark.parametrize("what", ["line", "table"])
def test_a_structure_is_copied_into_an_empty_programme_only(earlier, what):
    session = SessionFactory()
    {"line": ProgrammeItemFactory, "table": ThematicTableFactory}[what](session=session)
    words = "A structure is copied into an empty programme; this one has lines or tables."
    assert refusal(services.copy_structure, earlier, session, None) == (None, words)


def test_a_structure_comes_from_another_session_that_has_one(earlier):
    words = "Choose another session to copy from."
    assert refusal(services.copy_structure, earlier, earlier, None) == ("from_session", words)
    words = "That session has neither lines nor tables."
    assert refusal(services.copy_structure, SessionFactory(), SessionFactory(), None) == ("from_session", words)


def test_a_copied_structure_is_undone_with_its_tables_and_done_again(earlier, anna):
    session = SessionFactory()
    services.copy_structure(earlier, session, anna)
    lines, table = services.lines_of(session.items.all()), session.tables.get()
    services.undo_last(session, anna)
    assert (session.items.count(), session.tables.count()) == (0, 0)
    assert (earlier.items.count(), earlier.tables.count()) == (5, 1)
    services.redo_last(session, anna)
    back = services.lines_of(session.items.all())
    assert [line | {"changed": ""} for line in back] == [line | {"changed": ""} for line in lines]
    assert list(session.tables.get().subsectors.values_list("title_it", flat=True)) == ["Tessile", "Calzature"]
    assert session.tables.get() == table
    services.undo_last(session, anna)
    assert session.tables.count() == 0


@pytest.mark.parametrize("what", ["title", "sitting"])
def test_a_copied_table_that_is_in_use_does_not_go(earlier, anna, what):
    session = SessionFactory()
    services.copy_structure(earlier, session, anna)
    table = session.tables.get()
    if what == "title":
        table.title_it = "Moda e tessile"
        table.save()
    else:
        services.add_line(session, {"title_it": "Altro", "table": table}, None)
    words = f"The table “{table}” was changed after that, or is in use: this can no longer be undone."
    assert refusal(services.undo_last, session, anna) == (None, words)
    assert session.items.count() == 5 + (what == "sitting")


def test_copying_asks_the_same_queries_for_many_lines(django_assert_num_queries, anna):
    for number in (1, 3):
        session, target = SessionFactory(), SessionFactory()
        for _index in range(number):
            services.add_line(session, everything(session) | {"day": 1}, None)
        session.tables.exclude(pk=session.tables.first().pk).delete()
        with django_assert_num_queries(18):
            services.copy_day(session, 1, 2, anna)
        with django_assert_num_queries(21):
            services.copy_structure(session, target, anna)
