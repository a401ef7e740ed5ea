"""The one gate for places: the only code that gives or takes a place in the session, at a table or on a visit.

Every act opens the gate, which is one transaction with the Session row locked; tables and visits are then locked in id
order. Within it places are counted, given, or a queue number is drawn, so a session is never oversold and its waiting
list has neither gap nor double. The constraints in participants.models stand behind this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants import emails
from participants.enums import ADMITTED, ENDED, Place, State
from participants.models import Delegate, Registration
from participants.services import seats
from sessions.enums import Phase, SessionStatus, Side
from sessions.models import Session
from taskforce.errors import DomainError

PLACE_FIELDS = ["place", "queue_number", "accept_by", "accepted_at"]
# In these phases of a session a place that becomes free goes to nobody.
NOT_PROMOTING = (Phase.HELD, Phase.POSTPONED, Phase.CANCELLED)


@contextmanager
def open_gate(session_id: int) -> Iterator[Session]:
    """Enter the gate of a session: one transaction, its row locked until the end."""
    with transaction.atomic():
        yield Session.objects.select_for_update().get(pk=session_id)


def admit_registration(registration: Registration, by: User | None = None) -> Registration:
    """Give each delegate a place while the side has any, else the next number of its waiting list; tell the contact.

    The registration becomes confirmed when a delegate got a place, else wait-listed; asked again it stays as it is.
    Raises DomainError where its state, or another admitted registration of the same organisation, forbids it.
    """
    with open_gate(registration.session_id) as session:
        registration = lock_registration(registration)
        if registration.state in ADMITTED:
            return registration
        if registration.state not in (State.UNDER_REVIEW, State.DECLINED):
            raise DomainError(_("This registration is not under review."), code="state")
        refuse_second_admission(registration)
        delegates = list(registration.delegates.order_by("position", "pk"))
        if not delegates:
            raise DomainError(_("This registration names no delegate."), code="no_delegate")
        for delegate in delegates:
            give_place(session, delegate)
        registration.identifier = registration.organisation.identifier
        _decide(registration, by, reason="")
        (emails.send_confirmed if registration.state == State.CONFIRMED else emails.send_wait_listed)(registration)
        return registration


def confirm_registration(registration: Registration, by: User) -> Registration:
    """Confirm as staff do: a registration under review is admitted; one that waits gets the places that are free.

    Raises DomainError where the state forbids it, or where it waits and nothing is free for it yet.
    """
    with open_gate(registration.session_id) as session:
        registration = lock_registration(registration)
        if registration.state != State.WAIT_LISTED:
            return admit_registration(registration, by)
        promote_waiting(session, registration.organisation.side)
        registration = lock_registration(registration)
        position = queue_position(registration.delegates.waiting().first())
    # Outside the gate: a refusal of this one must not undo the promotion of those before it.
    if registration.state == State.WAIT_LISTED:
        message = _("No place is free: this registration is number %(position)d on the waiting list.")
        raise DomainError(message % {"position": position}, code="full")
    return registration


def decline_registration(registration: Registration, by: User, reason: str) -> Registration:
    """Decline with a reason the company can read; places it held go to those who wait. Raises DomainError."""
    with open_gate(registration.session_id) as session:
        registration = lock_registration(registration)
        if registration.state == State.DECLINED:
            return registration
        if registration.state not in (State.UNDER_REVIEW, *ADMITTED):
            raise DomainError(_("This registration is not under review."), code="state")
        if not reason.strip():
            raise DomainError(_("Write the reason: the company will read it."), field="reason", code="reason")
        _end(session, registration, State.DECLINED, by, reason.strip())
        emails.send_declined(registration)
        return registration


def cancel_registration(registration: Registration, by: User | None = None) -> Registration:
    """Withdraw a registration; the places it held go to those who wait, in order. Asked again it changes nothing."""
    with open_gate(registration.session_id) as session:
        registration = lock_registration(registration)
        if registration.state in ENDED:
            return registration
        if registration.state == State.DRAFT:
            raise DomainError(_("A draft is not a registration yet."), code="state")
        _end(session, registration, State.CANCELLED, by, "")
        emails.send_cancelled(registration)
        return registration


def move_to_waiting_list(registration: Registration, by: User) -> Registration:
    """Put every delegate at the end of the side's waiting list; places they held go first to those who wait already."""
    with open_gate(registration.session_id) as session:
        registration = lock_registration(registration)
        if registration.state == State.WAIT_LISTED:
            return registration
        if registration.state not in (State.UNDER_REVIEW, State.CONFIRMED):
            raise DomainError(_("Only a registration under review or confirmed can wait."), code="state")
        refuse_second_admission(registration)
        delegates = list(registration.delegates.exclude(place=Place.RELEASED).order_by("position", "pk"))
        if not delegates:
            raise DomainError(_("This registration names no delegate."), code="no_delegate")
        _take_places(delegates, Place.REQUESTED)
        promote_waiting(session, registration.organisation.side)
        for delegate in delegates:
            _queue(session, delegate)
            emails.send_delegate_waiting(delegate)
        registration.identifier = registration.organisation.identifier
        _decide(registration, by, reason="")
        emails.send_wait_listed(registration)
        return registration


def release_delegate(delegate: Delegate) -> Delegate:
    """Take one delegate out of the session; the place goes to the first who waits, the registration follows suit."""
    with open_gate(delegate.session_id) as session:
        delegate = lock_delegate(delegate)
        if delegate.place != Place.RELEASED:
            take_place(session, delegate)
            emails.send_delegate_released(delegate)
        return delegate


def take_place(session: Session, delegate: Delegate) -> None:
    """Take one delegate's place and give it to the first who waits. Only inside the session's open gate."""
    registration = lock_registration(delegate.registration)
    _take_places([delegate], Place.RELEASED)
    if registration.state in ADMITTED:
        follow_places(registration)
    promote_waiting(session, delegate.side)


def end_merged(session: Session, registration: Registration, by: User, reason: str) -> None:
    """End a registration whose persons stand in another one now; what they still hold in it goes to who waits.

    Only inside the session's open gate. The persons are not told that a place is gone: they have the other one.
    """
    _take_places(list(registration.delegates.exclude(place=Place.RELEASED)), Place.RELEASED)
    _decide(registration, by, reason, State.CANCELLED)
    promote_waiting(session, registration.organisation.side)


def follow_places(registration: Registration) -> None:
    """Let the state of an admitted registration follow what its delegates have. Only inside the open gate."""
    registration.state = _state_by_places(registration)
    registration.save(update_fields=["state"])


def fill_free_places(session_id: int) -> int:
    """Give what is free to those who wait: both sides' places, then seats. For a capacity that was raised.

    Returns how many delegates were promoted into the session; safe to run at any time and again.
    """
    with open_gate(session_id) as session:
        promoted = [delegate for side in Side.values for delegate in promote_waiting(session, side)]
        seats.promote_all(session)
        return len(promoted)


def sessions_with_waiting() -> list[int]:
    """Primary keys of the sessions still to come where somebody waits for a place, at a table or on a visit."""
    coming = Session.objects.filter(status=SessionStatus.ANNOUNCED)
    waiting = Q(delegates__place=Place.WAITING)
    waiting |= Q(delegates__table_seats__place=Place.WAITING) | Q(delegates__visit_seats__place=Place.WAITING)
    return list(coming.filter(waiting).order_by("pk").values_list("pk", flat=True).distinct())


def promote_waiting(session: Session, side: str) -> list[Delegate]:
    """Give free places of a side to those who wait, in order, and tell each. Only inside the session's open gate."""
    if session.phase() in NOT_PROMOTING:
        return []
    free = free_places(session, side)
    waiting = Delegate.objects.filter(session=session, side=side).waiting().select_related("registration__organisation")
    promoted = list(waiting if free is None else waiting[:free])
    for delegate in promoted:
        delegate.session = delegate.registration.session = session
        _hold(delegate, offer_until(session))
        Registration.objects.filter(pk=delegate.registration_id).update(state=State.CONFIRMED)
        emails.send_promoted(delegate)
        emails.send_delegate_place(delegate)
    return promoted


def offer_until(session: Session, now: dt.datetime | None = None) -> dt.datetime | None:
    """Until when a place given now has to be accepted, at most until the session begins; None where it has not.

    Once the session has begun a place is given outright: an offer would be over before anybody read of it, and the
    clock would go through the whole waiting list, a person a minute.
    """
    if session.acceptance_hours is None:
        return None
    now = now or timezone.now()
    until = now + dt.timedelta(hours=session.acceptance_hours)
    if session.starts_on is None:
        return until
    begins = dt.datetime.combine(session.starts_on, dt.time(), tzinfo=session.zone)
    return min(until, begins) if now < begins else None


def free_places(session: Session, side: str) -> int | None:
    """How many persons of a side can still get a place; None where there is no limit, never below 0."""
    capacity = session.capacity(side)
    if capacity is None:
        return None
    return max(0, capacity - Delegate.objects.filter(session=session, side=side).confirmed().count())


def queue_position(delegate: Delegate | None) -> int | None:
    """A waiting delegate's position counted from 1, which moves up as others leave; None for one who does not wait."""
    if delegate is None:
        return None
    return Delegate.objects.with_queue_position().values_list("queue_position", flat=True).get(pk=delegate.pk)


def lock_registration(registration: Registration) -> Registration:
    """Return the row as it is now, locked until the transaction ends, with its organisation and session."""
    found = Registration.objects.select_for_update(of=("self",)).select_related("organisation", "session")
    return found.get(pk=registration.pk)


def lock_delegate(delegate: Delegate) -> Delegate:
    """Return the row as it is now, locked until the transaction ends, with its registration and session."""
    found = Delegate.objects.select_for_update(of=("self",)).select_related("registration__organisation", "session")
    return found.get(pk=delegate.pk)


def refuse_second_admission(registration: Registration) -> None:
    """Raise DomainError where the session has admitted another registration with this organisation's identifier."""
    identifier = registration.organisation.identifier
    same = Registration.objects.filter(session_id=registration.session_id, identifier=identifier, state__in=ADMITTED)
    if identifier and same.exclude(pk=registration.pk).exists():
        raise DomainError(
            _("An organisation with the same identifier is already admitted to this session."), code="duplicate"
        )


def give_place(session: Session, delegate: Delegate) -> None:
    """Give a delegate a place, or the next number of the waiting list, and say so. Only inside the open gate."""
    free = free_places(session, delegate.side)
    if free is None or free > 0:
        _hold(delegate)
        emails.send_delegate_place(delegate)
    else:
        _queue(session, delegate)
        emails.send_delegate_waiting(delegate)


def _hold(delegate: Delegate, accept_by: dt.datetime | None = None) -> None:
    delegate.place, delegate.queue_number = Place.CONFIRMED, None
    delegate.accept_by, delegate.accepted_at = accept_by, None
    delegate.save(update_fields=PLACE_FIELDS)
    seats.give_requested_seats(delegate)


def _queue(session: Session, delegate: Delegate) -> None:
    last = Delegate.objects.filter(session=session, side=delegate.side).aggregate(last=Max("queue_number"))["last"]
    delegate.place, delegate.queue_number = Place.WAITING, (last or 0) + 1
    delegate.accept_by = delegate.accepted_at = None
    delegate.save(update_fields=PLACE_FIELDS)


def _take_places(delegates: Iterable[Delegate], place: Place) -> None:
    for delegate in delegates:
        seats.take_seats(delegate, place)
        delegate.place, delegate.queue_number = place, None
        delegate.accept_by = delegate.accepted_at = None
        delegate.save(update_fields=PLACE_FIELDS)


def _end(session: Session, registration: Registration, state: State, by: User | None, reason: str) -> None:
    # A declined registration may be reconsidered, so its wishes stay; a cancelled one has given them up.
    place = Place.REQUESTED if state == State.DECLINED else Place.RELEASED
    told = (Place.CONFIRMED, Place.WAITING)  # who was never told of a place need not be told that it is gone
    delegates = list(registration.delegates.exclude(place=Place.RELEASED).select_related("registration__organisation"))
    released = [delegate for delegate in delegates if delegate.place in told]
    _take_places(delegates, place)
    for delegate in released:
        emails.send_delegate_released(delegate)
    _decide(registration, by, reason, state)
    promote_waiting(session, registration.organisation.side)


def _decide(registration: Registration, by: User | None, reason: str, state: State | None = None) -> None:
    registration.state = state or _state_by_places(registration)
    registration.decision_reason = reason
    registration.decided_at = timezone.now()
    registration.decided_by = by
    registration.save(update_fields=["state", "identifier", "decision_reason", "decided_at", "decided_by"])


def _state_by_places(registration: Registration) -> State:
    places = set(registration.delegates.values_list("place", flat=True))
    if Place.CONFIRMED in places:
        return State.CONFIRMED
    return State.WAIT_LISTED if Place.WAITING in places else State.CANCELLED
