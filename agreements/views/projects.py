"""``sessions/25/projects/``: the public catalogue of projects, and the page of each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements import timeline
from agreements.forms.project_filter import ProjectFilter
from agreements.models import Presentation, Project
from agreements.sections import Section, gather
from agreements.services.proposing import is_over
from agreements.wording import proposer_of, said, written_in
from participants.sectors import sector_name
from sessions.models import Session
from tables.models import ThematicTable
from taskforce import uploads

PROJECTS_A_PAGE = 20
# What is told of a project below its own words, in the order of the page: gather(project, session) gives what is
# public, and nothing else.
SECTIONS: tuple[Section, ...] = (timeline.SECTION,)


@require_safe
def projects(request: HttpRequest, session_ref: str) -> HttpResponse:
    """List the accepted projects of a session whose proposers agreed, by table."""
    session = get_object_or_404(Session.objects.public().by_ref(session_ref))
    tables = list(ThematicTable.objects.filter(session=session))
    form = ProjectFilter(request.GET, session=session, projects=Project.objects.public().at(session), tables=tables)
    found = form.apply().select_related("organisation").with_place(session)
    page_obj = Paginator(found, PROJECTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "session": session,
        "form": form,
        "page_obj": page_obj,
        "cards": [card(project) for project in page_obj],
        "filtered": any(request.GET.get(name) for name in form.fields),
        "open": not is_over(session),
    }
    return render(request, "agreements/projects.html", context)


@require_safe
def project(request: HttpRequest, session_ref: str, pk: int) -> HttpResponse:
    """Show a project in the reader's language; what exists only in another is shown in that one, marked."""
    session = get_object_or_404(Session.objects.public().by_ref(session_ref))
    found = get_object_or_404(public_at(session), pk=pk)
    place = Presentation.objects.filter(project=found, session=session).select_related("table").first()
    context = {
        "session": session,
        "project": found,
        "card": card(found),
        "table": place.table if place else None,
        "languages": written_in(found),
        "files": found.files.filter(is_public=True),
        "open": not is_over(session),
    }
    return render(request, "agreements/project.html", context | gather(SECTIONS, found, session))


@require_safe
def project_file(request: HttpRequest, session_ref: str, pk: int, file: int) -> HttpResponse:
    """Hand out a document of a project that its proposer made public: as a download, never shown inside the portal."""
    session = get_object_or_404(Session.objects.public().by_ref(session_ref))
    found = get_object_or_404(get_object_or_404(public_at(session), pk=pk).files, pk=file, is_public=True)
    return uploads.handed_out(found.file, f"{found.title}.x")


def public_at(session: Session):
    """Return the projects of a session that everybody may read."""
    return Project.objects.public().at(session).select_related("organisation")


def card(project: Project) -> dict:
    """Return what a list or a page says of a project: its texts with their languages, who proposes it, the sector."""
    return {
        "project": project,
        "title": said(project, "title"),
        "summary": said(project, "summary"),
        "counterpart": said(project, "counterpart"),
        "proposer": proposer_of(project),
        "sector": sector_name(project.sector) if project.sector else "",
        "table": next((one.table for one in getattr(project, "here", []) if one.table), None),
    }
