"""What the programme says: order, places, other clocks, languages, and a number of queries that does not grow."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.programme import programme_facts
from sessions.models import Session
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


def full_session(rows: int = 1, **fields) -> Session:
    """A session with ``rows`` of everything a programme may hold."""
    session = SessionFactory(starts_on=dt.date(2026, 10, 24), ends_on=dt.date(2026, 10, 25), **fields)
    for n in range(rows):
        room = RoomFactory(venue=VenueFactory(session=session, town_ru="Бергамо", address="via Lunga"))
        person = OfficialFactory(session=session, office_ru="Генеральный директор")
        table = ThematicTableFactory(session=session, number=n + 1, room=room)
        table.moderators.add(person)
        SubsectorFactory(table=table, title_ru="Электромеханика", position=1)
        SubsectorFactory(table=table, title_it="Agri-food", position=0)
        sitting = ProgrammeItemFactory(session=session, kind="table", parallel="A", starts=dt.time(11), ends=None)
        TableSitting.objects.create(item=sitting, table=table)
        plenary = ProgrammeItemFactory(
            session=session, room=room, spoken=["it", "ru"], interpreted=["ru"], note_it="Aula"
        )
        plenary.speakers.add(person, OfficialFactory(session=session, role="co_chair"))
        visit = CompanyVisitFactory(session=session, seats=40, town_it="Dalmine")
        ProgrammeItemFactory(session=session, kind="visit", day=2, visit=visit, starts=None, ends=None)
    return session


def titles(facts: dict) -> list:
    return [
        [day["day"], [[item["title"] for item in group["items"]] for group in day["groups"]]] for day in facts["days"]
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(rows):
    session = Session.objects.select_related("host_region").get(pk=full_session(rows).pk)
    with CaptureQueriesContext(connection) as queries:
        facts = programme_facts(session, "it")
    assert len(queries) == 5
    assert len(facts["tables"]) == len(facts["visits"]) == rows
    assert sum(len(group["items"]) for day in facts["days"] for group in day["groups"]) == 3 * rows


def test_facts_are_plain_data():
    facts = programme_facts(full_session(), "ru", identities=True)
    assert json.loads(json.dumps(facts)) == facts


def test_items_go_by_time_and_parallel_ones_stand_side_by_side_at_the_earliest_start():
    session = SessionFactory()
    for title, day, starts, parallel in [
        ("untimed", 1, None, ""),
        ("late", 1, 15, ""),
        ("table two", 1, 12, "A"),
        ("table three", 1, None, "A"),
        ("table one", 1, 10, "A"),
        ("break", 1, 11, ""),
        ("some day", None, 9, ""),
        ("other", 2, 9, "A"),
    ]:
        ProgrammeItemFactory(
            session=session, title_it=title, day=day, parallel=parallel, ends=None, starts=starts and dt.time(starts)
        )
    assert titles(programme_facts(session, "it")) == [
        [1, [["table one", "table two", "table three"], ["break"], ["late"], ["untimed"]]],
        [2, [["other"]]],
        [None, [["some day"]]],
    ]


def test_items_at_the_same_time_keep_the_programmes_order():
    session = SessionFactory()
    ProgrammeItemFactory(session=session, title_it="second", position=2)
    ProgrammeItemFactory(session=session, title_it="first", position=1)
    assert titles(programme_facts(session, "it")) == [[1, [["first"], ["second"]]]]


def test_a_text_is_in_the_language_or_in_the_one_there_is():
    facts = programme_facts(full_session(), "ru")
    table = facts["tables"][0]
    assert (table["title"], table["subsectors"]) == ("Машиностроение 1", ["Agri-food", "Электромеханика"])
    assert facts["session"]["title"].startswith("Пробная сессия")
    assert facts["session"]["city"] == "Bergamo"
    assert table["moderators"][0]["office"] == "Генеральный директор"
    assert (table["venue"], table["town"], table["address"]) == ("Выставочный центр", "Бергамо", "via Lunga")


def test_an_item_says_its_place_people_and_languages():
    facts = programme_facts(full_session(), "it")
    (plenary,), (sitting,) = (group["items"] for group in facts["days"][0]["groups"])
    assert plenary["venue"] == "Polo fieristico"
    assert plenary["room"].startswith("Sala")
    assert [person["office"] for person in plenary["speakers"]] == ["Direttore generale"] * 2
    assert (plenary["spoken"], plenary["interpreted"], plenary["note"]) == (["italiano", "russo"], ["russo"], "Aula")
    assert (sitting["table"]["number"], sitting["venue"]) == (1, "Polo fieristico")
    visit = facts["days"][1]["groups"][0]["items"][0]
    assert (visit["visit"]["seats"], visit["town"], visit["starts"], visit["starts_at"]) == (40, "Dalmine", None, None)
    assert [row["role"] for row in facts["officials"]] == ["co_chair", "speaker"]


@pytest.mark.parametrize(
    ("zone", "date", "clock", "instant", "others"),
    [
        ("Europe/Rome", dt.date(2026, 10, 24), dt.time(9), "2026-10-24T07:00:00+00:00", ["10:00 Moscow time"]),
        ("Europe/Rome", dt.date(2026, 10, 26), dt.time(9), "2026-10-26T08:00:00+00:00", ["11:00 Moscow time"]),
        ("Europe/Moscow", dt.date(2026, 12, 1), dt.time(9), "2026-12-01T06:00:00+00:00", ["07:00 Rome time"]),
        (
            "Asia/Yekaterinburg",
            dt.date(2026, 7, 1),
            dt.time(9),
            "2026-07-01T04:00:00+00:00",
            ["06:00 Rome time", "07:00 Moscow time"],
        ),
        (
            "Asia/Vladivostok",
            dt.date(2026, 7, 1),
            dt.time(7, 30),
            "2026-06-30T21:30:00+00:00",
            ["23:30 (the day before) Rome time", "00:30 Moscow time"],
        ),
    ],
)
def test_the_other_capitals_time_stands_beside_the_hosts_where_it_differs(zone, date, clock, instant, others):
    item = ProgrammeItemFactory(session=SessionFactory(starts_on=date, timezone=zone), starts=clock, ends=None)
    facts = programme_facts(item.session, "en")["days"][0]["groups"][0]["items"][0]
    assert (facts["starts"], facts["starts_at"], facts["capital_times"]) == (f"{clock:%H:%M}", instant, others)


def test_a_time_without_a_date_is_no_instant():
    item = ProgrammeItemFactory(session=SessionFactory(starts_on=None, ends_on=None, host_region=None, number=None))
    facts = programme_facts(item.session, "it")
    assert facts["session"]["region"] is None
    assert facts["days"][0]["date"] is None
    assert (
        facts["days"][0]["groups"][0]["items"][0] | {"starts": "09:00", "starts_at": None, "capital_times": []}
        == (facts["days"][0]["groups"][0]["items"][0])
    )


def test_what_staff_typed_as_languages_never_breaks_the_programme():
    item = ProgrammeItemFactory(spoken={"it": 1}, interpreted=["xx", 5])
    facts = programme_facts(item.session, "it")["days"][0]["groups"][0]["items"][0]
    assert (facts["spoken"], facts["interpreted"]) == ([], ["xx"])
