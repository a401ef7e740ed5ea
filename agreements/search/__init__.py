"""Full-text search in the public register: one interface, and an index on each kind of database.

The index is kept by triggers, so nothing that changes an act can forget it; it holds no word of an act the public may
not see. Whoever searches goes through ``with_words`` all the same upon acts that are public.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from django.db import connection, transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from agreements.search import postgresql, sqlite
from agreements.search.words import Word


def of_vendor(vendor: str) -> ModuleType:
    """Return the back end for this kind of database."""
    return {"postgresql": postgresql, "sqlite": sqlite}[vendor]


def keys(words: Sequence[Word], part: str = "whole") -> RawSQL:
    """Return the keys of the acts that hold every word: in the ``title``, in the ``head`` too, or in the ``whole``."""
    return RawSQL(*of_vendor(connection.vendor).keys(words, part))


def with_words(acts: QuerySet, words: Sequence[Word]) -> QuerySet:
    """Return those of the acts that hold every word, in any of the three languages."""
    return acts.filter(pk__in=keys(words)) if words else acts


def best_first(acts: QuerySet, words: Sequence[Word]) -> QuerySet:
    """Put first the acts whose title holds every word, then those whose parties and places do; the newest first."""
    steps = [When(pk__in=keys(words, part), then=Value(step)) for step, part in enumerate(("title", "head"))]
    rank = Case(*steps, default=Value(len(steps)), output_field=IntegerField())
    return acts.alias(rank=rank).order_by("rank", "-signed_on", "position", "pk")


def index_acts() -> int:
    """Write the whole index anew, and return how many acts it holds."""
    with transaction.atomic():
        return of_vendor(connection.vendor).rebuild(connection)
