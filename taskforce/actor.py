"""Who acts now: what the record of changes (see audit) writes beside each of them.

An actor is a kind and a key: ``user 12``, ``registration 34`` and ``delegate 56`` (who came by a mailed link),
``public`` (nobody signed in), ``command seed_embedded``, ``worker documents.tasks.sweep``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

UNKNOWN = "portal"
_actor: ContextVar[str | Callable[[], str]] = ContextVar("actor", default=UNKNOWN)


@contextmanager
def acting(actor: str | Callable[[], str]) -> Iterator[None]:
    """Let everything within be done by this actor; a function is asked when something is written, not before."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def become(actor: str) -> None:
    """Be known as this actor for the rest of the request, which began within ``acting``."""
    _actor.set(actor)


def current_actor() -> str:
    """Return who acts now."""
    actor = _actor.get()
    if isinstance(actor, str):
        return actor
    with acting(UNKNOWN):  # what the question itself may write has no answer yet
        return actor()
