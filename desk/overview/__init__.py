"""The overview of a session: what needs doing, and its numbers, in a constant number of queries (test_session.py)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from desk.clashes import find_clashes, impossible
from desk.overview.arrivals import Chart, draw_arrivals
from desk.overview.bars import Bar, SideRow, days_present, seat_bars, side_bars, side_rows
from desk.overview.counts import read_counts
from desk.overview.tiles import Country, draw_countries
from desk.overview.to_do import ToDo, list_to_do
from participants.enums import Category, State
from participants.sectors import sector_name
from sessions.models import Session
from sessions.translations import count_texts, is_awaited, texts_of
from tables.models import ThematicTable

__all__ = ["Numbers", "ToDo", "gather_numbers", "list_to_do"]

WAITING = ("answered", "changes", "erasures", "enquiries", "mails", "failed", "due", "unreleased")


@dataclass(frozen=True)
class Numbers:
    """All that the overview shows. ``waiting`` is what needs doing, by what it is; a number of 0 is nothing."""

    waiting_for: dict[str, int]
    sides: list[Bar]
    days: list[tuple[int, list[int], int]]  # day, present by side, present
    states: list[SideRow]
    arrivals: Chart | None
    countries: list[Country]
    categories: list[SideRow]
    sectors: list[SideRow]
    tables: list[Bar]
    visits: list[Bar]

    @property
    def registrations(self) -> int:
        return sum(row.total for row in self.states)

    @property
    def confirmed(self) -> int:
        return sum(side.taken for side in self.sides)

    @property
    def waiting(self) -> int:
        return sum(side.waiting for side in self.sides)

    @property
    def present(self) -> int:
        return sum(side.present for side in self.sides)


def gather_numbers(session: Session) -> Numbers:
    """Return the numbers of a session as they are now: seven queries, one of them for its clashes."""
    counts = read_counts(session)
    states = state_rows(counts)
    clashes = find_clashes(session) if is_awaited(session) else []
    stopping = len(impossible(clashes))
    to_translate = sum(one.number for one in count_texts(texts_of(session))) if is_awaited(session) else 0
    return Numbers(
        waiting_for={
            "to_review": sum(row.total for row in states if row.code == State.UNDER_REVIEW),
            "to_translate": to_translate,
            "impossible": stopping,
            "warnings": len(clashes) - stopping,
            **{what: counts[what][0][2] if counts[what] else 0 for what in WAITING},
        },
        sides=side_bars(session, counts),
        days=days_present(counts),
        states=states,
        arrivals=draw_arrivals(session, counts, timezone.now().astimezone(session.zone).date()),
        countries=draw_countries(counts),
        categories=side_rows(counts["categories"], lambda code: str(Category(code).label)),
        sectors=side_rows(counts["sectors"], sector_name),
        tables=seat_bars(ThematicTable.objects.filter(session=session), "seats", "capacity"),
        visits=seat_bars(session.visits.all(), "booked_seats", "seats"),
    )


def state_rows(counts) -> list[SideRow]:
    """Return a row for every state in which the session has registrations; drafts are nobody's business."""
    order = [state.value for state in State]
    rows = side_rows(counts["states"], lambda code: str(State(code).label))
    return sorted(rows, key=lambda row: order.index(row.code))
