"""The pages of what an act names: a form to add or change one, and the buttons that move it or take it away."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agreements.models import Agreement
from desk.access import WRITE_ACTS, at_desk
from desk.acts.page import get_act, show_form
from desk.acts.parts import PARTS, Part
from sessions.models import Session
from taskforce.errors import DomainError


def back_to(session: Session, act: Agreement, part: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('desk:act', args=[session.ref, act.pk])}#{part}")


def get_part(name: str, changes: bool = False) -> Part:
    """Return the part of an address. Raises Http404 where there is none, or none that is changed."""
    part = PARTS.get(name)
    if part is None or (changes and part.change is None):
        raise Http404
    return part


def typed(request: HttpRequest, session: Session, act: Agreement, part: Part, row: Model | None) -> HttpResponse:
    """Show the form of a part; “Find” shows it again with what was found, anything else posted saves it."""
    posted = request.method == "POST"
    finds = posted and part.finds and "look" in request.POST
    initial = request.POST.dict() if finds else None
    form = part.form(request.POST if posted and not finds else None, act, row, request.user, initial)
    if form.is_bound and form.is_valid():
        try:
            part.save(form, act, request.user)
            return back_to(session, act, part.name)
        except DomainError as error:
            form.refuse(error)
    words = part.change if row else part.add
    return show_form(request, session, act, form, words, finds=part.finds, looked=finds)


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def part_add(request: HttpRequest, session: Session, pk: int, part: str) -> HttpResponse:
    """Add something to what an act names."""
    return typed(request, session, get_act(session, pk), get_part(part), None)


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def part_edit(request: HttpRequest, session: Session, pk: int, part: str, row: int) -> HttpResponse:
    """Change a party or a signatory."""
    act, found = get_act(session, pk), get_part(part, changes=True)
    return typed(request, session, act, found, get_object_or_404(found.rows(act), pk=row))


@at_desk(post=WRITE_ACTS, back="desk:acts")
def part_move(request: HttpRequest, session: Session, pk: int, part: str, row: int) -> HttpResponse:
    """Move something an act names one place, or take it away."""
    act, found = get_act(session, pk), get_part(part)
    one = get_object_or_404(found.rows(act), pk=row)
    wish = request.POST.get("do")
    try:
        if wish == "remove":
            found.remove(one)
        elif wish in ("up", "down") and found.move:
            found.move(one, wish)
    except DomainError as error:
        messages.error(request, error.message)
    return back_to(session, act, found.name)
