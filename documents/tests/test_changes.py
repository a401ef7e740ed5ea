"""What changed between two versions, and how it is said."""

from __future__ import annotations

import datetime as dt

import pytest

from documents.change_words import own_words, words
from documents.changes import compare, touched_items
from documents.releasing import read_facts
from documents.tests.test_programme_facts import full_session
from sessions.models import Interpreter, Session
from sessions.tests.factories import (
    CompanyVisitFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from tables.models import TableSitting
from tables.tests.factories import SubsectorFactory, ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return SessionFactory(starts_on=dt.date(2026, 10, 24), ends_on=dt.date(2026, 10, 25))


@pytest.fixture
def fashion(session):
    room = RoomFactory(venue=VenueFactory(session=session), name_it="Sala Rossa", name_ru="Красный зал")
    return ProgrammeItemFactory(
        session=session, title_it="Tavolo Moda", title_en="Fashion table", title_ru="Стол «Мода»", room=room,
        starts=dt.time(10), ends=dt.time(11), position=1,
    )  # fmt: skip


def facts_of(session: Session) -> dict:
    return read_facts(Session.objects.get(pk=session.pk))


def told(session: Session, before: dict, language: str = "en") -> list[str]:
    return [words(change, language) for change in compare(before, facts_of(session))]


def change(row, **fields) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def test_a_first_version_changes_nothing_and_the_same_rows_neither(session, fashion):
    assert compare(None, facts_of(session)) == []
    assert compare(facts_of(session), facts_of(session)) == []


def test_a_row_saved_again_is_no_change(session, fashion):
    before = facts_of(session)
    fashion.save()
    assert facts_of(session) != before
    assert told(session, before) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts": dt.time(11), "ends": dt.time(12)}, "“Fashion table” moved from 10:00 to 11:00."),
        (
            {"starts": dt.time(11), "ends": dt.time(12, 30)},
            "“Fashion table” moved from 10:00–11:00 to 11:00–12:30.",
        ),
        ({"starts": dt.time(11), "ends": None}, "“Fashion table” moved from 10:00–11:00 to 11:00."),
        ({"ends": dt.time(11, 30)}, "“Fashion table” ends at 11:30, not at 11:00."),
        ({"ends": None}, "The end of “Fashion table” is open (it was 11:00)."),
        (
            {"starts": None, "ends": None},
            "The time of “Fashion table” is to be announced (it was 10:00–11:00).",
        ),
        ({"day": 2}, "“Fashion table” moved from 24 October, 10:00–11:00 to 25 October, 10:00–11:00."),
        ({"day": None}, "The day of “Fashion table” is to be announced (it was on 24 October, 10:00–11:00)."),
        (
            {"room": None},
            "The place of “Fashion table” is to be announced (it was Sala Rossa, Polo fieristico, Bergamo).",
        ),
        ({"title_it": "Tavolo Seta", "title_en": "Silk table"}, "“Fashion table” is now called “Silk table”."),
        ({"title_it": "Tavolo Seta"}, "“Fashion table” has a new title in Italian."),
        ({"kind": "seminar"}, "Kind of “Fashion table”: Seminar."),
        ({"kind": ""}, "“Fashion table” has no kind any more."),
        ({"note_it": "Portare\ncampioni", "note_en": "Bring\nsamples"}, "Note on “Fashion table”: Bring samples"),
        ({"spoken": ["it"], "interpreted": ["ru"]}, "Languages of “Fashion table”: Italian; interpretation: Russian."),
        ({"interpreted": ["ru"]}, "Interpretation at “Fashion table”: Russian."),
    ],
)  # fmt: skip
def test_what_changed_of_a_line_is_one_sentence(session, fashion, fields, sentence):
    before = facts_of(session)
    change(fashion, **fields)
    assert told(session, before) == [sentence]


def test_from_nothing_known_to_something(session):
    line = ProgrammeItemFactory(session=session, title_en="Closing", day=None, starts=None, ends=None)
    before = facts_of(session)
    change(line, day=2)
    assert told(session, before) == ["“Closing” now has a day: 25 October, time to be announced."]
    before = facts_of(session)
    change(line, starts=dt.time(18))
    assert told(session, before) == ["“Closing” now has a time: 18:00."]
    before = facts_of(session)
    change(line, ends=dt.time(19))
    assert told(session, before) == ["“Closing” ends at 19:00."]
    before = facts_of(session)
    change(line, room=RoomFactory(venue=VenueFactory(session=session, town_it=""), name_it="Aula"))
    assert told(session, before) == ["“Closing” now has a place: Aula, Polo fieristico."]


def test_each_language_says_it_with_its_own_titles(session, fashion):
    before = facts_of(session)
    change(fashion, room=RoomFactory(venue=fashion.room.venue, name_it="Sala Blu", name_ru="Синий зал"))
    (found,) = compare(before, facts_of(session))
    assert "«Стол „Мода“»" in words(found, "ru")
    assert "Красный зал, Выставочный центр, Bergamo" in words(found, "ru")
    assert "Синий зал" in words(found, "ru")
    assert "Sala Blu, Polo fieristico, Bergamo" in words(found, "it")


def test_lines_come_and_go(session, fashion):
    before = facts_of(session)
    fashion.delete()
    room = RoomFactory(venue=VenueFactory(session=session, town_it=""), name_it="Aula")
    new = ProgrammeItemFactory(session=session, title_en="Signing", room=room, starts=dt.time(17), ends=None)
    ProgrammeItemFactory(session=session, title_en="Dinner", day=2, starts=None, ends=None)
    changes = compare(before, facts_of(session))
    assert [words(one, "en") for one in changes] == [
        "New: “Signing”, 24 October, 17:00, Aula, Polo fieristico.",
        "New: “Dinner”, 25 October, time to be announced.",
        "“Fashion table” (24 October, 10:00–11:00) was cancelled.",
    ]
    assert touched_items(changes[0]) == [new.pk]


def test_speakers_come_go_and_change_places(session, fashion):
    anna, boris = (
        OfficialFactory(session=session, name_it=name, name_ru=russian, position=position)
        for position, (name, russian) in enumerate([("Anna Rossi", "Анна Росси"), ("Boris Ivanov", "Борис Иванов")])
    )
    fashion.speakers.add(anna)
    before = facts_of(session)
    fashion.speakers.set([boris])
    changes = compare(before, facts_of(session))
    assert [one["what"] for one in changes] == ["speakers"]
    assert words(changes[0], "en") == "Speakers of “Fashion table”: now also Boris Ivanov; no longer Anna Rossi."
    assert "Анна Росси" in words(changes[0], "ru")
    fashion.speakers.set([anna, boris])
    before = facts_of(session)
    change(boris, position=0)
    change(anna, position=9)
    assert told(session, before) == ["The speakers of “Fashion table” stand in another order."]


def test_an_office_written_anew(session, fashion):
    person = OfficialFactory(session=session, name_it="Anna Rossi", office_en="Director")
    fashion.speakers.add(person)
    before = facts_of(session)
    change(person, office_it="Ministra", office_en="Minister")
    assert told(session, before) == ["Office of Anna Rossi: Minister."]


def test_what_changes_of_a_table_is_said_once_however_often_it_sits(session):
    table = ThematicTableFactory(session=session, number=1, title_it="Meccanica", title_en="Machinery")
    for hour in (9, 14):
        TableSitting.objects.create(
            item=ProgrammeItemFactory(session=session, kind="table", starts=dt.time(hour), ends=None), table=table
        )
    before = facts_of(session)
    change(table, title_it="Meccanica fine", title_en="Fine machinery")
    SubsectorFactory(table=table, title_it="Robotica", title_en="Robotics")
    table.moderators.add(OfficialFactory(session=session, name_it="Anna Rossi"))
    assert told(session, before) == [
        "The thematic table “1. Machinery” is now called “1. Fine machinery”.",
        "Sub-sectors of the table “1. Fine machinery”: Robotics.",
        "Moderators of the table “1. Fine machinery”: now also Anna Rossi.",
    ]


def test_a_line_becomes_a_sitting_and_a_visit_leads_elsewhere(session, fashion):
    visit = CompanyVisitFactory(session=session, company_it="Birrificio", town_it="Dalmine", seats=40)
    trip = ProgrammeItemFactory(session=session, title_en="Trip", visit=visit, kind="visit", day=2, position=2)
    before = facts_of(session)
    table = ThematicTableFactory(session=session, number=2, title_it="Moda")
    TableSitting.objects.create(item=fashion, table=table)
    change(visit, company_it="Filanda", seats=1)
    assert told(session, before) == [
        "“Fashion table” is a sitting of the thematic table “2. Moda”.",
        "“Trip” leads to Filanda, Dalmine, not to Birrificio, Dalmine.",
        "“Trip” has 1 seat.",
    ]
    before = facts_of(session)
    fashion.sitting.delete()
    change(trip, visit=None)
    assert told(session, before)[:2] == [
        "“Fashion table” is no sitting of a thematic table any more.",
        "The place of “Trip” is to be announced (it was Dalmine).",
    ]


def test_the_whole_session_moves(session, fashion):
    before = facts_of(session)
    change(session, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 2), timezone="Asia/Yekaterinburg")
    assert told(session, before) == [
        "Day 1 moved from 24 October to 1 November.",
        "All times are those of Asia/Yekaterinburg now.",
    ]
    change(session, starts_on=None, ends_on=None, timezone="")
    assert told(session, before) == [
        "The date of day 1 is to be announced (it was 24 October).",
        "The time zone of the programme is to be announced.",
    ]


def test_a_translation_alone_is_counted_and_is_no_news_of_a_line(session, fashion):
    second = ProgrammeItemFactory(session=session, title_it="Apertura")
    before = facts_of(session)
    change(fashion, title_ru="Круглый стол «Мода»")
    change(second, title_ru="Открытие", title_en="Opening")
    changes = compare(before, facts_of(session))
    assert [words(one, "en") for one in changes] == [
        "Russian texts of 2 lines revised.",
        "English text of 1 line revised.",
    ]
    assert sorted(touched_items(changes[0])) == sorted([fashion.pk, second.pk])


def test_what_no_line_tells_of_is_said_in_general(session, fashion):
    before = facts_of(session)
    ThematicTableFactory(session=session)  # sits nowhere yet
    changes = compare(before, facts_of(session))
    assert [words(one, "en") for one in changes] == ["Details of tables, visits or officials were revised."]
    assert touched_items(changes[0]) == []


def test_who_interprets_is_for_the_interpreters_alone(session, fashion):
    old, new = (Interpreter.objects.create(session=session, name=name) for name in ("Olga", "Ivan"))
    fashion.interpreters.add(old)
    before = facts_of(session)
    fashion.interpreters.set([new])
    (found,) = compare(before, facts_of(session))
    assert found["private"] is True
    assert words(found, "en") == "Other interpreters at “Fashion table”."
    assert own_words(found, "en", new.pk) == (
        "You interpret at “Fashion table”: 24 October, 10:00–11:00, Sala Rossa, Polo fieristico, Bergamo."
    )
    assert own_words(found, "en", old.pk) == "You no longer interpret at “Fashion table” (24 October, 10:00–11:00)."
    assert "Olga" not in str(facts_of(session)["it"])


def test_facts_an_older_portal_did_not_write_are_no_change(session, fashion):
    before = facts_of(session)
    after = facts_of(session)
    after["it"]["booklet"] = "new"
    assert compare(before, after) == []


@pytest.mark.parametrize("language", ["it", "ru", "en"])
def test_every_change_can_be_said_in_every_language(language):
    session = full_session(2)
    before = facts_of(session)
    for item in session.items.all():
        item.delete()
    ProgrammeItemFactory(session=session)
    changes = compare(before, facts_of(session))
    assert len(changes) == 7
    assert all(words(one, language) for one in changes)
