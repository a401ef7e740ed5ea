"""The same form many times at once is one draft, one registration, one mail. Each with its negative control."""

import threading
import uuid
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import connections
from django.test import Client
from post_office.models import Email

from participants.models import Organisation, PrivacyNotice, Registration
from participants.services import registration as acts
from participants.tests.factories import PrivacyNoticeFactory
from participants.tests.filling import address, draft, organisation
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 5


@pytest.fixture
def session():
    return SessionFactory()


def at_once(act) -> list:
    """Run an act in several threads that start together, each with its own connection; return what they returned."""
    start, results = threading.Barrier(TIMES), []

    def run() -> None:
        try:
            start.wait(timeout=20)
            results.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(results) == TIMES
    return results


def post_the_same_form(session) -> list[int]:
    fields = organisation(uuid.uuid4())
    return at_once(lambda: Client().post(address(session), fields).status_code)


def send_the_same_draft(session) -> list[str]:
    return send_at_once(session, *sender_of(session))


def sender_of(session) -> tuple[dict, PrivacyNotice]:
    client = Client()
    draft(client, session)
    return {name: cookie.value for name, cookie in client.cookies.items()}, PrivacyNoticeFactory()


def send_at_once(session, cookies: dict, notice: PrivacyNotice) -> list[str]:
    def send() -> str:
        browser = Client()
        browser.cookies.load(cookies)
        return browser.post(address(session, "check"), {"notice": notice.version, "privacy": "on"}).url

    return at_once(send)


def test_the_same_form_five_times_is_one_draft(session):
    assert post_the_same_form(session) == [302] * TIMES
    assert (Registration.objects.count(), Organisation.objects.count()) == (1, 1)


def test_control_without_the_form_token_it_is_five_drafts(session, monkeypatch):
    start = acts._start_or_change
    monkeypatch.setattr(acts, "_start_or_change", lambda session, token, *facts: start(session, uuid.uuid4(), *facts))
    post_the_same_form(session)
    assert Registration.objects.count() == TIMES


def test_the_same_draft_sent_five_times_is_one_registration_and_one_mail(session):
    assert send_the_same_draft(session) == [address(session, "sent")] * TIMES
    assert Registration.objects.get().state == "submitted"
    assert (Email.objects.count(), Registration.objects.get().links.count()) == (1, 1)


def test_control_without_the_guard_it_is_five_mails(session, monkeypatch):
    monkeypatch.setattr(acts, "is_sent", lambda registration: False)
    monkeypatch.setattr("participants.views.drafts.is_sent", lambda registration: False)
    send_the_same_draft(session)
    assert Email.objects.count() == TIMES


def test_control_without_the_lock_it_is_more_than_one_mail(session, monkeypatch):
    together = threading.Barrier(TIMES)

    def unlocked(registration):
        found = Registration.objects.select_related("organisation", "session").get(pk=registration.pk)
        together.wait(timeout=20)
        return found

    cookies, notice = sender_of(session)
    monkeypatch.setattr(acts.gate, "lock_registration", unlocked)
    # On SQLite the transaction is the lock. Of this module alone: Django's own writes keep theirs.
    monkeypatch.setattr(acts, "transaction", SimpleNamespace(atomic=nullcontext))
    send_at_once(session, cookies, notice)
    assert Email.objects.count() > 1


def test_the_link_used_five_times_at_once_is_one_mail(session):
    send_the_same_draft(session)
    link = Registration.objects.get().links.get()
    states = at_once(lambda: acts.verify_email(link).state)
    assert states == ["under_review"] * TIMES
    assert Email.objects.count() == 2
