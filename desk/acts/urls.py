"""Addresses of the acts at a session's desk."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk.acts import views


def patterns(before: str) -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it."""
    return [
        path(before, views.acts, name="acts"),
        path(f"{before}<id:pk>/", views.act, name="act"),
    ]
