"""The public pages of the sessions and their host regions."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions import history, page
from sessions.enums import Side
from sessions.models import HostRegion, Session, SourcedFigure


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions ahead, then the history with what the portal counts beside what sources say."""
    today = timezone.localdate()
    found = list(listed(Session.objects.public().newest_first()))
    ahead = [session for session in found if history.is_upcoming(session, today)]
    context = {
        "ahead": sorted(ahead, key=page.nearest_first),
        "past": [page.row(session) for session in history.newest_first(found) if session not in ahead],
        "counts": history.counts(found, today),
        "years": history.by_year(found, today),
        "today": today,
    }
    return render(request, "sessions/sessions.html", context)


def listed(sessions):
    """Return sessions with what a line of the history needs, in two queries."""
    persons = SourcedFigure.objects.filter(unit="persons", side="all")
    return sessions.select_related("host_region").prefetch_related(Prefetch("figures", persons, "told_persons"))


@require_safe
def session(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what is known of a session; what is not known is left out, and what is not certain says so."""
    found = Session.objects.public().select_related("host_region").by_ref(ref).first()
    if found is None:
        raise Http404
    if found.ref != ref:
        return redirect(found)
    return render(request, "sessions/session.html", page.session_context(found, people(found)))


def people(session: Session) -> dict[str, dict[str, int]]:
    """Return how many delegates of each side are in the portal: registered, confirmed, and present at least once.

    Delegates belong to an app to the right, so they are reached by the name of the relation.
    """
    sent = ~Q(registration__state__in=["draft", "submitted", "declined", "cancelled"])
    rows = session.delegates.filter(sent).exclude(place="released").order_by().values("side")
    counted = rows.annotate(
        registered=Count("pk", distinct=True),
        confirmed=Count("pk", filter=Q(place="confirmed"), distinct=True),
        present=Count("pk", filter=Q(check_ins__isnull=False), distinct=True),
    )
    return {row.pop("side"): row for row in counted}


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """List the regions of both countries with the number of sessions they hosted."""
    today = timezone.localdate()
    found = list(history.counted_regions(today))
    for region in found:
        region.marks = range(region.held)
    countries = [
        {
            "side": side,
            "hosts": sorted((r for r in found if r.country == side and r.held), key=lambda r: -r.held),
            "others": [r for r in found if r.country == side and not r.held],
        }
        for side in Side
    ]
    return render(request, "sessions/regions.html", {"countries": countries, "today": today})


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show a region and its sessions."""
    today = timezone.localdate()
    found = get_object_or_404(HostRegion, code=code)
    rows = list(listed(Session.objects.public().filter(host_region=found).newest_first()))
    held = sum(history.is_counted(row, today) for row in rows)
    context = {"region": found, "rows": [page.row(row) for row in rows], "held": held, "today": today}
    return render(request, "sessions/region.html", context)
