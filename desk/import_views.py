"""Tables brought in: at the desk of a session, and for the ministry what belongs to no session. The same pages."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import User
from desk.access import IMPORT, rights
from desk.exchange_views import address, at_exchange, show
from desk.import_forms import ImportForm, OutcomeFilter
from documents.exchange.import_models import SheetImport, SheetRow
from documents.exchange.import_services import bring_in, carry_out, give_up, read_again
from documents.exchange.import_words import describe_rows, faults_xlsx
from documents.exchange.incoming import WRITERS
from documents.exchange.kinds import Kind
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.text import file_name

IMPORTS_A_PAGE = 20
ROWS_A_PAGE = 50
# What the ministry's staff must be allowed of the rows themselves; organisers bring in what is of their session.
PERMISSIONS = {
    "organisations": ("participants.add_organisation", "participants.change_organisation"),
    "delegates": ("participants.change_delegate",),
    "programme": ("taskforce_sessions.change_programmeitem",),
    "regions": ("taskforce_sessions.add_hostregion", "taskforce_sessions.change_hostregion"),
    "agreements": ("agreements.add_agreement", "agreements.change_agreement"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def kinds_for(user: User, session: Session | None) -> list[Kind]:
    """Return the kinds of table somebody may bring in."""
    organises = bool(session) and any(role in IMPORT.roles for role, _side in rights(user, session).roles)
    kinds = [writer.kind for writer in WRITERS.values() if writer.kind.of_session == bool(session)]
    return [kind for kind in kinds if organises or (user.is_staff and user.has_perms(PERMISSIONS[kind.code]))]


def get_import(request: HttpRequest, session: Session | None, pk: int) -> SheetImport:
    """Return an import of this session, or of none. Raises Http404 also where this user may not bring in its kind."""
    found = SheetImport.objects.select_related("requested_by", "carried_out_by", "session")
    sheet = get_object_or_404(found, session=session, pk=pk)
    if sheet.kind not in {kind.code for kind in kinds_for(request.user, session)}:
        raise Http404
    return sheet


@at_exchange(IMPORT, post=IMPORT)
def imports(request: HttpRequest, session: Session | None) -> HttpResponse:
    """The form to bring a table in, and what was brought in before."""
    kinds = kinds_for(request.user, session)
    posted = request.method == "POST"
    form = ImportForm(request.POST if posted else None, request.FILES if posted else None, kinds=kinds)
    if posted and form.is_valid():
        kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
        try:
            sheet = bring_in(kind, session, file, file.name, request.user)
            return redirect(address(session, "import", sheet.pk))
        except DomainError as error:
            form.add_error(error.field, error.message)
    rows = SheetImport.objects.filter(session=session, kind__in=[kind.code for kind in kinds])
    rows = rows.select_related("requested_by", "carried_out_by")
    page_obj = Paginator(rows, IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    return show(request, session, "imports", {"form": form, "kinds": kinds, "page_obj": page_obj})


@at_exchange(IMPORT, post=IMPORT)
def import_(request: HttpRequest, session: Session | None, pk: int) -> HttpResponse:
    """What a table would do, row by row; a post carries it out, has it read again, or gives it up."""
    sheet = get_import(request, session, pk)
    if request.method == "POST":
        return act_on(request, session, sheet)
    wanted = OutcomeFilter(request.GET).chosen
    wanted = wanted if wanted in SheetRow.Outcome.values else ""
    rows = sheet.rows.filter(outcome=wanted) if wanted else sheet.rows.all()
    page_obj = Paginator(rows.order_by("number"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    figures = [
        ("new", _("new rows"), sheet.new), ("changed", _("changed rows"), sheet.changed),
        ("refused", _("refused rows"), sheet.refused),
    ]  # fmt: skip
    context = {"sheet": sheet, "page_obj": page_obj, "lines": describe_rows(sheet, page_obj), "wanted": wanted}
    return show(request, session, "import", context | {"figures": figures})


def act_on(request: HttpRequest, session: Session | None, sheet: SheetImport) -> HttpResponse:
    """Do what the button pressed says, and lead back to the table; from one that was given up, to the list."""
    try:
        if "carry_out" in request.POST:
            carry_out(sheet, request.user)
        elif "again" in request.POST:
            read_again(sheet)
        elif "give_up" in request.POST:
            give_up(sheet)
            messages.success(request, _("The table was given up. Nothing was changed."))
            return redirect(address(session, "imports"))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(address(session, "import", sheet.pk))


@at_exchange(IMPORT)
def import_faults(request: HttpRequest, session: Session | None, pk: int) -> HttpResponse:
    """The refused rows as a sheet, with what is wrong beside the cells."""
    sheet = get_import(request, session, pk)
    if not sheet.rows.filter(outcome=SheetRow.Outcome.REFUSED).exists():
        raise Http404
    response = HttpResponse(faults_xlsx(sheet), content_type=XLSX)
    name = file_name(f"{sheet.kind}-{session.ref if session else 'all'}-{sheet.pk}-refused")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@at_exchange(IMPORT)
def import_status(request: HttpRequest, session: Session | None, pk: int) -> JsonResponse:
    """Tell how far a table is read, for the progress bar."""
    sheet = get_import(request, session, pk)
    return JsonResponse({"state": sheet.state, "percent": sheet.percent, "words": str(sheet.get_state_display())})
