"""The rows statistics are made of, each kind of them read in one query, without anything personal."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import get_language

from agreements.enums import Outcome, Stage
from agreements.models import Agreement, Presentation, Project, ProjectNews
from sessions.models import HostRegion, Session
from taskforce.dates import today_in_rome

LANGUAGES = ("it", "ru", "en")
# How far a project has come. Closing says nothing of it: its outcome, and what was told before, do.
RANKS = {
    Stage.PROPOSED: 0, Stage.PRESENTED: 1, Stage.CONTACTS: 2, Stage.TALKS: 3, Stage.MOU: 4, Stage.RUNNING: 5,
    Stage.CLOSED: 0,
}  # fmt: skip
SIGNED, REALISED = RANKS[Stage.MOU], RANKS[Stage.RUNNING]


@dataclass(frozen=True)
class Act:
    """What is counted of an act."""

    pk: int
    session: int
    kind: str
    signed_on: dt.date
    sector: str


@dataclass(frozen=True)
class Life:
    """How far a project came, and at which session it was presented first."""

    session: int
    rank: int


def read_acts(acts: QuerySet[Agreement]) -> list[Act]:
    """Return these acts; the sector is the act's own or, where it names none, the title of its table."""
    names = [f"{field}_{code}" for field in ("sector", "table__title") for code in in_order()]
    rows = acts.order_by("signed_on", "pk").values_list("pk", "session", "kind", "signed_on", *names)
    return [Act(*row[:4], next(filter(None, row[4:]), "")) for row in rows]


def in_order() -> list[str]:
    """Return the languages, the reader's first."""
    return sorted(LANGUAGES, key=lambda code: code != get_language())


def read_regions(acts: QuerySet[Agreement]) -> dict[int, set[int]]:
    """Return the regions of each act: those it names, its parties' own, and where its parties' organisations are."""
    keys = acts.order_by().values("pk")
    rows = Agreement.objects.order_by().filter(pk__in=keys)
    ways = ("regions", "parties__region", "parties__organisation__region")
    first, *rest = [rows.filter(**{f"{way}__isnull": False}).values_list("pk", F(way)) for way in ways]
    found: dict[int, set[int]] = defaultdict(set)
    for act, region in first.union(*rest):
        found[act].add(region)
    return found


def read_names(of_sessions: set[int]) -> tuple[dict[int, str], dict[int, HostRegion]]:
    """Return the sessions, the newest first, and all regions, by their keys. Two queries."""
    sessions = Session.objects.filter(pk__in=of_sessions).select_related("host_region").newest_first()
    return {one.pk: str(one) for one in sessions}, {one.pk: one for one in HostRegion.objects.all()}


def read_lives(projects: QuerySet[Project], news: QuerySet[ProjectNews], acts: QuerySet[Agreement]) -> list[Life]:
    """Return how far each of these projects came, as these news and acts tell. Four queries."""
    keys = projects.order_by().values("pk")
    ranks: dict[int, int] = defaultdict(int)
    first: dict[int, int] = {}
    shown = Presentation.objects.filter(project__in=keys, session__starts_on__isnull=False)
    held = {"session__starts_on__lte": today_in_rome()}
    for project, session in shown.filter(**held).order_by("session__starts_on").values_list("project", "session"):
        first.setdefault(project, session)
        ranks[project] = RANKS[Stage.PRESENTED]
    for project, stage in news.filter(project__in=keys).exclude(stage="").order_by().values_list("project", "stage"):
        ranks[project] = max(ranks[project], RANKS[Stage(stage)])
    signed = acts.order_by().filter(projects__in=keys).values_list("projects", flat=True).distinct()
    for project in signed:
        ranks[project] = max(ranks[project], SIGNED)
    rows = projects.order_by().values_list("pk", "session", "stage", "outcome")
    return [
        Life(first.get(pk, session), max(ranks[pk], REALISED if outcome == Outcome.REALISED else RANKS[Stage(stage)]))
        for pk, session, stage, outcome in rows
    ]
