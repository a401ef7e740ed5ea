"""Step 1: what it asks, what it keeps, what it refuses."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from participants.models import Organisation, Registration
from participants.tests.filling import RUSSIAN, address, draft, organisation
from sessions.tests.factories import HostRegionFactory, SessionFactory

pytestmark = pytest.mark.django_db

FUTURE = dt.datetime(2089, 1, 15, 8, tzinfo=dt.UTC)
PAST = dt.datetime(2024, 7, 1, 10, tzinfo=dt.UTC)


@pytest.fixture
def session():
    return SessionFactory()


def test_the_page_says_what_is_needed_until_when_and_how_many_places_are_left(client, session):
    session.capacity_it, session.closes_at = 12, dt.datetime(2090, 1, 15, 22, 59, tzinfo=dt.UTC)
    session.save()
    page = client.get(address(session, language="en")).content.decode()
    assert "What you need" in page
    assert "15 January 2090, 23:59 local time (Bergamo); 01:59 in Moscow" in page
    assert "12 places left" in page
    assert "places for all" in page


def test_what_is_typed_becomes_a_draft_in_stored_form(client, session):
    region = HostRegionFactory(code="IT-25")
    response = client.post(address(session), organisation(region=region.pk))
    assert response.status_code == 302
    assert response.url == address(session, "interests")
    registration = Registration.objects.select_related("organisation").get()
    body = registration.organisation
    assert (registration.state, registration.session, registration.identifier) == ("draft", session, "IT00743110157")
    assert (body.vat_number, body.region, body.website) == ("00743110157", region, "https://www.example.com")
    assert (registration.contact_phone, registration.contact_email) == ("+39035123456", "anna@example.com")
    assert body.name_key == "officine brembo s r l"


def test_a_russian_company_needs_only_its_cyrillic_name_and_inn(client, session):
    client.post(address(session), organisation(**RUSSIAN))
    registration = Registration.objects.select_related("organisation").get()
    assert (registration.organisation.inn, registration.organisation.name_latin) == ("7707083893", "")
    assert (registration.identifier, registration.contact_phone) == ("RU7707083893", "+74951234567")


def test_coming_back_shows_all_that_was_saved_and_saving_again_changes_the_same_draft(client, session):
    registration = draft(client, session)
    page = client.get(address(session)).content.decode()
    assert 'value="Officine Brembo S.r.l."' in page
    assert 'value="+39 035 123456"' in page
    client.post(address(session), organisation(registration.client_token, town="Brescia"))
    assert Organisation.objects.get().town == "Brescia"
    assert Registration.objects.get().delegates.count() == 1


def test_the_draft_is_there_in_every_language_but_not_for_another_browser(client, session, django_user_model):
    draft(client, session)
    assert "Officine Brembo" in client.get(address(session, language="ru")).content.decode()
    client.cookies.clear()
    assert "Officine Brembo" not in client.get(address(session)).content.decode()
    assert client.get(address(session, "check")).url == address(session)


def test_the_cookie_is_signed_closed_to_scripts_and_only_for_these_pages(client, session):
    response = client.post(address(session), organisation())
    cookie = response.cookies["registration-it"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (address(session), True, "Lax")
    client.cookies["registration-it"] = str(Registration.objects.get().client_token.hex)
    assert client.get(address(session, "check")).url == address(session)


def test_the_draft_of_one_session_is_none_of_another(client, session):
    other = SessionFactory()
    draft(client, session)
    client.cookies["registration-it"]["path"] = address(other)
    assert client.get(address(other, "delegates")).url == address(other)


def test_starting_anew_deletes_the_draft_by_post_only(client, session):
    draft(client, session)
    assert client.get(address(session, "anew")).status_code == 405
    assert Registration.objects.count() == 1
    assert client.post(address(session, "anew")).url == address(session)
    assert (Registration.objects.count(), Organisation.objects.count()) == (0, 0)
    assert "Officine Brembo" not in client.get(address(session)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"vat_number": "00743110158"}, "vat_number", "This is not a valid P. IVA"),
        ({"vat_number": "", "fiscal_code": "RSSMRA80A01H501X"}, "fiscal_code", "This is not a valid codice fiscale"),
        ({"vat_number": ""}, "vat_number", "Write the P. IVA or the codice fiscale."),
        ({"inn": "7707083893"}, "inn", "does not belong to the delegation"),
        (RUSSIAN | {"inn": "7707083894"}, "inn", "This is not a valid INN"),
        (RUSSIAN | {"inn": ""}, "inn", "Write the INN"),
        ({"name_latin": ""}, "name_latin", "Write the name in one alphabet at least."),
        ({"name_latin": "Оfficine"}, "name_latin", "Write this in Latin letters"),
        ({"name_cyrillic": "Officine"}, "name_cyrillic", "Write this in Cyrillic letters"),
        ({"contact_phone": "12"}, "contact_phone", "+39 035 123456"),
        (RUSSIAN | {"contact_phone": "12"}, "contact_phone", "+7 495 123-45-67"),
        ({"contact_email": '"a@b.example,c"@example.com'}, "contact_email", "Write one e-mail address"),
        ({"contact_email": "anna@example.com\r\nBcc: all@example.com"}, "contact_email", "Write one e-mail address"),
        ({"website": "javascript:alert(1)"}, "website", "Enter a valid URL"),
        ({"side": "XX"}, "side", "Select a valid choice"),
        ({"category": "spy"}, "category", "Select a valid choice"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(client, session, changes, field, message):
    fields = organisation(**changes)
    response = client.post(address(session, language="en"), fields)
    assert response.status_code == 200
    assert message in " ".join(response.context["form"].errors[field])
    page = response.content.decode()
    assert f'href="#id_{field}"' in page or f'href="#div_id_{field}"' in page
    assert 'value="Via Roma 1"' in page
    assert Registration.objects.count() == 0


def test_an_administration_needs_no_number(client, session):
    assert client.post(address(session), organisation(category="administration", vat_number="")).status_code == 302


def test_a_region_of_the_other_country_is_refused(client, session):
    region = HostRegionFactory(code="RU-SVE")
    response = client.post(address(session, language="en"), organisation(region=region.pk))
    assert response.context["form"].errors["region"] == ["This region is not in the country of the delegation."]


def test_the_number_of_another_registered_organisation_is_not_refused(client, session):
    draft(client, session)
    client.cookies.clear()
    draft(client, session)
    assert Registration.objects.filter(identifier="IT00743110157").count() == 2


def test_changing_the_delegation_takes_the_delegates_along(client, session):
    registration = draft(client, session)
    client.post(address(session), organisation(registration.client_token, **RUSSIAN))
    assert registration.delegates.get().side == "RU"


def test_a_session_the_public_may_not_see_is_not_there(client):
    assert client.get(address(SessionFactory(status="draft"))).status_code == 404
    assert client.get("/it/sessions/9999/register/").status_code == 404
    assert client.get(f"/it/sessions/{10**30}/register/").status_code == 404


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"opens_at": FUTURE, "closes_at": None}, "15 January 2089, 09:00 local time"),
        ({"opens_at": None, "closes_at": FUTURE}, "The dates are not published yet"),
        ({"opens_at": None, "closes_at": PAST}, "The dates are not published yet"),
        ({"opens_at": PAST - dt.timedelta(days=9), "closes_at": PAST}, "1 July 2024, 12:00 local time"),
        ({"status": "held"}, "This session has been held"),
        ({"status": "cancelled"}, "This session is cancelled"),
        ({"status": "postponed"}, "This session is postponed"),
        ({"status": None}, "Registration is not open"),
    ],
)
def test_when_registration_is_not_open_the_page_says_so_and_has_no_form(client, facts, words):
    response = client.get(address(SessionFactory(**facts), language="en"))
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "client_token" not in response.content.decode()


def test_after_the_deadline_a_posted_form_keeps_what_was_typed(client, session):
    session.closes_at = timezone.now() - dt.timedelta(seconds=1)
    session.save()
    response = client.post(address(session, language="en"), organisation())
    assert response.status_code == 403
    assert "Registration is not open at this moment." in response.content.decode()
    assert 'value="Officine Brembo S.r.l."' in response.content.decode()
    assert Registration.objects.count() == 0


def test_a_form_posted_again_after_sending_changes_nothing(client, session):
    registration = draft(client, session)
    Registration.objects.filter(pk=registration.pk).update(**sent_facts())
    response = client.post(address(session), organisation(registration.client_token, town="Roma"), follow=True)
    assert response.redirect_chain[-1][0] == address(session, "sent")
    assert Organisation.objects.get().town == "Bergamo"


def test_a_token_that_is_none_is_replaced(client, session):
    assert client.post(address(session), organisation(client_token="10" * 30)).status_code == 302
    assert isinstance(Registration.objects.get().client_token, uuid.UUID)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, session, rows, django_assert_num_queries):
    for code in ["IT-25", "IT-21", "RU-SVE"][:rows]:
        HostRegionFactory(code=code)
    with django_assert_num_queries(3):
        client.get(address(session))
    draft(client, session)
    with django_assert_num_queries(4):
        client.get(address(session))


def sent_facts() -> dict:
    from participants.tests.factories import PrivacyNoticeFactory

    return {"state": "submitted", "submitted_at": timezone.now(), "privacy_notice": PrivacyNoticeFactory()}
