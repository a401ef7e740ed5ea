"""Promise 2: a freed place goes to the right one, once, whoever else comes and goes at that moment.

The control is the same crowd with the gate left open.
"""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from participants import services
from participants.models import Delegate, MailLog
from participants.tests.crowds import at_once, crowd, open_wide
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = 20


class Watcher(threading.Thread):
    """Counts who has a place again and again, from a connection of its own: every committed state it meets."""

    def __init__(self, session) -> None:
        super().__init__(daemon=True)
        self.session, self.seen, self.over = session, set(), threading.Event()

    def run(self) -> None:
        try:
            while not self.over.is_set():
                self.seen.add(Delegate.objects.filter(session=self.session).confirmed().count())
        finally:
            connection.close()


def come_and_go(session) -> tuple[list, set[int]]:
    """Fill the session, with as many again waiting; then let all holders cancel while others register.

    Returns the registrations that waited, in order, and how many had a place at each moment somebody looked.
    """
    holders, waiting, newcomers = (crowd(session, PLACES) for _part in range(3))
    for registration in [*holders, *waiting]:
        services.admit_registration(registration)
    acts = [pair for new, old in zip(newcomers, holders, strict=True)
            for pair in ((services.admit_registration, new), (services.cancel_registration, old))]  # fmt: skip
    watcher = Watcher(session)
    watcher.start()
    try:
        at_once(lambda pair: pair[0](pair[1]), acts)
    finally:
        watcher.over.set()
        watcher.join(timeout=30)
    return waiting, watcher.seen


def promotions(registrations) -> list[int]:
    return [MailLog.objects.filter(registration=one, kind="promoted").count() for one in registrations]


def test_every_freed_place_goes_to_the_next_once_and_the_session_is_full_all_the_time():
    session = SessionFactory(capacity_it=PLACES)
    waiting, seen = come_and_go(session)
    assert seen == {PLACES}
    assert promotions(waiting) == [1] * PLACES
    holding = Delegate.objects.filter(session=session).confirmed()
    assert set(holding.values_list("registration", flat=True)) == {one.pk for one in waiting}
    assert MailLog.objects.filter(kind="promoted").count() == PLACES


def test_control_with_the_gate_left_open_it_is_not_kept(monkeypatch):
    open_wide(monkeypatch)
    waiting, seen = come_and_go(SessionFactory(capacity_it=PLACES))
    assert seen != {PLACES} or promotions(waiting) != [1] * PLACES


@pytest.fixture
def offered():
    """A delegate with a place offered until a minute ago, and one who waits."""
    session = SessionFactory(capacity_it=1, acceptance_hours=24)
    for _number in range(3):
        registration = RegistrationFactory(session=session)
        DelegateFactory(registration=registration)
        services.admit_registration(registration)
    services.cancel_registration(session.registrations.order_by("pk").first())
    Delegate.objects.offered().update(accept_by=timezone.now() + dt.timedelta(seconds=5))
    return Delegate.objects.offered().get()


def test_many_workers_take_a_lapsed_offer_back_once(offered):
    later = timezone.now() + dt.timedelta(minutes=1)
    at_once(services.lapse_offers, [later] * 16)
    assert MailLog.objects.filter(kind="offer_lapsed").count() == 1
    assert MailLog.objects.filter(kind="promoted").count() == 2
    assert Delegate.objects.offered().get() != offered


def test_an_offer_accepted_at_the_moment_it_lapses_is_either_accepted_or_gone(offered):
    later = timezone.now() + dt.timedelta(minutes=1)
    acts = [(services.accept_place, offered), (services.lapse_offers, later)] * 8
    at_once(lambda pair: pair[0](pair[1]), acts)
    offered.refresh_from_db()
    lapsed = MailLog.objects.filter(kind="offer_lapsed").count()
    assert (offered.place, bool(offered.accepted_at), lapsed) in [("confirmed", True, 0), ("released", False, 1)]
    assert Delegate.objects.filter(session=offered.session).confirmed().count() == 1
