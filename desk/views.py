"""The pages of the desk. Each fetches with the permission (desk.access), calls an act, and shows or leads back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from audit.services import filters_of, record_list
from desk.access import ATTENDANCE, CHECK_IN, PREPARE, at_desk, may, sessions_for
from desk.forms import DocumentForm, PeopleFilter
from desk.overview import gather_numbers, list_to_do
from desk.papers import list_documents
from desk.people import list_people
from documents.models import Document
from documents.services import ask_again, request_document, stop_document
from participants.models import Delegate
from participants.services import check_in, undo_check_in
from sessions.models import Session
from taskforce.errors import DomainError

PEOPLE_A_PAGE = 50
DOCUMENTS_A_PAGE = 20
SESSIONS_A_PAGE = 24


def show(request: HttpRequest, session: Session, page: str, context: dict) -> HttpResponse:
    """Render a page of a session's desk with what every one of them needs."""
    frame = {"session": session, "page": page, "may": may(request.user, session)}
    return render(request, f"desk/{page}.html", frame | context)


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The sessions whose desk the user may enter."""
    sessions = sessions_for(request.user).select_related("host_region").newest_first()
    page_obj = Paginator(sessions, SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/home.html", {"page_obj": page_obj})


@at_desk(entrance=True)
def session(request: HttpRequest, session: Session) -> HttpResponse:
    """The numbers of a session and what needs doing now."""
    numbers = gather_numbers(session)
    to_do = list_to_do(session, numbers.waiting_for, request.user)
    return show(request, session, "session", {"numbers": numbers, "to_do": to_do})


@at_desk(ATTENDANCE)
def attendance(request: HttpRequest, session: Session) -> HttpResponse:
    """The delegates with a place, to be ticked as present on a day."""
    form = PeopleFilter(request.GET, session=session)
    chosen = form.chosen
    page_obj = Paginator(list_people(session, **chosen), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    record_list(request.user, gettext_lazy("Attendance"), page_obj, filters_of(request.GET, session=session.ref))
    query = form.query(page_obj.number)
    return show(request, session, "attendance", {"form": form, "page_obj": page_obj, "query": query, **chosen})


def back_to_person(request: HttpRequest, session: Session, delegate: Delegate) -> HttpResponse:
    """Lead back to the list as it was; to the person's row, unless the filter has just taken it away."""
    row = "" if request.GET.get("presence") else f"#person-{delegate.pk}"
    return HttpResponseRedirect(f"{reverse('desk:attendance', args=[session.ref])}?{request.GET.urlencode()}{row}")


@at_desk(ATTENDANCE, post=CHECK_IN, back="desk:attendance")
def present(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Tick a delegate as present on the day of the list."""
    delegate = get_object_or_404(Delegate.objects.for_user(request.user, CHECK_IN.roles), session=session, pk=pk)
    try:
        ticked, is_new = check_in(delegate, PeopleFilter(request.GET, session=session).chosen["day"], request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        told = {"name": delegate.name, "time": date_format(ticked.at.astimezone(session.zone), "H:i")}
        if is_new:
            messages.success(request, _("%(name)s is present since %(time)s.") % told)
        else:
            messages.warning(request, _("%(name)s was already in at %(time)s.") % told)
    return back_to_person(request, session, delegate)


@at_desk(ATTENDANCE, post=CHECK_IN, back="desk:attendance")
def undo(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Take back a tick made by mistake."""
    delegate = get_object_or_404(Delegate.objects.for_user(request.user, CHECK_IN.roles), session=session, pk=pk)
    if undo_check_in(delegate, PeopleFilter(request.GET, session=session).chosen["day"], request.user):
        messages.success(request, _("%(name)s is not present any more.") % {"name": delegate.name})
    else:
        messages.warning(request, _("%(name)s was not present.") % {"name": delegate.name})
    return back_to_person(request, session, delegate)


@at_desk(post=PREPARE)
def documents(request: HttpRequest, session: Session) -> HttpResponse:
    """The documents of a session, and the form to ask for one."""
    form = DocumentForm(request.POST or None, days=session.days)
    if request.method == "POST" and form.is_valid():
        try:
            document = request_document(session=session, by=request.user, **form.cleaned_data)
            return HttpResponseRedirect(f"{reverse('desk:documents', args=[session.ref])}#document-{document.pk}")
        except DomainError as error:
            form.add_error(error.field, error.message)
    page_obj = Paginator(list_documents(request.user, session), DOCUMENTS_A_PAGE).get_page(request.GET.get("page"))
    return show(request, session, "documents", {"form": form, "page_obj": page_obj})


@at_desk(post=PREPARE, back="desk:documents")
def again(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Ask once more for a document that could not be made."""
    document = get_object_or_404(Document.objects.for_user(request.user), session=session, pk=pk)
    try:
        ask_again(document, request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("desk:documents", session.ref)


@at_desk(post=PREPARE, back="desk:documents")
def stop(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Stop a document that waits or is being made."""
    document = get_object_or_404(Document.objects.for_user(request.user), session=session, registration=None, pk=pk)
    try:
        stop_document(document)
    except DomainError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(f"{reverse('desk:documents', args=[session.ref])}#document-{document.pk}")
