"""Promises 1 and 2 (docs/operations.md): never oversold, the waiting list in order, each freed place given once.

The negative control is the same crowd with the gate left open: it must break the promise, or the test proves nothing.
"""

from __future__ import annotations

import pytest

from participants import services
from participants.enums import Place
from participants.models import Delegate
from participants.tests.crowds import CLIENTS, at_once, crowd, open_wide
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 60
PLACES = 10


def kept(session) -> bool:
    """Whether the promise holds: exactly the places given, and queue numbers from 1 without gap or double."""
    delegates = Delegate.objects.filter(session=session)
    confirmed = delegates.confirmed().count()
    numbers = list(delegates.waiting().values_list("queue_number", flat=True))
    return confirmed == PLACES and numbers == list(range(1, CROWD - PLACES + 1))


def test_a_crowd_never_gets_more_places_than_there_are():
    session = SessionFactory(capacity_it=PLACES)
    outcomes = at_once(services.admit_registration, crowd(session, CROWD))
    assert outcomes == {"done": CROWD}
    assert kept(session)


def test_control_with_the_gate_left_open_the_session_is_oversold(monkeypatch):
    open_wide(monkeypatch)
    session = SessionFactory(capacity_it=PLACES)
    at_once(services.admit_registration, crowd(session, CROWD))
    assert not kept(session)


def test_cancelling_and_arriving_at_once_keeps_the_session_exactly_full():
    session = SessionFactory(capacity_it=PLACES)
    first, second = crowd(session, CROWD), crowd(session, PLACES)
    for registration in first:
        services.admit_registration(registration)
    holders = [r for r in first if r.delegates.confirmed().exists()]
    acts = [(services.cancel_registration, r) for r in holders] + [(services.admit_registration, r) for r in second]
    assert at_once(lambda pair: pair[0](pair[1]), acts) == {"done": 2 * PLACES}
    delegates = Delegate.objects.filter(session=session)
    assert delegates.confirmed().count() == PLACES
    # The ten who had waited longest are in: nobody who came later passed them.
    assert set(delegates.confirmed().values_list("registration_id", flat=True)) == {
        r.pk for r in first[PLACES:] if r.delegates.confirmed().exists()
    }
    assert delegates.filter(place=Place.RELEASED).count() == PLACES
    numbers = list(delegates.waiting().values_list("queue_number", flat=True))
    assert len(numbers) == len(set(numbers)) == CROWD - PLACES


def test_two_staff_confirm_the_same_registration_while_a_third_cancels_another():
    session = SessionFactory(capacity_it=1)
    holder, waiting = crowd(session, 2)
    for registration in (holder, waiting):
        services.admit_registration(registration)
    acts = [
        (services.confirm_registration, waiting, None),
        (services.confirm_registration, waiting, None),
        (services.cancel_registration, holder, None),
    ] + [(services.confirm_registration, waiting, None)] * (CLIENTS - 3)
    outcomes = at_once(lambda act: act[0](*act[1:]), acts)
    assert outcomes["done"] + outcomes["DomainError"] == CLIENTS
    assert list(Delegate.objects.confirmed().values_list("registration_id", flat=True)) == [waiting.pk]
