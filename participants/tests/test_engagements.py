"""Who of the delegates is engaged by which line, and how the three apps' engagements name the same line."""

from __future__ import annotations

import datetime as dt

import pytest

from participants.engagements import engagements, read_seated
from participants.models import TableSeat, VisitSeat
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions import engagements as lines
from sessions.engagements import Who, read_timetable
from sessions.models import Session
from sessions.tests.factories import CompanyVisitFactory, ProgrammeItemFactory, SessionFactory, VenueFactory
from tables import engagements as tables
from tables.engagements import read_sittings
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    """A table of two sittings and a visit, each with a delegate; one waits for the visit."""
    session = SessionFactory(starts_on=dt.date(2027, 5, 20), timezone="Europe/Rome")
    table = ThematicTableFactory(session=session, venue=VenueFactory(session=session, name_it="Fiera"))
    visit = CompanyVisitFactory(session=session, town_it="Dalmine", travel_minutes=25)
    for hour in (9, 14):
        item = ProgrammeItemFactory(session=session, kind="table", starts=dt.time(hour), ends=dt.time(hour + 1))
        TableSitting.objects.create(item=item, table=table)
    ProgrammeItemFactory(session=session, kind="visit", visit=visit, day=2)
    ProgrammeItemFactory(session=session, kind="visit", visit=visit, starts=None, ends=None)
    registration = RegistrationFactory(session=session, state="confirmed")
    anna, marco = (
        DelegateFactory(registration=registration, place="confirmed", given_latin=name, family_latin="Bianchi")
        for name in ("Anna", "Marco")
    )
    TableSeat.objects.create(delegate=anna, table=table, place="confirmed")
    VisitSeat.objects.create(delegate=marco, visit=visit, place="confirmed")
    VisitSeat.objects.create(delegate=anna, visit=visit, place="waiting", queue_number=1)
    return session


def test_delegates_are_engaged_by_the_lines_of_their_seats(session, django_assert_num_queries):
    with django_assert_num_queries(6):  # lines, venues, sittings, delegates, seats at tables, seats on visits
        timetable = read_timetable(session)
        sittings, seated = read_sittings(timetable), read_seated(session)
        found = list(engagements(timetable, sittings, seated))
    rome = session.zone
    assert [(one.who, one.name, one.starts.astimezone(rome).isoformat(), one.place.name) for one in found] == [
        (Who.DELEGATE, "Anna Bianchi", "2027-05-20T09:00:00+02:00", "Fiera"),
        (Who.DELEGATE, "Anna Bianchi", "2027-05-20T14:00:00+02:00", "Fiera"),
        (Who.DELEGATE, "Marco Bianchi", "2027-05-21T09:00:00+02:00", "Dalmine"),
    ]
    assert found[0].ends - found[0].starts == dt.timedelta(hours=1)
    assert found[0].why == timetable.slots[found[0].slot.item].title


def test_what_a_delegate_is_engaged_through_is_what_the_table_and_the_visit_are(session):
    timetable = read_timetable(session)
    sittings = read_sittings(timetable)
    things = [*tables.engagements(timetable, sittings), *lines.engagements(timetable)]
    through = {one.through for one in things if one.who in (Who.TABLE, Who.VISIT)}
    assert through == {one.through for one in engagements(timetable, sittings, read_seated(session))}
