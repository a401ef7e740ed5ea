"""Dates and places of a session in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.services import gate
from participants.wording import host_time
from sessions.enums import Side
from sessions.models import Session


def registration_dates(session: Session) -> list[tuple[str, str]]:
    """Return what is known of when companies may register, for parts/facts.html."""
    return [
        (_("Registration opens"), host_time(session, session.opens_at)),
        (_("Registration closes"), host_time(session, session.closes_at)),
    ]


def places_left(session: Session) -> list[tuple[str, str]]:
    """Return for each side how many places are left, in words, for parts/facts.html."""
    return [(str(Side(side).label), _places(gate.free_places(session, side))) for side in Side.values]


def _places(free: int | None) -> str:
    if free is None:
        return _("places for all")
    if free == 0:
        return _("no place left: waiting list")
    return ngettext("%(number)d place left", "%(number)d places left", free) % {"number": free}
