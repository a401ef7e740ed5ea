"""How far a project has come: its stages one after the other, and the dated news that say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest

from agreements.enums import Review, Stage
from agreements.models import Project, ProjectNews
from agreements.sections import Section
from sessions.models import Session

ORDER = list(Stage)


class Step(NamedTuple):
    """A stage of a project: since when it is reached, if that is told; ``state`` is done, now or ahead."""

    label: str
    state: str
    since: object


def steps_of(project: Project, news: Iterable[ProjectNews]) -> list[Step]:
    """Return the stages in their order, with the dates of the news given.

    Of a closed project those in between are left out of which nobody told.
    """
    since = {one.stage: one.on for one in sorted(news, key=lambda one: (one.on, one.pk), reverse=True) if one.stage}
    here = ORDER.index(project.stage)
    closed = project.stage == Stage.CLOSED
    steps = []
    for place, stage in enumerate(ORDER):
        if closed and stage not in (Stage.PROPOSED, Stage.CLOSED, *since):
            continue
        state = "now" if place == here else "done" if place < here else "ahead"
        label = project.get_outcome_display() if stage == Stage.CLOSED and project.outcome else stage.label
        steps.append(Step(str(label), state, since.get(stage)))
    return steps


def public_timeline(project: Project, session: Session) -> dict:
    """Return what the public page of a project tells of its life: public news alone."""
    news = list(project.news.filter(is_public=True))
    return {"steps": steps_of(project, news) if news else [], "news": news}


def desk_timeline(project: Project, request: HttpRequest) -> dict:
    """Return what the desk's page of a project tells of its life; nothing of one that is not accepted."""
    news = list(project.news.filter(seen_at__isnull=False))
    followed = project.review == Review.ACCEPTED
    return {"followed": followed, "steps": steps_of(project, news), "newest": news[0] if news else None}


SECTION = Section("agreements/parts/timeline.html", public_timeline)
