"""Who comes for a company, changed after its registration was sent. Every change of a place passes the gate."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils.translation import gettext as _

from participants import emails
from participants.enums import ADMITTED, ENDED, Place, State
from participants.models import Delegate, ProposedChange, Registration, TableSeat, VisitSeat
from participants.services import gate, seats
from participants.services.keys import delegate_key
from participants.services.limits import MAX_DELEGATES, MAX_TABLES
from sessions.models import CompanyVisit, Session
from tables.models import ThematicTable
from taskforce.errors import DomainError


def add_delegate(registration: Registration, row: dict, now: dt.datetime | None = None) -> Delegate:
    """Name one more person (``row``: the fields of forms.DelegateForm).

    An admitted company gets a place for the person, or the next number of the queue. Raises DomainError after the
    deadline, for an ended registration, or where the registration names enough persons already.
    """
    with gate.open_gate(registration.session_id) as session:
        registration = gate.lock_registration(registration)
        refuse_change(session, registration, now)
        if registration.delegates.exclude(place=Place.RELEASED).count() >= MAX_DELEGATES:
            raise DomainError(_("At most %(number)d persons come for one organisation.") % {"number": MAX_DELEGATES})
        delegate = _new(registration, row)
        if registration.state in ADMITTED:
            gate.give_place(session, delegate)
            gate.follow_places(registration)
        return delegate


def name_delegate(registration: Registration, row: dict) -> Delegate:
    """Name one more person in a registration that nobody has decided on, as those who run the session do.

    No place is given: raises DomainError for an admitted or ended registration, or where it names enough persons.
    """
    with gate.open_gate(registration.session_id):
        registration = gate.lock_registration(registration)
        refuse_ended(registration)
        if registration.state in ADMITTED:
            raise DomainError(
                _("This registration is admitted: a further person needs a place, which no import gives."),
                code="admitted",
            )
        if registration.delegates.exclude(place=Place.RELEASED).count() >= MAX_DELEGATES:
            raise DomainError(_("At most %(number)d persons come for one organisation.") % {"number": MAX_DELEGATES})
        return _new(registration, row)


def replace_delegate(delegate: Delegate, row: dict, now: dt.datetime | None = None) -> Delegate:
    """Send another person in place of a delegate: place, queue number and seats pass to that person.

    Of an admitted company it is shown to staff as a change of the person, in force at once. Raises DomainError as
    ``add_delegate`` does, and for a delegate who has given up already.
    """
    with gate.open_gate(delegate.session_id) as session:
        registration = gate.lock_registration(delegate.registration)
        delegate = gate.lock_delegate(delegate)
        refuse_change(session, registration, now)
        _refuse_released(delegate)
        successor = _new(registration, row)
        _hand_over(delegate, successor)
        if registration.state in ADMITTED:
            ProposedChange.objects.create(
                registration=registration,
                delegate=successor,
                field="person",
                before=delegate.name,
                after=successor.name,
            )
            _tell(delegate, successor)
        return successor


def change_choices(
    delegate: Delegate, tables: list[int], visits: list[int], now: dt.datetime | None = None
) -> Delegate:
    """Make these the tables (in order of preference) and visits a delegate asks for.

    What is kept keeps its seat; what is left out goes to who waits for it; what is new gets a seat or the next number
    once the delegate has a place. Raises DomainError after the deadline, for a delegate who has given up already, or
    for what is not of the session.
    """
    with gate.open_gate(delegate.session_id) as session:
        registration = gate.lock_registration(delegate.registration)
        delegate = gate.lock_delegate(delegate)
        refuse_change(session, registration, now)
        _refuse_released(delegate)
        _refuse_foreign(session, tables, visits)
        seats.leave_seats(delegate, keep_tables=tables, keep_visits=visits)
        for number, table_id in enumerate(tables, start=1):
            TableSeat.objects.update_or_create(delegate=delegate, table_id=table_id, defaults={"preference": number})
        for visit_id in visits:
            VisitSeat.objects.get_or_create(delegate=delegate, visit_id=visit_id)
        if delegate.place == Place.CONFIRMED:
            seats.give_requested_seats(delegate)
        return delegate


def refuse_change(session: Session, registration: Registration, now: dt.datetime | None = None) -> None:
    """Raise DomainError where a company may not change its registration any more, by the server's clock."""
    refuse_ended(registration)
    if not session.may_change(now):
        raise DomainError(
            _("The time for changes is over. Nothing was changed, and what you typed is still here."), code="closed"
        )


def refuse_ended(registration: Registration) -> None:
    """Raise DomainError for a registration in which nothing is changed any more."""
    if registration.state in (*ENDED, State.DRAFT):
        raise DomainError(_("This registration has ended, so nothing in it is changed any more."), code="ended")


def _new(registration: Registration, row: dict) -> Delegate:
    last = registration.delegates.aggregate(last=Max("position"))["last"]
    delegate = Delegate(
        registration=registration, session=registration.session, side=registration.organisation.side,
        position=(last or 0) + 1,
    )  # fmt: skip
    for name, value in row.items():
        if name != "pk":
            setattr(delegate, name, value)
    delegate.name_key = delegate_key(delegate)
    delegate.save()
    return delegate


def _hand_over(old: Delegate, new: Delegate) -> None:
    """Give the place of one to the other. The old one lets go first: a queue number stands once."""
    held = {name: getattr(old, name) for name in gate.PLACE_FIELDS}
    old.place, old.queue_number, old.accept_by, old.accepted_at = Place.RELEASED, None, None, None
    old.save(update_fields=gate.PLACE_FIELDS)
    for name, value in held.items():
        setattr(new, name, value)
    new.position = old.position
    new.save(update_fields=[*gate.PLACE_FIELDS, "position"])
    old.table_seats.update(delegate=new)
    old.visit_seats.update(delegate=new)


def _tell(old: Delegate, new: Delegate) -> None:
    emails.send_delegate_released(old)
    (emails.send_delegate_place if new.place == Place.CONFIRMED else emails.send_delegate_waiting)(new)


def _refuse_released(delegate: Delegate) -> None:
    if delegate.place == Place.RELEASED:
        raise DomainError(_("This delegate has given up the place already."), code="released")


def _refuse_foreign(session: Session, tables: list[int], visits: list[int]) -> None:
    if len(tables) > MAX_TABLES or len(set(tables)) != len(tables):
        raise DomainError(_("Choose at most %(number)d tables.") % {"number": MAX_TABLES}, field="tables")
    for model, ids in ((ThematicTable, tables), (CompanyVisit, visits)):
        if model.objects.filter(session=session, pk__in=ids).count() != len(set(ids)):
            raise DomainError(_("This is not offered at this session."), code="foreign")
