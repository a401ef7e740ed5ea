"""Dates and places of a session in words."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.services import gate
from sessions.enums import Side
from sessions.models import Session
from taskforce.dates import long_date


def host_time(session: Session, instant: dt.datetime | None) -> str:
    """Return an instant as a clock at the host shows it; where Rome or Moscow differ, their time stands beside it."""
    if instant is None:
        return ""
    here = instant.astimezone(session.zone)
    others = [
        _("%(time)s in Rome") % {"time": there.strftime("%H:%M")}
        if side == Side.IT
        else _("%(time)s in Moscow") % {"time": there.strftime("%H:%M")}
        for side, name in settings.CAPITAL_TIME_ZONES.items()
        if (there := instant.astimezone(zoneinfo.ZoneInfo(name))).utcoffset() != here.utcoffset()
    ]
    moment = f"{long_date(here.date())}, {here:%H:%M}"
    words = _("%(moment)s local time (%(place)s)") % {"moment": moment, "place": session.city or session.timezone}
    return "; ".join([words, *others])


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
