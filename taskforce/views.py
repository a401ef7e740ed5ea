"""The few pages that belong to no app: the bare address, and what is shown when something is wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import redirect
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request


def home(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the sessions in the language of the browser."""
    response = redirect(f"/{get_language_from_request(request)}/sessions/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return HttpResponseBadRequest(loader.render_to_string("400.html", {}, request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the portal itself failed: a page that needs no database, no session and no context."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
