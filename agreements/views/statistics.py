"""Statistics of the public acts and projects: the page, and each of its tables as CSV."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.statistics.chart import draw_years
from agreements.statistics.csv import CODES, csv_of
from agreements.statistics.gather import Statistics
from agreements.statistics.scope import public_statistics


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show what the public acts and projects add up to."""
    files = {code: reverse("agreements:statistics_table", args=[code]) for code in CODES}
    return render(request, "agreements/statistics.html", statistics_context(public_statistics(), files))


@require_safe
def statistics_table(request: HttpRequest, table: str) -> HttpResponse:
    """Hand out one of the tables as CSV."""
    if table not in CODES:
        raise Http404
    return csv_file(public_statistics(), table)


def statistics_context(found: Statistics, files: dict[str, str]) -> dict:
    """Return the variables of the page; ``files`` are the addresses of the tables as CSV, by their codes."""
    return {"found": found, "chart": draw_years(found.years), "files": files}


def csv_file(found: Statistics, table: str) -> HttpResponse:
    """Return a table as a file to be saved."""
    response = HttpResponse(csv_of(found, table), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="task-force-{table}.csv"'
    return response
