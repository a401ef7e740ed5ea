"""Real Celery workers on the real broker: what happens to a document when they die, fall behind, or were never told."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from documents import services, tasks
from documents.builders import KINDS, Builder
from documents.models import Document
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
LEASE_SECONDS = 2
PATIENCE = 90  # seconds, on a machine that is busy with other tests


def until(condition: Callable[[], object], what: str, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Wait until something is so; fail the test with its name otherwise."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"In {PATIENCE} seconds it did not happen that {what}.")
        meanwhile()
        time.sleep(0.2)


@pytest.fixture
def media(settings):
    """The folder that the workers use too."""
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    return settings.MEDIA_ROOT


@pytest.fixture
def slow(settings, monkeypatch) -> Path:
    """Let the kinds "slow" and "parts" be asked for here; returns the folder where the workers tell what they do."""
    folder = settings.VAR_DIR / "slow"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for kind in ("slow", "parts"):
        monkeypatch.setitem(KINDS, kind, Builder(kind, kind, dict, {"pdf": bytes}))
    return folder


def lines(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text().split() if (folder / name).exists() else []


@pytest.fixture
def start_worker(transactional_db, settings, tmp_path, media):
    """Start a worker as the Procfile does, against the test's database and broker; all of them are dead at the end."""
    running: list[subprocess.Popen] = []
    database = connection.settings_dict
    user = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/"
    url = f"sqlite:///{database['NAME']}" if connection.vendor == "sqlite" else f"postgres://{user}{database['NAME']}"

    def start(*options: str, app: str = "documents.tests.slow_app") -> subprocess.Popen:
        environment = os.environ | {
            "DATABASE_URL": url,
            "EMBEDDED": "1",
            "VAR_DIR": str(settings.VAR_DIR),
            "DOCUMENT_LEASE_SECONDS": str(LEASE_SECONDS),
            "SWEEP_SECONDS": "1",
        }
        command = [sys.executable, "-m", "celery", "-A", app, "worker", "--pool", "prefork", "--concurrency", "1"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "warning"]
        log = (tmp_path / f"worker-{len(running)}.log").open("wb")
        with log:
            worker = subprocess.Popen(
                [*command, *quiet, *options], env=environment, stdout=log, stderr=log, start_new_session=True
            )
        running.append(worker)
        return worker

    yield start
    for worker in running:
        kill(worker)


def kill(worker: subprocess.Popen) -> None:
    """End a worker and its children without a chance to say goodbye."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=30)


def state(document: Document) -> str:
    document.refresh_from_db()
    return document.state


def files(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def test_a_killed_workers_document_is_made_once_by_the_next(slow, media, start_worker):
    document = services.request_document("slow", SessionFactory(), "it", "pdf")
    first = start_worker()
    until(lambda: lines(slow, "started"), "the first worker begins")
    kill(first)
    assert (state(document), document.attempt, files(media)) == ("running", 1, [])

    (slow / "go").touch()
    start_worker()
    until(lambda: state(document) == "done", "the second worker makes the document", meanwhile=tasks.sweep)
    assert (document.attempt, len(lines(slow, "started")), len(lines(slow, "made"))) == (2, 2, 1)
    assert files(media) == [document.file]
    assert (media / document.file).read_bytes() == b"%PDF- slow"


def test_a_worker_that_was_only_slow_changes_nothing(slow, media, start_worker, tmp_path):
    document = services.request_document("slow", SessionFactory(), "it", "pdf")
    first = start_worker()
    until(lambda: lines(slow, "started"), "the first worker begins")
    os.killpg(first.pid, signal.SIGSTOP)

    (slow / "go").touch()
    start_worker()
    until(lambda: state(document) == "done", "the second worker makes the document", meanwhile=tasks.sweep)
    made = (document.attempt, document.finished_at, document.file)
    os.killpg(first.pid, signal.SIGCONT)
    until(lambda: "came too late" in (tmp_path / "worker-0.log").read_text(), "the first worker sees that it is late")
    document.refresh_from_db()
    assert (document.attempt, document.finished_at, document.file) == made
    assert made[0] == 2
    assert files(media) == [document.file]


def test_a_worker_killed_among_many_parts_leaves_them_all_to_the_next(slow, media, start_worker):
    document = services.request_document("parts", SessionFactory(), "it", "pdf")
    first = start_worker()
    until(lambda: state(document) == "running" and document.step == 3, "two of three parts are told of")
    assert document.steps == 6
    kill(first)
    assert (state(document), document.attempt, files(media)) == ("running", 1, [])

    (slow / "go").touch()
    start_worker()
    until(lambda: state(document) == "done", "the second worker makes the document", meanwhile=tasks.sweep)
    assert (document.attempt, document.step, len(lines(slow, "started")), len(lines(slow, "made"))) == (2, 6, 2, 1)
    assert files(media) == [document.file]


def test_a_document_that_is_stopped_is_not_made(slow, media, start_worker, tmp_path):
    document = services.request_document("parts", SessionFactory(), "it", "pdf")
    start_worker()
    until(lambda: state(document) == "running" and document.step == 3, "two of three parts are told of")
    services.stop_document(document)
    (slow / "go").touch()
    until(lambda: "was stopped" in (tmp_path / "worker-0.log").read_text(), "the worker sees that it was stopped")
    assert (state(document), lines(slow, "made"), files(media)) == ("stopped", [], [])


def test_beat_finds_what_no_bell_rang_for(start_worker, media):
    session = SessionFactory()
    ProgrammeItemFactory(session=session)
    document = Document.objects.create(kind="programme", session=session, language="ru", format="pdf")
    start_worker("--beat", app="taskforce")
    until(lambda: state(document) == "done", "the sweep finds the row and a worker makes it")
    assert document.attempt == 1
    assert (media / document.file).read_bytes().startswith(b"%PDF-1.7")
