"""What everybody may know of an act that is in the public register; what is not public is not in it in any form."""

from __future__ import annotations

from django.utils import timezone

from agreements.models import Agreement, Project
from agreements.standing import ending, standing


def public_facts(act: Agreement) -> dict:
    """Return what a public act names and what names it, and where it stands today. Six queries."""
    public = Agreement.objects.public().order_by().values("pk")
    later = list(act.led_from.filter(act__in=public).select_related("act"))
    return {
        "parties": act.parties.select_related("region").order_by("position", "pk"),
        "signatories": act.signatories.select_related("party").order_by("position", "pk"),
        "regions": act.regions.order_by("country", "name", "pk"),
        "projects": Project.objects.public().filter(agreements=act).select_related("session").order_by("pk"),
        "earlier": act.leads_to.filter(other__in=public).select_related("other"),
        "later": later,
        "standing": standing(act, timezone.localdate(), ending(later)),
    }
