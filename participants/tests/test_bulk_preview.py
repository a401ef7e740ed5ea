"""Acts on ticked registrations first show what they would do, by doing it in a transaction that is taken back."""

from __future__ import annotations

import pytest
from django.core import mail
from post_office.models import Email

from accounts.models import User
from accounts.tests.factories import StaffFactory
from participants.admin import acts
from participants.models import AccessLink, Delegate, MailLog, Registration
from participants.services import confirm_registration, decline_registration, preview_acts
from participants.tests.factories import DelegateFactory
from participants.tests.test_admin import act, apply, states
from sessions.models import Session
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return SessionFactory(capacity_it=2)


@pytest.fixture
def user(client) -> User:
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def everything() -> list:
    """The rows that an act writes to."""
    registrations = Registration.objects.order_by("pk").values_list("pk", "state", "decided_at", "identifier")
    places = Delegate.objects.order_by("pk").values_list("pk", "place", "queue_number")
    others = [model.objects.count() for model in (MailLog, Email, AccessLink)]
    return [list(registrations), list(places), others, len(mail.outbox)]


def test_a_preview_of_confirming_says_who_gets_a_place_who_waits_and_which_mails_go_out(client, user, session):
    first, second, third = (apply(session, name) for name in ("Alfa", "Beta", "Gamma"))
    DelegateFactory(registration=second)
    third.delegates.all().delete()
    before = everything()
    page = act(client, "confirm", first, second, third)
    assert everything() == before
    for text in (
        "2 persons get a place.",
        "1 person goes to the waiting list.",
        "1 registration is refused and stays as it is.",
        "This registration names no delegate.",
        "Registration confirmed (2)",
    ):
        assert text in page.text
    preview = page.context["preview"]
    assert [(one.state, one.placed, one.waiting) for one in preview.outcomes] == [
        ("confirmed", 1, 0),
        ("confirmed", 1, 1),
        ("under_review", 0, 0),
    ]
    act(client, "confirm", first, second, third, sure="1")
    assert states(first, second, third) == ["confirmed", "confirmed", "under_review"]
    assert MailLog.objects.count() == preview.mails_written  # the preview was true


def test_a_preview_of_declining_names_who_would_get_the_place(client, user, session):
    first, second, third = (apply(session, name) for name in ("Alfa", "Beta", "Gamma"))
    for one in (first, second, third):
        confirm_registration(one, user)
    before = everything()
    page = act(client, "decline", first)
    assert everything() == before
    waiting = third.delegates.get()
    assert page.context["preview"].promoted == [waiting]
    assert f"{waiting} (" in page.text
    assert "1 person loses the place." in page.text
    single = client.post(f"/admin/participants/registration/{first.pk}/decline/")
    assert single.context["preview"].promoted == [waiting]
    assert everything() == before


def test_control_the_same_act_without_the_preview_does_change_something(user, session):
    one = apply(session, "Alfa")
    before = everything()
    preview_acts([one], lambda registration: decline_registration(registration, user, "–"))
    assert everything() == before
    decline_registration(one, user, "–")
    assert everything() != before


def test_too_many_at_once_are_refused_before_anything_is_done(client, user, session, monkeypatch):
    monkeypatch.setattr(acts, "MOST", 1)
    rows = [apply(session, name) for name in ("Alfa", "Beta")]
    page = act(client, "confirm", *rows, sure="1")
    assert "At most 1 registrations are decided at once: tick fewer of them." in page.text
    assert states(*rows) == ["under_review"] * 2
