"""``my/spreadsheet/``: a region, chamber or association registers several companies at once."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from participants import services
from participants.forms.spreadsheet import RegisterSpreadsheetForm, SpreadsheetForm
from participants.models import PrivacyNotice, Registration, Spreadsheet
from participants.services.spreadsheet import may_pass_on, taken_keys
from participants.spreadsheets import check_rows, template_xlsx
from participants.views import access
from taskforce.errors import DomainError
from taskforce.limits import limited
from taskforce.text import file_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 200
ROWS_SHOWN = 50


def passing_on(view):
    """A page for organisations that register others; for anybody else it is not there."""

    @access.my_page
    def wrapped(request: HttpRequest, registration: Registration) -> HttpResponse:
        if not may_pass_on(registration):
            raise Http404
        return view(request, registration)

    return wrapped


@limited("upload")
@passing_on
def my_spreadsheet(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Choose a file; what was read of the last one; what was passed on before."""
    form = SpreadsheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        checked = check_rows(form.table, registration.organisation.side, taken_keys(registration))
        name = form.cleaned_data["file"].name
        services.keep_spreadsheet(registration, name, checked.companies, checked.faults)
        return redirect("participants:my_spreadsheet")
    return _page(request, registration, form)


@require_POST
@passing_on
def my_spreadsheet_register(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Register every company that was read, or say why not."""
    spreadsheet = _shown(request, registration)
    if spreadsheet is None:
        messages.error(request, _("Another file was chosen meanwhile, so nothing was registered."))
        return redirect("participants:my_spreadsheet")
    confirm = RegisterSpreadsheetForm(request.POST, faulty_rows=_faulty_rows(spreadsheet))
    if confirm.is_valid():
        notice = PrivacyNotice.objects.filter(published_at__lte=timezone.now()).first()
        try:
            leave_out = confirm.cleaned_data.get("leave_out", False)
            done = services.register_spreadsheet(spreadsheet, notice, leave_out_faulty=leave_out)
            number = done.companies
            text = ngettext("%(number)d company was registered.", "%(number)d companies were registered.", number)
            messages.success(request, text % {"number": number})
            return redirect("participants:my_spreadsheet")
        except DomainError as error:
            confirm.add_error("leave_out" if error.code == "faults" else None, error.message)
    return _page(request, registration, SpreadsheetForm(), confirm)


@require_POST
@passing_on
def my_spreadsheet_discard(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Throw away what was read."""
    spreadsheet = _shown(request, registration)
    if spreadsheet and not spreadsheet.registered_at:
        services.discard_spreadsheet(spreadsheet)
        messages.success(request, _("What was read is thrown away; nothing was registered."))
    return redirect("participants:my_spreadsheet")


@require_safe
@passing_on
def my_spreadsheet_template(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The empty spreadsheet to fill."""
    response = HttpResponse(template_xlsx(registration.organisation.side), content_type=XLSX)
    name = file_name(_("companies"), fallback="companies")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _shown(request: HttpRequest, registration: Registration) -> Spreadsheet | None:
    """The spreadsheet of the page whose button was pressed: in another window a later one may have been chosen."""
    try:
        token = uuid.UUID(request.POST.get("spreadsheet", ""))
    except ValueError:
        return None
    return registration.spreadsheets.filter(client_token=token).first()


def _last(registration: Registration) -> Spreadsheet | None:
    return registration.spreadsheets.filter(registered_at=None).first()


def _faulty_rows(spreadsheet: Spreadsheet) -> int:
    return len({fault["row"] for fault in spreadsheet.faults})


def _page(
    request: HttpRequest,
    registration: Registration,
    form: SpreadsheetForm,
    confirm: RegisterSpreadsheetForm | None = None,
) -> HttpResponse:
    spreadsheet = _last(registration)
    passed_on = Registration.objects.filter(submitted_through=registration.organisation, session=registration.session)
    passed_on = passed_on.select_related("organisation").order_by("organisation__name_key", "pk").received()
    context = {
        "registration": registration,
        "session": registration.session,
        "form": form,
        "spreadsheet": spreadsheet,
        "faults": spreadsheet.faults[:FAULTS_SHOWN] if spreadsheet else [],
        "faulty_rows": _faulty_rows(spreadsheet) if spreadsheet else 0,
        "companies": spreadsheet.rows if spreadsheet else [],
        "page_obj": Paginator(passed_on, ROWS_SHOWN).get_page(request.GET.get("page")),
    }
    if spreadsheet:
        context["confirm"] = confirm or RegisterSpreadsheetForm(faulty_rows=context["faulty_rows"])
    return render(request, "participants/my/spreadsheet.html", context)
