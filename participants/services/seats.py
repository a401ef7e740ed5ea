"""Seats at tables and on visits. Called by the gate alone, inside its transaction with the Session row locked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Max

from participants.enums import Place
from participants.models import Delegate, TableSeat, VisitSeat
from sessions.models import CompanyVisit, Session
from tables.models import ThematicTable


@dataclass(frozen=True)
class Bookable:
    """A kind of thing with seats: the seat's model, the thing's model, and the names of the fields that join them."""

    seat: type[TableSeat] | type[VisitSeat]
    thing: type[models.Model]
    name: str
    limit: str

    def locked(self, ids: list[int]) -> list[models.Model]:
        """The things of these ids, locked in id order so that two acts never wait for each other in a ring."""
        return list(self.thing.objects.select_for_update().filter(pk__in=ids).order_by("pk"))

    def seats_of(self, thing: models.Model) -> models.QuerySet:
        return self.seat.objects.filter(**{self.name: thing})

    def free(self, thing: models.Model) -> int | None:
        """How many seats are free; None where there is no limit."""
        limit = getattr(thing, self.limit)
        return None if limit is None else max(0, limit - self.seats_of(thing).filter(place=Place.CONFIRMED).count())


BOOKABLES = (
    Bookable(TableSeat, ThematicTable, "table", "capacity"),
    Bookable(VisitSeat, CompanyVisit, "visit", "seats"),
)


def give_requested_seats(delegate: Delegate) -> None:
    """Give a delegate with a place in the session each seat asked for, or the next number of its waiting list."""
    for bookable in BOOKABLES:
        wanted = {
            getattr(seat, f"{bookable.name}_id"): seat
            for seat in bookable.seat.objects.filter(delegate=delegate, place=Place.REQUESTED)
        }
        for thing in bookable.locked(list(wanted)) if wanted else ():
            _give(bookable, thing, wanted[thing.pk])


def take_seats(delegate: Delegate, place: Place) -> None:
    """Set all seats of a delegate to a place that holds none, and give what became free to those who wait for it."""
    for bookable in BOOKABLES:
        held = bookable.seat.objects.filter(delegate=delegate, place__in=[Place.CONFIRMED, Place.WAITING])
        freed = list(held.values_list(f"{bookable.name}_id", flat=True))
        bookable.seat.objects.filter(delegate=delegate).update(place=place, queue_number=None)
        for thing in bookable.locked(freed) if freed else ():
            promote_seats(bookable, thing)


def leave_seats(delegate: Delegate, *, keep_tables: list[int], keep_visits: list[int]) -> None:
    """Give up the seats a delegate does not want any more, and give what became free to those who wait for it."""
    for bookable, kept in zip(BOOKABLES, (keep_tables, keep_visits), strict=True):
        left = bookable.seat.objects.filter(delegate=delegate).exclude(**{f"{bookable.name}_id__in": kept})
        freed = list(left.filter(place=Place.CONFIRMED).values_list(f"{bookable.name}_id", flat=True))
        left.delete()
        for thing in bookable.locked(freed) if freed else ():
            promote_seats(bookable, thing)


def promote_seats(bookable: Bookable, thing: models.Model) -> None:
    """Give free seats of a table or visit to those who wait for them, in order."""
    waiting = bookable.seats_of(thing).filter(place=Place.WAITING).order_by("queue_number")
    free = bookable.free(thing)
    ids = list((waiting if free is None else waiting[:free]).values_list("pk", flat=True))
    bookable.seat.objects.filter(pk__in=ids).update(place=Place.CONFIRMED, queue_number=None)


def promote_all(session: Session) -> None:
    """Give every free seat of a session's tables and visits to those who wait for it."""
    for bookable in BOOKABLES:
        waited = bookable.seat.objects.filter(place=Place.WAITING, **{f"{bookable.name}__session": session})
        for thing in bookable.locked(list(waited.values_list(f"{bookable.name}_id", flat=True).distinct())):
            promote_seats(bookable, thing)


def _give(bookable: Bookable, thing: models.Model, seat: TableSeat | VisitSeat) -> None:
    free = bookable.free(thing)
    if free is None or free > 0:
        seat.place, seat.queue_number = Place.CONFIRMED, None
    else:
        last = bookable.seats_of(thing).aggregate(last=Max("queue_number"))["last"]
        seat.place, seat.queue_number = Place.WAITING, (last or 0) + 1
    seat.save(update_fields=["place", "queue_number"])
