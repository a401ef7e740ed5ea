"""The portal's Celery app with one more kind of document, "slow", which waits in the middle until it may go on.

A worker that is started with it writes a line to ``started`` when it begins to render and one to ``made`` when it ends.
"""

import os
import time

import django
from django.conf import settings

from taskforce.celery import app

django.setup()

from documents.builders import KINDS, Builder  # noqa: E402  Django must be set up first

FOLDER = settings.VAR_DIR / "slow"
SECONDS = 60


def note(name: str) -> None:
    with (FOLDER / name).open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")


def render(facts, progress) -> bytes:
    note("started")
    end = time.monotonic() + SECONDS
    while not (FOLDER / "go").exists() and time.monotonic() < end:
        time.sleep(0.05)
    progress()
    note("made")
    return b"%PDF- slow"


KINDS["slow"] = Builder("slow", "Slow", lambda session, language: {"session": session.pk}, {"pdf": render})

__all__ = ["app"]
