"""The second factor: set up with a telephone, asked for at signing in, its codes on paper, required by a setting."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts import codes, second_factor
from accounts.enums import Outcome
from accounts.models import Attempt, RecoveryCode, SecondFactor, SignedIn
from accounts.recent import SHOWN_AT
from accounts.tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, SET_UP = "/en/accounts/sign-in/", "/en/accounts/sign-in/code/", "/en/accounts/second-factor/"
ACCOUNT, USERS = "/en/accounts/", "/admin/accounts/user/"


@pytest.fixture
def user():
    return UserFactory(email="anna@example.org", language="en")


def now(secret: str, by: int = 0) -> str:
    """The code that a telephone shows now, or ``by`` half minutes from now."""
    return pyotp.TOTP(secret).at(int(time.time()) + by * codes.STEP)


def with_factor(user) -> str:
    """Give an account a second factor whose telephone has not been used yet; returns its secret."""
    secret = codes.new_secret()
    SecondFactor.objects.create(user=user, secret=codes.seal(secret))
    return secret


def sign_in(client, target: str = "/en/desk/"):
    return client.post(SIGN_IN, {"username": "anna@example.org", "password": "a long password", "next": target})


def signed_in(client) -> str | None:
    return client.session.get("_auth_user_id")


def test_it_is_set_up_with_the_first_code_and_the_recovery_codes_are_shown_once(client, user, mailoutbox):
    elsewhere = Client()
    for one in (elsewhere, client):
        one.force_login(user)
    page = client.get(SET_UP).text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    signed = re.search(r'name="signed" value="([^"]+)"', page)[1]
    assert re.search(r"<svg [^>]*viewBox=", page)
    assert not re.search(r"<svg[^>]*style=|data:", page)
    wrong = client.post(SET_UP, {"signed": signed, "code": "000000"})
    assert "This code is not right." in wrong.text
    assert secret in wrong.text.replace(" ", "")  # the telephone has read it: it stays the same
    assert not SecondFactor.objects.exists()
    done = client.post(SET_UP, {"signed": signed, "code": f" {now(secret)[:3]} {now(secret)[3:]}"}).text
    shown = re.findall(r"<li><code>([a-z2-9-]{19})</code>", done)
    assert len(set(shown)) == codes.RECOVERY_CODES == RecoveryCode.objects.filter(user=user).count()
    assert SecondFactor.objects.get().secret != secret  # the database alone does not tell it
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == {codes.digest(one) for one in shown}
    assert elsewhere.get(ACCOUNT).status_code == 302  # everywhere else one is signed out
    page = client.get(ACCOUNT).text
    assert f"{codes.RECOVERY_CODES} recovery codes are left." in page
    assert client.get(SET_UP)["Location"] == ACCOUNT
    record = apps.get_model("audit.Change").objects
    told = [line.after for line in record.filter(table__in=["accounts_secondfactor", "accounts_recoverycode"])]
    assert told
    assert not [line for line in told if {"secret", "digest"} & set(line)]


def test_a_secret_of_another_account_or_of_nobody_sets_nothing_up(client, user):
    client.force_login(UserFactory())
    signed = re.search(r'name="signed" value="([^"]+)"', client.get(SET_UP).text)[1]
    secret = signed.split(":")[0]
    client.force_login(user)
    for value in (signed, f"{secret}:x:y", "", "\0", "ü" * 300):
        assert client.post(SET_UP, {"signed": value, "code": now(secret)}).status_code == 200
    assert not SecondFactor.objects.exists()


def test_the_password_alone_opens_nothing_and_the_code_signs_in(client, user):
    secret = with_factor(user)
    assert sign_in(client, "/en/desk/?day=1")["Location"] == CODE
    before = client.session.session_key
    assert signed_in(client) is None
    assert client.get("/en/desk/")["Location"].startswith(SIGN_IN)
    assert "Your password was right." in client.get(CODE).text
    wrong = client.post(CODE, {"code": "12345"})
    assert "This code is not right" in wrong.text
    assert signed_in(client) is None
    assert client.post(CODE, {"code": now(secret)})["Location"] == "/en/desk/?day=1"
    assert signed_in(client) == str(user.pk)
    assert client.session.session_key != before
    told = list(Attempt.objects.order_by("pk").values_list("outcome", flat=True))
    assert told == [Outcome.CODE_NEXT, Outcome.WRONG_CODE, Outcome.DONE]
    assert client.get(CODE)["Location"] == SIGN_IN  # nothing waits any more


def test_a_code_is_taken_once(user):
    secret = with_factor(user)
    code = now(secret)
    assert second_factor.accept_code(user, code)
    assert not second_factor.accept_code(user, code)
    assert not second_factor.accept_code(user, now(secret, -1))
    assert not second_factor.accept_code(user, now(secret, 5))
    paper = second_factor.renew_recovery_codes(user)
    assert second_factor.accept_code(user, paper[0].upper().replace("-", " "))
    assert not second_factor.accept_code(user, paper[0])
    assert not second_factor.accept_code(UserFactory(), paper[1])
    second_factor.renew_recovery_codes(user)
    assert not second_factor.accept_code(user, paper[1])
    for wrong in ("", "٣٤٥٦٧٨", "\0", "x" * 40):
        assert not second_factor.accept_code(user, wrong)


def test_a_key_of_the_portal_that_became_another_one_refuses_the_telephone_and_not_the_paper(user, settings):
    secret = with_factor(user)
    paper = second_factor.renew_recovery_codes(user)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert not second_factor.accept_code(user, now(secret))
    assert second_factor.accept_code(user, paper[0])
    settings.SECRET_KEY_FALLBACKS = [old]
    assert second_factor.accept_code(user, now(secret))


def test_wrong_codes_are_counted_too_and_what_waits_ends(client, user, monkeypatch):
    secret = with_factor(user)
    sign_in(client)
    for _number in range(5):
        assert client.post(CODE, {"code": "12345"}).status_code == 200
    assert client.post(CODE, {"code": now(secret)}).status_code == 429
    assert sign_in(client).status_code == 429
    Attempt.objects.all().delete()
    user.set_password("another long password")
    user.save()
    assert client.post(CODE, {"code": now(secret)})["Location"] == SIGN_IN  # the password was changed meanwhile
    user.set_password("a long password")
    user.save()
    sign_in(client)
    later = time.time() + 601
    monkeypatch.setattr("accounts.views.time.time", lambda: later)
    assert client.post(CODE, {"code": now(secret)})["Location"] == SIGN_IN
    assert signed_in(client) is None


def test_removing_it_and_new_codes_ask_once_more_who_one_is(client, user):
    secret = with_factor(user)
    client.force_login(user)
    session = client.session
    session[SHOWN_AT] = 0
    session.save()
    for path in ("codes", "remove"):
        page = client.post(f"{SET_UP}{path}/")
        assert page.status_code == 403
        assert "Password, or a code of your second factor" in page.text
    assert SecondFactor.objects.exists()
    page = client.post(f"{SET_UP}codes/", {"again-secret": now(secret)}).text
    assert len(re.findall(r"<li><code>", page)) == codes.RECOVERY_CODES
    assert client.get(f"{SET_UP}remove/").status_code == 405
    assert client.post(f"{SET_UP}remove/")["Location"] == ACCOUNT
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_where_it_is_required_nothing_opens_before_it_is_set_up(client, user, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    StaffFactory(email="bruna@example.org")
    assert sign_in(client).status_code == 302
    for path in ("/en/desk/", "/admin/", "/ru/desk/25/", "/en/sessions/25/programme/", "/"):
        assert client.get(path)["Location"].endswith("/accounts/second-factor/"), path
    page = client.get(SET_UP).text
    assert "Every account of this portal needs one" in page
    assert client.get(ACCOUNT).status_code == client.get("/en/help/").status_code == 200
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    signed = re.search(r'name="signed" value="([^"]+)"', page)[1]
    client.post(SET_UP, {"signed": signed, "code": now(secret)})
    assert client.get("/en/desk/").status_code == 200
    assert Client().get("/en/sessions/").status_code == 200  # who is not signed in is not asked
    client.logout()
    sign_in(client)
    client.post(CODE, {"code": now(secret, 1)})
    assert client.get("/en/desk/").status_code == 200


def test_sessions_keep_their_user_and_no_page_costs_a_query_more(client, user, django_assert_num_queries):
    sign_in(client)
    assert SignedIn.objects.get(user=user).session_key == client.session.session_key
    with django_assert_num_queries(2):  # the session and its user
        client.get("/en/accounts/password/")
    assert connection.in_atomic_block


def test_an_administrator_helps_who_lost_it(client, user, capsys):
    with_factor(user)
    clerk = UserFactory(is_staff=True, language="en")
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user"]))
    wish = {"action": "remove_second_factor", "_selected_action": [user.pk]}
    client.force_login(clerk)
    client.post(USERS, wish)
    assert SecondFactor.objects.exists()
    client.force_login(StaffFactory(language="en"))
    session = client.session
    session[SHOWN_AT] = 0
    session.save()
    asked = client.post(USERS, wish)
    assert asked.status_code == 403
    assert f'<input type="hidden" name="_selected_action" value="{user.pk}">' in asked.text
    page = client.post(USERS, {**wish, "again-secret": "a long password"}, follow=True)
    assert "The second factor of 1 account was removed." in page.text
    assert not SecondFactor.objects.exists()
    with_factor(user)
    call_command("remove_second_factor", "ANNA@example.org")
    assert "anna@example.org signs in with the password alone" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no account"):
        call_command("remove_second_factor", "anna@example.org")


def test_the_list_of_attempts_says_who_from_where_and_with_what(client, user):
    sign_in(client)
    wrong = {"username": "anna@example.org", "password": "x"}
    client.logout()
    client.post(SIGN_IN, wrong, HTTP_USER_AGENT="Firefox/1 Windows", REMOTE_ADDR="192.0.2.7")
    client.force_login(StaffFactory(language="en"))
    page = client.get("/admin/accounts/attempt/", {"q": "anna", "outcome__exact": "wrong_password"})
    told = page.text
    assert list(page.context["cl"].result_list) == list(Attempt.objects.filter(outcome="wrong_password"))
    for word in ("wrong password", "192.0.2.7", "Firefox on Windows"):
        assert word in told
