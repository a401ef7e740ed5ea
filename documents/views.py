"""The programme of a session and its versions, as pages, as calendars (everybody's, one's own) and for machines."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents import kept
from documents.calendar import own_programme_ics, programme_ics
from documents.changes import LANGUAGES
from documents.programme_page import programme_html
from documents.released import public_facts
from documents.versions_page import version_html, versions_html
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
def programme_json(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the programme to machines, in all languages at once."""
    return kept_answer(request, ref, for_machines)


@require_safe
def versions(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the versions of the programme and what each changed."""
    return kept_answer(request, ref, list_of_versions)


@require_safe
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Say whether a version is still the latest, and what changed since; 0 stands for a draft."""
    return kept_answer(request, ref, one_version)


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
            found = request.resolver_match
            return redirect(found.view_name, **found.kwargs | {"ref": session.ref})
        found = kept.kept_page(request.path, session, lambda: build(request, session))
    return kept.answer(request, found)


def page(request: HttpRequest, session: Session) -> tuple[bytes, str, dict[str, str]]:
    return programme_html(request, session), "text/html; charset=utf-8", {}


def calendar(request: HttpRequest, session: Session) -> tuple[bytes, str, dict[str, str]]:
    language = get_language()
    name = file_name(f"task-force-{session.ref}-{language}") + ".ics"
    disposition = f'attachment; filename="{name}"'
    return programme_ics(session, language), "text/calendar; charset=utf-8", {"Content-Disposition": disposition}


def for_machines(request: HttpRequest, session: Session) -> tuple[bytes, str, dict[str, str]]:
    """Return what the newest version says in each language, with the identity of each line, which it keeps."""
    texts = {language: public_facts(session, language, identities=True) for language in LANGUAGES}
    version = texts[LANGUAGES[0]]["version"]
    whole = {"format": "programme/1", "session": session.ref, "version": version, "languages": texts}
    body = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return body, "application/json; charset=utf-8", {}


def list_of_versions(request: HttpRequest, session: Session) -> tuple[bytes, str, dict[str, str]]:
    return versions_html(request, session), "text/html; charset=utf-8", {}


def one_version(request: HttpRequest, session: Session) -> tuple[bytes, str, dict[str, str]]:
    html = version_html(request, session, request.resolver_match.kwargs["number"])
    if html is None:
        raise Http404
    return html, "text/html; charset=utf-8", {}
