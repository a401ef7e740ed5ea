"""The draft Protocol of a session: read by its desk and the offices, edited by organisers, approved by the offices."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.protocol import Part, blocks_of, newest_frozen, newest_texts, parts_of, protocol_of
from agreements.services import protocol as acts
from desk.access import APPROVE_TEXT, PROTOCOL, WRITE_ACTS, at_desk, rights
from desk.protocol.forms import ParagraphForm, WordingForm, place_name
from desk.protocol.page import gather_protocol, worded
from desk.views import show
from documents.protocol.drawing import check_open, draw_up, plan_drawing
from sessions.models import Session
from taskforce.errors import DomainError


@at_desk(PROTOCOL)
def protocol(request: HttpRequest, session: Session) -> HttpResponse:
    """The Protocol in both languages, how far it is approved, and what is to be seen to."""
    return show(request, session, "protocol", gather_protocol(session, protocol_of(session), request.user))


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def protocol_draw(request: HttpRequest, session: Session) -> HttpResponse:
    """Show what drawing up would change; freeze the figures and draw up on a post."""
    act = protocol_of(session)
    try:
        if request.method == "POST":
            draw_up(session, request.user)
            messages.success(request, _("The Protocol is drawn up; its figures are frozen as of now."))
            return redirect("desk:protocol", session.ref)
        if act:
            check_open(act)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:protocol", session.ref)
    plan = plan_drawing(session, act, timezone.now())
    again = bool(act and newest_frozen(act))
    return show(request, session, "protocol_draw", {"again": again, "changes": worded(plan.changes)})


def parts_in(act: Agreement | None) -> list[Part]:
    """Return the parts of a Protocol; none where it was not drawn up."""
    return parts_of(newest_texts(act), newest_frozen(act)) if act else []


def back_to(session: Session, key: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('desk:protocol', args=[session.ref])}#part-{key}")


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def protocol_part(request: HttpRequest, session: Session, key: str) -> HttpResponse:
    """Change the wording of a part in both languages."""
    act = protocol_of(session)
    part = next((part for part in parts_in(act) if part.key == key), None)
    if part is None:
        raise Http404
    form = WordingForm(request.POST if request.method == "POST" else None, part=part)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_part(act, key, form.wordings, form.cleaned_data["seen"])
            messages.success(request, _("The part is saved."))
            return back_to(session, key)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
    drawn = [(code, says, blocks_of(says.body)) for code, says in part.drawn.items()]
    context = {"form": form, "part": part, "name": place_name(part), "drawn": drawn if part.says != part.drawn else []}
    return show(request, session, "protocol_part", context)


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def protocol_add(request: HttpRequest, session: Session) -> HttpResponse:
    """Add a paragraph of one's own behind a part."""
    act = protocol_of(session)
    parts = parts_in(act)
    if not parts:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ParagraphForm(data, parts=parts, after=request.GET.get("after", ""))
    if request.method == "POST" and form.is_valid():
        try:
            key = acts.add_paragraph(act, form.cleaned_data["after"], form.wordings)
            messages.success(request, _("The paragraph is added."))
            return back_to(session, key)
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
    return show(request, session, "protocol_part", {"form": form, "part": None, "drawn": []})


@at_desk(WRITE_ACTS, post=WRITE_ACTS, back="desk:protocol")
def protocol_do(request: HttpRequest, session: Session, key: str) -> HttpResponse:
    """Move a part up or down, leave it out, or give it the wording of the data again."""
    act, what = protocol_of(session), request.POST.get("do", "")
    if act is None:
        raise Http404
    try:
        if what in ("up", "down"):
            acts.move_part(act, key, -1 if what == "up" else 1)
        elif what == "remove":
            acts.remove_part(act, key, request.POST.get("seen", "")[:64])
            messages.success(request, _("The part is left out."))
        elif what == "restore":
            acts.restore_part(act, key)
            messages.success(request, _("The part says again what the data say."))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return back_to(session, key)


@at_desk(PROTOCOL, post=APPROVE_TEXT, back="desk:protocol")
def protocol_approve(request: HttpRequest, session: Session) -> HttpResponse:
    """Approve the text in the language of one's own side, or take that back."""
    act, language = protocol_of(session), request.POST.get("language", "")
    if act is None or language.upper() not in rights(request.user, session).sides(APPROVE_TEXT):
        messages.error(request, _("Only the office of its side approves a text."))
        return redirect("desk:protocol", session.ref)
    try:
        if request.POST.get("do") == "withdraw":
            acts.withdraw_approval(act, language)
            messages.success(request, _("The approval is taken back."))
        else:
            acts.approve_text(act, language, request.user, request.POST.get("seen", "")[:64])
            messages.success(request, _("The text is approved. Whoever edits it makes the approval void."))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:protocol", session.ref)
