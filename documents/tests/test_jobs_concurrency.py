"""Two workers that are woken for the same job: one takes it. With its control: without the compare-and-set both do."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from documents import jobs, services
from documents.models import Document
from sessions.models import Session
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def at_once(act) -> list:
    """Call an act in several threads, each with a connection of its own."""
    start = threading.Barrier(WORKERS)

    def worker(_number):
        try:
            start.wait(timeout=30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(worker, range(WORKERS)))


def taken_by(pk: int) -> int:
    """How many workers believe that they hold the job."""
    return sum(taken is not None for taken in at_once(lambda: jobs.take(pk)))


@pytest.fixture
def slow_reader(monkeypatch):
    """Every worker has read the row before one of them writes: the moment at which two could take the same job."""
    read = threading.Barrier(WORKERS)
    claim = jobs.claim

    def after_all_read(document, now):
        read.wait(timeout=30)
        return claim(document, now)

    monkeypatch.setattr(jobs, "claim", after_all_read)


def unguarded_claim(document, now):
    """The act without "if it is still as I read it"."""
    document.attempt, document.state = document.attempt + 1, Document.State.RUNNING
    return bool(
        Document.objects.filter(pk=document.pk).update(
            attempt=document.attempt, state=document.state, lease_until=now + jobs.lease()
        )
    )


def test_one_of_several_workers_takes_the_job(wish, slow_reader):
    assert taken_by(wish().pk) == 1


def test_control_without_compare_and_set_all_of_them_take_it(wish, monkeypatch):
    read = threading.Barrier(WORKERS)

    def claim(document, now):
        read.wait(timeout=30)
        return unguarded_claim(document, now)

    monkeypatch.setattr(jobs, "claim", claim)
    assert taken_by(wish().pk) == WORKERS


def test_asked_for_by_several_at_once_it_is_one_job(mill, monkeypatch):
    monkeypatch.setattr(services, "ring", lambda *args: True)
    session = SessionFactory()
    found = at_once(lambda: services.request_document("test", session, "it", "pdf").pk)
    assert len(set(found)) == 1
    assert Document.objects.count() == 1


def test_facts_are_read_as_of_one_moment_and_lock_nobody_out(transactional_db):
    """While a worker gathers, staff change the session: the worker goes on reading what it began with."""
    session = SessionFactory(city_it="Bergamo")

    def change():
        Session.objects.filter(pk=session.pk).update(city_it="Milano")
        connection.close()

    with jobs.snapshot():
        before = Session.objects.get(pk=session.pk).city_it
        with ThreadPoolExecutor(1) as pool:
            pool.submit(change).result(timeout=10)
        after = Session.objects.get(pk=session.pk).city_it
    assert (before, after) == ("Bergamo", "Bergamo")
    assert Session.objects.get(pk=session.pk).city_it == "Milano"
    with transaction.atomic():  # and the connection writes as before
        Session.objects.filter(pk=session.pk).update(city_it="Roma")
