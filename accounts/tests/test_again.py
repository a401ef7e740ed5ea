"""Asking once more who somebody is, before what takes personal data away."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.recent import RECENT_SECONDS, SHOWN_AT, recently_signed_in
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = "/en/accounts/again/"
PASSWORD = "a long password"


@recently_signed_in
def takes_data(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"data {sorted(request.POST.lists())}")


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def wait(client, seconds: int) -> None:
    """Let so much time pass since the person signed in."""
    session = client.session
    session[SHOWN_AT] = int(time.time()) - seconds
    session.save()


def asked(client, user, method: str = "post", data: dict | None = None) -> HttpResponse:
    request = getattr(RequestFactory(), method)("/en/export/?day=1", data)
    request.user, request.session = user, client.session
    return takes_data(request)


def test_who_signed_in_just_now_is_not_asked(client, user):
    assert asked(client, user, "get").content == b"data []"
    wait(client, RECENT_SECONDS + 5)
    assert asked(client, AnonymousUser(), "get").content == b"data []"  # the view's own guard is for those


def test_a_get_leads_to_the_question_and_from_there_back(client, user):
    wait(client, RECENT_SECONDS + 5)
    answer = asked(client, user, "get")
    assert answer["Location"].endswith("/accounts/again/?next=%2Fen%2Fexport%2F%3Fday%3D1")
    page = client.get(URL, {"next": "/en/desk/?day=1"}).text
    assert '<input type="hidden" name="next" value="/en/desk/?day=1">' in page
    wrong = client.post(URL, {"again-secret": "wrong", "next": "/en/desk/"})
    assert "This password is not right." in wrong.text
    assert asked(client, user, "get").status_code == 302
    assert client.post(URL, {"again-secret": PASSWORD, "next": "/en/desk/?day=1"})["Location"] == "/en/desk/?day=1"
    assert asked(client, user, "get").content == b"data []"
    away = client.post(URL, {"again-secret": PASSWORD, "next": "https://evil.example/"})
    assert away["Location"].endswith("/desk/")


def test_what_was_posted_is_kept_and_happens_with_the_password(client, user):
    wait(client, RECENT_SECONDS + 5)
    typed = {"ticked": ["1", "2"], "purpose": 'List of <badges> "A"'}
    answer = asked(client, user, data=typed)
    assert answer.status_code == 403
    page = answer.text
    for value in ("1", "2"):
        assert f'<input type="hidden" name="ticked" value="{value}">' in page
    assert 'name="purpose" value="List of &lt;badges&gt; &quot;A&quot;"' in page
    assert asked(client, user, data={**typed, "again-secret": "wrong"}).status_code == 403
    done = asked(client, user, data={**typed, "again-secret": PASSWORD})
    assert done.text == "data [('purpose', ['List of <badges> \"A\"']), ('ticked', ['1', '2'])]"


def test_nobody_is_asked_who_is_not_signed_in(client):
    assert client.get(URL)["Location"] == f"/en/accounts/sign-in/?next={URL}"
