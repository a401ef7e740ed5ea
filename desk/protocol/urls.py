"""Addresses of the draft Protocol at a session's desk."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk.protocol import views


def patterns(before: str) -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it."""
    return [
        path(before, views.protocol, name="protocol"),
        path(f"{before}draw-up/", views.protocol_draw, name="protocol_draw"),
        path(f"{before}add/", views.protocol_add, name="protocol_add"),
        path(f"{before}approve/", views.protocol_approve, name="protocol_approve"),
        path(f"{before}parts/<slug:key>/", views.protocol_part, name="protocol_part"),
        path(f"{before}parts/<slug:key>/do/", views.protocol_do, name="protocol_do"),
    ]
