"""Links that are mailed to a contact or a delegate. Only their hash is stored: the database gives none away."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from participants.enums import LinkPurpose
from participants.models import AccessLink, Delegate, Registration

# How long a link may be used. What opens a page to be read lives as long as its mail is useful; what changes an
# address or hands out earlier data lives hours.
LIFETIME = {
    LinkPurpose.VERIFY_EMAIL: dt.timedelta(days=7),
    LinkPurpose.MY: dt.timedelta(days=180),
    LinkPurpose.DELEGATE: dt.timedelta(days=180),
    LinkPurpose.RETURNING: dt.timedelta(hours=24),
    LinkPurpose.NEW_EMAIL: dt.timedelta(hours=24),
    LinkPurpose.CALENDAR: dt.timedelta(days=400),
}


def make_link(
    registration: Registration,
    purpose: LinkPurpose,
    now: dt.datetime,
    *,
    delegate: Delegate | None = None,
    email: str = "",
) -> str:
    """Store a link for one purpose and return its token, 256 random bits that are stored nowhere."""
    token = secrets.token_urlsafe(32)
    AccessLink.objects.create(
        registration=registration,
        delegate=delegate,
        purpose=purpose,
        email=email,
        token_hash=hash_of(token),
        expires_at=now + LIFETIME[purpose],
    )
    return token


def find_link(token: str, *purposes: LinkPurpose) -> AccessLink | None:
    """Return the link of a token, if it has such a purpose; whether it may still be used is for the act to say."""
    return AccessLink.objects.filter(token_hash=hash_of(token), purpose__in=purposes).first()


def hash_of(token: str) -> str:
    """Return what is stored in place of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
