"""How open data answer: read only, for programs of any origin, in pages by key, with a tag that says what changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.forms import Form, IntegerField
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from documents.open_data.rows import Row
from taskforce.text import csv_cell

MOST = {"json": 500, "csv": 5000}
USUAL = {"json": 100, "csv": 5000}
METHODS = "GET, HEAD, OPTIONS"
LICENCE = {"name": settings.OPEN_DATA_LICENCE, "url": settings.OPEN_DATA_LICENCE_URL}
ALLOWED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, no-cache",  # kept by whoever likes, and asked for anew each time: an act may be withdrawn
    "Allow": METHODS,
}


class WrongQuery(Exception):
    """What was asked for in a way that cannot be answered: the words that say so, by parameter."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


class PageForm(Form):
    """Which page of the rows: those whose key is above ``after``, at most ``limit`` of them."""

    after = IntegerField(min_value=0, max_value=10**9, required=False)
    limit = IntegerField(min_value=1, required=False)

    def __init__(self, data, most: int) -> None:
        super().__init__(data)
        self.fields["limit"] = IntegerField(min_value=1, max_value=most, required=False)


def open_data(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Make a view one of open data: methods, origins, errors, and 304 where the reader has it already."""

    @csrf_exempt  # it changes nothing, and answers 405 to whatever could
    @wraps(answer)
    def view(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in ("GET", "HEAD"):
            response = as_json({"errors": {"method": [f"Only {METHODS}."]}}, status=405)
        else:
            try:
                response = tagged(request, answer(request))
            except WrongQuery as wrong:
                response = as_json({"errors": wrong.errors}, status=400)
        for name, value in ALLOWED.items():
            response.headers[name] = value
        return response

    return view


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the answer a tag of its bytes; 304 by the tag alone, as a date does not tell that a row is gone."""
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def checked(form: Form) -> Form:
    """Return a form that is right, else raise WrongQuery."""
    if not form.is_valid():
        raise WrongQuery({name: [str(one) for one in errors] for name, errors in form.errors.items()})
    return form


def paged(request: HttpRequest, found: QuerySet, give: Callable[[QuerySet], Iterable[Row]], form: str) -> tuple:
    """Return the rows of the page that was asked for, and the query of the next one ("" after the last)."""
    wish = checked(PageForm(request.GET, MOST[form])).cleaned_data
    limit = wish["limit"] or USUAL[form]
    keys = list(found.filter(pk__gt=wish["after"] or 0).order_by("pk").values_list("pk", flat=True)[: limit + 1])
    rows = list(give(found.model.objects.filter(pk__in=keys[:limit]).order_by("pk")))
    if len(keys) <= limit:
        return rows, ""
    others = [(name, value) for name, value in request.GET.items() if name not in ("after", "limit")]
    return rows, urlencode([*others, ("after", keys[limit - 1]), ("limit", limit)])


def as_json(value: object, status: int = 200) -> HttpResponse:
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def json_page(request: HttpRequest, name: str, rows: list[Row], following: str) -> HttpResponse:
    """Answer with a page of rows, whose licence it is, and where the next page is."""
    url = f"{settings.BASE_URL}{request.path}?{following}" if following else None
    return linked(as_json({"licence": LICENCE, "next": url, name: rows}), rows, url)


def csv_page(request: HttpRequest, name: str, lines: list[dict], rows: list[Row], following: str) -> HttpResponse:
    """Answer with a table: cells that a program would run as a formula are only text."""
    written = io.StringIO()
    written.write("\ufeff")  # by which spreadsheets know the letters
    if lines:
        table = csv.writer(written)
        table.writerow(lines[0])
        table.writerows([csv_cell(value) for value in line.values()] for line in lines)
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return linked(response, rows, f"{settings.BASE_URL}{request.path}?{following}" if following else None)


def linked(response: HttpResponse, rows: list[Row], following: str | None) -> HttpResponse:
    links = [f'<{LICENCE["url"]}>; rel="license"']
    if following:
        links.append(f'<{following}>; rel="next"')
    response.headers["Link"] = ", ".join(links)
    if rows:
        response.headers["Last-Modified"] = http_date(max(row["updated_at"] for row in rows).timestamp())
    return response
