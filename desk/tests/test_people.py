"""The page "Who may do what"."""

import pytest

from accounts.tests.factories import UserFactory
from desk.tests.conftest import PEOPLE, assigned, signed_in
from sessions.models import Assignment
from sessions.tests.factories import AssignmentFactory
from tables.tests.factories import ThematicTableFactory

PAGE = "/en/desk/25/people/"


def given(session) -> list[tuple]:
    return sorted(Assignment.objects.filter(session=session).values_list("user__email", "role", "side"))


def test_a_role_is_given_and_taken(session, organiser):
    table = ThematicTableFactory(session=session, title_it="Chimica")
    UserFactory(email="anna@example.org", full_name="Anna Bianchi")
    wish = {"email": "Anna@Example.org", "role": "moderator", "side": "", "tables": [table.pk]}
    page = organiser.post(PAGE, wish, follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    text = page.content.decode()
    assert "Anna Bianchi has the role: Table moderator." in text
    assert text.count("anna@example.org") == 1
    pk = Assignment.objects.get(role="moderator").pk
    page = organiser.post(f"{PAGE}{pk}/take/", follow=True).content.decode()
    assert "Anna Bianchi does not have this role any more: Table moderator." in page
    assert not Assignment.objects.filter(pk=pk).exists()


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"email": "nobody@example.org"}, "There is no account with this e-mail address."),
        ({"email": "x"}, "Enter a valid email address."),
        ({"role": "office", "side": ""}, "Choose the side of the office."),
        ({"role": "moderator"}, "Choose the tables this person moderates."),
        ({"role": "moderator", "tables": ["999999999"]}, "999999999 is not one of the available choices."),
        ({"role": "king"}, "king is not one of the available choices."),
        ({"email": "a\x00@example.org"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(session, organiser, wish, words):
    UserFactory(email="anna@example.org")
    before = given(session)
    response = organiser.post(PAGE, {"email": "anna@example.org", "role": "organiser", "side": "RU", **wish})
    assert response.status_code == 200
    text = response.content.decode()
    assert words in text
    assert '<option value="RU" selected>' in text or wish.get("side") == ""
    assert given(session) == before


def test_the_last_organiser_cannot_leave_and_who_left_is_out(session):
    user = assigned(session, "organiser")
    client, mine = signed_in(user), user.assignments.get()
    assert (
        "Nobody would be left to organise"
        in client.post(f"{PAGE}{mine.pk}/take/", follow=True).content.decode()
    )
    assigned(session, "organiser")
    page = client.post(f"{PAGE}{mine.pk}/take/", follow=True)
    assert page.redirect_chain == [("/en/desk/", 302)]
    assert client.get(PAGE).status_code == 404


def test_a_role_of_another_session_is_out_of_reach(session, organiser):
    other = AssignmentFactory(role="read_only")
    assert organiser.post(f"{PAGE}{other.pk}/take/").status_code == 404
    assert Assignment.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_moderator_and_for_three(session, django_assert_num_queries, rows):
    for _number in range(rows):
        PEOPLE["moderator"](session)
    client = signed_in(PEOPLE["superuser"](session))
    # Django's session, user, our session, roles with tables (3), rights, tables to choose from
    with django_assert_num_queries(8):
        assert client.get(PAGE).content.decode().count("Take the role away") == rows
