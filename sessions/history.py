"""What the portal counts itself: sessions known to have been held, by year and by region, as of a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Count, Q, QuerySet

from sessions.enums import SessionStatus, Side
from sessions.models import HostRegion, Session


def held(as_of: dt.date) -> QuerySet[Session]:
    """Return the sessions that count: held as of a day, and no demonstration."""
    return Session.objects.held(as_of).filter(is_demonstration=False)


def counted_regions(as_of: dt.date) -> QuerySet[HostRegion]:
    """Return every region with ``held``, how many sessions it hosted as of a day."""
    counted = Count("sessions", filter=Q(sessions__in=held(as_of)))
    return HostRegion.objects.annotate(held=counted).order_by("country", "name", "code")


def counts(sessions: list[Session], as_of: dt.date) -> dict[str, int]:
    """Return how many of these sessions were held, and in how many regions of each country."""
    counting = [session for session in sessions if is_counted(session, as_of)]
    regions = {session.host_region_id: session.host_region.country for session in counting if session.host_region}
    return {
        "sessions": len(counting),
        "italian_regions": list(regions.values()).count(Side.IT),
        "russian_regions": list(regions.values()).count(Side.RU),
        "without_region": sum(session.host_region is None for session in counting),
        "without_year": sum(session.starts_on is None for session in counting),
    }


def is_counted(session: Session, as_of: dt.date) -> bool:
    """Whether ``held`` holds a session that was fetched already."""
    happened = session.starts_on is None or session.starts_on <= as_of
    return session.status == SessionStatus.HELD and not session.is_demonstration and happened


def newest_first(sessions: list[Session]) -> list[Session]:
    """Return sessions by number, which is known where a date is not; one without stands where its date puts it."""
    numbered = sorted((s.starts_on, s.number) for s in sessions if s.number and s.starts_on)

    def rank(session: Session) -> float:
        if session.number:
            return session.number
        earlier = [number for day, number in numbered if session.starts_on and day <= session.starts_on]
        return max(earlier) + 0.5 if earlier else 0.0

    return sorted(sessions, key=rank, reverse=True)


def by_year(sessions: list[Session], as_of: dt.date) -> list[tuple[int, list[Session]]]:
    """Return each year from the first session held to the last, quiet ones too, with its sessions in order."""
    years: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        if is_counted(session, as_of) and session.starts_on:
            years[session.starts_on.year].append(session)
    if not years:
        return []
    return [
        (year, sorted(years.get(year, []), key=lambda session: session.starts_on))
        for year in range(min(years), max(years) + 1)
    ]


def is_upcoming(session: Session, today: dt.date) -> bool:
    """Whether a session still lies ahead; one whose only dates are past, or that was held or cancelled, is history."""
    if session.status not in (SessionStatus.ANNOUNCED, SessionStatus.POSTPONED):
        return False
    days = [session.starts_on, session.ends_on, session.planned_starts_on, session.planned_ends_on]
    known = [day for day in days if day]
    return max(known) >= today if known else session.status == SessionStatus.ANNOUNCED and not session.dates_note
