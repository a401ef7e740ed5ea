"""How often one address may do a thing, and what is asked of whoever looks like a program.

An address is the visitor's own: what a visitor's request says of itself (X-Forwarded-For) counts only as far as our own
proxies wrote it (TRUSTED_PROXIES). A whole ministry may stand behind one address, so the limits are generous; an IPv6
network of one subscriber (/64) counts as one address. The counters are in the cache "limits", under hashes, and end by
themselves. A cache that does not answer limits nobody: the page is worth more than the count.

Nobody loses what they typed: the page that holds a form back carries its fields and sends them again by a button.
"""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from taskforce.errors import DomainError

logger = logging.getLogger(__name__)

HOUR = 3600
# What is limited: how many times within how many seconds.
LIMITS = {
    "form": (1200, HOUR),  # a step of a registration sent: thirty companies, with all their mistakes
    "link": (40, HOUR),  # a wish for a mail with a link; the acts also limit the mails to one e-mail address
    "enter": (300, HOUR),  # the button a link leads to
    "contact": (20, HOUR),
    "upload": (120, HOUR),
    "password": (3, HOUR),  # mails with a link for a new password to one account
    "mail": (40, HOUR),  # registrations sent with one e-mail address as contact
}
TRAP = "web_address"  # see templates/parts/trap.html
REST_SECONDS = 30  # after a cache that did not answer
_rests_until = 0.0


def limited(scope: str) -> Callable:
    """Limit how often one address may post to a view, and hold back what filled the field that people do not see."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST":
                if request.POST.get(TRAP):
                    return held_back(request)
                if seconds := too_many(scope, network_of(client_address(request))):
                    return held_back(request, seconds)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def refuse_too_many(scope: str, who: str) -> None:
    """Count one more for somebody; raises DomainError (code ``often``) when that is too many."""
    if too_many(scope, who.casefold()):
        raise DomainError(
            _("This e-mail address has been used too often in the last hour. Please try again later."), code="often"
        )


def too_many(scope: str, who: str) -> int:
    """Count one more; return 0, or in how many seconds to try again when it is more than the limit allows."""
    most, seconds = LIMITS[scope]
    if not settings.RATE_LIMITS:
        return 0
    now = time.time()
    window, passed = divmod(int(now), seconds)
    number = _counted(f"{scope}:{window}:{_hash(who)}", seconds)
    return seconds - passed if number > most * settings.RATE_LIMITS else 0


def held_back(request: HttpRequest, seconds: int = 0) -> HttpResponse:
    """The page in place of what a form would have done: too often (429, when to come back), or perhaps a program (400).

    A program is not answered as if all had gone well: a person whose browser filled the hidden field would believe to
    be registered. The fields come with the page, without that one, so for a person it is one button more.
    """
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (TRAP, "csrfmiddlewaretoken")
        for value in values
    ]
    minutes = -(-seconds // 60)
    context = {"fields": fields, "minutes": minutes, "files": bool(request.FILES)}
    response = render(request, "held_back.html", context, status=429 if seconds else 400)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address: of those our proxies wrote down, the one the outermost saw; else the connection's.

    Each proxy adds at the right the address it was asked from. What stands further left came from the visitor.
    """
    proxies = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(seen) >= proxies and _address(seen[-proxies]):
        return seen[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def network_of(address: str) -> str:
    """Return what counts as one address: an IPv4 address, the /64 of an IPv6 one; anything else is itself."""
    found = _address(address)
    if found is None:
        return address
    if found.version == 6:
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _counted(key: str, seconds: int) -> int:
    """Add one to a counter that ends with its window; 0 where the cache does not answer."""
    global _rests_until  # noqa: PLW0603 (one process, one cache)
    if time.monotonic() < _rests_until:
        return 0
    cache = caches["limits"]
    try:
        return 1 if cache.add(key, 1, timeout=seconds) else cache.incr(key)
    except ValueError:  # it ended between the two
        return 1
    except Exception as error:  # every cache's client has errors of its own
        _rests_until = time.monotonic() + REST_SECONDS
        logger.warning("Nothing is limited for %d s: the cache raised %s", REST_SECONDS, type(error).__name__)
        return 0


def _hash(who: str) -> str:
    return salted_hmac("taskforce.limits", who, algorithm="sha256").hexdigest()[:32]
