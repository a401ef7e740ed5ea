"""The page "Who may do what"."""

import datetime as dt
import re

import pytest
from django.test import Client
from post_office.models import Email

from accounts.models import User
from accounts.tests.factories import UserFactory
from desk.tests.conftest import PEOPLE, assigned, signed_in
from sessions.models import Assignment
from sessions.tests.factories import AssignmentFactory
from tables.services import give_role
from tables.tests.factories import ThematicTableFactory
from taskforce.dates import today_in_rome

PAGE = "/en/desk/25/people/"
PASSWORD = "correct horse battery"


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
        ({"expires_on": "2020-01-01"}, "This day is over."),
        ({"expires_on": "99999-99-99"}, "Enter a valid date."),
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
    assert "Nobody would be left to organise" in client.post(f"{PAGE}{mine.pk}/take/", follow=True).content.decode()
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


def mails_to(email: str) -> list[Email]:
    return list(Email.objects.filter(to=[email]).order_by("pk"))


def test_somebody_without_an_account_is_invited_to_a_role_and_takes_it_up(session, organiser):
    last = today_in_rome() + dt.timedelta(days=30)
    wish = {"email": "Vera@example.org", "full_name": "Vera Orlova", "language": "en", "role": "office", "side": "RU"}
    page = organiser.post(PAGE, {**wish, "expires_on": last.isoformat()}, follow=True).content.decode()
    assert "Vera Orlova was invited by mail, with the role: Office of a side." in page
    assert "Invited, not come yet; the link works until" in page
    given = Assignment.objects.get(role="office")
    assert (given.user.email, given.side, given.expires_on) == ("vera@example.org", "RU", last)
    assert organiser.post(f"{PAGE}{given.pk}/invite-again/", follow=True).content.decode().count("was sent again") == 1
    first, second = mails_to("vera@example.org")
    text = second.message
    assert f"Your role at “{session}”: Office of a side." in text
    paths = [re.search(r"/en/accounts/invitation/[\w-]+/", mail.message)[0] for mail in (first, second)]
    assert Client().get(paths[0], follow=True).status_code == 410  # the link that was sent before
    guest = Client()
    assert guest.get(paths[1], follow=True).status_code == 200
    typed = {"full_name": "Vera Orlova", "language": "ru", "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert guest.post("/en/accounts/invitation/", typed).status_code == 302
    assert guest.get("/en/desk/25/delegation/").status_code == 200
    assert guest.get(PAGE).status_code == 404
    assert "Invited" not in organiser.get(PAGE).content.decode()
    assert "There is no open invitation" in organiser.post(f"{PAGE}{given.pk}/invite-again/", follow=True).text


def test_taking_the_role_of_an_invitation_takes_the_invitation_back(session, organiser):
    wish = {"email": "vera@example.org", "full_name": "Vera", "language": "it", "role": "organiser"}
    organiser.post(PAGE, wish)
    user = User.objects.get(email="vera@example.org")
    mine = Assignment.objects.organising().get()
    assert mine.user_id != user.pk  # who has not come yet organises nothing
    refused = organiser.post(f"{PAGE}{mine.pk}/take/", follow=True).content.decode()
    assert "Nobody would be left to organise" in refused
    organiser.post(f"{PAGE}{user.assignments.get().pk}/take/")
    user.refresh_from_db()
    assert (user.is_active, user.invitation.is_open, user.assignments.count()) == (False, False, 0)
    organiser.post(PAGE, {**wish, "role": "translator"})  # and is invited again, to something else
    assert user.assignments.get().role == "translator"
    UserFactory(email="off@example.org", is_active=False)
    page = organiser.post(PAGE, {**wish, "email": "off@example.org"}).content.decode()
    assert "This account is switched off." in page  # an organiser does not bring it back


def test_a_role_opens_nothing_after_its_last_day(session):
    client = signed_in(user := assigned(session, "organiser"))
    Assignment.objects.update(expires_on=today_in_rome())
    assert client.get(PAGE).status_code == 200
    Assignment.objects.update(expires_on=today_in_rome() - dt.timedelta(days=1))
    assert [client.get(path).status_code for path in (PAGE, "/en/desk/25/")] == [404, 404]
    assert str(session) not in client.get("/en/desk/").content.decode()
    page = signed_in(PEOPLE["superuser"](session)).get(PAGE).content.decode()
    assert "Ended; last day:" in page
    give_role(session, user, "organiser")
    assert client.get(PAGE).status_code == 200


def test_a_moderator_sees_no_table_after_the_last_day(session):
    user = PEOPLE["moderator"](session)
    AssignmentFactory(session=session, user=user, role="check_in")
    client, table = signed_in(user), session.tables.get()
    assert client.get(f"/en/desk/25/tables/{table.pk}/").status_code == 200
    Assignment.objects.filter(role="moderator").update(expires_on=today_in_rome() - dt.timedelta(days=1))
    assert client.get(f"/en/desk/25/tables/{table.pk}/").status_code == 404
    assert client.get("/en/desk/25/attendance/").status_code == 200
