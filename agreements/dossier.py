"""What is presented at a table: the projects in their order, with who is interested and what came of them before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from agreements.enums import InterestState, Review, Stage
from agreements.models import Interest, Presentation, Project, ProjectNews
from sessions.models import ProgrammeItem, Session
from tables.models import ThematicTable
from taskforce.search import search

SEARCHED = (
    "title_it", "title_ru", "title_en", "proposer_it", "proposer_ru", "proposer_en",
    "organisation__name_latin", "organisation__name_cyrillic",
)  # fmt: skip
INTERESTED = (InterestState.SENT, InterestState.ACCEPTED)


@dataclass(frozen=True)
class Time:
    """The minutes a table sits, as far as its lines say when they end, and the minutes its projects are given."""

    sits: int | None
    given: int
    unsaid: int  # projects without minutes

    @property
    def over(self) -> int:
        """How many minutes more are given than the table sits."""
        return max(self.given - self.sits, 0) if self.sits else 0

    @property
    def free(self) -> int:
        return max(self.sits - self.given, 0) if self.sits else 0


def presentations_of(table: ThematicTable) -> QuerySet[Presentation]:
    """Return what is presented at a table, in its order: accepted projects, with all a dossier tells of them.

    Each project has ``interested`` (expressions that stand), ``told`` (news staff saw, newest first) and ``earlier``
    (presentations at other sessions, oldest first). Five queries however many there are.
    """
    interests = Interest.objects.filter(state__in=INTERESTED).order_by("created_at", "pk")
    news = ProjectNews.objects.filter(seen_at__isnull=False)
    earlier = Presentation.objects.exclude(session=table.session_id).select_related("session", "table")
    parts = (
        Prefetch("project__interests", interests.select_related("registration__organisation"), to_attr="interested"),
        Prefetch("project__news", news, to_attr="told"),
        Prefetch("project__presentations", earlier.order_by("session__starts_on", "pk"), to_attr="earlier"),
    )
    rows = Presentation.objects.filter(table=table, project__review=Review.ACCEPTED)
    rows = rows.select_related("project__organisation__region", "project__session").prefetch_related(*parts)
    return rows.order_by("position", "pk")


def sittings_of(table: ThematicTable) -> list[ProgrammeItem]:
    """Return the lines of the programme at which a table sits, in order of time."""
    items = ProgrammeItem.objects.filter(sitting__table=table).select_related("venue", "room__venue")
    return sorted(items, key=lambda item: (item.day or 0, item.starts is None, item.starts, item.pk))


def time_of(sittings: list[ProgrammeItem], presentations: list[Presentation]) -> Time:
    """Return how the minutes given compare with the time there is; overbooking is said and not refused."""
    lengths = [minutes_of(item) for item in sittings]
    sits = None if not lengths or None in lengths else sum(lengths)
    given = [row.minutes for row in presentations]
    return Time(sits, sum(number or 0 for number in given), given.count(None))


def minutes_of(item: ProgrammeItem) -> int | None:
    """Return how long a line takes; None where its start or end is not known."""
    if item.starts is None or item.ends is None or item.ends <= item.starts:
        return None
    return (item.ends.hour - item.starts.hour) * 60 + item.ends.minute - item.starts.minute


def carried_over(session: Session, words: list[str]) -> QuerySet[Project]:
    """Return projects of other sessions that go on and stand at no table of this one, newest session first.

    Of a session whose dates are known, only those of sessions before it; with ``words``, only what holds each of them.
    """
    others = Session.objects.exclude(pk=session.pk)
    if session.starts_on:
        others = others.filter(starts_on__lt=session.starts_on)
    at_table = Presentation.objects.filter(session=session, table__isnull=False)
    rows = Project.objects.filter(review=Review.ACCEPTED, session__in=others).exclude(stage=Stage.CLOSED)
    rows = rows.exclude(pk__in=at_table.values("project"))
    if words:
        rows = search(rows, SEARCHED, words)
    return rows.select_related("session", "organisation").order_by("-session__starts_on", "position", "pk")
