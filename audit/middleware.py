"""Who acts in a request: the user who is signed in, else the public.

A mailed link says more: see participants.views.access.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from taskforce.actor import acting


class ActorMiddleware:
    """Belongs after SessionMiddleware. It asks nothing of the database before something is written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(partial(actor_of, request)):
            return self.get_response(request)


def actor_of(request: HttpRequest) -> str:
    """Return who makes this request, by Django's session alone: a page for everybody does not look up its user."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.session.accessed:
        return "public"
    user = request.session.get(SESSION_KEY)
    return f"user {user}" if user else "public"
