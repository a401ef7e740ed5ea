"""Acts upon the record: to add who saw or took away whose data, and to erase a person's values from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone, translation

from accounts.models import User
from audit.connection import may_redact
from audit.models import Change, Reading, ReadingAct, ReadingOf
from taskforce.actor import current_actor

ERASED = "erased"
# What may stay of an erased person's rows: which rows they were, where they stood, and when.
NOT_PERSONAL = {
    "approved", "at", "audience", "day", "field", "kind", "place", "position", "preference", "purpose", "queue_number",
    "side", "state",
}  # fmt: skip
NOT_PERSONAL_ENDS = ("_id", "_at")
NOT_FILTERS = ("q", "p", "o", "e", "page", "all", "_changelist_filters")
LATELY = dt.timedelta(minutes=10)
BATCH = 500


def record_reading(
    user: User | None,
    what: str,
    rows: Iterable[Model] | QuerySet,
    purpose: str = "",
    act: ReadingAct = ReadingAct.SEEN,
) -> Reading:
    """Put on record that the user (None: whoever acts) saw, or took away, the data of these rows, and for what.

    ``what`` may be a lazy text: it is kept in English and shown in the language of whoever reads the record.
    """
    if isinstance(rows, QuerySet):
        keys = [(rows.model._meta.db_table, pk) for pk in rows.order_by().values_list("pk", flat=True).distinct()]
    else:
        keys = [(row._meta.db_table, row.pk) for row in rows]
    with translation.override(None):
        what = str(what)[:200]
    actor = f"user {user.pk}" if user else current_actor()
    with transaction.atomic():
        reading = Reading.objects.create(actor=actor, act=act, what=what, purpose=purpose[:250], number=len(keys))
        lines = [ReadingOf(reading=reading, table=table, row=row) for table, row in keys]
        ReadingOf.objects.bulk_create(lines, batch_size=BATCH)
    return reading


def record_list(user: User, what: str, rows: Iterable[Model], filters: str = "") -> Reading | None:
    """Put on record that the user saw these rows in a list; not again what they saw in it a few minutes ago.

    ``filters`` says how the list was narrowed. What was searched for is left out: a name is erased with its person.
    """
    rows = list(rows)
    with translation.override(None):
        kept = str(what)[:200]
    lately = {"reading__actor": f"user {user.pk}", "reading__what": kept, "reading__at__gte": timezone.now() - LATELY}
    seen = set(ReadingOf.objects.filter(**lately).values_list("table", "row"))
    if all((row._meta.db_table, row.pk) in seen for row in rows):
        return None
    return record_reading(user, what, rows, filters)


def filters_of(query: QueryDict, **more: str) -> str:
    """Return how an address narrows a list, without what a person typed and without the page."""
    told = [(name, value) for name, value in query.items() if value and name not in NOT_FILTERS]
    return urlencode([*more.items(), *told])


def redact(*, registration: int | None = None, delegate: int | None = None, rows: Iterable[Model] = ()) -> int:
    """Take the values of a person out of the record of all their rows and of these; returns how many lines changed.

    Who did what, when, and to which columns stays. It belongs to the transaction that erases the rows themselves.
    """
    which = Q(pk=None)
    if registration:
        which |= Q(registration=registration)
    if delegate:
        which |= Q(delegate=delegate)
    for row in rows:
        which |= Q(table=row._meta.db_table, row=row.pk)
    done = []
    for change in Change.objects.filter(which).iterator(chunk_size=BATCH):
        old = (change.before, change.after)
        change.before, change.after = without_values(change.before), without_values(change.after)
        if (change.before, change.after) != old:
            done.append(change)
    with may_redact():
        Change.objects.bulk_update(done, ["before", "after"], batch_size=100)
    return len(done)


def without_values(values: dict) -> dict:
    """Return the columns of a line with nothing that tells of a person."""
    return {
        name: value if value in (None, "") or name in NOT_PERSONAL or name.endswith(NOT_PERSONAL_ENDS) else ERASED
        for name, value in values.items()
    }
