"""The numbers of a session for its overview, in a constant number of queries (see tests/test_numbers.py)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from desk.clashes import find_clashes, impossible
from desk.papers import with_renewed
from documents.models import Document, ProgrammeVersion
from participants.enums import Place, State
from participants.models import CheckIn, Delegate, Registration
from sessions.enums import Side
from sessions.models import Session
from sessions.translations import count_texts, is_awaited, texts_of
from tables.models import ThematicTable

BAR = 1000  # the width of a bar, in units of its drawing


@dataclass(frozen=True)
class Bar:
    """How full something is. ``capacity`` None means no limit: the bar is then drawn against ``largest``."""

    label: str
    taken: int
    waiting: int
    capacity: int | None
    present: int = 0
    largest: int = 0

    @property
    def free(self) -> int | None:
        """Places left, or None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def percent(self) -> int | None:
        return None if self.capacity is None else round(100 * self.taken / self.capacity)

    @property
    def taken_width(self) -> int:
        return self._width(self.taken)

    @property
    def present_width(self) -> int:
        return self._width(self.present)

    def _width(self, number: int) -> int:
        whole = self.capacity or max(self.taken, self.largest, 1)
        return min(BAR, round(BAR * number / whole))


@dataclass(frozen=True)
class StateRow:
    """How many registrations are in a state, by side; the widths are shares of the largest state."""

    state: str
    label: str
    by_side: list[tuple[str, int]]
    segments: list[tuple[str, int, int]]  # side, where its part of the bar begins, how wide it is
    total: int


@dataclass(frozen=True)
class Numbers:
    """All that the overview shows."""

    sides: list[Bar]
    states: list[StateRow]
    days: list[tuple[int, list[int], int]]  # day, present by side, present
    tables: list[Bar]
    visits: list[Bar]
    to_review: int
    failed: int
    due: int
    to_translate: int
    unreleased: int
    impossible: int
    warnings: int

    @property
    def waits(self) -> bool:
        """Whether anything waits for somebody at the desk."""
        programme = self.to_translate or self.unreleased or self.impossible or self.warnings
        return bool(self.to_review or self.failed or self.due or programme)

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
    """Return the numbers of a session as they are now."""
    states = state_rows(session)
    documents = Document.objects.filter(session=session)
    clashes = find_clashes(session) if is_awaited(session) else []
    return Numbers(
        sides=side_bars(session),
        states=states,
        days=days_present(session),
        tables=seat_bars(ThematicTable.objects.filter(session=session), "seats", "capacity"),
        visits=seat_bars(session.visits.all(), "booked_seats", "seats"),
        to_review=sum(row.total for row in states if row.state == State.UNDER_REVIEW),
        failed=with_renewed(documents.filter(state=Document.State.FAILED)).filter(renewed=False).count(),
        due=documents.due(timezone.now()).count(),
        to_translate=sum(one.number for one in count_texts(texts_of(session))) if is_awaited(session) else 0,
        unreleased=edits_since_release(session),
        impossible=len(impossible(clashes)),
        warnings=len(clashes) - len(impossible(clashes)),
    )


def edits_since_release(session: Session) -> int:
    """Return how many acts on the programme the public does not see yet; none where nothing was ever released."""
    versions = ProgrammeVersion.objects.filter(session=OuterRef("session")).order_by("-number")
    edits = session.programme_edits.annotate(released=Subquery(versions.values("released_at")[:1]))
    since = Q(at__gt=F("released"), undone_at=None) | Q(at__lte=F("released"), undone_at__gt=F("released"))
    return edits.filter(since).count()


def side_bars(session: Session) -> list[Bar]:
    """Return for each side its delegates with a place, on the waiting list, and present on any day."""
    places = Counter()
    for side, place, number in count(Delegate.objects.filter(session=session), "side", "place"):
        places[side, place] = number
    present = dict(
        CheckIn.objects.filter(delegate__session=session)
        .order_by()
        .values_list("delegate__side")
        .annotate(number=Count("delegate", distinct=True))
    )
    return [
        Bar(
            side.label,
            taken=places[side, Place.CONFIRMED],
            waiting=places[side, Place.WAITING],
            capacity=session.capacity(side),
            present=present.get(side, 0),
        )
        for side in Side
    ]


def state_rows(session: Session) -> list[StateRow]:
    """Return a row for every state in which the session has registrations; drafts are nobody's business."""
    found = Counter()
    received = Registration.objects.filter(session=session).received()
    for state, side, number in count(received, "state", "organisation__side"):
        found[state, side] = number
    totals = {state: sum(found[state, side] for side in Side) for state in State}
    largest = max(totals.values(), default=0) or 1
    return [
        state_row(state, [(side.value, found[state, side]) for side in Side], largest)
        for state in State
        if totals[state]
    ]


def state_row(state: State, by_side: list[tuple[str, int]], largest: int) -> StateRow:
    segments, start = [], 0
    for side, number in by_side:
        width = round(BAR * number / largest)
        segments.append((side, start, width))
        start += width
    return StateRow(state.value, state.label, by_side, segments, sum(number for _side, number in by_side))


def days_present(session: Session) -> list[tuple[int, list[int], int]]:
    """Return for each day with anybody present how many of each side were."""
    found: dict[int, Counter] = {}
    for day, side, number in count(CheckIn.objects.filter(delegate__session=session), "day", "delegate__side"):
        found.setdefault(day, Counter())[side] = number
    return [(day, [found[day][side] for side in Side], found[day].total()) for day in sorted(found)]


def seat_bars(places, seats: str, capacity: str) -> list[Bar]:
    """Return for tables or visits the seats taken and the persons waiting for one."""
    found = places.annotate(
        taken=Count(seats, filter=Q(**{f"{seats}__place": Place.CONFIRMED})),
        waiting=Count(seats, filter=Q(**{f"{seats}__place": Place.WAITING})),
    )
    largest = max((one.taken for one in found), default=0)
    return [Bar(str(one), one.taken, one.waiting, getattr(one, capacity), largest=largest) for one in found]


def count(rows, *fields: str):
    """Return how many rows there are for each combination of the fields, which come first in each tuple."""
    return rows.order_by().values_list(*fields).annotate(number=Count("pk"))
