"""A session is edited while its PDF waits, is gathered, and is laid out: the paper shows one moment, never two.

With its control: without the snapshot the two languages of one paper are of two moments.
"""

from __future__ import annotations

import contextlib
import threading

import pytest
from django.db import connection

from documents import jobs, services, store
from documents.builders import KINDS, programme
from documents.models import Document
from documents.tests.paper import Paper
from sessions.models import ProgrammeItem
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
OLD = {"title_it": "Apertura", "title_ru": "Открытие"}
NEW = {"title_it": "Chiusura", "title_ru": "Закрытие"}


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    monkeypatch.setattr(services, "ring", lambda *args: True)


@pytest.fixture
def session():
    session = SessionFactory(number=25)
    for _number in range(3):
        ProgrammeItemFactory(session=session, **OLD)
    return session


def edit_elsewhere(session) -> None:
    """Somebody else changes every line, over a connection of their own, and it is committed."""

    def change() -> None:
        try:
            ProgrammeItem.objects.filter(session_id=session.pk).update(**NEW)
        finally:
            connection.close()

    other = threading.Thread(target=change)
    other.start()
    other.join(timeout=30)
    assert not other.is_alive()


@pytest.fixture
def edited_between(session, monkeypatch):
    """The edit happens after the facts of the first language were read and before those of the second."""
    facts_of, told = programme.public_facts, []

    def then_edited(*args, **options):
        facts = facts_of(*args, **options)
        told.append(1)
        if len(told) == 1:
            edit_elsewhere(session)
        return facts

    monkeypatch.setattr(programme, "public_facts", then_edited)


def made(session, **fields) -> tuple[Document, str]:
    """The document of a job, and the text of its pages."""
    wish = {"kind": "programme", "session": session, "language": "it+ru", "format": "pdf"} | fields
    document = Document.objects.create(**wish)
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert document.state == "done", document.error
    return document, Paper(store.get(document.file)).text


def moments(text: str) -> tuple[int, int, int, int]:
    return tuple(text.count(words) for words in (*OLD.values(), *NEW.values()))


def test_edited_between_the_languages_it_is_all_old(session, edited_between):
    _document, text = made(session)
    assert moments(text) == (3, 3, 0, 0)
    assert moments(made(session)[1]) == (0, 0, 3, 3)  # asked for again


def test_control_without_the_snapshot_it_is_mixed(session, edited_between, monkeypatch):
    monkeypatch.setattr(jobs, "snapshot", contextlib.nullcontext)
    assert moments(made(session)[1]) == (3, 0, 0, 3)


def test_edited_while_it_waits_it_is_all_new(session):
    document = services.request_document("programme", session, "it+ru", "pdf")
    edit_elsewhere(session)
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert moments(Paper(store.get(document.file)).text) == (0, 0, 3, 3)


def test_edited_while_it_is_laid_out_it_is_all_old_and_its_name_is_of_the_old(session, monkeypatch):
    builder = KINDS["programme"]
    before = builder.hash_of(builder.gather(session, "it+ru"), "it+ru")
    advance = jobs.advance

    def edited(document, step, **also):
        if step == 2:  # the pages are laid out
            edit_elsewhere(session)
        advance(document, step, **also)

    monkeypatch.setattr(jobs, "advance", edited)
    document, text = made(session)
    assert moments(text) == (3, 3, 0, 0)
    assert document.facts_hash == before
    assert services.current_hash("programme", session, "it+ru") != before  # so that the next visitor asks anew


def test_every_form_is_gathered_in_one_snapshot(session, monkeypatch):
    """Nobody reads outside it: the facts of each kind are the same, however often they are edited meanwhile."""
    for kind in ("summary", "day-1", "draft", "archive"):
        source = "draft_facts" if kind == "draft" else "public_facts"
        facts_of = getattr(programme, source)

        def then_edited(*args, facts_of=facts_of, **options):
            facts = facts_of(*args, **options)
            edit_elsewhere(session)
            return facts

        ProgrammeItem.objects.filter(session=session).update(**OLD)
        with monkeypatch.context() as patched, jobs.snapshot():
            patched.setattr(programme, source, then_edited)
            texts = KINDS[kind].gather(session, "it+ru")["texts"]
        titles = {code: facts["days"][0]["groups"][0]["items"][0]["title"] for code, facts in texts.items()}
        assert (titles["it"], titles["ru"]) == tuple(OLD.values()), kind
