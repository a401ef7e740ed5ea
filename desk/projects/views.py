"""The projects of a session at its desk: the list with those to review, and each with what is decided of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agreements import services
from agreements.enums import Review
from agreements.forms.project import DeskProjectForm
from agreements.forms.project_filter import DeskProjectFilter
from agreements.models import Project
from agreements.sections import gather
from audit.services import filters_of, record_list
from desk.access import PROJECTS, REVIEW, WRITE_PROJECTS, Rights, at_desk, offered, rights
from desk.projects.forms import PlaceForm, ReviewForm
from desk.projects.page import SECTIONS, facts, get_project, projects_for, row, states, tables_of
from sessions.models import Session
from taskforce import uploads
from taskforce.errors import DomainError

PROJECTS_A_PAGE = 30
DONE = {
    "accept": gettext_lazy("The project is accepted."),
    "ask": gettext_lazy("The question is sent."),
    "decline": gettext_lazy("The project is declined."),
}


@at_desk(PROJECTS)
def projects(request: HttpRequest, session: Session) -> HttpResponse:
    """The projects of a session, of a moderator those of the own tables; the filters find those to review."""
    mine = rights(request.user, session)
    seen = projects_for(mine, session)
    form = DeskProjectFilter(request.GET, session=session, projects=seen, tables=tables_of(mine, session, PROJECTS))
    found = form.apply().select_related("organisation", "wished_table").with_place(session)
    page_obj = Paginator(found, PROJECTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page_obj, "rows": [row(project) for project in page_obj]}
    context |= {"states": states(seen), "filtered": bool(form.wish), "state": form.wish.get("state", "")}
    return shown(request, session, mine, "projects", context)


@at_desk(PROJECTS, post=REVIEW)
def project(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """All of a project; a post decides of it."""
    mine = rights(request.user, session)
    found = get_project(mine, session, pk, REVIEW if request.method == "POST" else PROJECTS)
    about = facts(found, session)
    tables = tables_of(mine, session, REVIEW)
    table = about["place"] and about["place"].table
    form = ReviewForm(request.POST or None, project=found, tables=tables, place=table)
    if form.is_bound and form.is_valid():
        try:
            decide(found, request, form.cleaned_data)
            messages.success(request, DONE[form.cleaned_data["decision"]])
            return redirect("desk:project", session.ref, found.pk)
        except DomainError as error:
            form.add_error(error.field, error.message)
    about |= {"form": form, "place_form": PlaceForm(tables=tables, chosen=table), **persons(request, mine, found)}
    about |= {"reviews": projects_for(mine, session, REVIEW).filter(pk=pk).exists() if mine.may(REVIEW) else False}
    return shown(request, session, mine, "project", {"project": found} | about | gather(SECTIONS, found, request))


@at_desk(WRITE_PROJECTS, post=WRITE_PROJECTS)
def project_add(request: HttpRequest, session: Session) -> HttpResponse:
    """Write down a project that reached the organisers by another way."""
    form = DeskProjectForm(request.POST or None, session=session, language=language())
    if form.is_bound and form.is_valid():
        found = services.propose_at_desk(session, form.facts)
        messages.success(request, _("The project is written down. It is to be reviewed."))
        return redirect("desk:project", session.ref, found.pk)
    return shown(request, session, rights(request.user, session), "project_form", {"form": form, "project": None})


@at_desk(WRITE_PROJECTS, post=WRITE_PROJECTS)
def project_edit(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Correct what a project says, whatever was decided of it."""
    mine = rights(request.user, session)
    found = get_project(mine, session, pk, WRITE_PROJECTS)
    form = DeskProjectForm(request.POST or None, session=session, language=found.language, project=found)
    if form.is_bound and form.is_valid():
        services.rewrite_project(found, form.facts)
        messages.success(request, _("What you changed is saved."))
        return redirect("desk:project", session.ref, found.pk)
    return shown(request, session, mine, "project_form", {"form": form, "project": found})


@at_desk(PROJECTS, post=REVIEW, back="desk:projects")
def project_place(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Put an accepted project at a table, or move it to another."""
    mine = rights(request.user, session)
    found = get_project(mine, session, pk, REVIEW)
    form = PlaceForm(request.POST, tables=tables_of(mine, session, REVIEW), chosen=None)
    if not form.is_valid() or found.review != Review.ACCEPTED:
        messages.error(request, _("Choose the table of an accepted project."))
    else:
        services.place_project(found, session, form.cleaned_data["table"])
        messages.success(request, _("The project is presented at the table: %(table)s.") % form.cleaned_data)
    return redirect("desk:project", session.ref, found.pk)


@at_desk(PROJECTS, post=REVIEW, back="desk:projects")
def project_reopen(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Take a decision back."""
    found = get_project(rights(request.user, session), session, pk, REVIEW)
    try:
        services.reopen_project(found, request.user)
        messages.success(request, _("The project is to be reviewed again."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("desk:project", session.ref, found.pk)


@at_desk(PROJECTS)
def project_document(request: HttpRequest, session: Session, pk: int, file: int) -> HttpResponse:
    """A document of a project, to be saved."""
    found = get_object_or_404(get_project(rights(request.user, session), session, pk).files, pk=file)
    return uploads.handed_out(found.file, f"{found.title}.x")


def decide(project: Project, request: HttpRequest, typed: dict) -> None:
    """Do what was decided."""
    if typed["decision"] == "accept":
        services.accept_project(project, request.user, typed["table"], typed["note"])
    elif typed["decision"] == "ask":
        services.ask_about_project(project, request.user, typed["note"])
    else:
        services.decline_project(project, request.user, typed["note"])


def persons(request: HttpRequest, mine: Rights, project: Project) -> dict:
    """Return the contact of who proposed the project, for those who see all projects; that they did is on record."""
    if project.registration is None or not mine.all_tables(PROJECTS):
        return {"contact": None}
    what, about = gettext_lazy("The contact of a project"), {"session": project.session.ref, "project": str(project.pk)}
    record_list(request.user, what, [project.registration], filters_of(request.GET, **about))
    return {"contact": project.registration}


def language() -> str:
    """Return the language the page is in: a new project is first asked for in it."""
    return (get_language() or "it")[:2]


def shown(request: HttpRequest, session: Session, mine: Rights, page: str, context: dict) -> HttpResponse:
    """Render a page of the projects with what every page of the desk needs."""
    frame = {"session": session, "page": page, "may": offered(mine)}
    return render(request, f"desk/{page}.html", frame | context)
