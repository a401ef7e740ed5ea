"""Addresses of what is presented at the tables, and of what becomes of it."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk import life_views, table_project_views


def patterns(before: str) -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it."""
    table = f"{before}tables/<id:pk>/"
    return [
        path(f"{table}projects/", table_project_views.table_projects, name="table_projects"),
        path(f"{table}projects/<id:row>/", table_project_views.record, name="record"),
        path(f"{table}carry-over/", table_project_views.carry_over, name="carry_over"),
        path(f"{table}dossier/<id:row>/", table_project_views.dossier, name="dossier"),
        path(f"{before}follow-up/", life_views.following, name="following"),
        path(f"{before}projects/<id:pk>/life/", life_views.life, name="life"),
    ]
