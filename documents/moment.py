"""When the programme of a session changed last: what a draft on paper says of its age."""

from __future__ import annotations

import datetime as dt

from django.db.models import DateTimeField, Max, OuterRef, Subquery

from documents.kept import PARTS
from sessions.models import Session
from tables.models import ProgrammeEdit


def newest_change(session: Session) -> dt.datetime:
    """Return the moment of the newest change of a row that the programme is made of, or of an act that removed one."""
    dated = [(model, way, moving) for model, way, moving in PARTS if moving == "updated_at"]
    newest = {
        f"newest_{number}": Subquery(
            model.objects.filter(**{way: OuterRef("pk")}).order_by().values(way).annotate(at=Max(moving)).values("at"),
            output_field=DateTimeField(),
        )
        for number, (model, way, moving) in enumerate([*dated, (ProgrammeEdit, "session", "at")])
    }
    moments = Session.objects.filter(pk=session.pk).annotate(**newest).values_list("updated_at", *newest).get()
    return max(moment for moment in moments if moment)
