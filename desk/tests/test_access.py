"""Every address of the desk, for every kind of user."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from desk.tests.conftest import PEOPLE, make_delegate, signed_in
from documents.models import Document
from participants.models import CheckIn
from sessions.models import Assignment, ProgrammeItem, Session
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

STAFF = {
    "staff that may look",
    "staff that may tick",
    "staff that may prepare",
    "staff that may translate",
    "staff that may plan",
    "superuser",
}
VIEWERS = {"read only", "check-in", "organiser"} | STAFF
TICKERS = {"check-in", "organiser", "staff that may tick", "superuser"}
PREPARERS = {"organiser", "staff that may prepare", "superuser"}
RELEASERS = {"organiser", "superuser"}
TRANSLATORS = {"organiser", "staff that may translate", "superuser"}
PLANNERS = {"organiser", "staff that may plan", "superuser"}
SIGNED_OUT = {"anonymous", "inactive organiser"}

# name of the address: (method, who is let in, the answer they get)
ADDRESSES = {
    "home": [("get", VIEWERS | {"stranger"}, 200)],
    "session": [("get", VIEWERS, 200), ("post", set(), 405)],
    "clashes": [("get", VIEWERS, 200), ("post", set(), 405)],
    "translations": [("get", VIEWERS, 200), ("post", TRANSLATORS, 302)],
    "release": [("get", VIEWERS, 200), ("post", RELEASERS, 200)],  # without lines it says so on the page
    "programme": [("get", VIEWERS, 200), ("post", set(), 405)],
    "programme_add": [("get", PLANNERS, 200), ("post", PLANNERS, 200)],  # what is posted here is no line
    "programme_undo": [("get", VIEWERS, 302), ("post", PLANNERS, 302)],
    "programme_redo": [("get", VIEWERS, 302), ("post", PLANNERS, 302)],
    "programme_copy_day": [("get", PLANNERS, 200), ("post", PLANNERS, 200)],
    "programme_copy_structure": [("get", PLANNERS, 200), ("post", PLANNERS, 200)],
    "programme_line": [("get", PLANNERS, 200), ("post", PLANNERS, 200)],
    "programme_move": [("get", VIEWERS, 302), ("post", PLANNERS, 302)],
    "programme_remove": [("get", VIEWERS, 302), ("post", PLANNERS, 302)],
    "attendance": [("get", VIEWERS, 200), ("post", set(), 405)],
    "present": [("get", VIEWERS, 302), ("post", TICKERS, 302)],
    "undo": [("get", VIEWERS, 302), ("post", TICKERS, 302)],
    "documents": [("get", VIEWERS, 200), ("post", PREPARERS, 302)],
    "again": [("get", VIEWERS, 302), ("post", PREPARERS, 302)],
    "stop": [("get", VIEWERS, 302), ("post", PREPARERS, 302)],
    "session_file": [("get", PREPARERS, 200), ("post", set(), 405)],
}
CASES = [(name, *case) for name, cases in ADDRESSES.items() for case in cases]
OF_A_LINE = ("programme_line", "programme_move", "programme_remove")
WISH = {"kind": "programme", "language": "it", "format": "pdf"}


@pytest.fixture
def failed(session) -> Document:
    return Document.objects.create(session=session, **WISH, state="failed", error="No paper")


def address(name: str, ref: str, delegate: int, document: int) -> str:
    pk = {"present": delegate, "undo": delegate, "again": document, "stop": document}.get(name)
    if name in OF_A_LINE:
        item = ProgrammeItem.objects.first() or ProgrammeItemFactory(session=Session.objects.get(number=25))
        pk = item.pk
    return reverse(f"desk:{name}", args=[part for part in (ref if name != "home" else None, pk) if part])


def test_every_address_of_the_desk_is_classified():
    reverse("desk:home")  # the root of all addresses registers the converters
    assert {pattern.name for pattern in get_resolver("desk.urls").url_patterns} == set(ADDRESSES)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(("name", "method", "let_in", "answer"), CASES)
def test_who_gets_in(session, delegate, failed, person, name, method, let_in, answer):
    path = address(name, "25", delegate.pk, failed.pk)
    client = signed_in(PEOPLE[person](session))
    response = getattr(client, method)(path, WISH if method == "post" else None)
    if person in SIGNED_OUT:
        assert (response.status_code, response["Location"]) == (302, f"/it/accounts/sign-in/?next={path}")
    elif person in let_in or answer == 405:
        assert response.status_code == answer
        assert not response.get("Location", "").startswith("/it/accounts/")
    else:
        assert response.status_code == 404
    changed = person in let_in and method == "post"
    assert CheckIn.objects.count() == (changed and name == "present")
    assert Document.objects.exclude(pk=failed.pk).count() == (changed and name in ("documents", "again"))


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name != "home"])
def test_not_yours_and_not_there_answer_alike(session, delegate, failed, name):
    stranger = signed_in(PEOPLE["stranger"](session))
    answers = [stranger.get(address(name, ref, delegate.pk, failed.pk)) for ref in ("25", "26")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content.replace(b"/25/", b"/26/") == answers[1].content


@pytest.mark.parametrize("ref", ["1" + "0" * 30, "0", "s0", "x", "%00"])
def test_an_address_no_session_can_have(organiser, ref):
    assert organiser.get(f"/it/desk/{ref}/").status_code == 404


@pytest.mark.parametrize("name", ["present", "undo", "again", "stop"])
def test_people_and_papers_of_another_session_are_out_of_reach(session, organiser, name):
    other = SessionFactory()
    person = make_delegate(other)
    paper = Document.objects.create(session=other, **WISH, state="failed", error="No paper")
    CheckIn.objects.create(delegate=person)
    assert organiser.post(address(name, "25", person.pk, paper.pk)).status_code == 404
    assert (CheckIn.objects.count(), Document.objects.count()) == (1, 1)


def test_a_role_at_one_session_is_no_role_at_another(session, delegate):
    """Reading one session and ticking at another must not add up to ticking at both."""
    reader = PEOPLE["read only"](session)
    Assignment.objects.create(user=reader, session=SessionFactory(), role="organiser")
    client = signed_in(reader)
    assert client.post(reverse("desk:present", args=["25", delegate.pk])).status_code == 404
    assert client.get(reverse("desk:session", args=["25"])).status_code == 200


def test_home_lists_only_ones_own_sessions(session):
    other = SessionFactory(number=31)
    page = signed_in(PEOPLE["organiser"](session)).get("/it/desk/").content.decode()
    assert str(session) in page
    assert str(other) not in page


def test_home_without_any_session_says_so(db):
    page = signed_in(PEOPLE["staff that may look"](None)).get("/en/desk/").content.decode()
    assert "No session is assigned to you." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_home_takes_as_many_queries_for_3_sessions_as_for_1(db, django_assert_num_queries, rows):
    SessionFactory.create_batch(rows)
    client = signed_in(PEOPLE["superuser"](None))
    with django_assert_num_queries(4):  # Django's session, user, count, sessions
        assert client.get("/it/desk/").content.decode().count("tf-card-title") == rows


def test_a_user_switched_off_while_signed_in_is_out(session):
    user = PEOPLE["organiser"](session)
    client: Client = signed_in(user)
    assert client.get("/it/desk/25/").status_code == 200
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/it/desk/25/").status_code == 302
