"""What the page of an act says of the draft Protocol."""

from __future__ import annotations

from django.http import HttpRequest

from agreements.enums import ActKind
from agreements.models import Agreement


def draft_of(act: Agreement, request: HttpRequest) -> dict[str, bool]:
    """Return whether the act is one that is drawn up from the data of its session."""
    return {"is_drawn_up": act.kind == ActKind.PROTOCOL}
