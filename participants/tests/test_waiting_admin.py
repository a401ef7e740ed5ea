"""Capacities and waiting lists in the administration: nobody is thrown out in silence, and staff see the reason."""

import pytest
from django.urls import reverse

from accounts.tests.factories import StaffFactory
from participants import services
from participants.models import TableSeat
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/participants/delegate/waiting/"


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


@pytest.fixture
def session():
    return SessionFactory(capacity_it=2, capacity_ru=5)


def confirmed(session, staff, **names):
    registration = RegistrationFactory(session=session)
    DelegateFactory(registration=registration, **names)
    return services.confirm_registration(registration, staff)


def form_of(session, **changes) -> dict:
    fields = {
        "number": session.number, "title_it": session.title_it, "status": "announced", "timezone": "Europe/Rome",
        "admission": "review", "capacity_it": 2, "capacity_ru": 5, "organisers-TOTAL_FORMS": 0,
        "organisers-INITIAL_FORMS": 0, "assignments-TOTAL_FORMS": 0, "assignments-INITIAL_FORMS": 0,
        "travel_times-TOTAL_FORMS": 0, "travel_times-INITIAL_FORMS": 0, "minutes_within_town": 15,
        "minutes_between_towns": 60,
    }  # fmt: skip
    return fields | changes


def test_a_capacity_below_what_is_taken_is_saved_only_when_confirmed(client, staff, session):
    three = [confirmed(session, staff) for _number in range(3)]
    url = reverse("admin:taskforce_sessions_session_change", args=[session.pk])
    assert "lower_anyway" not in client.get(url).text
    page = client.post(url, form_of(session, capacity_it=1)).text
    assert "2 places are given already. Tick the box to lower the number all the same." in page
    assert "Nobody loses a place." in page
    session.refresh_from_db()
    assert session.capacity_it == 2
    assert client.post(url, form_of(session, capacity_it=1, lower_anyway="on")).status_code == 302
    session.refresh_from_db()
    assert session.capacity_it == 1
    assert [one.delegates.get().place for one in three] == ["confirmed", "confirmed", "waiting"]
    page = client.get(url).text
    assert "Italian side: 1. The number of places was lowered: 1 more person has a place" in page


def test_the_seats_of_a_table_too(client, staff, session):
    table = ThematicTableFactory(session=session, capacity=3)
    for _number in range(2):
        registration = RegistrationFactory(session=session)
        TableSeat.objects.create(delegate=DelegateFactory(registration=registration), table=table)
        services.confirm_registration(registration, staff)
    url = reverse("admin:tables_thematictable_change", args=[table.pk])
    fields = {
        "session": session.pk, "number": table.number, "title_it": table.title_it, "capacity": 1,
        "subsectors-TOTAL_FORMS": 0, "subsectors-INITIAL_FORMS": 0, "sittings-TOTAL_FORMS": 0,
        "sittings-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert "2 places are given already." in client.post(url, fields).text
    client.post(url, fields | {"lower_anyway": "on"})
    table.refresh_from_db()
    assert table.capacity == 1


def test_the_list_shows_positions_and_the_reason(client, staff, session):
    for number in range(4):
        confirmed(session, staff, family_latin=f"Persona{number}")
    page = client.get(f"{PAGE}?session={session.pk}").text
    assert "2 confirmed of 2 places." in page
    assert "2 persons wait" in page
    assert page.index("Persona2") < page.index("Persona3")
    assert "All 2 places are taken." in page
    assert "Nobody waits." in page


def test_what_is_free_is_given_at_the_press_of_a_button(client, staff, session):
    registrations = [confirmed(session, staff) for _number in range(3)]
    page = client.post(f"{PAGE}?session={session.pk}", follow=True).text
    assert "Nobody was promoted: the reasons stand below." in page
    session.capacity_it = 3
    session.save()
    page = client.post(f"{PAGE}?session={session.pk}", follow=True).text
    assert "1 delegate who waited now has a place." in page
    assert registrations[2].delegates.get().place == "confirmed"


@pytest.mark.parametrize("query", ["?session=-1", "?session=%00", "?session=" + "9" * 40, "?session=x&pIT=-1&pRU=x"])
def test_an_address_that_means_nothing_shows_the_first(client, staff, session, query):
    assert client.get(PAGE + query, follow=True).status_code == 200


def test_only_staff_with_the_right(client, session):
    client.force_login(StaffFactory(language="en", is_superuser=False))
    assert client.get(PAGE).status_code in (302, 403)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, staff, session, rows, django_assert_num_queries):
    for _number in range(2 + rows):
        confirmed(session, staff)
    with django_assert_num_queries(14):
        client.get(f"{PAGE}?session={session.pk}")
