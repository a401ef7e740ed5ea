"""The programme of a session, as a page and as a calendar."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from documents import kept
from documents.calendar import programme_ics
from documents.programme_page import programme_html
from sessions.models import Session
from taskforce.text import file_name

Build = Callable[[HttpRequest, Session], tuple[bytes, str, dict[str, str]]]


@require_safe
def programme(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the programme by day, parallel lines side by side."""
    return kept_answer(request, ref, page)


@require_safe
def programme_calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the programme as a file for calendars."""
    return kept_answer(request, ref, calendar)


def kept_answer(request: HttpRequest, ref: str, build: Build) -> HttpResponse:
    """Answer from memory while the facts stand; a session the public may not see is not there."""
    found = kept.fresh_page(request.path)
    if found is None:
        session = kept.stamped(Session.objects.public().by_ref(ref)).first()
        if session is None:
            kept.forget(request.path)
            raise Http404
        if session.ref != ref:
            return redirect(request.resolver_match.view_name, session.ref)
        found = kept.kept_page(request.path, session, lambda: build(request, session))
    return kept.answer(request, found)


def page(request: HttpRequest, session: Session) -> tuple[bytes, str, dict[str, str]]:
    return programme_html(request, session), "text/html; charset=utf-8", {}


def calendar(request: HttpRequest, session: Session) -> tuple[bytes, str, dict[str, str]]:
    language = get_language()
    name = file_name(f"task-force-{session.ref}-{language}") + ".ics"
    disposition = f'attachment; filename="{name}"'
    return programme_ics(session, language), "text/calendar; charset=utf-8", {"Content-Disposition": disposition}
