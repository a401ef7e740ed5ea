"""Whose lines are whose: the facts of personal programmes, for one person and for all."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils.translation import override

from documents import personal
from documents.models import ProgrammeVersion
from documents.programme import programme_facts
from participants.models import TableSeat, VisitSeat
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import CompanyVisitFactory, ProgrammeItemFactory, SessionFactory
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """An opening for all; two tables, one of which sits twice; a visit; a table and a visit without a line."""
    session = SessionFactory(number=25, starts_on=dt.date(2027, 1, 23), title_ru="Сессия 25")
    ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие", day=1, starts=dt.time(9))
    for number, (title, days) in enumerate([("Meccanica", (1, 2)), ("Energia", (1,)), ("Farmaceutica", ())], start=1):
        table = ThematicTableFactory(session=session, number=number, title_it=title, title_ru=title)
        for day in days:
            times = {"starts": dt.time(11), "ends": dt.time(13), "parallel": "t"}
            names = {"title_it": f"{title} {day}", "title_ru": f"{title} {day}"}
            item = ProgrammeItemFactory(session=session, kind="table", day=day, **names, **times)
            TableSitting.objects.create(item=item, table=table)
    visit = CompanyVisitFactory(session=session, company_it="Acciaierie")
    CompanyVisitFactory(session=session, company_it="Molino")
    ProgrammeItemFactory(session=session, kind="visit", title_it="Visita alle Acciaierie", day=2, visit=visit)
    return session


def person(session, tables=(), visits=(), waiting=(), **fields):
    """A delegate with a place; ``waiting`` names the tables where the person only waits."""
    registration = fields.pop("registration", None) or RegistrationFactory(session=session, state="confirmed")
    fields = {"place": "confirmed", **fields}
    delegate = DelegateFactory(registration=registration, **fields)
    for title in (*tables, *waiting):
        table = session.tables.get(title_it=title)
        wait = {"place": "waiting", "queue_number": 1} if title in waiting else {"place": "confirmed"}
        TableSeat.objects.create(delegate=delegate, table=table, **wait)
    for company in visits:
        VisitSeat.objects.create(delegate=delegate, visit=session.visits.get(company_it=company), place="confirmed")
    return delegate


def own(delegate, language="it") -> dict:
    return personal.own_facts(delegate.session, language, delegate.registration, delegate)


def titles(facts: dict, language="it") -> list[str]:
    days = facts["programmes"][language]["days"]
    return [item["title"] for day in days for group in day["groups"] for item in group["items"]]


def test_a_person_reads_what_is_for_all_and_the_own_seats(session):
    anna = person(session, tables=["Meccanica"], visits=["Acciaierie"])
    assert titles(own(anna)) == ["Apertura", "Meccanica 1", "Visita alle Acciaierie", "Meccanica 2"]


def test_without_seats_there_is_what_is_for_all(session):
    assert titles(own(person(session))) == ["Apertura"]


def test_a_seat_that_is_waited_for_is_marked(session):
    facts = own(person(session, tables=["Energia"], waiting=["Meccanica"]))
    assert titles(facts) == ["Apertura", "Meccanica 1", "Energia 1", "Meccanica 2"]
    (programme,), (anna,) = facts["programmes"].values(), facts["people"]
    items = [item for day in programme["days"] for group in day["groups"] for item in group["items"]]
    waits = {item["title"]: (personal.seat_at(item, anna) or {}).get("waiting") for item in items}
    assert waits == {"Apertura": None, "Meccanica 1": True, "Energia 1": False, "Meccanica 2": True}


def test_a_seat_given_up_or_only_wished_is_no_line(session):
    anna = person(session, tables=["Energia", "Meccanica"])
    anna.table_seats.filter(table__title_it="Energia").update(place="released")
    anna.table_seats.filter(table__title_it="Meccanica").update(place="requested")
    assert titles(own(anna)) == ["Apertura"]


def test_seats_of_which_the_programme_has_no_line_are_told_apart(session):
    facts = own(person(session, tables=["Farmaceutica", "Energia"], visits=["Molino"]))
    unplanned = personal.unplanned_seats(facts["programmes"]["it"], facts["people"][0])
    assert [seat["title"] for seat in unplanned] == ["3. Farmaceutica", "Molino"]


@pytest.mark.parametrize("fields", [{"place": "waiting", "queue_number": 1}, {"place": "released"}])
def test_who_has_no_place_has_no_programme(session, fields):
    delegate = person(session, **fields)
    with override("en"):
        with pytest.raises(DomainError, match="once a place is given"):
            own(delegate)
        with pytest.raises(DomainError, match="Nobody has a place"):
            personal.everybodys_facts(session, "own")


def test_a_withdrawn_registration_has_none(session):
    withdrawn = RegistrationFactory(session=session, state="cancelled")
    with pytest.raises(DomainError):
        own(person(session, registration=withdrawn))


def test_all_have_theirs_by_side_and_name_each_in_the_own_language(session):
    person(session, family_latin="Verdi", language="en")
    russian = RegistrationFactory(session=session, state="confirmed", organisation__side="RU", language="ru")
    person(session, registration=russian, given_latin="", family_latin="", given_cyrillic="Анна", family_cyrillic="Ли")
    person(session, family_latin="Bianchi", language="it")
    person(session, place="waiting", queue_number=7)
    person(SessionFactory())
    facts = personal.everybodys_facts(session, "own")
    found = [(one["side"], one["family"], one["language"]) for one in facts["people"]]
    assert found == [("IT", "Bianchi", "it"), ("IT", "Verdi", "en"), ("RU", "Ли", "ru")]
    assert sorted(facts["programmes"]) == ["en", "it", "ru"]
    assert "Открытие" in titles(facts, "ru")
    assert [one["language"] for one in personal.everybodys_facts(session, "it")["people"]] == ["it"] * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queries_do_not_grow_with_the_people(session, rows, django_assert_num_queries):
    for _number in range(rows):
        person(session, tables=["Meccanica"], visits=["Molino"])
    session.refresh_from_db()
    with django_assert_num_queries(10):  # people, seats at tables, on visits, version, programme (5), host region
        personal.everybodys_facts(session, "it")


def test_a_change_that_does_not_concern_the_person_leaves_the_facts_as_they_are(session):
    anna = person(session, tables=["Meccanica"])
    before = json.dumps(own(anna), sort_keys=True)
    session.items.filter(title_it="Energia 1").update(title_it="Energia e acqua", updated_at=dt.datetime.now(dt.UTC))
    session.items.filter(title_it="Apertura").update(updated_at=dt.datetime.now(dt.UTC))
    person(session, tables=["Energia"], registration=anna.registration)
    assert json.dumps(own(anna), sort_keys=True) == before
    session.items.filter(title_it="Apertura").update(title_it="Inaugurazione")
    assert json.dumps(own(anna), sort_keys=True) != before


def test_two_of_one_name_are_two_files(session):
    same = {"given_latin": "Anna", "family_latin": "Bianchi"}
    first, second = (person(session, **same) for _time in range(2))
    assert json.dumps(own(first)) != json.dumps(own(second))


def test_it_is_the_released_programme_and_says_which(session):
    anna = person(session, tables=["Meccanica"])
    facts = {code: programme_facts(session, code, identities=True) for code in ("it", "ru", "en")}
    ProgrammeVersion.objects.create(session=session, number=3, facts=facts)
    session.items.filter(title_it="Apertura").update(title_it="Draft")
    told = own(anna)["programmes"]["it"]
    assert "Apertura" in titles(own(anna))
    assert told["version"]["number"] == 3
    assert told["address"].endswith("/it/sessions/25/programme/versions/3/")


def test_without_a_release_the_code_leads_to_version_0(session):
    assert own(person(session), "ru")["programmes"]["ru"]["address"].endswith("/ru/sessions/25/programme/versions/0/")
