"""Who was present. A person is counted once a day, however often the badge is scanned."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants.enums import Place
from participants.models import CheckIn, Delegate
from taskforce.errors import DomainError


def check_in(delegate: Delegate, day: int, by: User | None, at: dt.datetime | None = None) -> tuple[CheckIn, bool]:
    """Record that a confirmed delegate is present on a day of the session, counted from 1.

    Returns the check-in and whether it is new: an earlier one keeps its moment. ``at`` is aware (default: now).
    Raises DomainError for a delegate without a place, or a day the session does not have.
    """
    days = delegate.session.days
    if day < 1 or (days is not None and day > days):
        raise DomainError(_("The session does not have this day."), field="day", code="day")
    with transaction.atomic():
        delegate = Delegate.objects.select_for_update().get(pk=delegate.pk)
        if delegate.place != Place.CONFIRMED:
            raise DomainError(_("This delegate has no place in the session."), code="no_place")
        return CheckIn.objects.get_or_create(
            delegate=delegate, day=day, defaults={"by": by, "at": at or timezone.now()}
        )


def undo_check_in(delegate: Delegate, day: int, by: User | None) -> bool:
    """Take back a check-in made by mistake; returns whether there was one."""
    deleted, _by_model = CheckIn.objects.filter(delegate=delegate, day=day).delete()
    return bool(deleted)
