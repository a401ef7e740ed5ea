"""The state of implementation at a session: what earlier acts oblige to, and what was reported of it."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.implementation import gather_implementation
from agreements.models import Agreement, Commitment, CommitmentReport
from sessions.models import Session
from taskforce.dates import today_in_rome
from taskforce.uploads import handed_out


@require_safe
def implementation(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what public acts of earlier sessions oblige to, as of today or of the session's last day."""
    session = get_object_or_404(Session.objects.public().select_related("host_region").by_ref(ref))
    if session.ref != ref:
        return redirect("agreements:implementation", session.ref)
    found = gather_implementation(session, Commitment.objects.public())
    return render(request, "agreements/implementation.html", {"session": session, "found": found})


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the file of a public report on a public commitment."""
    reports = CommitmentReport.objects.filter(is_public=True, commitment__in=Commitment.objects.public())
    found = get_object_or_404(reports.exclude(file=""), pk=pk)
    return handed_out(found.file, _("Evidence %(day)s") % {"day": f"{found.on:%Y-%m-%d}"})


def commitments_of(act: Agreement) -> dict:
    """Return what the page of an act shows of its commitments: those that are public, with their public reports."""
    reports = Prefetch("reports", CommitmentReport.objects.filter(is_public=True))
    found = Commitment.objects.public().filter(agreement=act).prefetch_related(reports).order_by("position", "pk")
    return {"commitments": found, "today": today_in_rome()}
