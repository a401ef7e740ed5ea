"""No form and no address of the portal fails, whatever is sent to it. bench/fuzz.py sends 20,000 such posts."""

from __future__ import annotations

import itertools
import logging
import random
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import resolve
from django.utils.html import escape

from desk.tests.fuzzing import gather, send, spoil, walk
from desk.tests.fuzzing.values import MARKUP
from desk.tests.fuzzing.world import World, make_world

pytestmark = pytest.mark.django_db
POSTS = 300
SEED = 5


@pytest.fixture
def log() -> Iterator[send.Log]:
    """The errors of each request, which are judged here one by one: a test takes them from the harness at its end."""
    handler = send.Log()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def a_few(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The administrator where one is sent, else the first two: every role goes everywhere in the bench."""
    return roles[:1] if "superuser" in roles else roles[:2]


def test_no_form_fails_whatever_is_sent(log, expected_errors):
    rng, statuses = random.Random(SEED), set()
    world = make_world()
    found = gather.look_round(world, log, a_few)
    faults, posts = list(found.faults), found.posts()
    assert len(posts) > 200
    assert {"desk:people", "participants:register_delegates", "participants:my_organisation"} <= names_of(posts)
    rng.shuffle(posts)
    for role, form in itertools.islice(itertools.cycle(posts), POSTS):
        sent = spoil.spoiled(form, rng)
        status, wrong = send.post(world.browsers[role], sent, log)
        statuses.add(status)
        faults += [f"POST {sent.path} as {role} ({sent.what}): {fault}" for fault in wrong]
    faults += wrong_queries(world, found, log, rng)
    expected_errors.log.records.clear()
    assert faults == []
    assert {200, 302, 400} <= statuses


def names_of(posts: list[tuple[str, walk.Form]]) -> set[str]:
    return {resolve(form.action.split("?")[0]).view_name for _role, form in posts}


def wrong_queries(world: World, found: gather.Found, log: send.Log, rng: random.Random) -> list[str]:
    """What is wrong with the answers to one wrong query for each page."""
    faults, filters = [], found.filters()
    for role, path in found.pages:
        query = rng.choice(gather.wrong_queries(filters.get(path)))
        _status, wrong = send.get(world.browsers[role], f"{path}?{query}", log)
        faults += [f"GET {path}?{query[:80]} as {role}: {fault}" for fault in wrong]
    return faults


def test_an_answer_that_is_wrong_is_noticed(log, client, monkeypatch, expected_errors):
    """The control: a page that fails, and one that shows markup as it was sent, are told."""

    def fail(form) -> bool:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("participants.forms.contact.ContactForm.is_valid", fail)
    client.raise_request_exception = False
    status, faults = send.post(client, spoil.Post("/en/contact/", spoil.URLENCODED, b"name=x", ""), log)
    assert (status, faults[0]) == (500, "status 500")
    assert "broken on purpose" in faults[1]
    expected_errors.claim("/en/contact/")
    log.records.clear()
    assert send.faults_of(HttpResponse(f"<p>{MARKUP}</p>"), log) == ["markup of the input stands in the page"]
    assert send.faults_of(HttpResponse(f"<p>{escape(MARKUP)}</p>"), log) == []
