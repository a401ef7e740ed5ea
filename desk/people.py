"""The attendance list: the delegates with a place, found by any spelling, with their check-in on one day."""

from __future__ import annotations

from django.db.models import F, FilteredRelation, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils import timezone

from participants.models import Delegate
from sessions.models import Session
from taskforce.text import comparison_key

PRESENT, ABSENT = "present", "absent"


def days_of(session: Session) -> list[int]:
    """Return the days of the session, counted from 1; where its dates are not known, those of its programme."""
    last = session.days or session.items.aggregate(last=Max("day"))["last"] or 1
    return list(range(1, last + 1))


def day_now(session: Session, days: list[int]) -> int:
    """Return the day that is going on at the host's place, or the first one before and after the session."""
    if session.starts_on is None:
        return 1
    day = (timezone.now().astimezone(session.zone).date() - session.starts_on).days + 1
    return day if day in days else 1


def list_people(
    session: Session, day: int, *, text: str = "", side: str = "", presence: str = ""
) -> QuerySet[Delegate]:
    """Return the confirmed delegates by family name, each with ``in_at`` and ``in_by`` of the day, or None.

    ``text`` is looked for word by word in the names of person and organisation, whatever its case and accents.
    """
    people = (
        Delegate.objects.filter(session=session)
        .confirmed()
        .select_related("registration__organisation")
        .annotate(
            today=FilteredRelation("check_ins", condition=Q(check_ins__day=day)),
            in_at=F("today__at"),
            in_by=F("today__by__full_name"),
            family=Lower(Coalesce(NullIf("family_latin", Value("")), "family_cyrillic")),
        )
        .order_by("family", "name_key", "pk")
    )
    for word in comparison_key(text).split():
        people = people.filter(Q(name_key__contains=word) | Q(registration__organisation__name_key__contains=word))
    if side:
        people = people.filter(side=side)
    if presence:
        people = people.filter(in_at__isnull=presence == ABSENT)
    return people
