"""Who is at the door of ``my/``: the contact of a registration, or one delegate, by the cookie a mailed link gave.

The cookie is short, signed, and names the link: one that is revoked or expired opens nothing from the next request on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from participants.enums import LinkPurpose
from participants.models import AccessLink
from taskforce.actor import become

COOKIE = "__Host-my" if settings.HTTPS else "my"
COOKIE_SECONDS = 2 * 3600
SALT = "participants.my"
HOME = {LinkPurpose.MY: "participants:my", LinkPurpose.DELEGATE: "participants:my_person"}


def my_page(view: Callable) -> Callable:
    """A page for the contact of a registration: the view gets that registration, with session and organisation."""
    return _page(view, LinkPurpose.MY, lambda link: link.registration)


def delegate_page(view: Callable) -> Callable:
    """A page for one delegate: the view gets that delegate, with registration, session and organisation."""
    return _page(view, LinkPurpose.DELEGATE, lambda link: link.delegate)


def own_page(view: Callable) -> Callable:
    """A page that a contact and a delegate both have, each of their own: the view gets the link they came by."""
    return _page(view, None, lambda link: link)


def current_link(request: HttpRequest) -> AccessLink | None:
    """Return the link this browser was let in by, while it may still be used; else None."""
    try:
        value = request.get_signed_cookie(COOKIE, salt=SALT, max_age=COOKIE_SECONDS)
    except (KeyError, BadSignature):
        return None
    links = AccessLink.objects.select_related(
        "registration__session", "registration__organisation__region", "delegate"
    ).filter(pk=int(value), purpose__in=HOME, revoked_at=None, expires_at__gt=timezone.now())
    link = links.first()
    if link and link.delegate:  # the rows that came with the link, not fetched anew by each use
        link.delegate.registration, link.delegate.session = link.registration, link.registration.session
    return link


def let_in(response: HttpResponse, link: AccessLink) -> HttpResponse:
    """Let this browser in for two hours. To be called on a POST only: a mail scanner's GET must open nothing."""
    response.set_signed_cookie(
        COOKIE, str(link.pk), salt=SALT, path="/", max_age=COOKIE_SECONDS,
        secure=settings.HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def let_out(response: HttpResponse) -> HttpResponse:
    """Forget who this browser is."""
    response.delete_cookie(COOKIE, path="/", samesite="Lax")
    return response


def _page(view: Callable, purpose: LinkPurpose | None, whose: Callable) -> Callable:
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        link = current_link(request)
        if link is None:
            return redirect("participants:my_ask")
        if purpose and link.purpose != purpose:
            return redirect(HOME[link.purpose])
        become(f"delegate {link.delegate_id}" if link.delegate_id else f"registration {link.registration_id}")
        response = view(request, whose(link), *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapped
