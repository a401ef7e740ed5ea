"""Where a person is signed in: what the session keeps of it, and how it is told."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SignedIn, User
from taskforce.limits import client_address

KEPT = "signed_in"  # in request.session
SEEN_EVERY = 300  # seconds: how exactly "last seen" is known
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("YaBrowser", "Yandex Browser"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Chromium", "Chromium"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One place where somebody is signed in; ``ident`` names it without being its key."""

    ident: str
    since: dt.datetime
    seen: dt.datetime
    address: str
    browser: str
    is_here: bool


def note_start(request: HttpRequest) -> None:
    """Keep when and from where somebody signed in; however much they do, it ends after a working day."""
    now = int(time.time())
    browser = request.headers.get("User-Agent", "")[:200]
    request.session[KEPT] = {"since": now, "seen": now, "address": client_address(request), "browser": browser}
    request.session.set_expiry(timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE))


def note_seen(request: HttpRequest) -> None:
    """Keep that somebody is still there, and from where, once in a while."""
    kept = request.session.get(KEPT)
    if kept and time.time() - kept["seen"] > SEEN_EVERY:
        request.session[KEPT] = {**kept, "seen": int(time.time()), "address": client_address(request)}


def places_of(user: User, here: str | None) -> list[Place]:
    """Return where somebody is signed in, this session (by its key) first, then the latest."""
    rows = SignedIn.objects.filter(user=user, expire_date__gt=timezone.now())
    found = [_place(row, here) for row in rows]
    return sorted(found, key=lambda place: (not place.is_here, -place.seen.timestamp()))


def end_session(user: User, ident: str) -> bool:
    """Sign a person out in one place; returns whether it was there."""
    keys = [row.pk for row in SignedIn.objects.filter(user=user) if _ident(row) == ident]
    return bool(SignedIn.objects.filter(pk__in=keys).delete()[0])


def remove_old_sessions() -> int:
    """Remove the sessions that ended."""
    return SignedIn.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def browser_in_words(text: str) -> str:
    """Return what a browser says of itself as a person knows it."""
    browser = next((name for part, name in BROWSERS if f"{part}/" in text), "")
    system = next((name for part, name in SYSTEMS if part in text), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def _place(row: SignedIn, here: str | None) -> Place:
    kept = row.get_decoded().get(KEPT) or {}
    since, seen = (dt.datetime.fromtimestamp(kept.get(name, 0), dt.UTC) for name in ("since", "seen"))
    browser = browser_in_words(kept.get("browser", ""))
    return Place(_ident(row), since, seen, kept.get("address", ""), browser, row.session_key == here)


def _ident(row: SignedIn) -> str:
    return hashlib.sha256(row.session_key.encode()).hexdigest()[:16]
