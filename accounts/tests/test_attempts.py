"""Too many wrong attempts: counted for an account and an address together, and on record."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.apps import apps
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from accounts import attempts
from accounts.enums import Outcome
from accounts.models import Attempt
from accounts.tests.factories import UserFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
URL = "/en/accounts/sign-in/"
WAIT = "There were too many wrong attempts. Please wait 15 minutes and try again."


def try_once(client, email="anna@example.org", password="wrong", address="192.0.2.1"):
    return client.post(URL, {"username": email, "password": password}, REMOTE_ADDR=address)


@pytest.mark.parametrize("email", ["anna@example.org", "nobody@example.org"])
def test_five_wrong_passwords_make_whoever_tries_wait_with_an_account_or_without(client, email):
    UserFactory(email="anna@example.org")
    for _number in range(attempts.MOST_WRONG):
        assert try_once(client, email).status_code == 200
    page = try_once(client, email, "a long password")
    assert (page.status_code, page["Retry-After"]) == (429, "900")
    assert WAIT in page.text
    assert email in page.text  # what was typed is not lost
    assert try_once(client, email.upper()).status_code == 429
    assert Attempt.objects.filter(outcome=Outcome.LOCKED).count() == 1
    assert Attempt.objects.count() == attempts.MOST_WRONG + 1  # what is refused unseen is not written down each time


def test_neither_another_account_nor_another_address_is_locked_out(client):
    user = UserFactory(email="anna@example.org")
    UserFactory(email="bruno@example.org")
    for _number in range(attempts.MOST_WRONG + 1):
        try_once(client)
    assert try_once(client, "bruno@example.org", "a long password").status_code == 302
    client.logout()
    assert try_once(client, password="a long password", address="192.0.2.2").status_code == 302
    client.logout()
    assert try_once(client, password="a long password").status_code == 429
    Attempt.objects.update(at=timezone.now() - attempts.WAIT)
    assert try_once(client, password="a long password").status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_right_one_forgets_the_wrong_ones(client):
    UserFactory(email="anna@example.org")
    for _number in range(3):
        for _wrong in range(attempts.MOST_WRONG - 1):
            assert try_once(client).status_code == 200
        assert try_once(client, password="a long password").status_code == 302
        client.logout()


def test_every_attempt_is_on_record_without_what_was_typed_or_from_where(client):
    user = UserFactory(email="anna@example.org")
    try_once(client, "my password by mistake@example.org")
    try_once(client)
    try_once(client, password="a long password")
    told = list(Attempt.objects.order_by("pk").values_list("user", "outcome", "address"))
    where = "192.0.2.1"
    assert told == [
        (None, "wrong_password", where), (user.pk, "wrong_password", where), (user.pk, "done", where),
    ]  # fmt: skip
    lines = apps.get_model("audit.Change").objects.filter(table="accounts_attempt", act="I")
    assert [line.after.get("user_id") for line in lines.order_by("pk")] == [None, user.pk, user.pk]
    assert not [line for line in lines if {"address", "browser", "key"} & set(line.after)]
    Attempt.objects.filter(outcome="done").update(at=timezone.now() - attempts.KEPT - dt.timedelta(days=1))
    assert attempts.remove_old_attempts() == 1
    assert Attempt.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_attempts_at_the_same_moment_are_not_one_more_than_may_be():
    request = RequestFactory().post(URL, REMOTE_ADDR="192.0.2.1")
    answers = []

    def one() -> None:
        try:
            attempts.begin_attempt(request, "anna@example.org")
            answers.append("compared")
        except DomainError as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 12
    assert answers.count("compared") <= attempts.MOST_WRONG


@pytest.mark.parametrize(
    ("proxies", "forwarded", "status"),
    [
        (0, "198.51.100.{}", 429),  # nobody of ours wrote it
        (1, "198.51.100.{}, 203.0.113.5", 429),  # what stands before our proxy's own is the visitor's invention
        (1, "203.0.113.5, 198.51.100.{}", 200),  # our proxy saw another address each time
    ],
)
def test_a_forged_address_gives_no_further_tries(client, settings, proxies, forwarded, status):
    settings.TRUSTED_PROXIES = proxies
    for number in range(attempts.MOST_WRONG + 1):
        form = {"username": "anna@example.org", "password": "wrong"}
        page = client.post(URL, form, headers={"x-forwarded-for": forwarded.format(number)})
    assert page.status_code == status
