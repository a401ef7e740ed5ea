"""Two organisers take each other's role away at the same moment. The control is the same without the lock."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection

from sessions.models import Assignment
from sessions.roles import organised
from sessions.tests.factories import AssignmentFactory, SessionFactory
from tables.services import roles, take_role
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)


def taken_at_once(assignments: list[Assignment]) -> Counter:
    """Take all these roles away at the same moment, each on a connection of its own."""
    start = threading.Barrier(len(assignments))

    def take(assignment: Assignment) -> str:
        try:
            start.wait(timeout=30)
            take_role(assignment)
        except DomainError as error:
            return error.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(assignments)) as pool:
        return Counter(pool.map(take, assignments))


def test_of_two_who_go_at_once_one_stays():
    last_two = AssignmentFactory.create_batch(2, session=SessionFactory())
    assert taken_at_once(last_two) == {"done": 1, "last": 1}
    assert Assignment.objects.organising().count() == 1


def test_without_transaction_and_lock_nobody_would_be_left(monkeypatch):
    """Both are told so too late: each had taken the role before it looked who is left."""
    pause, last_two = threading.Barrier(2), AssignmentFactory.create_batch(2, session=SessionFactory())

    @contextmanager
    def unguarded(sessions: list[int]) -> Iterator[None]:
        had = organised(sessions)
        yield
        pause.wait(timeout=30)
        if had - organised(sessions):
            raise DomainError("Nobody is left.", code="last")

    monkeypatch.setattr(roles, "keeping_organisers", unguarded)
    assert taken_at_once(last_two) == {"last": 2}
    assert not Assignment.objects.exists()
