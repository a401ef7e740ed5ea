"""Places offered from the waiting list: accepted in time, or given to the next; and why nobody was promoted."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants import emails
from participants.enums import Place
from participants.models import Delegate
from participants.services import gate
from participants.wording import host_time
from sessions.models import Session
from taskforce.errors import DomainError


def accept_place(delegate: Delegate, now: dt.datetime | None = None) -> Delegate:
    """Accept a place offered from the waiting list; accepted again, or nothing to accept, it changes nothing.

    Raises DomainError when the place is gone, or its deadline has passed (also before the clock has taken it back).
    """
    now = now or timezone.now()
    with gate.open_gate(delegate.session_id):
        delegate = gate.lock_delegate(delegate)
        if delegate.place != Place.CONFIRMED:
            raise DomainError(_("This place is not offered any more."), code="no_place")
        if delegate.accept_by is None or delegate.accepted_at:
            return delegate
        if delegate.accept_by <= now:
            raise DomainError(_("The time to accept this place is over."), code="lapsed")
        delegate.accepted_at = now
        delegate.save(update_fields=["accepted_at"])
        return delegate


def lapse_offers(now: dt.datetime | None = None) -> int:
    """Take back places not accepted in time and give them to the next; returns how many. Safe to run many times."""
    now = now or timezone.now()
    due = Delegate.objects.offered().filter(accept_by__lte=now).order_by("accept_by", "pk")
    return sum(_lapse(delegate, now) for delegate in due.only("pk", "session_id"))


def _lapse(delegate: Delegate, now: dt.datetime) -> bool:
    with gate.open_gate(delegate.session_id) as session:
        delegate = gate.lock_delegate(delegate)
        late = delegate.accept_by and not delegate.accepted_at and delegate.accept_by <= now
        # Where nobody would follow (the session is postponed, cancelled or held) nothing is gained by taking it back.
        if not late or delegate.place != Place.CONFIRMED or session.phase() in gate.NOT_PROMOTING:
            return False
        gate.take_place(session, delegate)
        emails.send_offer_lapsed(delegate)
        return True


def why_nobody_promoted(session: Session, side: str) -> str:
    """Say for staff why nobody of a side's waiting list gets a place now; empty when somebody would."""
    delegates = Delegate.objects.filter(session=session, side=side)
    if not delegates.waiting().exists():
        return _("Nobody waits.")
    if session.phase() in gate.NOT_PROMOTING:
        return _("The session is not ahead (%(phase)s): places are not given any more.") % {
            "phase": session.phase().label
        }
    capacity = session.capacity(side)
    if capacity is None:
        return ""
    confirmed = delegates.confirmed().count()
    if confirmed < capacity:
        return ""
    if confirmed > capacity:
        return ngettext(
            "The number of places was lowered: %(over)d more person has a place than there are places.",
            "The number of places was lowered: %(over)d more persons have a place than there are places.",
            confirmed - capacity,
        ) % {"over": confirmed - capacity}
    return _all_taken(session, delegates, capacity)


def _all_taken(session: Session, delegates, capacity: int) -> str:
    words = _("All %(number)d places are taken.") % {"number": capacity}
    offered = list(delegates.offered().order_by("accept_by").values_list("accept_by", flat=True))
    if not offered:
        return words
    more = ngettext(
        "%(number)d of them is offered and not accepted yet; it becomes free on %(moment)s at the latest.",
        "%(number)d of them are offered and not accepted yet; the first becomes free on %(moment)s at the latest.",
        len(offered),
    )
    return f"{words} {more % {'number': len(offered), 'moment': host_time(session, offered[0])}}"
