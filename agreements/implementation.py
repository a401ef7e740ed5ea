"""The state of implementation at a session: what acts of earlier sessions oblige to, and what became of it by then."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, Q, QuerySet

from agreements.enums import OWED, CommitmentState
from agreements.models import Agreement, Commitment, CommitmentReport
from sessions.models import Session
from taskforce.dates import today_in_rome

ORDER = ("agreement__signed_on", "agreement__session", "agreement__position", "agreement", "position", "pk")


@dataclass(frozen=True)
class Line:
    """A commitment as it stood on a day; ``reports`` are those the reader may see, the newest first."""

    commitment: Commitment
    state: CommitmentState
    reports: list[CommitmentReport]
    is_overdue: bool


@dataclass(frozen=True)
class OfAct:
    """An act with its commitments."""

    act: Agreement
    lines: list[Line]


@dataclass(frozen=True)
class Implementation:
    """What a session is told of the implementation, as of a day. ``counts`` has a number for each state there is."""

    as_of: dt.date
    acts: list[OfAct]
    counts: list[tuple[CommitmentState, int]]
    total: int
    overdue: int


def gather_implementation(session: Session, commitments: QuerySet[Commitment], *, all_reports: bool = False):
    """Return the state of implementation at a session, of these commitments. Three queries, however many there are.

    A session that is over keeps what it was told: reports made later are of a later session.
    """
    as_of = min(filter(None, (today_in_rome(), session.ends_on)))
    before = session_before(session)
    found = []
    for commitment in carried(session, commitments).prefetch_related(reports_until(session, as_of)):
        line = line_of(commitment, as_of, all_reports)
        if before is None or not was_settled(commitment, before):
            found.append(line)
    acts = [OfAct(act, list(lines)) for act, lines in groupby(found, key=lambda line: line.commitment.agreement)]
    counts = Counter(line.state for line in found)
    by_state = [(state, counts[state]) for state in CommitmentState if counts[state]]
    return Implementation(as_of, acts, by_state, len(found), sum(line.is_overdue for line in found))


def carried(session: Session, commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Return those of these commitments that acts signed before a session hold."""
    earlier = commitments.filter(agreement__status=Agreement.Status.SIGNED).exclude(agreement__session=session)
    if session.starts_on:
        earlier = earlier.filter(agreement__signed_on__lt=session.starts_on)
    return earlier.select_related("agreement__session__host_region").order_by(*ORDER)


def reports_until(session: Session, day: dt.date) -> Prefetch:
    """Return how to fetch what was reported by a day, or to this very session."""
    found = CommitmentReport.objects.filter(Q(on__lte=day) | Q(session=session)).order_by("-on", "-pk")
    return Prefetch("reports", found)


def session_before(session: Session) -> Session | None:
    """Return the session held last before this one; None where there is none, or it is not known when this one is."""
    if session.starts_on is None:
        return None
    held = Session.objects.held(session.starts_on).exclude(pk=session.pk)
    return held.filter(starts_on__lt=session.starts_on).newest_first().first()


def line_of(commitment: Commitment, day: dt.date, all_reports: bool) -> Line:
    """Return a commitment with the state its newest report says; without any, as it was taken down."""
    told = list(commitment.reports.all())
    state = CommitmentState(told[0].state if told else CommitmentState.OPEN)
    overdue = state in OWED and commitment.due_on is not None and commitment.due_on < day
    return Line(commitment, state, [one for one in told if one.is_public or all_reports], overdue)


def was_settled(commitment: Commitment, before: Session) -> bool:
    """Whether an earlier session was already told that there is nothing left to do."""
    if commitment.agreement.session_id == before.pk or before.ends_on is None:
        return False
    told = [one for one in commitment.reports.all() if one.on <= before.ends_on or one.session_id == before.pk]
    return bool(told) and told[0].state not in OWED
