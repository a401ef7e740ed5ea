"""The one clash check: every app's engagements of a session merged, and what cannot be or had better not be.

What is impossible is that a person with a task (official, moderator, speaker, interpreter), a table, a visit or a room
is in two lines at once. A delegate with seats at two tables that sit side by side is told of and nothing more: it is
for them to choose, and a seat given this minute must not stop a release. No edit is stopped by any of it.
"""

from __future__ import annotations

from desk.clashes import rules
from desk.clashes.bookings import merged
from desk.clashes.kinds import Clash, Kind, Severity
from participants import engagements as delegates
from sessions import engagements as lines
from sessions.models import Session
from sessions.ways import Ways, way_rows
from tables import engagements as tables
from taskforce.together import read_together

__all__ = ["Clash", "Kind", "Severity", "clashes_of_line", "find_clashes", "impossible"]


def find_clashes(session: Session) -> list[Clash]:
    """Return every clash of the programme as it is edited now: by day, the impossible first, then by time.

    One query, however many lines and delegates. Lines without a day or a time are in nobody's way.
    """
    timed, venues, speakers, interpreters, sat, moderators, given, *seats = read_together(
        [
            lines.line_rows(session),
            lines.venue_rows(session),
            lines.speaker_rows(session),
            lines.interpreter_rows(session),
            tables.sitting_rows(session),
            tables.moderator_rows(session),
            way_rows(session),
            *delegates.seated_rows(session),
        ]
    )
    timetable = lines.read_timetable(session, timed, venues)
    sittings = tables.read_sittings(timetable, sat)
    seated = delegates.read_seated(session, seats)
    booked = merged(
        tables.engagements(timetable, sittings, moderators), lines.engagements(timetable, speakers, interpreters)
    )
    ways = Ways(timetable, given)
    found = [
        *rules.twice_at_once(booked),
        *rules.no_time_to_travel(booked, ways),
        *rules.crowd_at_once(booked, seated),
        *rules.crowd_without_time(booked, seated, ways),
        *rules.too_small(timetable, sittings, seated),
        *rules.out_of_hours(timetable),
        *rules.short_transfers(timetable, ways),
    ]
    return sorted(found, key=Clash.rank)


def clashes_of_line(clashes: list[Clash], item_id: int) -> list[Clash]:
    """Return those of the clashes that a line has a part in."""
    return [clash for clash in clashes if item_id in clash.items]


def impossible(clashes: list[Clash]) -> list[Clash]:
    """Return those of the clashes that stop a release."""
    return [clash for clash in clashes if clash.severity == Severity.IMPOSSIBLE]
