"""Which acts answer to a search of the register, and how many would answer to each way to narrow it: in one query."""

# ruff: noqa: S608 - the names of tables and columns come from the models, what people type goes as parameters.

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractYear, NullIf

from agreements.enums import LinkKind, Renewal, TextLanguage
from agreements.models import ActLink, ActRegion, Agreement, Party
from agreements.search import with_words
from agreements.search.words import Word
from agreements.standing import Standing
from sessions.models import HostRegion
from taskforce.search import text

FACETS = ("kind", "standing", "side", "region", "sector", "session", "year")
SEVERAL = ("side", "region")  # an act may count under more than one


@dataclass(frozen=True)
class Wish:
    """What is looked for: words, and a value for each of the facets that are narrowed."""

    words: tuple[Word, ...] = ()
    chosen: dict[str, object] = field(default_factory=dict)
    years: tuple[int | None, int | None] = (None, None)

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.chosen or any(self.years))


class Counted(NamedTuple):
    """A value of a facet: what stands for it in an address, its name in the reader's language, and how many acts."""

    key: str
    label: str
    number: int


def narrowed(acts: QuerySet[Agreement], wish: Wish, today: dt.date) -> QuerySet[Agreement]:
    """Return those of the acts that answer to all of the wish."""
    acts = with_words(acts, wish.words)
    for condition in conditions(wish, today).values():
        acts = acts.filter(condition)
    return acts


def conditions(wish: Wish, today: dt.date) -> dict[str, Q]:
    """Return the condition of each facet that is narrowed."""
    found = {name: CONDITIONS[name](value) for name, value in wish.chosen.items() if name in CONDITIONS}
    if standing := wish.chosen.get("standing"):
        found["standing"] = Q(pk__in=Agreement.objects.alias(at=standing_on(today)).filter(at=standing).values("pk"))
    first, last = wish.years
    if first or last:
        bounds = Q(signed_on__gte=dt.date(first, 1, 1)) if first else Q()
        found["year"] = bounds & (Q(signed_on__lte=dt.date(last, 12, 31)) if last else Q())
    return found


CONDITIONS = {
    "kind": lambda kind: Q(kind=kind),
    "side": lambda side: Q(pk__in=Party.objects.filter(side=side).values("agreement")),
    "session": lambda session: Q(session=session),
    "sector": lambda sector: Q(sector_it=sector) | Q(sector_ru=sector) | Q(sector_en=sector),
    "region": lambda region: (
        Q(pk__in=ActRegion.objects.filter(hostregion=region).values("agreement"))
        | Q(pk__in=Party.objects.filter(region=region).values("agreement"))
    ),
}


def standing_on(today: dt.date) -> Case:
    """Return what ``agreements.standing`` says of an act on a day, as the database finds it; of signed acts alone."""
    ending = ActLink.objects.filter(
        other=OuterRef("pk"), kind=LinkKind.ENDS, act__in=Agreement.objects.public(), act__signed_on__lte=today
    )
    return Case(
        When(denounced_on__lte=today, then=Value(Standing.DENOUNCED)),
        When(Exists(ending), then=Value(Standing.ENDED)),
        When(in_force_on__gt=today, then=Value(Standing.COMING)),
        When(expires_on__lt=today, renewal=Renewal.TACIT, then=Value(Standing.RENEWED)),
        When(expires_on__lt=today, then=Value(Standing.EXPIRED)),
        When(in_force_on__isnull=False, then=Value(Standing.IN_FORCE)),
        default=Value(Standing.UNKNOWN),
        output_field=CharField(),
    )


def count(wish: Wish, language: str, today: dt.date) -> tuple[int, dict[str, list[Counted]]]:
    """Return how many acts answer, and of each facet its values with how many would answer if it alone were chosen."""
    narrowing = conditions(wish, today)
    hits = with_words(Agreement.objects.public(), wish.words).order_by()
    flags = {
        f"ok_{name}": Case(When(condition, then=1), default=0, output_field=IntegerField())
        for name, condition in narrowing.items()
    }
    hits = hits.annotate(
        standing=standing_on(today), year=ExtractYear("signed_on"), sector_key=filled("sector", "it"),
        sector_label=filled("sector", language), **flags,
    )  # fmt: skip
    hits = hits.values("id", "kind", "session_id", "standing", "year", "sector_key", "sector_label", *flags)
    sql, params = hits.query.sql_with_params()
    parts = " UNION ALL ".join(_counts(narrowing, language))
    found: dict[str, list[Counted]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH hits AS MATERIALIZED ({sql}) {parts}", params)
        for name, key, label, number in cursor.fetchall():
            if key:
                found[name].append(Counted(key, label or key, number))
            elif not name:
                total = number
    return total, found


def filled(name: str, language: str) -> Coalesce:
    """Return a translated text in this language, else in the first one it is in."""
    order = dict.fromkeys([language, *TextLanguage.values])
    texts = (NullIf(Cast(F(f"{name}_{code}"), TextField()), text("")) for code in order)
    return Coalesce(*texts, text(""), output_field=TextField())


def _counts(narrowing: dict[str, Q], language: str) -> Iterator[str]:
    """Yield the query that counts each facet among the hits, and the one that counts the acts that answer to all."""
    yield f"SELECT '', '', '', count(*) FROM hits {_all_but('', narrowing)}"
    region, regions_of, party = (model._meta.db_table for model in (HostRegion, ActRegion, Party))
    names = ", ".join(f"nullif(r.name_{code}, '')" for code in dict.fromkeys([language, *TextLanguage.values]))
    several = {
        "side": f"(SELECT DISTINCT p.agreement_id AS act, p.side AS key, p.side AS label FROM {party} p)",
        "region": (
            f"(SELECT o.act, r.code AS key, coalesce({names}, r.code) AS label FROM {region} r JOIN ("
            f"SELECT agreement_id AS act, hostregion_id AS region FROM {regions_of} UNION "
            f"SELECT agreement_id, region_id FROM {party} WHERE region_id IS NOT NULL) o ON o.region = r.id)"
        ),
    }
    columns = {"sector": ("sector_key", "sector_label"), "session": ("session_id", "session_id")}
    for name in FACETS:
        where = _all_but(name, narrowing)
        if name in several:
            rows, key, label = f"hits JOIN {several[name]} m ON m.act = hits.id", "m.key", "m.label"
        else:
            rows, (key, label) = "hits", columns.get(name, (name, name))
        key, label = f"cast({key} AS text)", f"cast(max({label}) AS text)"
        yield f"SELECT '{name}', {key}, {label}, count(*) FROM {rows} {where} GROUP BY {key}"


def _all_but(name: str, narrowing: dict[str, Q]) -> str:
    tests = [f"ok_{other} = 1" for other in narrowing if other != name]
    return f"WHERE {' AND '.join(tests)}" if tests else ""
