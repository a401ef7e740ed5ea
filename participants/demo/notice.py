"""The privacy notice that the embedded run begins with; an officer of the ministry decides on the one in use."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone, translation

from participants.models import PrivacyNotice

VERSION = "2026-1"


def current_notice() -> PrivacyNotice:
    """Return the newest privacy notice, and make the first one from sessions/data where there is none."""
    notice = PrivacyNotice.objects.order_by("-published_at", "-pk").first()
    if notice:
        return notice
    texts = {
        f"text_{code}": (settings.DATA_DIR / f"privacy-{VERSION}-{code}.txt").read_text(encoding="utf-8").strip()
        for code, _name in settings.LANGUAGES
    }
    with translation.override("it"):
        return PrivacyNotice.objects.create(version=VERSION, published_at=timezone.now(), **texts)
