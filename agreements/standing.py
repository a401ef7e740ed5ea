"""Whether an act is in force on a day, as far as what is known of it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from agreements.enums import LinkKind, Renewal
from agreements.models import ActLink, Agreement


class Standing(TextChoices):
    DRAFT = "draft", pgettext_lazy("act", "Not signed yet")
    UNKNOWN = "unknown", pgettext_lazy("act", "Signed; when it is in force is not known")
    COMING = "coming", pgettext_lazy("act", "Signed; not in force yet")
    IN_FORCE = "in_force", pgettext_lazy("act", "In force")
    RENEWED = (
        "renewed",
        pgettext_lazy("act", "Its time is over; in force if it was renewed"),
    )
    EXPIRED = "expired", pgettext_lazy("act", "Expired")
    DENOUNCED = "denounced", pgettext_lazy("act", "Denounced")
    ENDED = "ended", pgettext_lazy("act", "Ended by a later act")


def standing(act: Agreement, on: dt.date, ended_by: Iterable[Agreement] = ()) -> Standing:
    """Return where an act stands on a day; ``ended_by`` are the acts known to end it. A renewal is never guessed."""
    if act.status != Agreement.Status.SIGNED:
        return Standing.DRAFT
    if act.denounced_on and act.denounced_on <= on:
        return Standing.DENOUNCED
    if any(other.signed_on and other.signed_on <= on for other in ended_by):
        return Standing.ENDED
    if act.in_force_on and act.in_force_on > on:
        return Standing.COMING
    if act.expires_on and act.expires_on < on:
        return Standing.RENEWED if act.renewal == Renewal.TACIT else Standing.EXPIRED
    return Standing.IN_FORCE if act.in_force_on else Standing.UNKNOWN


def ending(links: Iterable[ActLink]) -> list[Agreement]:
    """Return the acts that end one, of the links that lead to it."""
    return [link.act for link in links if link.kind == LinkKind.ENDS]
