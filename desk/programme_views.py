"""The editor of the programme: the grid, a line's own page, and the acts, each reached without JavaScript too."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, Max, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from desk.access import PLAN, at_desk, may, sessions_for
from desk.clashes import clashes_of_line, find_clashes
from desk.programme_forms import CopyDayForm, CopyStructureForm, LineChoices, LineForm, PlaceForm
from desk.programme_grid import BY_ROOM, View, gather_grid, programme_days, read_view
from desk.programme_live import live_context, moved_answer
from sessions.models import ProgrammeItem, Room, Session
from tables import services
from tables.services.lines import line_of
from tables.services.meanwhile import seen_line
from taskforce.errors import DomainError


def show(request: HttpRequest, session: Session, name: str, context: dict) -> HttpResponse:
    """Render a page of the editor."""
    frame = {"session": session, "page": "programme", "may": may(request.user, session)}
    return render(request, f"desk/programme/{name}.html", frame | context)


def back(request: HttpRequest, session: Session, item: ProgrammeItem | None = None) -> HttpResponse:
    """Lead back to the grid as it was looked at; to a line where one is named, on its day."""
    days = programme_days(session)
    view = read_view(request.GET, days)
    if item and view.by == BY_ROOM and item.day in days:
        view = View(BY_ROOM, item.day)
    line = f"#line-{item.pk}" if item else ""
    return HttpResponseRedirect(f"{reverse('desk:programme', args=[session.ref])}?{view.query}{line}")


@at_desk()
def programme(request: HttpRequest, session: Session) -> HttpResponse:
    """The lines as they are edited, by day or by room, those without a time, and what clashes."""
    grid = gather_grid(session, request.GET)
    released = session.versions.aggregate(number=Max("number"))["number"]
    context = {"grid": grid, "released": released, **live_context(session, grid, request.user)}
    return show(request, session, "editor", context)


@at_desk(post=PLAN, back="desk:programme")
def programme_move(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Move a line to where it was dropped, or make it longer or shorter. Answers in JSON where that is asked for."""
    item = get_object_or_404(session.items, pk=pk)
    rooms = {room.pk: room for room in Room.objects.filter(venue__session=session)}
    form = PlaceForm(request.POST, days=programme_days(session), rooms=rooms)
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        if not form.is_valid():
            raise DomainError(form.refusal)
        item = place_line(item, form, request.user)
    except DomainError as error:
        if by_script:
            return JsonResponse({"error": str(error)}, status=409)
        messages.error(request, error.message)
    return JsonResponse(moved_answer(request, session, item)) if by_script else back(request, session, item)


def place_line(item: ProgrammeItem, form: PlaceForm, by: User) -> ProgrammeItem:
    """Move a line and give it the duration that was asked for."""
    seen, minutes = form.cleaned_data["seen"] or None, form.cleaned_data["minutes"]
    return services.move_line(item, **form.place, minutes=minutes, by=by, seen=seen)


@at_desk(PLAN, post=PLAN)
def programme_add(request: HttpRequest, session: Session) -> HttpResponse:
    """Add a line; the day, the start and the room may be named by the address."""
    days = programme_days(session)
    named = {name: request.GET.get(name, "") for name in ("day", "starts", "room")}
    form = LineForm(request.POST or None, choices=LineChoices(session, days), initial=named)
    if request.method == "POST" and form.is_valid():
        try:
            return back(request, session, services.add_line(session, form.values, request.user))
        except DomainError as error:
            form.refuse(error)
    return show(request, session, "line", {"form": form, "view": read_view(request.GET, days), "line": None})


@at_desk(PLAN, post=PLAN)
def programme_line(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """A line with all that is known of it, to be changed."""
    item = get_object_or_404(session.items.select_related("sitting"), pk=pk)
    days = programme_days(session)
    choices = LineChoices(session, days)
    form = LineForm(request.POST or None, choices=choices, line=line_of(item))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or None
        try:
            return back(request, session, services.change_line(item, form.values, request.user, seen))
        except DomainError as error:
            form = form_again(form, error, choices)
    clashes = clashes_of_line(find_clashes(session), pk)
    context = {"form": form, "view": read_view(request.GET, days), "line": item, "clashes": clashes}
    return show(request, session, "line", context)


def form_again(form: LineForm, error: DomainError, choices: LineChoices) -> LineForm:
    """Return the form with what the act refused; after somebody else's change with that too, nothing typed lost."""
    if error.code == "stale":
        was, _who = seen_line(choices.session, form.line["id"], form.cleaned_data["seen"])
        form = LineForm(choices=choices, line=form.merged(was))
    form.refuse(error)
    return form


@at_desk(post=PLAN, back="desk:programme")
def programme_remove(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Remove a line; it can be undone."""
    item = get_object_or_404(session.items, pk=pk)
    try:
        services.remove_line(item, request.user, request.POST.get("seen") or None)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("“%(title)s” was removed. “Undo” brings it back.") % {"title": item.title})
    return back(request, session)


@at_desk(post=PLAN, back="desk:programme")
def programme_undo(request: HttpRequest, session: Session) -> HttpResponse:
    """Take back the last act that was not taken back yet."""
    return taken_back(request, session, services.undo_last, _("Undone: %(act)s."))


@at_desk(post=PLAN, back="desk:programme")
def programme_redo(request: HttpRequest, session: Session) -> HttpResponse:
    """Do once more what was undone last."""
    return taken_back(request, session, services.redo_last, _("Done again: %(act)s."))


def taken_back(request: HttpRequest, session: Session, act, told: str) -> HttpResponse:
    try:
        edit = act(session, request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, told % {"act": services.describe_edit(edit)})
    return back(request, session)


@at_desk(PLAN, post=PLAN)
def programme_copy_day(request: HttpRequest, session: Session) -> HttpResponse:
    """Make the lines of a day once more on another one."""
    days = programme_days(session)
    view = read_view(request.GET, days)
    form = CopyDayForm(request.POST or None, choices=LineChoices(session, days), initial={"day": view.day})
    if request.method == "POST" and form.is_valid():
        try:
            services.copy_day(session, by=request.user, **form.cleaned_data)
            return back(request, session)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return show(request, session, "copy_day", {"form": form, "view": view})


@at_desk(PLAN, post=PLAN)
def programme_copy_structure(request: HttpRequest, session: Session) -> HttpResponse:
    """Take over the programme, the tables and the visits of an earlier session, without its people."""
    form = CopyStructureForm(request.POST or None, sessions=sessions_to_copy(request.user, session))
    if request.method == "POST" and form.is_valid():
        try:
            services.copy_structure(form.chosen, session, request.user)
            return back(request, session)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    view = read_view(request.GET, programme_days(session))
    return show(request, session, "copy_structure", {"form": form, "view": view})


def sessions_to_copy(user: User, session: Session) -> list[Session]:
    """Return the sessions with a programme that this user may see: published ones, and those of their own desk."""
    lines = Exists(ProgrammeItem.objects.filter(session=OuterRef("pk")))
    seen = Session.objects.public() | Session.objects.filter(pk__in=sessions_for(user).values("pk"))
    return list(seen.filter(lines).exclude(pk=session.pk).newest_first())
