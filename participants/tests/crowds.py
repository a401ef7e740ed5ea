"""Many at once at the gate: threads with connections of their own, and the gate left open for the controls."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import Error, connection

from participants.models import Delegate, Registration
from participants.services import gate
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.models import Session
from taskforce.errors import DomainError

CLIENTS = 8


def at_once(act, things) -> Counter:
    """Call an act for each thing from several threads with connections of their own; returns what came of the calls."""
    start = threading.Barrier(CLIENTS)
    parts = [things[number::CLIENTS] for number in range(CLIENTS)]

    def client(part):
        outcomes = Counter()
        try:
            start.wait(timeout=30)
            for thing in part:
                try:
                    act(thing)
                    outcomes["done"] += 1
                except (Error, DomainError) as error:
                    outcomes[type(error).__name__] += 1
        finally:
            connection.close()
        return outcomes

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(client, parts), Counter())


def crowd(session, size):
    registrations = RegistrationFactory.create_batch(size, session=session)
    for registration in registrations:
        DelegateFactory(registration=registration)
    return registrations


@contextmanager
def left_open(session_id):
    """The gate without its transaction and its lock, and with the pause in which a crowd slips through."""
    yield Session.objects.get(pk=session_id)


def slow_count(session, side):
    taken = Delegate.objects.filter(session=session, side=side).confirmed().count()
    threading.Event().wait(0.005)
    return max(0, session.capacity(side) - taken)


def open_wide(monkeypatch) -> None:
    """Leave the gate open: no transaction, no lock, and time between counting and giving."""
    monkeypatch.setattr(gate, "open_gate", left_open)
    monkeypatch.setattr(gate, "free_places", slow_count)
    monkeypatch.setattr(gate, "lock_registration", unlocked(Registration, "organisation", "session"))
    monkeypatch.setattr(gate, "lock_delegate", unlocked(Delegate, "registration__organisation", "session"))


def unlocked(model, *related):
    return lambda row: model.objects.select_related(*related).get(pk=row.pk)
