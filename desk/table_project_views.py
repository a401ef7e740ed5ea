"""What is presented at a table: its order and minutes, what was said, older projects, and the dossier as a booklet."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import dossier as rows_of
from agreements.models import Presentation
from agreements.services import presenting
from desk.access import ARRANGE, TABLES, Rights, at_desk, offered, rights
from desk.papers import with_renewed
from desk.table_project_forms import DossierForm, MinutesForm, OlderForm, RecordForm
from desk.table_views import tables_for
from documents.builders.dossier import OF_TABLES, kind_of
from documents.models import Document
from documents.services import request_document
from documents.views_files import private_file
from sessions.models import Session
from tables.models import ThematicTable
from taskforce.errors import DomainError

OLDER_A_PAGE = 30
PAPERS = 8  # booklets that are shown, the newest


@at_desk(TABLES, post=ARRANGE)
def table_projects(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """The dossier of a table as a page: the order with minutes, each project with what is known, and the booklet."""
    mine, table = own_table(request, session, pk)
    presentations = list(rows_of.presentations_of(table))
    form = MinutesForm(request.POST if request.method == "POST" else None, presentations=presentations)
    if request.method == "POST" and form.is_valid():
        try:
            row = arrange(request, session, table, form)
        except DomainError as error:
            messages.error(request, error.message)
            row = None
        return back(session, table, row)
    context = {
        "presentations": [(row, form[f"minutes-{row.pk}"]) for row in presentations],
        "form": form,
        "time": rows_of.time_of(rows_of.sittings_of(table), presentations),
        "papers": papers_of(mine, session, table),
        "dossier_form": DossierForm(),
    }
    return show(request, mine, session, "table_projects", table, context)


@at_desk(TABLES, post=ARRANGE)
def record(request: HttpRequest, session: Session, pk: int, row: int) -> HttpResponse:
    """What was said of a project at the table; who wrote meanwhile is not written over."""
    mine, table = own_table(request, session, pk)
    presentation = get_object_or_404(rows_of.presentations_of(table), pk=row)
    kept = {"record": presentation.record, "seen": presentation.record}
    form = RecordForm(request.POST if request.method == "POST" else None, initial=kept)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            presenting.write_record(presentation, form.cleaned_data["record"], form.cleaned_data["seen"])
            messages.success(request, _("The minutes are kept."))
            return back(session, table, presentation.pk)
        except DomainError as error:
            stale = error.code == "stale"
            form = seen_now(request, presentation) if stale else form
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return show(request, mine, session, "record", table, {"row": presentation, "form": form, "stale": stale})


@at_desk(ARRANGE, post=ARRANGE)
def carry_over(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Projects of earlier sessions that go on, each to be presented again at this table."""
    mine, table = own_table(request, session, pk, ARRANGE)
    form = OlderForm(request.GET)
    found = rows_of.carried_over(session, form.words)
    if request.method == "POST":
        key = request.POST.get("project", "")
        project = get_object_or_404(found, pk=int(key)) if key.isascii() and key.isdecimal() and len(key) < 19 else None
        if project is None:
            raise Http404
        try:
            row = presenting.present_again(project, table)
            messages.success(request, _("“%(title)s” is presented again at this table.") % {"title": project.title})
            return back(session, table, row.pk)
        except DomainError as error:
            messages.error(request, error.message)
    page_obj = Paginator(found, OLDER_A_PAGE).get_page(request.GET.get("page"))
    return show(request, mine, session, "carry_over", table, {"form": form, "page_obj": page_obj})


@at_desk(TABLES)
def dossier(request: HttpRequest, session: Session, pk: int, row: int) -> HttpResponse:
    """Hand out a finished booklet of a table."""
    mine, table = own_table(request, session, pk)
    document = get_object_or_404(booklets(mine, session, table), state=Document.State.DONE, pk=row)
    return private_file(document)


# --- What they are made of ------------------------------------------------------------------------------------------


def arrange(request: HttpRequest, session: Session, table: ThematicTable, form: MinutesForm) -> int | None:
    """Keep the minutes, whatever button was pressed, and do what that says; return the row to lead back to."""
    verb, _colon, key = request.POST.get("do", "").partition(":")
    if verb == "paper":
        ask_for_booklet(request, session, table)
        return None
    presenting.allot_minutes(table, form.minutes)
    row = next((one for one in Presentation.objects.filter(table=table) if str(one.pk) == key), None)
    if row is None:
        messages.success(request, _("The minutes are kept."))
    elif verb in (presenting.UP, presenting.DOWN):
        presenting.move_presentation(row, verb)
    elif verb == "off":
        presenting.take_off(row)
        return None
    return row.pk if row else None


def seen_now(request: HttpRequest, presentation: Presentation) -> RecordForm:
    """Return the form as it was typed, to be saved over what is kept now: the writer has that before the eyes."""
    presentation.refresh_from_db(fields=["record"])
    data = request.POST.copy()
    data["seen"] = presentation.record
    form = RecordForm(data)
    form.full_clean()
    return form


def ask_for_booklet(request: HttpRequest, session: Session, table: ThematicTable) -> None:
    """Ask for the booklet of a table that has one of its own. Raises DomainError."""
    form = DossierForm(request.POST)
    if kind_of(table) not in OF_TABLES:
        raise DomainError(_("Only a table with a number has a booklet of its own."))
    language = form.cleaned_data["language"] if form.is_valid() else ""
    request_document(kind_of(table), session, language, "pdf", request.user)
    messages.success(request, _("The booklet is being made."))


def own_table(request: HttpRequest, session: Session, pk: int, act=TABLES) -> tuple[Rights, ThematicTable]:
    """Return what the user may do, and the table if it is one of theirs. Raises Http404."""
    mine = rights(request.user, session)
    wanted = ARRANGE if request.method == "POST" else act
    return mine, get_object_or_404(tables_for(mine, session, wanted), pk=pk)


def booklets(mine: Rights, session: Session, table: ThematicTable) -> QuerySet[Document]:
    """Return the booklets of a table that were asked for; of one without a number there are none."""
    kind = kind_of(table)
    rows = Document.objects.filter(session=session, registration=None, kind=kind)
    return rows if kind in OF_TABLES else rows.none()


def papers_of(mine: Rights, session: Session, table: ThematicTable) -> dict:
    """Return the booklets to be shown, and whether one can be asked for."""
    offered_here = kind_of(table) in OF_TABLES
    found = with_renewed(booklets(mine, session, table))[:PAPERS] if offered_here else []
    return {"offered": offered_here, "found": [one for one in found if not one.renewed]}


def show(
    request: HttpRequest, mine: Rights, session: Session, name: str, table: ThematicTable, context: dict
) -> HttpResponse:
    """Render a page of a table; ``may.arrange`` is whether the user may arrange this very table."""
    may = offered(mine)
    may["arrange"] = may["arrange"] and tables_for(mine, session, ARRANGE).filter(pk=table.pk).exists()
    frame = {"session": session, "page": "table", "may": may, "table": table}
    return render(request, f"desk/{name}.html", frame | context)


def back(session: Session, table: ThematicTable, row: int | None) -> HttpResponse:
    """Lead back to the order of the table, to the row where one is named."""
    if row is None:
        return redirect("desk:table_projects", session.ref, table.pk)
    return HttpResponseRedirect(f"{reverse('desk:table_projects', args=[session.ref, table.pk])}#row-{row}")
