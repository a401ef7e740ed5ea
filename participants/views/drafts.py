"""Whose draft this is: a signed cookie that goes to the registration pages of one session, and nowhere else.

No account and no server session: whoever has the cookie goes on with the draft. A draft is never reached by an id.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial, wraps

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods

from participants.models import Registration
from participants.services.drafts import DRAFT_LIFE, is_too_old
from participants.services.registration import is_sent
from participants.views.kept import public_session
from participants.views.wording import registration_dates
from sessions.models import Session
from taskforce.limits import limited

COOKIE = "registration"
# What every page of the form may say of the own registration; the rest is read where a page needs it.
SHOWN = (
    "client_token", "session_id", "state", "created_at", "submitted_at", "contact_email", "language",
    "organisation__side", "organisation__category", "organisation__name_latin", "organisation__name_cyrillic",
)  # fmt: skip
COOKIE_DAYS = DRAFT_LIFE.days


def session_page(view: Callable, *, whole: tuple[str, ...] = ()) -> Callable:
    """Give a view the session (a draft session is not there for the public) and the browser's own registration.

    All of it is read at once for the methods in ``whole``, else what every page says of it: that is half the cost of a
    small page.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, session_ref: str) -> HttpResponse:
        session = public_session(session_ref)
        return view(request, session, own_registration(request, session, whole=request.method in whole))

    return wrapped


def step(view: Callable, *, whole: tuple[str, ...] = ()) -> Callable:
    """A page with a form, which is shown only while registration is open.

    A form that is posted all the same reaches the view, and the act refuses it: so nothing typed is lost.
    """

    @limited("form")
    @partial(session_page, whole=whole)
    @wraps(view)
    def wrapped(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
        if request.method != "POST" and not session.is_open():
            return closed(request, session, own)
        return view(request, session, own)

    return wrapped


def draft_step(view: Callable, *, whole: tuple[str, ...] = ()) -> Callable:
    """A step that needs a draft: without one the form begins at its first step, and what was sent shows that it was."""

    @partial(step, whole=whole)
    @wraps(view)
    def wrapped(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
        if own is None:
            return redirect("participants:register", session.ref)
        if is_sent(own):
            return redirect("participants:register_sent", session.ref)
        return view(request, session, own)

    return wrapped


ALWAYS, SHOWN_ONLY = ("GET", "HEAD", "POST"), ("GET", "HEAD")
whole_step, whole_draft_step = partial(step, whole=ALWAYS), partial(draft_step, whole=ALWAYS)
shown_draft_step = partial(draft_step, whole=SHOWN_ONLY)


def closed(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
    """The page in place of a form while registration is not open: says why, with the dates."""
    context = {"session": session, "phase": session.phase(), "dates": registration_dates(session), "own": own}
    return render(request, "participants/closed.html", context)


def own_registration(request: HttpRequest, session: Session, *, whole: bool = True) -> Registration | None:
    """Return the registration of this browser's cookie, if it is one for this session."""
    value = read_cookie(request, COOKIE, max_age=COOKIE_DAYS * 86_400)
    try:
        token = uuid.UUID(value or "")
    except ValueError:
        return None
    mine = Registration.objects.select_related("organisation")
    try:
        own = (mine if whole else mine.only(*SHOWN)).get(client_token=token, session=session)
    except Registration.DoesNotExist:
        return None
    if is_too_old(own):
        return None
    own.session = session
    return own


def remember(response: HttpResponse, registration: Registration) -> HttpResponse:
    """Let this browser come back to the registration."""
    address = ("participants:register", [registration.session.ref])
    return set_cookie(response, COOKIE, registration.client_token.hex, *address, max_age=COOKIE_DAYS * 86_400)


def forget(response: HttpResponse, session: Session) -> HttpResponse:
    """Let this browser begin a new registration."""
    for name, path in _paths(COOKIE, "participants:register", [session.ref]):
        response.delete_cookie(name, path=path, samesite="Lax")
    return response


def read_cookie(request: HttpRequest, name: str, *, max_age: int) -> str | None:
    """Return what a signed cookie of the page's language holds; None where there is none, or a forged or old one."""
    try:
        return request.get_signed_cookie(_name(name, get_language()), salt=f"participants.{name}", max_age=max_age)
    except (KeyError, BadSignature):
        return None


def set_cookie(response: HttpResponse, name: str, value: str, view: str, args: list, *, max_age: int) -> HttpResponse:
    """Set a signed cookie that is sent only below the address of a view, in each language; ``max_age``: seconds."""
    for cookie, path in _paths(name, view, args):
        response.set_signed_cookie(
            cookie, value, salt=f"participants.{name}", path=path, max_age=max_age,
            secure=settings.HTTPS, httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def _paths(name: str, view: str, args: list) -> list[tuple[str, str]]:
    # A response holds one cookie of a name, and the path differs by language: so each language has a name of its own.
    paths = []
    for language, _label in settings.LANGUAGES:
        with override(language):
            paths.append((_name(name, language), reverse(view, args=args)))
    return paths


def _name(name: str, language: str | None) -> str:
    return f"{'__Secure-' if settings.HTTPS else ''}{name}-{language}"
