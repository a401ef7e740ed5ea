"""Tables taken out: of a session at its desk, and for the ministry of what belongs to no session. The same pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.recent import recently_signed_in
from desk.access import APPROVE, EXPORT, EXPORTS, IMPORT, Act, at_desk, everywhere, may, rights
from desk.exchange_forms import DecisionForm, ExportForm, PresetForm
from documents import store
from documents.exchange.exporting import approve_export, ask_export, refuse_export, stop_export
from documents.exchange.kinds import KINDS, Kind, columns_of
from documents.exchange.own_presets import keep_preset, presets_for, remove_preset
from documents.exchange.presets import PRESETS
from documents.models import ExportPreset, SheetExport
from documents.views_files import CONTENT_TYPES
from participants.admin.export import TICKED
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.text import file_name

EXPORTS_A_PAGE = 20
TYPES = CONTENT_TYPES | {"csv": "text/csv; charset=utf-8"}


def at_exchange(act: Act, *, post: Act | None = None, back: bool = False) -> Callable:
    """Make a view of an address at a session's desk and, with ``session=None``, of one of the ministry's staff.

    ``act``, ``post`` and ``back`` are those of ``at_desk``.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        of_desk = at_desk(act, post=post, back="desk:exports" if back else "")(view)

        @login_required
        @require_http_methods(["GET", "HEAD", "POST"] if post else ["GET", "HEAD"])
        def of_ministry(request: HttpRequest, **kwargs) -> HttpResponse:
            posted = request.method == "POST"
            if not everywhere(request.user, post if posted else act):
                raise Http404
            return redirect("exchange:exports") if back and not posted else view(request, None, **kwargs)

        @wraps(view)
        def either(request: HttpRequest, ref: str = "", **kwargs) -> HttpResponse:
            return of_desk(request, ref, **kwargs) if ref else of_ministry(request, **kwargs)

        return either

    return decorate


def address(session: Session | None, name: str, *args) -> str:
    """Return the address of a page of exports, at the desk of a session or of the ministry."""
    return reverse(f"desk:{name}", args=[session.ref, *args]) if session else reverse(f"exchange:{name}", args=args)


def kinds_for(user: User, session: Session | None) -> list[Kind]:
    """Return the kinds of table somebody may take out: of a session, who prepares it; else by permission."""
    prepares = bool(session) and any(role in EXPORT.roles for role, _side in rights(user, session).roles)
    kinds = [kind for kind in KINDS.values() if kind.of_session == bool(session)]
    return [kind for kind in kinds if prepares or user.has_perm(kind.permission)]


def get_kind(request: HttpRequest, session: Session | None, code: str) -> Kind:
    """Return the kind of an address. Raises Http404 where there is none or this user may not take it out."""
    found = next((kind for kind in kinds_for(request.user, session) if kind.code == code), None)
    if found is None:
        raise Http404
    return found


def get_export(session: Session | None, pk: int) -> SheetExport:
    """Return an export of this session, or of none. Raises Http404."""
    return get_object_or_404(SheetExport.objects.select_related("requested_by"), session=session, pk=pk)


def show(request: HttpRequest, session: Session | None, page: str, context: dict) -> HttpResponse:
    """Render a page with what every one of them needs."""
    user = request.user
    mine = may(user, session) if session else {name: everywhere(user, act) for name, act in ACTS.items()}
    frame = {"session": session, "page": "exports", "may": mine, "base": address(session, "exports")}
    frame["frame"] = "desk/base.html" if session else "desk/exchange/ministry.html"
    return render(request, f"desk/exchange/{page}.html", frame | context)


ACTS = {"exports": EXPORTS, "export": EXPORT, "import": IMPORT, "approve": APPROVE}


@at_exchange(EXPORTS)
def exports(request: HttpRequest, session: Session | None) -> HttpResponse:
    """The kinds of table there are, and what was asked for: by whom, for whom, and how far it is."""
    rows = SheetExport.objects.filter(session=session).select_related("requested_by", "decided_by")
    page_obj = Paginator(rows, EXPORTS_A_PAGE).get_page(request.GET.get("page"))
    kinds = kinds_for(request.user, session)
    return show(request, session, "exports", {"page_obj": page_obj, "kinds": kinds, "decision": DecisionForm()})


@at_exchange(EXPORT, post=EXPORT)
def export(request: HttpRequest, session: Session | None, kind: str) -> HttpResponse:
    """The form for one kind of table; a post asks for it, or keeps the columns that are ticked under a name."""
    found = get_kind(request, session, kind)
    posted = request.method == "POST"
    keeping = posted and "keep" in request.POST
    initial = first(request, found, session)
    form = ExportForm(request.POST if posted else None, kind=found, session=session, initial=initial)
    preset_form = PresetForm(request.POST if keeping else None)
    if keeping:
        done = keep(request, session, found, form, preset_form)
    else:
        done = posted and form.is_valid() and ask(request, session, found, form)
    if done:
        return done
    context = {"kind": found, "form": form, "preset_form": preset_form, **sets(request.user, found)}
    return show(request, session, "export", context)


def first(request: HttpRequest, kind: Kind, session: Session | None) -> dict:
    """Return what the form shows at first: the columns of the set in the address, and rows ticked elsewhere."""
    wanted = request.GET.get("set", "" if kind.personal else "all")
    columns: tuple | list = ()
    if wanted == "all":
        columns = [column.key for column in columns_of(kind, session)]
    elif wanted.isascii() and wanted.isdigit() and len(wanted) < 16:
        columns = getattr(presets_for(request.user, kind).filter(pk=wanted).first(), "columns", ())
    else:
        columns = next((one.columns for one in PRESETS.get(kind.code, ()) if one.code == wanted), ())
    ticked = request.session.get(TICKED, []) if kind.code == "registrations" and "ticked" in request.GET else []
    return {"columns": columns, "rows": ",".join(map(str, ticked))}


def sets(user: User, kind: Kind) -> dict:
    """Return the sets of columns to choose from: the portal's, and those that people keep."""
    return {"shipped": PRESETS.get(kind.code, ()), "kept": list(presets_for(user, kind))}


def ask(request: HttpRequest, session: Session | None, kind: Kind, form: ExportForm) -> HttpResponse | None:
    """Ask for the table and lead to its line; None, with the error beside its field, where it is refused."""
    try:
        made = ask_export(request.user, kind, session, **form.wish)
    except DomainError as error:
        form.add_error(error.field, error.message)
        return None
    return HttpResponseRedirect(f"{address(session, 'exports')}#export-{made.pk}")


def keep(
    request: HttpRequest, session: Session | None, kind: Kind, form: ExportForm, preset_form: PresetForm
) -> HttpResponse | None:
    """Keep the ticked columns as a set; nothing else of the form is looked at, and nothing typed is lost."""
    form.is_valid()
    for name in set(form.errors) - {"columns"}:
        del form.errors[name]
    if form.errors or not preset_form.is_valid():
        return None
    columns = form.cleaned_data["columns"]
    try:
        preset = keep_preset(request.user, kind, session, columns=columns, **preset_form.cleaned_data)
    except DomainError as error:
        preset_form.add_error(error.field if error.field in preset_form.fields else None, error.message)
        return None
    messages.success(request, _("The set “%(name)s” is kept.") % {"name": preset.name})
    return HttpResponseRedirect(f"{address(session, 'export', kind.code)}?set={preset.pk}")


@at_exchange(EXPORT, post=EXPORT, back=True)
def preset_remove(request: HttpRequest, session: Session | None, pk: int) -> HttpResponse:
    """Remove a set of columns of one's own."""
    preset = get_object_or_404(ExportPreset, user=request.user, pk=pk)
    remove_preset(preset)
    messages.success(request, _("The set “%(name)s” is removed.") % {"name": preset.name})
    known = any(kind.code == preset.kind for kind in kinds_for(request.user, session))
    return redirect(address(session, "export", preset.kind) if known else address(session, "exports"))


@at_exchange(EXPORT, post=EXPORT, back=True)
def export_stop(request: HttpRequest, session: Session | None, pk: int) -> HttpResponse:
    """Stop an export that waits or is being made."""
    row = get_export(session, pk)
    try:
        stop_export(row)
    except DomainError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(f"{address(session, 'exports')}#export-{row.pk}")


@at_exchange(APPROVE, post=APPROVE, back=True)
def export_decide(request: HttpRequest, session: Session | None, pk: int) -> HttpResponse:
    """Approve a list for the other side, or refuse it with a reason."""
    row = get_export(session, pk)
    form = DecisionForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError(form.errors["refusal"][0], field="refusal")
        if "approve" in request.POST:
            approve_export(row, request.user)
            messages.success(request, _("The list is approved, and is being made."))
        else:
            refuse_export(row, request.user, form.cleaned_data["refusal"])
            messages.success(request, _("The list is refused."))
    except DomainError as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(f"{address(session, 'exports')}#export-{row.pk}")


@at_exchange(EXPORT)
def export_file(request: HttpRequest, session: Session | None, pk: int) -> HttpResponse:
    """Give the file to whoever asked for it, and to nobody else."""
    mine = SheetExport.objects.filter(session=session, requested_by=request.user, state=SheetExport.State.DONE)
    row = get_object_or_404(mine.select_related("session"), pk=pk)
    get_kind(request, session, row.kind)
    return hand_over(request, row)


@recently_signed_in
def hand_over(request: HttpRequest, row: SheetExport) -> HttpResponse:
    """Give the file, once the person has shown shortly before who they are."""
    content = store.get(row.file)
    if content is None:
        raise Http404
    name = file_name(f"{row.kind}-{row.session.ref if row.session else 'all'}-{row.created_at:%Y-%m-%d}-{row.pk}")
    response = HttpResponse(content, content_type=TYPES[row.format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{row.format}"'
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@at_exchange(EXPORTS)
def export_status(request: HttpRequest, session: Session | None, pk: int) -> JsonResponse:
    """Tell how far an export is, for the progress bar."""
    row = get_export(session, pk)
    return JsonResponse({"state": row.state, "percent": row.percent, "words": str(row.get_state_display())})
