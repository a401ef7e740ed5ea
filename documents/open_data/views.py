"""The addresses of open data: acts, projects, sessions, and their description."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from agreements.forms.register import RegisterFilter
from agreements.models import Agreement, Project
from agreements.search.facets import narrowed
from documents.open_data import rows
from documents.open_data.answers import as_json, checked, csv_page, json_page, open_data, paged
from documents.open_data.described import description
from sessions.models import Session
from taskforce.dates import today_in_rome


def asked_for(request: HttpRequest) -> QuerySet[Agreement]:
    """Return the acts that answer to the parameters, which are those of the register's page."""
    return narrowed(Agreement.objects.public(), checked(RegisterFilter(request.GET)).wish(), today_in_rome())


@open_data
def acts_json(request: HttpRequest) -> HttpResponse:
    """Give the acts of the public register."""
    return json_page(request, "acts", *paged(request, asked_for(request), rows.acts, "json"))


@open_data
def acts_csv(request: HttpRequest) -> HttpResponse:
    """Give the acts of the public register as a table."""
    found, following = paged(request, asked_for(request), rows.acts, "csv")
    return csv_page(request, "acts", list(rows.flat(found)), found, following)


@open_data
def projects_json(request: HttpRequest) -> HttpResponse:
    """Give the projects of the public catalogue."""
    return json_page(request, "projects", *paged(request, Project.objects.public(), rows.projects, "json"))


@open_data
def sessions_json(request: HttpRequest) -> HttpResponse:
    """Give the sessions the public may see."""
    return json_page(request, "sessions", *paged(request, Session.objects.public(), rows.sessions, "json"))


@open_data
def openapi_json(request: HttpRequest) -> HttpResponse:
    """Describe all of it, as OpenAPI does."""
    return as_json(description())
