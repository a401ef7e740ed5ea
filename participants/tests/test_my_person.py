"""A delegate's own page: the own place, conditions, needs and seats; nothing of the others."""

import datetime as dt

import pytest
from django.utils import timezone

from participants.models import Delegate, TableSeat
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db

SECRET = "Colleague-Family"


@pytest.fixture
def session():
    return SessionFactory(conditions_it="Siate gentili.", conditions_en="Be kind.", capacity_it=2)


@pytest.fixture
def registration(session):
    return RegistrationFactory(session=session, state="confirmed", contact_email="boss@example.com")


@pytest.fixture
def delegate(registration):
    DelegateFactory(registration=registration, place="confirmed", family_latin=SECRET, dietary_needs="Secret diet")
    return DelegateFactory(registration=registration, place="confirmed", given_latin="Anna", family_latin="Neri")


def text(client, page: str = "") -> str:
    return client.get(f"/en/my/person/{page}").content.decode()


def test_the_page_shows_the_own_place_and_conditions_and_nobody_else(client, delegate):
    enter(client, delegate.registration, delegate)
    shown = text(client)
    for words in ("Anna Neri", "has a place", "Be kind.", "I have read them and agree"):
        assert words in shown
    pages = [shown, text(client, "details/"), text(client, "choices/"), text(client, "withdraw/")]
    pages += [client.get(f"/en/my/{page}").content.decode() for page in ("data/", "data.json", "erase/", "documents/")]
    for page in pages:
        for secret in (SECRET, "Secret diet", "boss@example.com"):
            assert secret not in page


def test_the_contacts_page_does_show_the_colleague(client, delegate):
    enter(client, delegate.registration)
    assert SECRET in client.get("/en/my/").content.decode()


def test_agreeing_to_the_conditions_is_recorded_once(client, delegate):
    enter(client, delegate.registration, delegate)
    assert client.get("/en/my/person/conditions/").status_code == 405
    client.post("/en/my/person/conditions/")
    delegate.refresh_from_db()
    first = delegate.conditions_read_at
    assert first is not None
    client.post("/en/my/person/conditions/")
    delegate.refresh_from_db()
    assert delegate.conditions_read_at == first
    assert "You have read them and agree." in text(client)


def test_there_is_nothing_to_agree_to_without_conditions(client, delegate, session):
    session.conditions_it = session.conditions_en = ""
    session.save()
    enter(client, delegate.registration, delegate)
    assert "Conditions of participation" not in text(client)
    client.post("/en/my/person/conditions/")
    assert "no conditions to agree to" in text(client)
    delegate.refresh_from_db()
    assert delegate.conditions_read_at is None


def test_own_languages_and_needs_change_and_nothing_else_does(client, delegate):
    enter(client, delegate.registration, delegate)
    data = {"speaks": ["ru"], "language": "ru", "needs_interpreter": "on", "dietary_needs": "Vegetarian"}
    response = client.post("/en/my/person/details/", data | {"family_latin": "Other", "email": "x@y.it"})
    assert response.url == "/en/my/person/"
    email = delegate.email
    delegate.refresh_from_db()
    assert (delegate.speaks, delegate.language, delegate.needs_interpreter) == (["ru"], "ru", True)
    assert (delegate.dietary_needs, delegate.family_latin, delegate.email) == ("Vegetarian", "Neri", email)


def test_after_the_deadline_what_is_typed_stays_on_the_page(client, delegate, session):
    session.changes_until = timezone.now() - dt.timedelta(seconds=1)
    session.save()
    enter(client, delegate.registration, delegate)
    response = client.post("/en/my/person/details/", {"dietary_needs": "No shellfish"})
    assert response.status_code == 403
    assert "No shellfish" in response.content.decode()
    assert client.post("/en/my/person/withdraw/").status_code == 403
    delegate.refresh_from_db()
    assert (delegate.dietary_needs, delegate.place) == ("", "confirmed")


def test_choosing_own_tables(client, delegate, session):
    first, second = ThematicTableFactory(session=session), ThematicTableFactory(session=session)
    enter(client, delegate.registration, delegate)
    prefix = f"d{delegate.pk}"
    client.post("/en/my/person/choices/", {f"{prefix}-table_1": second.pk, f"{prefix}-table_2": first.pk})
    seats = TableSeat.objects.order_by("preference").values_list("table", "place")
    assert list(seats) == [(second.pk, "confirmed"), (first.pk, "confirmed")]


def test_giving_up_the_own_place_lets_the_next_one_in(client, delegate, session):
    waiting = DelegateFactory(registration__session=session, place="waiting", queue_number=1)
    enter(client, delegate.registration, delegate)
    client.post("/en/my/person/withdraw/")
    delegate.refresh_from_db()
    waiting.refresh_from_db()
    assert (delegate.place, waiting.place) == ("released", "confirmed")
    assert "You are not named in the registration any more" in text(client)
    assert client.get("/en/my/person/withdraw/").url == "/en/my/person/"
    assert client.get("/en/my/person/choices/").url == "/en/my/person/"


def test_accepting_the_own_offered_place(client, delegate):
    Delegate.objects.filter(pk=delegate.pk).update(accept_by=timezone.now() + dt.timedelta(hours=5))
    enter(client, delegate.registration, delegate)
    assert "Accept the place of Anna Neri" in text(client)
    client.post("/en/my/person/accept/")
    delegate.refresh_from_db()
    assert delegate.accepted_at is not None
