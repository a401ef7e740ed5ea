"""Whom a new version of the programme concerns: those with a place, officials, and interpreters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from documents.changes import Change, Facts, people_at
from participants.enums import Place
from participants.models import Delegate, TableSeat, VisitSeat
from sessions.enums import SessionStatus
from sessions.models import Interpreter, Official, Session

# What makes somebody come at another time, to another place, or in vain. The rest is for the list of changes.
FOR_ALL = frozenset({"date", "zone"})
MOVING = frozenset({"added", "removed", "time", "place", "table", "visit"})
ROLES = frozenset({"speakers", "moderators"})
TOLD = (SessionStatus.ANNOUNCED, SessionStatus.POSTPONED)


@dataclass(frozen=True)
class Touched:
    """A person to be told (``kind`` is delegate, official or interpreter) and the positions of their changes."""

    kind: str
    pk: int
    changes: list[int]


def touched(session: Session, changes: list[Change], before: Facts | None, after: Facts) -> list[Touched]:
    """Return who is to be told which of the changes; nobody while the session is a draft, held or cancelled.

    A delegate is told of what is for all and of the tables and visits they have a seat at; an official of what is for
    all and of the lines they speak at or moderate; an interpreter of their own lines. Who has no e-mail is left out,
    but of a registration's delegates without one the first is named, for all of them: their contact is told.
    Five queries at most.
    """
    if session.status not in TOLD or not changes:
        return []
    return [
        *delegates(session, changes),
        *officials(session, changes, before, after),
        *interpreters(session, changes, before, after),
    ]


# --- Delegates ------------------------------------------------------------------------------------------------------


def delegates(session: Session, changes: list[Change]) -> list[Touched]:
    common = {position for position, change in enumerate(changes) if is_common(change)}
    at_tables, at_visits = by_place(changes, "tables"), by_place(changes, "visits")
    own = defaultdict(set)
    for places, seats in (
        (at_tables, TableSeat.objects.filter(table__in=at_tables).values_list("delegate", "table")),
        (at_visits, VisitSeat.objects.filter(visit__in=at_visits).values_list("delegate", "visit")),
    ):
        for delegate, place in seats.filter(place=Place.CONFIRMED):
            own[delegate] |= places[place]
    placed = Delegate.objects.filter(session=session).confirmed()
    if not common:
        placed = placed.filter(pk__in=own)
    rows = placed.order_by("registration", "position", "pk").values_list("pk", "email", "registration")
    return addressed(((pk, email, registration, common | own[pk]) for pk, email, registration in rows))


def addressed(rows: Iterable[tuple[int, str, int, set[int]]]) -> list[Touched]:
    """Return one notice a delegate with an e-mail, and one a registration for those without."""
    found: list[Touched] = []
    without: dict[int, tuple[int, set[int]]] = {}
    for pk, email, registration, positions in rows:
        if email and positions:
            found.append(Touched("delegate", pk, sorted(positions)))
        elif positions:
            without.setdefault(registration, (pk, set()))[1].update(positions)
    return found + [Touched("delegate", pk, sorted(positions)) for pk, positions in without.values()]


def is_common(change: Change) -> bool:
    """Whether a change makes everybody come at another time or to another place."""
    return change["what"] in FOR_ALL or (change["what"] in MOVING and change["line"]["for_all"])


def by_place(changes: list[Change], kind: str) -> dict[int, set[int]]:
    """Return for each table or visit the positions of the changes that move it."""
    found: dict[int, set[int]] = defaultdict(set)
    for position, change in enumerate(changes):
        for place in change["line"][kind] if change["what"] in MOVING else ():
            found[place].add(position)
    return found


# --- Officials and interpreters -------------------------------------------------------------------------------------


def officials(session: Session, changes: list[Change], before: Facts | None, after: Facts) -> list[Touched]:
    common = {position for position, change in enumerate(changes) if is_common(change)}
    own: dict[int, set[int]] = defaultdict(set)
    for position, change in enumerate(changes):
        if change["what"] in MOVING | ROLES:
            then, now = (set(people_at(facts, change["line"]["id"], "officials")) for facts in (before, after))
            for pk in then ^ now if change["what"] in ROLES else then | now:
                own[pk].add(position)
    return [Touched("official", pk, sorted(common | own[pk])) for pk in mailed(Official, session) if common or own[pk]]


def interpreters(session: Session, changes: list[Change], before: Facts | None, after: Facts) -> list[Touched]:
    """Return the interpreters; that a line is new or gone is told them by what they interpret and what no longer."""
    everybody = {position for position, change in enumerate(changes) if change["what"] in FOR_ALL}
    own: dict[int, set[int]] = defaultdict(set)
    for position, change in enumerate(changes):
        people: Iterable[int] = ()
        if change["what"] == "interpreters":
            people = (*change["added"], *change["removed"])
        elif change["what"] in MOVING - {"added", "removed"}:
            item = change["line"]["id"]
            people = {*people_at(before, item, "interpreters")} & {*people_at(after, item, "interpreters")}
        for pk in people:
            own[pk].add(position)
    told = mailed(Interpreter, session)
    return [Touched("interpreter", pk, sorted(everybody | own[pk])) for pk in told if everybody or own[pk]]


def mailed(model: type[Official | Interpreter], session: Session) -> Iterable[int]:
    """Return those of a session to whom a mail can be written."""
    return model.objects.filter(session=session).exclude(email="").order_by("pk").values_list("pk", flat=True)
