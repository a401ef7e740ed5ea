"""A mail server that is down for two hours loses no mail, doubles none, and staff see what happens."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from post_office import mail as outbox
from post_office.models import STATUS, Email

from participants import delivery
from participants.tasks import send_mail

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = "Failed to send email"


@pytest.fixture
def server(monkeypatch):
    """A mail server with a switch: ``server["down"]`` says whether it refuses, ``server["delivered"]`` what it took."""
    state = {"down": False, "delivered": []}

    def send_messages(self, messages):
        if state["down"]:
            raise ConnectionRefusedError("down")
        state["delivered"] += [message.to[0] for message in messages]
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return state


def queue(count: int) -> list[str]:
    addresses = [f"person{number}@example.org" for number in range(count)]
    for address in addresses:
        outbox.send(address, "portal@example.org", subject="Hello", message="x")
    return addresses


def run_until(server, now, until):
    """Let the worker's clock pass, a minute a step; returns the moments at which tries were due."""
    tries = []
    while now < until:
        due = Email.objects.filter(status=STATUS.requeued, scheduled_time__lte=now)
        if due.exists() or Email.objects.filter(status=STATUS.queued).exists():
            due.update(scheduled_time=timezone.now() - dt.timedelta(seconds=1))
            waited = timezone.now()
            send_mail()
            for row in Email.objects.filter(status=STATUS.requeued, last_updated__gte=waited):
                Email.objects.filter(pk=row.pk).update(scheduled_time=now + (row.scheduled_time - timezone.now()))
            tries.append(now)
        now += dt.timedelta(minutes=1)
    return tries


def test_a_server_down_for_two_hours_gets_every_mail_once(server, expected_errors):
    addresses = queue(20)
    server["down"] = True
    now = timezone.now()
    tries = run_until(server, now, now + dt.timedelta(hours=2))
    expected_errors.claim(REFUSED)
    assert len(tries) > 8
    assert server["delivered"] == []
    assert set(Email.objects.values_list("status", flat=True)) <= {STATUS.requeued, STATUS.queued}
    assert max(Email.objects.values_list("number_of_retries", flat=True)) < settings.POST_OFFICE["MAX_RETRIES"]
    server["down"] = False
    run_until(server, now + dt.timedelta(hours=2), now + dt.timedelta(hours=3))
    assert sorted(server["delivered"]) == sorted(addresses)
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.sent}


def test_the_tries_last_longer_than_a_night_and_do_not_come_at_once():
    shortest = sum((delivery.wait_before(n) / 1.25 * 0.75 for n in range(1, 25)), dt.timedelta())
    assert shortest > dt.timedelta(hours=4)
    assert len({delivery.wait_before(5) for _ in range(20)}) > 10
    for attempt, minutes in ((1, 1), (2, 2), (5, 16), (6, 30), (24, 30)):
        assert 0.75 * minutes <= delivery.wait_before(attempt).total_seconds() / 60 <= 1.25 * minutes


def test_mails_that_failed_together_are_tried_again_at_moments_of_their_own(server, expected_errors):
    queue(8)
    server["down"] = True
    send_mail()
    expected_errors.claim(REFUSED)
    assert len(set(Email.objects.values_list("scheduled_time", flat=True))) == 8


def test_a_server_that_is_down_costs_a_try_to_one_batch_only(server, expected_errors):
    queue(20)
    server["down"] = True
    send_mail()
    expected_errors.claim(REFUSED)
    assert Email.objects.filter(status=STATUS.queued).count() == 12


def test_a_run_ends_in_time_and_rings_for_the_rest(server, monkeypatch):
    queue(20)
    rung = []
    monkeypatch.setattr("participants.tasks.wake_a_worker", lambda: rung.append(1))
    monkeypatch.setattr(delivery, "LONGEST_RUN", 0)
    send_mail()
    assert len(server["delivered"]) == 8
    assert rung == [1]


def test_what_a_mail_said_is_not_kept_once_it_is_sent(server):
    queue(1)
    assert Email.objects.get().message == "x"
    send_mail()
    row = Email.objects.get()
    assert (row.status, row.message, row.html_message, row.context) == (STATUS.sent, "", "", None)
    assert server["delivered"] == ["person0@example.org"]


def test_what_was_not_sent_keeps_its_words(server, expected_errors):
    queue(1)
    server["down"] = True
    send_mail()
    expected_errors.claim(REFUSED)
    assert Email.objects.get().message == "x"
