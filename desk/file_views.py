"""The session as data, for those who prepare it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from desk.access import PREPARE, at_desk
from documents.jobs import snapshot
from documents.sessionfile import dump_session
from sessions.models import Session
from taskforce.text import file_name


@at_desk(PREPARE)
def session_file(request: HttpRequest, session: Session) -> HttpResponse:
    """Give the session file of the rows as they are edited now, released or not."""
    with snapshot():
        content = dump_session(Session.objects.select_related("host_region").get(pk=session.pk))
    response = HttpResponse(content, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(f"session-{session.ref}")}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
