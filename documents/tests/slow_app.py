"""The portal's Celery app with two more kinds of document: "slow" and "parts" wait in the middle until they may go on.

A worker that is started with it writes a line to ``started`` when it begins to render and one to ``made`` when it ends.
"parts" is made in three parts and waits after the second.
"""

import os
import time

import django
from django.conf import settings

from taskforce.celery import app

django.setup()

from documents import jobs  # noqa: E402  Django must be set up first
from documents.builders import KINDS, Builder  # noqa: E402

FOLDER = settings.VAR_DIR / "slow"
SECONDS = 60


def note(name: str) -> None:
    with (FOLDER / name).open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")


def wait() -> None:
    end = time.monotonic() + SECONDS
    while not (FOLDER / "go").exists() and time.monotonic() < end:
        time.sleep(0.05)


def render(facts, progress) -> bytes:
    note("started")
    wait()
    progress()
    note("made")
    return b"%PDF- slow"


def render_parts(facts, progress) -> bytes:
    note("started")
    jobs.TELL_SECONDS = 0
    for done in range(1, 4):
        if done == 3:
            wait()
        progress(done, 3)
    note("made")
    return b"%PDF- parts"


for kind, made in (("slow", render), ("parts", render_parts)):
    KINDS[kind] = Builder(kind, kind, lambda session, language: {"session": session.pk}, {"pdf": made})

__all__ = ["app"]
