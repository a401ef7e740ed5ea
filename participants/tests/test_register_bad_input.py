"""No input, however broken, is a fault of the server; what is accepted comes back unharmed."""

import pytest

from participants.models import Organisation, Registration
from participants.tests.factories import PrivacyNoticeFactory
from participants.tests.filling import ANNA, address, delegates, draft, organisation
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db

REFUSED = {
    "zero width only": "\u200b\u200d\u2060",
    "right to left override": "Anna\u202egnp.exe",
    "NUL": "An\x00na",
    "control": "An\x07na",
    "unassigned": "An\u0378na",
    "too long": "x" * 201,
}
ACCEPTED = {
    "formula": ('=HYPERLINK("http://x","y")',) * 2,
    "markup": ("<img src=http://x>",) * 2,
    "placeholder": ("{{ settings.SECRET_KEY }}",) * 2,
    "line break": ("Anna\r\nBcc: all@example.com", "Anna Bcc: all@example.com"),
    "decomposed": ("Nicolo\u0300", "Nicolò"),
    "ligature": ("\ufdfa" * 200,) * 2,
    "right to left": ("חברה",) * 2,
    "emoji": ("Pasta 🍝",) * 2,
}


@pytest.fixture
def session():
    return SessionFactory()


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("field", ["name_latin", "town", "address", "contact_name", "vat_number", "contact_phone"])
def test_broken_text_is_refused_beside_its_field(client, session, field, value):
    if value == REFUSED["too long"] and field == "address":
        value = "x" * 251
    response = client.post(address(session, language="en"), organisation(**{field: value}))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Registration.objects.exists()


@pytest.mark.parametrize(("typed", "stored"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_odd_but_right_text_is_kept_and_shown_escaped(client, session, typed, stored):
    PrivacyNoticeFactory()
    draft(client, session, ANNA | {"qualification": typed[:120]}, name_latin=typed, contact_name=typed[:150])
    assert Organisation.objects.get().name_latin == stored
    for step in ("", "delegates", "choices", "check"):
        page = client.get(address(session, step)).content.decode()
        assert "<img src=http" not in page
    response = client.post(address(session, "check"), {"notice": "test-1", "privacy": "on"})
    assert response.status_code == 302


def test_bytes_that_are_no_text_are_refused(client, session):
    broken = b"side=IT&category=company&name_latin=A%ED%A0%80B&town=Bergamo&contact_name=%FF&contact_email=a@b.example"
    response = client.post(address(session), broken, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert not Registration.objects.exists()


@pytest.mark.parametrize("step", ["", "delegates", "choices", "check"])
def test_empty_and_foreign_posts_are_no_fault(client, session, step):
    PrivacyNoticeFactory()
    draft(client, session)
    for fields in ({}, {"x": "y"}, {"side": ["IT", "RU"]}, {"client_token": "\x00", "pk": "\x00", "notice": "\x00"}):
        assert client.post(address(session, step), fields).status_code in (200, 302)


def test_five_thousand_fields_are_refused(client, session, expected_errors):
    response = client.post(address(session), {f"field{n}": "x" for n in range(5000)})
    assert response.status_code == 400
    expected_errors.claim("The number of GET/POST parameters exceeded")


def test_a_row_number_beyond_the_database_is_no_fault(client, session):
    draft(client, session)
    response = client.post(address(session, "delegates"), delegates(ANNA | {"pk": "9" * 400}))
    assert response.status_code == 200


def test_a_post_without_the_forms_token_is_refused(session, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(session), organisation()).status_code == 403
    assert not Registration.objects.exists()


def test_a_get_changes_nothing_at_any_step(client, session):
    PrivacyNoticeFactory()
    draft(client, session)
    before = list(Registration.objects.values())
    for step in ("", "delegates", "choices", "check", "sent"):
        client.get(address(session, step), {"privacy": "on", "notice": "test-1", "add": "1", **organisation()})
    assert list(Registration.objects.values()) == before


def test_known_and_unknown_addresses_get_the_same_answer(client, session):
    PrivacyNoticeFactory()
    answers = []
    for email in ("anna@example.com", "anna@example.com", "new@example.com"):
        client.cookies.clear()
        draft(client, session, contact_email=email)
        response = client.post(address(session, "check"), {"notice": "test-1", "privacy": "on"})
        answers.append((response.status_code, response.url))
    assert len(set(answers)) == 1
