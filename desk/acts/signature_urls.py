"""Addresses of the signed files of a session's acts."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk.acts import signatures


def patterns(before: str) -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it."""
    return [
        path(f"{before}<id:pk>/signed-file/", signatures.signed_file_add, name="signed_file_add"),
        path(f"{before}signed/<id:pk>/", signatures.signed_file, name="signed_file"),
        path(f"{before}signed/<id:pk>/status/", signatures.signed_file_status, name="signed_file_status"),
        path(f"{before}signed/<id:pk>/file/", signatures.signed_file_download, name="signed_file_download"),
        path(f"{before}signed/<id:pk>/again/", signatures.signed_file_again, name="signed_file_again"),
        path(f"{before}signed/<id:pk>/remove/", signatures.signed_file_remove, name="signed_file_remove"),
    ]
