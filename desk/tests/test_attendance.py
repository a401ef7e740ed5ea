"""The attendance list: found by any spelling, ticked once, taken back, and always the same place in the list."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from desk.people import day_now, days_of, list_people
from desk.tests.conftest import make_delegate
from participants.models import CheckIn, Delegate
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

LIST = "/en/desk/25/attendance/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def names(response) -> list[str]:
    return [person.name for person in response.context["page_obj"]]


@pytest.fixture
def people(session):
    """Three with a place, one still waiting."""
    return [
        make_delegate(
            session,
            company="Officine Società Orobica",
            given_latin="Niccolò",
            family_latin="D'Agostino",
            name_key="niccolo dagostino",
        ),
        make_delegate(session, given_latin="Anna", family_latin="Bianchi", name_key="anna bianchi"),
        make_delegate(
            session,
            side="RU",
            given_latin="Sergey",
            family_latin="Korolyov",
            given_cyrillic="Сергей",
            family_cyrillic="Королёв",
            name_key="sergey korolyov сергей королёв",
        ),
        make_delegate(session, place="waiting", given_latin="Mario", family_latin="Verdi", name_key="mario verdi"),
    ]


def test_only_those_with_a_place_by_family_name(organiser, people):
    response = organiser.get(LIST)
    assert names(response) == ["Anna Bianchi", "Niccolò D'Agostino", "Sergey Korolyov"]
    assert "3 delegates" in text_of(response)
    assert "Сергей Королёв" in text_of(response)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("niccolo", ["Niccolò D'Agostino"]),
        ("NICCOLÒ d’agostino", ["Niccolò D'Agostino"]),
        ("Niccolo\u0300", ["Niccolò D'Agostino"]),
        ("королёв", ["Sergey Korolyov"]),
        ("Korolyov Сергей", ["Sergey Korolyov"]),
        ("societa orobica", ["Niccolò D'Agostino"]),
        ("bianchi orobica", []),
        ("%", ["Anna Bianchi", "Niccolò D'Agostino", "Sergey Korolyov"]),
        ("verdi", []),
    ],
)
def test_search_finds_any_spelling(organiser, people, typed, found):
    response = organiser.get(LIST, {"q": typed})
    assert names(response) == found
    if not found:
        assert "Nobody matches the search." in text_of(response)


def test_filters(organiser, people):
    CheckIn.objects.create(delegate=people[0], day=1)
    CheckIn.objects.create(delegate=people[1], day=2)
    assert names(organiser.get(LIST, {"side": "RU"})) == ["Sergey Korolyov"]
    assert names(organiser.get(LIST, {"presence": "present", "day": "1"})) == ["Niccolò D'Agostino"]
    assert names(organiser.get(LIST, {"presence": "absent", "day": "2"})) == ["Niccolò D'Agostino", "Sergey Korolyov"]


@pytest.mark.parametrize(
    "query", ["page=-1", "page=x", "q=%00", "q=%E2%80%AE", "day=99999", "day=x", "side=XX", "presence=1"]
)
def test_input_that_makes_no_sense_still_answers_with_the_list(organiser, people, query):
    response = organiser.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert len(names(response)) == 3


def test_tick_once(organiser, people, session):
    path = f"{LIST}{people[1].pk}/present/?day=2&q=bianchi"
    response = organiser.post(path)
    assert response["Location"] == f"{LIST}?day=2&q=bianchi#person-{people[1].pk}"
    ticked = CheckIn.objects.get()
    assert (ticked.delegate, ticked.day, ticked.by.assignments.get().role) == (people[1], 2, "organiser")
    page = text_of(organiser.get(f"{LIST}?day=2&q=bianchi"))
    clock = ticked.at.astimezone(session.zone)
    assert f"Anna Bianchi is present since {clock:%H:%M}." in page
    assert "Undo" in page


def test_a_second_tick_tells_the_first_time_on_the_hosts_clock(session, organiser, people):
    session.timezone = "Asia/Yekaterinburg"
    session.save()
    CheckIn.objects.create(delegate=people[0], day=1, at=dt.datetime(2026, 11, 24, 4, 12, tzinfo=dt.UTC))
    page = text_of(organiser.post(f"{LIST}{people[0].pk}/present/?day=1", follow=True))
    assert "Niccolò D&#x27;Agostino was already in at 09:12." in page
    assert CheckIn.objects.get().at.hour == 4


def test_undo(organiser, people):
    CheckIn.objects.create(delegate=people[0], day=1)
    CheckIn.objects.create(delegate=people[0], day=2)
    path = f"{LIST}{people[0].pk}/undo/?day=1"
    assert "is not present any more." in text_of(organiser.post(path, follow=True))
    assert "was not present." in text_of(organiser.post(path, follow=True))
    assert CheckIn.objects.get().day == 2


def test_who_has_no_place_is_told_so(organiser, people):
    page = text_of(organiser.post(f"{LIST}{people[3].pk}/present/?day=1", follow=True))
    assert "This delegate has no place in the session." in page
    assert not CheckIn.objects.exists()


def test_a_row_that_the_filter_takes_away_is_no_place_to_go_back_to(organiser, people):
    response = organiser.post(f"{LIST}{people[0].pk}/present/?day=1&presence=absent&page=2")
    assert response["Location"] == f"{LIST}?day=1&presence=absent&page=2"


def test_buttons_name_the_day_and_keep_search_and_page(session, organiser):
    for number in range(51):
        make_delegate(session, family_latin=f"Rossi {number:02}", name_key=f"anna rossi {number:02}")
    page = text_of(organiser.get(LIST, {"q": "rossi", "page": "2"}))
    last = Delegate.objects.get(family_latin="Rossi 50")
    assert f'formaction="{LIST}{last.pk}/present/?q=rossi&amp;day=1&amp;page=2"' in page
    assert "Page 2 of 2" in page


def test_readers_see_who_is_in_and_have_no_buttons(reader, people):
    CheckIn.objects.create(delegate=people[0], day=1)
    page = text_of(reader.get(LIST))
    assert "Niccolò" in page
    assert "formaction" not in page
    assert 'id="tick"' not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_six_queries_and_the_record_five(session, organiser, django_assert_num_queries, rows):
    for _number in range(rows):
        CheckIn.objects.create(delegate=make_delegate(session), day=1)
    with django_assert_num_queries(11):  # session, user, our session, count, people, roles, record
        assert len(names(organiser.get(LIST))) == rows


def test_days(db):
    session = SessionFactory(starts_on=dt.date(2026, 11, 24), ends_on=dt.date(2026, 11, 26))
    assert days_of(session) == [1, 2, 3]
    undated = SessionFactory(starts_on=None, ends_on=None)
    assert days_of(undated) == [1]
    ProgrammeItemFactory(session=undated, day=2)
    assert days_of(undated) == [1, 2]


def test_the_day_that_is_going_on_at_the_hosts_place(db):
    today = timezone.now().astimezone().date()
    before = SessionFactory()
    during = SessionFactory(
        starts_on=today - dt.timedelta(days=1), ends_on=today + dt.timedelta(days=1), timezone="UTC"
    )
    assert day_now(before, days_of(before)) == 1
    assert day_now(during, days_of(during)) == 2


def test_a_name_in_one_alphabet_is_sorted_by_it(session):
    make_delegate(session, given_latin="", family_latin="", given_cyrillic="Анна", family_cyrillic="Орлова")
    make_delegate(session, given_latin="Ugo", family_latin="Zanetti", name_key="ugo zanetti")
    assert [person.family_latin for person in list_people(session, 1)] == ["Zanetti", ""]
