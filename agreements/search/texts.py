"""The texts of acts that everybody may read: what the index holds, passages show and open data give."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from agreements.enums import TextState
from agreements.models import Agreement, AuthenticText


def public_texts(acts: Iterable[Agreement]) -> QuerySet[AuthenticText]:
    """Return the newest signed text of each language of these acts, of those alone whose texts are public."""
    signed = AuthenticText.objects.filter(state=TextState.SIGNED)
    newer = signed.filter(
        agreement=OuterRef("agreement"), language=OuterRef("language"), version__gt=OuterRef("version")
    )
    keys = [act.pk for act in acts]
    shown = signed.filter(agreement__in=Agreement.objects.public().filter(pk__in=keys, texts_public=True))
    return shown.exclude(Exists(newer)).order_by("agreement", "language")
