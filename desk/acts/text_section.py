"""The section of an act's page that tells of its texts: which there are, how far they are, and where they differ."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest

from agreements.enums import TextLanguage
from agreements.models import Agreement, AuthenticText
from agreements.sections import Section
from agreements.services.comparing import comparisons


def gather_texts(act: Agreement, request: HttpRequest) -> dict:
    """Return what the section shows, in at most four queries."""
    versions: dict[str, list[AuthenticText]] = defaultdict(list)
    for text in act.texts.order_by("-version").select_related("created_by").prefetch_related("articles"):
        versions[text.language].append(text)
    languages = [versions[code] for code in TextLanguage.values if code in versions]
    return {
        "texts": [{"newest": found[0], "earlier": found[1:]} for found in languages],
        "beside": comparisons([found[0] for found in languages]),
        "faults": list(act.faults.all()),
    }


TEXTS = Section("desk/act/texts.html", gather_texts)
