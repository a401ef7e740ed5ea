"""The administration speaks the language its user chose, in the time of Rome."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation


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
