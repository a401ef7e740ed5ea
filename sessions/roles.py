"""The rule that a session which has an organiser keeps one, whatever is done to roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.models import Assignment, Session
from taskforce.errors import DomainError


@contextmanager
def keeping_organisers(sessions: Iterable[int]) -> Iterator[None]:
    """Change roles at these sessions, one at a time for each; refuse what leaves one of them without its organisers.

    Raises DomainError (code ``last``) at the end, which takes everything back. A session that had none is no matter.
    """
    with transaction.atomic():
        keys = lock_sessions(sessions)
        had = organised(keys)
        yield
        if without := had - organised(keys):
            names = ", ".join(str(one) for one in Session.objects.filter(pk__in=without).order_by("pk"))
            message = _("Nobody would be left to organise: %(sessions)s. Give the role to somebody else first.")
            raise DomainError(message % {"sessions": names}, code="last")


def lock_sessions(sessions: Iterable[int]) -> list[int]:
    """Lock the sessions in the order in which every act locks them."""
    return list(
        Session.objects.select_for_update().filter(pk__in=set(sessions)).order_by("pk").values_list("pk", flat=True)
    )


def organised(keys: list[int]) -> set[int]:
    """Return those of the sessions that have somebody who organises them today."""
    found = Assignment.objects.organising().filter(session__in=keys)
    return set(found.order_by().values_list("session", flat=True))
