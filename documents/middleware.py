"""The short way to a kept page: the programme is what everybody opens at once on the morning of a session."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from documents import kept


class KeptPagesMiddleware:
    """Give a kept page at once while it is fresh, with the headers that the whole chain gave it the first time.

    Stands right below SecurityMiddleware, whose redirects and headers it keeps. Such a page reads nothing of the
    request but its address, so the middleware below (sessions, language, user) would do its work for nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = kept.fresh_page(request.path) if request.method in ("GET", "HEAD") else None
        if page and page.sent:
            request.get_host()  # refuses a host that is not ours, as CommonMiddleware does
            return kept.answer_again(request, page)
        response = self.get_response(request)
        if response.status_code == 200 and not response.cookies and (page := getattr(response, "kept_page", None)):
            page.sent = dict(response.headers)
        return response
