"""What the pages of projects at the desk show, and of which projects: a moderator sees those of the own tables."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from agreements.enums import InterestState, Review
from agreements.models import Presentation, Project
from agreements.sections import Section
from agreements.services.proposing import UNDECIDED
from agreements.timeline import desk_timeline
from agreements.wording import LANGUAGES, proposer_of, said, written_in
from desk.access import PROJECTS, Act, Rights
from desk.table_views import moderated_by
from participants.sectors import sector_name
from sessions.models import Session
from tables.models import ThematicTable

# The sections below what a project says, in the order of the page: gather(project, request) gives what its template
# shows. A template stands within the page's block: its heading is an h3 with an id; may.write_projects and may.review
# say who is offered forms.
SECTIONS: tuple[Section, ...] = (Section("desk/project/life.html", desk_timeline),)


def projects_for(mine: Rights, session: Session, act: Act = PROJECTS) -> QuerySet[Project]:
    """Return the projects of a session for which the user may do this: all, or those of the tables they moderate."""
    found = Project.objects.at(session)
    return found if mine.all_tables(act) else found.at_tables(session, moderated_by(mine.user, session))


def get_project(mine: Rights, session: Session, pk: int, act: Act = PROJECTS) -> Project:
    """Return a project of this session for which the user may do this. Raises Http404."""
    found = projects_for(mine, session, act).select_related(
        "session", "organisation", "registration__organisation", "wished_table", "reviewed_by"
    )
    return get_object_or_404(found, pk=pk)


def tables_of(mine: Rights, session: Session, act: Act) -> list[ThematicTable]:
    """Return the tables of a session at which the user may do this."""
    found = ThematicTable.objects.filter(session=session)
    if not mine.all_tables(act):
        found = found.filter(pk__in=moderated_by(mine.user, session))
    return list(found)


def states(projects: QuerySet[Project]) -> list[dict]:
    """Return how many projects there are in each state that occurs, those to review first."""
    counted = dict(projects.order_by().values_list("review").annotate(number=Count("pk")))
    return [
        {"value": review.value, "label": review.label, "number": counted[review]}
        for review in Review
        if review in counted
    ]


def row(project: Project) -> dict:
    """Return what the list says of a project."""
    place = next((one.table for one in project.here if one.table), None)
    return {
        "project": project,
        "title": said(project, "title"),
        "proposer": proposer_of(project),
        "table": place,
        "wished": None if place else project.wished_table,
        "languages": " · ".join(written_in(project)),
    }


def facts(project: Project, session: Session) -> dict:
    """Return what the page of a project shows of it: all that was written, in every language."""
    interests = project.interests.exclude(state=InterestState.WITHDRAWN).select_related("registration__organisation")
    return {
        "title": said(project, "title"),
        "versions": [_version(project, code) for code in written_in(project)],
        "proposer": proposer_of(project),
        "sector": sector_name(project.sector) if project.sector else "",
        "place": Presentation.objects.filter(project=project, session=session).select_related("table").first(),
        "files": list(project.files.all()),
        "interests": list(interests.order_by("pk")),
        "undecided": project.review in UNDECIDED,
        "may_reopen": project.review in (Review.ACCEPTED, Review.DECLINED) and project.stage == "proposed",
    }


def _version(project: Project, code: str) -> dict:
    language = dict(zip(LANGUAGES, ("Italiano", "Русский", "English"), strict=True))[code]
    texts = {name: getattr(project, f"{name}_{code}") or "" for name in ("title", "summary", "counterpart")}
    return {"code": code, "language": language, "original": code == project.language} | texts
