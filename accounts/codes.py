"""The codes of a second factor: those a telephone shows (TOTP, RFC 6238), and those on paper."""

from __future__ import annotations

import base64
import hashlib
import io
import secrets
import time

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString, mark_safe

ISSUER = "Task Force IT-RU"  # how the telephone names the portal
STEP = 30  # seconds
AROUND = (0, -1, 1)  # a clock may be half a minute wrong
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
RECOVERY_CODES = 10


def new_secret() -> str:
    return pyotp.random_base32()


def seal(secret: str) -> str:
    """Return a secret as the database keeps it: whoever reads the database alone does not have it."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """Return the secret, or None where the portal's own key became another one since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def step_of(secret: str, code: str) -> int | None:
    """Return the half minute a code belongs to, now or beside it; None for a wrong code."""
    now = int(time.time()) // STEP
    clock = pyotp.TOTP(secret)
    for step in (now + by for by in AROUND):
        if constant_time_compare(clock.at(step * STEP), code):
            return step
    return None


def for_telephone(email: str, secret: str) -> str:
    """Return the address that the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def qr_code(text: str, title: str) -> SafeString:
    """Return a QR code as SVG that stands within a page, without a style or script of its own."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, scale=5, border=4, light="#fff", title=title, omitsize=True
    )
    return mark_safe(out.getvalue().decode())


def new_recovery_codes() -> list[str]:
    """Ten codes of 16 letters: as many as nobody guesses, so a plain hash is enough."""
    return ["-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))
            for _number in range(RECOVERY_CODES)]  # fmt: skip


def digest(code: str) -> str:
    """Return the hash of a recovery code, however it was typed."""
    plain = "".join(letter for letter in code.lower() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"accounts.codes {key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in digests])
