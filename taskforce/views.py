"""The few pages that belong to no app: the bare address, and what is shown when something is wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request
from django.views.decorators.http import require_safe

from taskforce.guides import AUDIENCES, FILES, read_guide


def home(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the sessions in the language of the browser."""
    response = redirect(f"/{get_language_from_request(request)}/sessions/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def help_home(request: HttpRequest) -> HttpResponse:
    """Name the guides."""
    language = get_language()
    context = {
        "guides": [(name, read_guide(name, language)) for name in AUDIENCES],
        "references": [(name, read_guide(name, language)) for name in FILES if name not in AUDIENCES],
    }
    return render(request, "help/home.html", context)


@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """Show a guide in the language of the page, or in English while it was not translated."""
    return render(request, "help/guide.html", {"guide": read_guide(name, get_language())})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return HttpResponseBadRequest(loader.render_to_string("400.html", {}, request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the portal itself failed: a page that needs no database, no session and no context."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
