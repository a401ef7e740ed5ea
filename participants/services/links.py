"""Links that are mailed to a contact. Only their hash is stored: who reads the database cannot use them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from participants.enums import LinkPurpose
from participants.models import AccessLink, Registration

LIFETIME = {LinkPurpose.VERIFY_EMAIL: dt.timedelta(days=7)}


def make_link(registration: Registration, purpose: LinkPurpose, now: dt.datetime) -> str:
    """Store a link for one purpose and return its token, 256 random bits that are stored nowhere."""
    token = secrets.token_urlsafe(32)
    AccessLink.objects.create(
        registration=registration, purpose=purpose, token_hash=hash_of(token), expires_at=now + LIFETIME[purpose]
    )
    return token


def find_link(token: str, purpose: LinkPurpose) -> AccessLink | None:
    """Return the link of a token, if it has this purpose; whether it may still be used is for the act to say."""
    return AccessLink.objects.filter(token_hash=hash_of(token), purpose=purpose).first()


def hash_of(token: str) -> str:
    """Return what is stored in place of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
