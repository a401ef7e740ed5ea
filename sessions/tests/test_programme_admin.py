"""The administration of what the programme stands on: hours of venues, ways between them, interpreters, e-mails."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.tests.factories import StaffFactory
from sessions.models import Interpreter, TravelTime
from sessions.tests.factories import (
    CompanyVisitFactory,
    InterpreterFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    SessionFactory,
    VenueFactory,
)
from sessions.tests.test_admin import errors_of, item_form, post_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def post(client, row, **values):
    """Post the page of a row, or of a new one where it is not saved."""
    name = f"admin:taskforce_sessions_{row._meta.model_name}"
    url = reverse(f"{name}_change", args=[row.pk]) if row.pk else reverse(f"{name}_add")
    return client.post(url, {"session": row.session_id, "position": 0, **values})


ROOMS = {"rooms-TOTAL_FORMS": 0, "rooms-INITIAL_FORMS": 0}


def test_a_venue_has_hours(client):
    venue = VenueFactory()
    post(client, venue, name_it="Fiera", opens="08:30", closes="19:00", **ROOMS)
    venue.refresh_from_db()
    assert (venue.opens, venue.closes) == (dt.time(8, 30), dt.time(19))
    page = post(client, venue, name_it="Fiera", opens="19:00", closes="08:30", **ROOMS)
    assert errors_of(page) == {"closes": ["The venue closes before it opens."]}


def test_an_interpreter_is_made_with_languages_and_an_address(client):
    session = SessionFactory(number=25)
    values = {"name": " Lia  Conti ", "languages": ["it", "ru"], "email": "lia@example.org"}
    post(client, Interpreter(session=session), **values)
    one = Interpreter.objects.get()
    assert (one.session, one.name, one.languages, one.email) == (session, "Lia Conti", ["it", "ru"], "lia@example.org")
    page = client.get(reverse("admin:taskforce_sessions_interpreter_changelist")).text
    assert "Italian, Russian" in page
    page = post(client, one, name="Lia", languages=["xx"], email="lia")
    assert errors_of(page) == {
        "languages": ["Select a valid choice. xx is not one of the available choices."],
        "email": ["Enter a valid email address."],
    }


def test_an_official_has_an_address_and_a_visit_a_way(client):
    official, visit = OfficialFactory(), CompanyVisitFactory()
    post(client, official, name_it="Maria Rossi", email="maria@example.org")
    post(client, visit, company_it="Officine", day=2, travel_minutes=35)
    official.refresh_from_db()
    visit.refresh_from_db()
    assert (official.email, visit.travel_minutes) == ("maria@example.org", 35)


def test_a_line_names_interpreters_of_its_session_and_how_many_are_expected(client):
    item = ProgrammeItemFactory()
    own, strange = InterpreterFactory(session=item.session), InterpreterFactory(name="Ada Neri")
    url = reverse("admin:taskforce_sessions_programmeitem_change", args=[item.pk])
    client.post(url, item_form(item, interpreters=[own.pk], expected=80))
    item.refresh_from_db()
    assert (list(item.interpreters.all()), item.expected) == ([own], 80)
    page = client.post(url, item_form(item, interpreters=[strange.pk]))
    assert errors_of(page) == {"interpreters": ["Belongs to another session: Ada Neri."]}


# --- Ways between venues --------------------------------------------------------------------------------------------


def ways(*rows: tuple) -> dict:
    """The form of the ways between venues, as the page of a session holds it."""
    form = {"travel_times-TOTAL_FORMS": len(rows), "travel_times-INITIAL_FORMS": 0}
    for number, values in enumerate(rows):
        names = (f"travel_times-{number}-{name}" for name in ("one", "other", "minutes"))
        form |= dict(zip(names, values, strict=True))
    return form


def refusals(page) -> list[dict]:
    with translation.override("en"):
        found = page.context["inline_admin_formsets"][-1].formset.errors
        return [{name: [str(message) for message in messages] for name, messages in one.items()} for one in found]


def test_a_way_between_two_venues_is_kept_once_whichever_is_named_first(client):
    session = SessionFactory()
    one, other = VenueFactory.create_batch(2, session=session)
    post_session(client, session, minutes_within_town=10, minutes_between_towns=90, **ways((other.pk, one.pk, 25)))
    way = TravelTime.objects.get()
    assert (way.session, way.one, way.other, way.minutes) == (session, one, other, 25)
    session.refresh_from_db()
    assert (session.minutes_within_town, session.minutes_between_towns) == (10, 90)
    again = refusals(post_session(client, session, **ways((one.pk, other.pk, 30))))
    assert again == [{"other": ["There is a travel time between these venues already."]}]


def test_a_way_leads_from_one_venue_of_the_session_to_another(client):
    session, strange = SessionFactory(), VenueFactory(name_it="Altrove")
    one = VenueFactory(session=session)
    found = refusals(post_session(client, session, **ways((one.pk, one.pk, 5), (one.pk, strange.pk, 5))))
    assert found == [
        {"other": ["Choose two different venues."]},
        {"other": ["Belongs to another session: Altrove."]},
    ]
    assert TravelTime.objects.count() == 0


def test_the_same_way_twice_in_one_form_is_refused(client):
    session = SessionFactory()
    one, other = VenueFactory.create_batch(2, session=session)
    page = post_session(client, session, **ways((one.pk, other.pk, 5), (other.pk, one.pk, 10)))
    assert page.status_code == 200
    assert TravelTime.objects.count() == 0


def test_a_new_session_asks_for_no_ways(client):
    page = client.get(reverse("admin:taskforce_sessions_session_add")).text
    assert "travel_times-TOTAL_FORMS" not in page
    assert "organisers-TOTAL_FORMS" in page
