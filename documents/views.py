"""The programme of a session, as a page and as a calendar: everybody's, and one's own."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents import kept
from documents.calendar import own_programme_ics, programme_ics
from documents.programme_page import programme_html
from participants.enums import ENDED, LinkPurpose
from participants.links import find_link
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


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar of whoever has this address; one that was ended, has expired or never was gives nothing."""
    link = find_link(token, LinkPurpose.CALENDAR)
    if link is None or link.revoked_at or link.expires_at <= timezone.now() or link.registration.state in ENDED:
        response = HttpResponse(_("This calendar has ended."), content_type="text/plain; charset=utf-8", status=410)
    else:
        content = own_programme_ics(link, get_language())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="task-force.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


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
