"""Addresses of the projects at a session's desk."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk.projects import views


def patterns(before: str) -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it."""
    return [
        path(before, views.projects, name="projects"),
        path(f"{before}add/", views.project_add, name="project_add"),
        path(f"{before}<id:pk>/", views.project, name="project"),
        path(f"{before}<id:pk>/edit/", views.project_edit, name="project_edit"),
        path(f"{before}<id:pk>/place/", views.project_place, name="project_place"),
        path(f"{before}<id:pk>/reopen/", views.project_reopen, name="project_reopen"),
        path(f"{before}<id:pk>/documents/<id:file>/", views.project_document, name="project_document"),
    ]
