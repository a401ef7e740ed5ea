"""Addresses of commitments at a session's desk."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk.commitments import views


def patterns(before: str, act: str) -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it; ``act`` is that of the acts."""
    return [
        path(before, views.commitments, name="commitments"),
        path(f"{before}<id:pk>/", views.commitment, name="commitment"),
        path(f"{before}<id:pk>/change/", views.commitment_change, name="commitment_change"),
        path(f"{before}<id:pk>/remove/", views.commitment_remove, name="commitment_remove"),
        path(f"{before}<id:pk>/reminders/", views.commitment_reminders, name="commitment_reminders"),
        path(f"{before}<id:pk>/reports/<id:report>/file/", views.commitment_file, name="commitment_file"),
        path(f"{act}<id:pk>/commitments/add/", views.commitment_add, name="commitment_add"),
    ]
