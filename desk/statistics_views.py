"""Statistics of acts and projects at a session's desk: with what is public, everything of the sessions one looks at."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from agreements.statistics.csv import CODES
from agreements.statistics.scope import statistics_of
from agreements.views.statistics import csv_file, statistics_context
from desk.access import VIEW, at_desk, sessions_for
from desk.views import show
from sessions.models import Session


@at_desk()
def statistics(request: HttpRequest, session: Session) -> HttpResponse:
    """What the acts and projects add up to that this user may see."""
    files = {code: reverse("desk:statistics_table", args=[session.ref, code]) for code in CODES}
    found = statistics_of(sessions_for(request.user, VIEW))
    return show(request, session, "statistics", statistics_context(found, files))


@at_desk()
def statistics_table(request: HttpRequest, session: Session, table: str) -> HttpResponse:
    """Hand out one of the tables as CSV."""
    if table not in CODES:
        raise Http404
    return csv_file(statistics_of(sessions_for(request.user, VIEW)), table)
