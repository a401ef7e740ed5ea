"""Addresses of the texts of a session's acts."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk.acts import texts


def patterns(before: str) -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it."""
    return [
        path(f"{before}<id:pk>/add-text/", texts.text_add, name="text_add"),
        path(f"{before}texts/<id:pk>/", texts.text, name="text"),
        path(f"{before}texts/<id:pk>/edit/", texts.text_edit, name="text_edit"),
        path(f"{before}texts/<id:pk>/state/", texts.text_state, name="text_state"),
        path(f"{before}texts/<id:pk>/file/", texts.text_file, name="text_file"),
        path(f"{before}texts/<id:pk>/beside/<id:other>/", texts.text_beside, name="text_beside"),
    ]
