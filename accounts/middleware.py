"""What holds for everybody who is signed in, and the language and time of the administration."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from accounts.signed_in import note_seen

OPEN_ROOMS = ("accounts", "help")  # below a language: where one sets the second factor up, and what tells how
SECOND_FACTOR = "second_factor"  # in request.session: that its person has one


class StaffLanguageMiddleware:
    """Addresses under /admin/ have no language, so the account's own is used; a page elsewhere is left alone.

    Belongs after AuthenticationMiddleware. Instants are shown and read in the time of Rome, where the ministry is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("admin:index")) or not request.user.is_authenticated:
            return self.get_response(request)
        language = request.LANGUAGE_CODE = request.user.language
        with translation.override(language), timezone.override(settings.CAPITAL_TIME_ZONES["IT"]):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response


class SignedInMiddleware:
    """Belongs after SessionMiddleware. It asks the database nothing: what it needs stands in Django's session.

    Where a second factor is required, whoever signed in without one is led to its set-up from every page but those of
    their account and the guides. Where none is required, a page for everybody is not made to ask for a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and lacks_second_factor(request):
            return redirect("accounts:second_factor")
        response = self.get_response(request)
        if request.session.accessed and not request.session.is_empty():
            note_seen(request)
        return response


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether somebody is signed in without a second factor, and asks for another page than to set it up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    language, room = [*request.path_info.split("/"), "", ""][1:3]
    if (language in dict(settings.LANGUAGES) and room in OPEN_ROOMS) or request.path == reverse("admin:logout"):
        return False
    return SESSION_KEY in request.session and not request.session.get(SECOND_FACTOR)
