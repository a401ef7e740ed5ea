"""Removal of what nobody can go on with: drafts that were never sent, links that ended long ago."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import ProtectedError
from django.utils import timezone

from participants.enums import State
from participants.models import AccessLink, Registration
from participants.services.registration import discard_draft

logger = logging.getLogger(__name__)

# A draft lives so long from its first step; the pages of the form do not lead to an older one.
DRAFT_LIFE = dt.timedelta(days=60)
LINK_KEPT = dt.timedelta(days=30)  # after its end, for the question what became of a mail


def is_too_old(draft: Registration, now: dt.datetime | None = None) -> bool:
    """Whether a draft has come to its end; a registration that was sent never does."""
    return draft.state == State.DRAFT and draft.created_at < (now or timezone.now()) - DRAFT_LIFE


def remove_old_drafts(now: dt.datetime | None = None) -> int:
    """Delete drafts a day after no page leads to them any more, each by itself; returns how many.

    The files of their answers go with the next ``remove_lost_files``.
    """
    before, removed = (now or timezone.now()) - DRAFT_LIFE - dt.timedelta(days=1), 0
    old = Registration.objects.filter(state=State.DRAFT, created_at__lt=before).order_by("pk")
    for draft in old.iterator(chunk_size=200):
        try:
            removed += discard_draft(draft)
        except (ProtectedError, Registration.DoesNotExist) as error:  # something hangs on it, or it has just gone
            logger.warning("Draft %d was not removed: %s", draft.pk, type(error).__name__)
    return removed


def remove_old_links(now: dt.datetime | None = None) -> int:
    """Delete mailed links a month after their end; returns how many."""
    deleted, _by_model = AccessLink.objects.filter(expires_at__lt=(now or timezone.now()) - LINK_KEPT).delete()
    return deleted
