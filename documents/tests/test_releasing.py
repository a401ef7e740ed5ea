"""Releasing: a version that never changes, what stops it, and that it is one moment's programme."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import contextmanager

import pytest
from django.utils.translation import override

from accounts.tests.factories import UserFactory
from documents import releasing
from documents.models import ProgrammeVersion, VersionNotice
from documents.released import public_facts
from documents.releasing import Obstacle, digest_of, read_facts, release_programme
from documents.tests.test_programme_facts import full_session
from participants.tests.crowds import CLIENTS, at_once
from sessions.models import Interpreter, Session
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read_in_english():
    with override("en"):
        yield


@pytest.fixture
def session() -> Session:
    session = SessionFactory(starts_on=dt.date(2026, 10, 24))
    ProgrammeItemFactory(session=session, title_it="Apertura", title_en="Opening", starts=dt.time(10), ends=None)
    return session


def move(session: Session, hour: int) -> None:
    item = session.items.get()
    item.starts = dt.time(hour)
    item.save()


def starts(session: Session) -> str:
    return public_facts(session, "it")["days"][0]["groups"][0]["items"][0]["starts"]


def test_versions_follow_one_another_and_the_public_reads_the_newest(session):
    user = UserFactory()
    assert starts(session) == "10:00"
    first = release_programme(session, user, note="Uno")
    move(session, 11)
    assert starts(session) == "10:00"
    second = release_programme(session, user)
    assert starts(session) == "11:00"
    assert [(one.number, one.note, one.released_by, len(one.changes)) for one in (first, second)] == [
        (1, "Uno", user, 0),
        (2, "", user, 1),
    ]
    assert public_facts(session, "en")["version"]["number"] == 2


def test_the_facts_are_kept_in_every_language_with_who_is_at_which_line():
    session = full_session()
    plenary, sitting = session.items.get(kind="plenary"), session.items.get(kind="table")
    interpreter = Interpreter.objects.create(session=session, name="Olga")
    plenary.interpreters.add(interpreter)
    facts = release_programme(session).facts
    assert set(facts) == {"it", "ru", "en", "people"}
    assert [facts[code]["language"] for code in ("it", "ru", "en")] == ["it", "ru", "en"]
    moderator = sitting.sitting.table.moderators.get()
    assert facts["people"] == {
        str(plenary.pk): {
            "officials": sorted(plenary.speakers.values_list("pk", flat=True)),
            "interpreters": [interpreter.pk],
        },
        str(sitting.pk): {"officials": [moderator.pk], "interpreters": []},
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_the_facts_takes_eighteen_queries(rows, django_assert_num_queries):
    session = Session.objects.select_related("host_region").get(pk=full_session(rows).pk)
    with django_assert_num_queries(18):  # five a language, three for the people
        read_facts(session)


def test_nothing_is_released_twice_nor_without_lines(session):
    with pytest.raises(DomainError, match="no lines"):
        release_programme(SessionFactory())
    release_programme(session)
    session.items.get().save()  # saved again, with the same words
    with pytest.raises(DomainError, match="Nothing has changed since version 1"):
        release_programme(session)
    assert ProgrammeVersion.objects.count() == 1


def test_what_was_not_looked_at_is_not_released(session):
    seen = digest_of(read_facts(session))
    move(session, 11)
    with pytest.raises(DomainError) as refusal:
        release_programme(session, seen=seen)
    assert refusal.value.code == "changed"
    release_programme(session, seen=digest_of(read_facts(session)))
    assert starts(session) == "11:00"


def test_what_is_impossible_cannot_be_overruled_and_what_speaks_against_it_can(session):
    grave, doubt = Obstacle("Twice at once.", grave=True), Obstacle("Russian: 1 text is missing.")
    with pytest.raises(DomainError, match="Twice at once"):
        release_programme(session, overrule="Anyway", obstacles=lambda session: [doubt, grave])
    with pytest.raises(DomainError, match="1 text is missing. To release it all the same, say why") as refusal:
        release_programme(session, obstacles=lambda session: [doubt])
    assert refusal.value.field == "overrule"
    assert not ProgrammeVersion.objects.exists()
    version = release_programme(session, overrule="They read English", obstacles=lambda session: [doubt])
    assert version.overruled == "They read English"


def test_a_reason_where_nothing_speaks_against_it_is_not_kept(session):
    assert release_programme(session, overrule="Why not").overruled == ""


def test_a_refusal_names_three_reasons(session):
    many = [Obstacle(f"Reason {number}.", grave=True) for number in range(1, 6)]
    with pytest.raises(DomainError, match=r"Reason 1\. Reason 2\. Reason 3\. …$"):
        release_programme(session, obstacles=lambda session: many)


def test_a_row_saved_while_it_is_read_makes_it_read_once_more(session, monkeypatch):
    """The administration does not wait for the session's row: a version must not hold half of its change."""
    reads = []

    def read(session: Session) -> dict:
        facts = read_facts(session)
        reads.append(facts)
        if len(reads) == 1:
            move(session, 15)
        return facts

    monkeypatch.setattr(releasing, "read_facts", read)
    release_programme(session)
    assert (len(reads), starts(session)) == (2, "15:00")


def test_rows_that_never_rest_are_not_released(session, monkeypatch):
    hours = iter(range(11, 20))

    def read(session: Session) -> dict:
        move(session, next(hours))
        return read_facts(session)

    monkeypatch.setattr(releasing, "read_facts", read)
    with pytest.raises(DomainError, match="at this moment"):
        release_programme(session)
    assert not ProgrammeVersion.objects.exists()


def test_nobody_is_told_of_a_first_version(session):
    release_programme(session)
    assert not VersionNotice.objects.exists()


# --- Many at once


@contextmanager
def left_open(session: Session):
    """The act without its transaction and its lock."""
    yield Session.objects.get(pk=session.pk)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_release_at_once_one_does_and_the_others_are_told(session):
    assert at_once(release_programme, [session] * CLIENTS) == {"done": 1, "DomainError": CLIENTS - 1}
    assert ProgrammeVersion.objects.get().number == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_they_run_into_each_other(session, monkeypatch):
    door = threading.Barrier(CLIENTS)

    def read_together(session: Session) -> dict:
        facts = read_facts(session)
        door.wait(timeout=30)
        return facts

    monkeypatch.setattr(releasing, "locked", left_open)
    monkeypatch.setattr(releasing, "whole_facts", read_together)
    assert at_once(release_programme, [session] * CLIENTS) != {"done": 1, "DomainError": CLIENTS - 1}
