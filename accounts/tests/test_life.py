"""An account is offered by mail and taken up, ends on its last day, is switched off at once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from accounts import life
from accounts.models import Invitation, User
from accounts.tests.factories import StaffFactory, UserFactory
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
PAGE = "/en/accounts/invitation/"
PASSWORD = "correct horse battery"


def invited(email: str = "anna@example.org", by: User | None = None, **wish) -> tuple[User, str]:
    """Somebody who was invited, and the address in the mail."""
    user = life.offer_account(email, "Anna", "en", by, **wish)
    life.send_link(user, by)
    text = Email.objects.latest("pk").message
    return user, re.search(r"/en/accounts/invitation/[\w-]+/", text)[0]


def typed(**changes) -> dict:
    passwords = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    return {"full_name": "Anna Bianchi", "language": "ru", **passwords, **changes}


def test_a_link_is_good_once_and_the_database_does_not_know_it(client):
    user, path = invited(by=StaffFactory())
    token = path.split("/")[-2]
    assert user.invitation.token_hash == life.hash_of(token) != token
    assert not user.has_usable_password()
    assert user not in User.objects.working()
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert not Invitation.objects.exclude(accepted_at=None).exists()  # a GET changes nothing
    page = client.get(PAGE)
    assert "anna@example.org" in page.text
    assert "no-store" in page["Cache-Control"]
    answer = client.post(PAGE, typed())
    assert (answer.status_code, answer["Location"]) == (302, "/en/desk/")
    user = User.objects.working().get(pk=user.pk)
    assert (user.full_name, user.language, user.check_password(PASSWORD)) == ("Anna Bianchi", "ru", True)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [client.get(PAGE).status_code, Client().get(path, follow=True).status_code] == [410, 410]
    with pytest.raises(DomainError):
        life.accept(life.hash_of(token), "Other", "it", "another password of mine")


@pytest.mark.parametrize(
    "wrong",
    [
        {"new_password2": "other"}, {"new_password1": "short", "new_password2": "short"}, {"full_name": " \u200b"},
        {"language": "xx"}, {"full_name": "A\0"}, {"new_password1": "\0" * 12, "new_password2": "\0" * 12},
        {"full_name": "x" * 151},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_the_link_lasts(client, wrong):
    user, path = invited()
    client.get(path)
    page = client.post(PAGE, typed(**wrong))
    assert page.status_code == 200
    assert "form-summary" in page.text
    assert life.is_offered(user)


def test_a_link_that_opens_nothing_always_looks_the_same(client):
    now = timezone.now()
    pages = set()
    for number, change in enumerate(({"expires_at": now}, {"withdrawn_at": now}, {"accepted_at": now})):
        user, path = invited(f"a{number}@example.org")
        Invitation.objects.filter(user=user).update(**change)
        pages.add(client.get(path, follow=True).content)
    for number, change in enumerate(({"is_active": False}, {"expires_on": dt.date(2020, 1, 1)})):
        user, path = invited(f"b{number}@example.org")
        User.objects.filter(pk=user.pk).update(**change)
        pages.add(client.get(path, follow=True).content)
    for token in ("x", "é", "x" * 900, "%00"):
        pages.add(client.get(f"{PAGE}{token}/", follow=True).content)
    client.cookies["invitation"] = "forged"
    pages.add(client.get(PAGE).content)
    assert len(pages) == 1
    assert b"This link is not valid" in pages.pop()


def test_a_withdrawn_invitation_leaves_no_right_behind():
    group = Group.objects.create(name="Segreteria")
    user, _path = invited(is_staff=True, groups=[group])
    with pytest.raises(DomainError) as refused:
        invited()
    assert refused.value.code == "known"
    life.withdraw(user)
    with pytest.raises(DomainError):
        life.withdraw(user)
    with pytest.raises(DomainError):
        life.send_link(user, None)
    again, _path = invited("ANNA@example.org")
    assert (again.pk, again.is_staff, again.groups.count(), again.is_active) == (user.pk, False, 0, True)


def test_an_account_ends_with_its_last_day_and_says_nothing_else(client, django_assert_num_queries):
    user = UserFactory(expires_on=today_in_rome(), language="en")
    client.force_login(user)
    assert client.get("/en/desk/").status_code == 200
    with django_assert_num_queries(3):  # Django's session, the user, how many sessions: nothing for the last day
        client.get("/en/desk/")
    User.objects.filter(pk=user.pk).update(expires_on=today_in_rome() - dt.timedelta(days=1))
    assert client.get("/en/desk/").status_code == 302
    page = Client().post("/en/accounts/sign-in/", {"username": user.email, "password": "a long password"})
    assert "The e-mail address or the password is not right." in page.text


def test_an_account_switched_off_is_out_everywhere_and_its_session_never_comes_back(client):
    user = UserFactory()
    client.force_login(user)
    life.switch_off_account(user)
    assert client.get("/en/desk/").status_code == 302
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert client.get("/en/desk/").status_code == 302
    other, path = invited()
    life.switch_off_account(other)
    User.objects.filter(pk=other.pk).update(is_active=True)
    assert Client().get(path, follow=True).status_code == 410


def test_who_ends_soon_is_told_once_for_each_last_day():
    soon = today_in_rome() + dt.timedelta(days=14)
    user = UserFactory(expires_on=soon, language="en", email="anna@example.org")
    UserFactory(expires_on=soon + dt.timedelta(days=1))
    UserFactory(expires_on=soon, is_active=False)
    UserFactory(expires_on=today_in_rome() - dt.timedelta(days=1))
    assert [life.tell_of_last_day(), life.tell_of_last_day()] == [1, 0]
    mail = Email.objects.get()
    assert (mail.to, mail.subject) == (["anna@example.org"], "Your account in the portal ends soon")
    assert "http://127.0.0.1" in mail.message
    User.objects.filter(pk=user.pk).update(expires_on=soon - dt.timedelta(days=1))
    assert life.tell_of_last_day() == 1


def test_nobody_sends_invitations_without_end(settings):
    settings.RATE_LIMITS = 1.0
    by = UserFactory()
    user, _path = invited(by=by)
    for _number in range(39):
        life.send_link(user, by)
    with pytest.raises(DomainError) as refused:
        life.send_link(user, by)
    assert refused.value.code == "often"
