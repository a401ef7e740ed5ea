"""How many clashes a programme has, looked for anew only when what it is made of changed.

The check takes ten queries, the stamp of what it reads takes one. A change that leaves no trace in the stamp
(``QuerySet.update()`` without ``updated_at``) is seen within a minute.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from django.db.models import CharField, Count, Max, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Concat

from desk.clashes import find_clashes, impossible
from documents.kept import KEEP_SECONDS, stamp_of, stamped
from participants.enums import Place
from participants.models import Delegate, TableSeat, VisitSeat
from sessions.models import ProgrammeItem, Session, TravelTime

MOST = 200  # sessions


class ClashCount(NamedTuple):
    """How many clashes make a programme impossible, and how many are warnings."""

    impossible: int = 0
    warnings: int = 0


KEPT: dict[int, tuple[str, float, ClashCount]] = {}


def count_clashes(session: Session) -> ClashCount:
    """Return the number of a session's clashes. One query while nothing has changed."""
    stamp, now = clash_stamp(session), time.monotonic()  # taken first: a change in between shows at the next look
    kept = KEPT.get(session.pk)
    if kept and kept[0] == stamp and now - kept[1] < KEEP_SECONDS:
        return kept[2]
    clashes = find_clashes(session)
    stopping = len(impossible(clashes))
    found = ClashCount(stopping, len(clashes) - stopping)
    if len(KEPT) >= MOST:
        KEPT.clear()
    KEPT[session.pk] = (stamp, now, found)
    return found


def clash_stamp(session: Session) -> str:
    """Return what is the same while the check would find the same: the programme's stamp, with ways and seats."""
    confirmed = {"place": Place.CONFIRMED}
    parts = {
        "stamp_ways": trace(TravelTime.objects.all(), "session", Max("updated_at")),
        "stamp_interpreters": trace(
            ProgrammeItem.interpreters.through.objects.all(), "programmeitem__session", Sum("pk")
        ),
        "stamp_places": trace(Delegate.objects.filter(**confirmed), "session", Sum("pk")),
        "stamp_table_seats": trace(TableSeat.objects.filter(**confirmed), "table__session", Sum("pk")),
        "stamp_visit_seats": trace(VisitSeat.objects.filter(**confirmed), "visit__session", Sum("pk")),
    }
    return stamp_of(stamped(Session.objects.filter(pk=session.pk)).annotate(**parts).get())


def trace(rows: QuerySet, way: str, moving) -> Subquery:
    """Return how many of the rows a session has, and what of them moves when one is put in another's place."""
    text = CharField()
    words = Concat(Cast(Count("pk"), text), Value(" "), Cast(moving, text), output_field=text)
    of_session = rows.filter(**{way: OuterRef("pk")}).order_by().values(way)
    return Subquery(of_session.annotate(trace=words).values("trace"), output_field=text)
