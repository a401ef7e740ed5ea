"""``my/projects/``: the projects of a registration: proposed, changed, answered for, withdrawn; and their documents."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements import services
from agreements.enums import InterestState
from agreements.forms.project import ProjectAnswerForm, ProjectFileForm, ProjectForm
from agreements.models import Project
from agreements.services.proposing import MOST_PROJECTS, UNDECIDED, may_change, may_propose, may_withdraw
from agreements.wording import LANGUAGES, said
from participants.models import Registration
from participants.views import access
from taskforce import uploads
from taskforce.errors import DomainError
from taskforce.limits import limited

FILES = "agreements:my_project_files"


@require_safe
@access.my_page
def my_projects(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The own projects with what became of them, and the interests the organisation expressed in others."""
    waiting = Count("interests", filter=Q(interests__state=InterestState.SENT))
    projects = list(registration.projects.annotate(waiting=waiting).order_by("pk"))
    for project in projects:
        project.shown = said(project, "title")
    interests = registration.interests.select_related("project__organisation").order_by("-pk")
    context = {
        "projects": projects,
        "sent": [{"interest": one, "title": said(one.project, "title")} for one in interests],
        "may_propose": may_propose(registration),
        "most": MOST_PROJECTS,
        "left": MOST_PROJECTS - sum(one.review not in services.proposing.GIVEN_UP for one in projects),
    }
    return page(request, registration, "projects", _("Our projects"), **context)


@limited("form")
@access.my_page
def my_project_propose(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Propose a project."""
    language = registration.language if registration.language in LANGUAGES else "en"
    form = ProjectForm(posted(request), session=registration.session, language=language)
    if form.is_bound and form.is_valid():
        try:
            project = services.propose_project(registration, form.facts)
            messages.success(request, _("The project is proposed. You can add documents here."))
            return redirect("agreements:my_project", project.pk)
        except DomainError as error:
            return form_page(request, registration, _("Propose a project"), form, refusal=error, save=_("Propose"))
    if not may_propose(registration) and not form.is_bound:
        return redirect("agreements:my_projects")
    return form_page(request, registration, _("Propose a project"), form, save=_("Propose"))


@require_safe
@access.my_page
def my_project(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """One of the own projects: how it stands, its documents, and who is interested."""
    project = own(registration, pk)
    interests = project.interests.exclude(state=InterestState.WITHDRAWN).select_related("registration__organisation")
    context = {
        "project": project,
        "title": said(project, "title"),
        "summary": said(project, "summary"),
        "counterpart": said(project, "counterpart"),
        "files": list(project.files.all()),
        "interests": interests.order_by("pk"),
        "changes": may_change(project),
        "withdraws": may_withdraw(project),
        "undecided": project.review in UNDECIDED,
        "places": project.presentations.exclude(table=None).select_related("table", "session"),
    }
    return page(request, registration, "project", str(context["title"]), home="agreements:my_projects", **context)


@limited("form")
@access.my_page
def my_project_change(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Change a project that is not decided yet."""
    project = own(registration, pk)
    form = ProjectForm(posted(request), session=registration.session, language=project.language, project=project)
    refusal = None
    if form.is_bound and form.is_valid():
        try:
            services.change_project(project, form.facts)
            messages.success(request, _("What you changed is saved."))
            return redirect("agreements:my_project", project.pk)
        except DomainError as error:
            refusal = error
    home = reverse("agreements:my_project", args=[project.pk])
    return form_page(request, registration, _("Change the project"), form, refusal=refusal, home=home, save=_("Save"))


@access.my_page
def my_project_withdraw(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Say what withdrawing means, and withdraw when the button is pressed."""
    project = own(registration, pk)
    act = None if request.method != "POST" else lambda: services.withdraw_project(project)
    return act_page(
        request, registration, project, _("Withdraw the project"), None, act, _("The project is withdrawn."),
        template="withdraw", save=_("Withdraw the project"), danger=True, title=said(project, "title"),
    )  # fmt: skip


@limited("form")
@access.my_page
def my_project_answer(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Answer what staff or moderators ask about a project."""
    project = own(registration, pk)
    form = ProjectAnswerForm(posted(request))
    act = None
    if form.is_bound and form.is_valid():
        act = lambda: services.answer_about_project(project, form.cleaned_data["answer"])  # noqa: E731
    return act_page(
        request, registration, project, _("A question about your project"), form, act, _("Your answer was sent."),
        template="answer", save=_("Send"), title=said(project, "title"),
    )  # fmt: skip


@limited("upload")
@access.my_page
def my_project_files(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Add a document to a project that is not decided yet."""
    project = own(registration, pk)
    form = ProjectFileForm(posted(request), request.FILES if request.method == "POST" else None)
    act = None
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        act = lambda: services.add_file(project, values["title"], values["file"], values["is_public"])  # noqa: E731
    return act_page(
        request, registration, project, _("Add a document"), form, act, _("The document is added."),
        template="file_form", save=_("Add"),
    )  # fmt: skip


@require_safe
@access.my_page
def my_project_file(request: HttpRequest, registration: Registration, pk: int, file: int) -> HttpResponse:
    """Give a document back to whoever added it."""
    found = get_object_or_404(own(registration, pk).files, pk=file)
    return uploads.handed_out(found.file, f"{found.title}.x")


@require_POST
@access.my_page
def my_project_file_remove(request: HttpRequest, registration: Registration, pk: int, file: int) -> HttpResponse:
    """Remove a document."""
    found = get_object_or_404(own(registration, pk).files.select_related("project"), pk=file)
    try:
        services.remove_file(found)
        messages.success(request, _("The document is removed."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("agreements:my_project", pk)


# --- What the pages share


def own(registration: Registration, pk: int) -> Project:
    """Return a project of this registration. Raises Http404: another company's project is not there."""
    found = registration.projects.select_related("session", "wished_table").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def posted(request: HttpRequest):
    """Return what was posted, or None."""
    return request.POST if request.method == "POST" else None


def page(
    request: HttpRequest, registration: Registration, template: str, heading: str, *,
    home: str = "participants:my", status: int = 200, **context,
) -> HttpResponse:  # fmt: skip
    """Show a page below ``my/projects/``; ``home`` is where it leads back to, an address or its name."""
    home = home if home.startswith("/") else reverse(home)
    frame = {"registration": registration, "session": registration.session, "heading": heading, "home": home}
    return render(request, f"agreements/my/{template}.html", frame | context, status=status)


def form_page(
    request: HttpRequest, registration: Registration, heading: str, form, *, refusal: DomainError | None = None,
    home: str = "agreements:my_projects", template: str = "project_form", **context,
) -> HttpResponse:  # fmt: skip
    """Show a form, which keeps what was typed; a refused act says why (403 after the session)."""
    if refusal and form is not None and refusal.field in form.fields:
        form.add_error(refusal.field, refusal.message)
    status = 403 if refusal and refusal.code == "closed" else 200
    context |= {"form": form, "refusal": refusal}
    return page(request, registration, template, heading, home=home, status=status, **context)


def act_page(
    request: HttpRequest, registration: Registration, project: Project, heading: str, form, act, done: str, **context,
) -> HttpResponse:  # fmt: skip
    """Do an act on a project and say it is done, or show its form, with why it was not."""
    home, refusal = reverse("agreements:my_project", args=[project.pk]), None
    if act:
        try:
            act()
            messages.success(request, done)
            return HttpResponseRedirect(home)
        except DomainError as error:
            refusal = error
    return form_page(request, registration, heading, form, refusal=refusal, home=home, project=project, **context)
