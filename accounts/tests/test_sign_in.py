"""Signing in: one page, one answer for every wrong pair of address and password."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = "/en/accounts/sign-in/"
REFUSED = "The e-mail address or the password is not right. Capitals matter in the password."


def test_the_page_asks_for_an_address_and_a_password(client):
    page = client.get(URL, {"next": "/en/desk/"}).text
    assert "<h1>Sign in</h1>" in page
    assert 'type="email"' in page
    assert 'autocomplete="current-password"' in page
    assert '<input type="hidden" name="next" value="/en/desk/">' in page


def test_an_address_is_the_name_whatever_its_case(client):
    user = UserFactory(email="anna@example.org")
    answer = client.post(URL, {"username": "ANNA@Example.org", "password": "a long password", "next": "/en/desk/"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/desk/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(URL).status_code == 302  # who is signed in already goes on


@pytest.mark.parametrize(
    ("email", "password"),
    [("anna@example.org", "wrong"), ("nobody@example.org", "wrong"), ("off@example.org", "a long password")],
)
def test_every_wrong_pair_gets_the_same_answer(client, email, password):
    UserFactory(email="anna@example.org")
    UserFactory(email="off@example.org", is_active=False)
    page = client.post(URL, {"username": email, "password": password})
    with translation.override("en"):
        assert page.context["form"].errors == {"__all__": [REFUSED]}
    assert REFUSED in page.text
    assert email in page.text  # what was typed is not lost


def test_nobody_is_sent_to_another_host(client):
    UserFactory(email="anna@example.org")
    wish = {"username": "anna@example.org", "password": "a long password", "next": "https://evil.example/"}
    assert client.post(URL, wish)["Location"].startswith("/")


@pytest.mark.parametrize("text", ["\0", "é" * 5000, "' OR 1=1 --", "\u202e"])
def test_no_input_makes_signing_in_fail(client, text):
    assert client.post(URL, {"username": text, "password": text, "next": text}).status_code == 200


def test_signing_out_leads_back_to_the_page(client):
    client.force_login(UserFactory())
    with translation.override("en"):
        assert client.post(reverse("accounts:logout"))["Location"] == URL
    assert "_auth_user_id" not in client.session
