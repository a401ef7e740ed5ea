"""The overview: the right numbers, in a constant number of queries."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.tests.factories import StaffFactory
from desk.overview import gather_numbers
from desk.tests.conftest import make_delegate, signed_in
from documents.models import Document
from documents.releasing import release_programme
from participants.models import CheckIn, TableSeat, VisitSeat
from participants.tests.factories import OrganisationFactory, RegistrationFactory
from sessions.models import Session
from sessions.tests.factories import CompanyVisitFactory, ProgrammeItemFactory, RoomFactory, SessionFactory
from tables.models import TableSitting
from tables.services import move_line, undo_last
from tables.tests.factories import ThematicTableFactory

WISH = {"kind": "programme", "language": "it", "format": "pdf"}


def fill(session, rows: int) -> None:
    """Per row: a table and a visit with a seat on each, a day of attendance, a registration to review, a failure."""
    for number in range(1, rows + 1):
        table = ThematicTableFactory(session=session, number=number, capacity=2)
        visit = CompanyVisitFactory(session=session, seats=1)
        person = make_delegate(session)
        waiting = make_delegate(session, side="RU", place="waiting")
        CheckIn.objects.create(delegate=person, day=number)
        TableSeat.objects.create(delegate=person, table=table, place="confirmed")
        TableSeat.objects.create(delegate=waiting, table=table, place="waiting", queue_number=1)
        VisitSeat.objects.create(delegate=person, visit=visit, place="confirmed")
        VisitSeat.objects.create(delegate=waiting, visit=visit, place="requested")
        RegistrationFactory(session=session)
        RegistrationFactory(session=session, draft=True, state="draft")
        Document.objects.create(session=session, **WISH, state="failed", error="No paper")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_takes_eleven_queries(session, organiser, django_assert_num_queries, rows):
    fill(session, rows)
    for table in session.tables.all():
        TableSitting.objects.create(item=ProgrammeItemFactory(session=session), table=table)
    with django_assert_num_queries(11):  # Django's session, user, our session, roles, and seven for the numbers
        organiser.get("/it/desk/25/")


def test_what_the_numbers_say(session):
    fill(session, 2)
    fill(SessionFactory(), 1)  # another session's are not counted
    numbers = gather_numbers(session)
    assert [(side.taken, side.waiting, side.present, side.capacity, side.free) for side in numbers.sides] == [
        (2, 0, 2, 3, 1),
        (0, 2, 0, 2, 2),
    ]
    assert [(row.code, row.by_side, row.total) for row in numbers.states] == [
        ("under_review", [("IT", 2), ("RU", 0)], 2),
        ("confirmed", [("IT", 2), ("RU", 2)], 4),
    ]
    assert numbers.days == [(1, [1, 0], 1), (2, [1, 0], 1)]
    assert [(bar.taken, bar.waiting, bar.capacity) for bar in numbers.tables] == [(1, 1, 2), (1, 1, 2)]
    assert [(bar.taken, bar.waiting, bar.capacity) for bar in numbers.visits] == [(1, 0, 1), (1, 0, 1)]
    assert (numbers.registrations, numbers.confirmed, numbers.waiting, numbers.present) == (6, 2, 2, 2)
    waiting = numbers.waiting_for
    assert (waiting["to_review"], waiting["failed"], waiting["due"]) == (2, 1, 0)


def test_a_person_present_on_two_days_is_one_person(session, delegate):
    CheckIn.objects.create(delegate=delegate, day=1)
    CheckIn.objects.create(delegate=delegate, day=2)
    assert gather_numbers(session).present == 1


def test_a_failed_document_that_was_asked_for_again_waits_for_nobody(session):
    Document.objects.create(session=session, **WISH, state="failed", error="No paper")
    Document.objects.create(session=session, **WISH)
    waiting = gather_numbers(session).waiting_for
    assert (waiting["failed"], waiting["due"]) == (0, 1)


def test_widths_of_bars(session):
    session.capacity_ru = None
    make_delegate(session)
    RegistrationFactory(session=session, organisation=OrganisationFactory(side="RU"))
    numbers = gather_numbers(session)
    assert [(side.taken_width, side.free, side.percent) for side in numbers.sides] == [(333, 2, 33), (0, None, None)]
    assert [row.segments for row in numbers.states] == [
        [("IT", 0, 0), ("RU", 0, 1000)],
        [("IT", 0, 1000), ("RU", 1000, 0)],
    ]


def test_the_overview_of_an_empty_session(session, organiser):
    Session.objects.update(title_en="Trial session", city_ru="Бергамо", city_en="Bergamo")
    page = organiser.get("/en/desk/25/").content.decode()
    assert "Nothing waits for you." in page
    assert "No registration has been received yet." in page


def test_the_overview_in_words(session, organiser):
    fill(session, 1)
    page = organiser.get("/en/desk/25/").content.decode()
    assert "1 registration to review" in page
    assert "1 document failed" in page
    assert 'aria-label="1 of 3 taken, 33%"' in page
    assert "/admin/" not in page  # organisers do not review: ministry staff do


def test_staff_are_led_to_what_is_to_be_reviewed(session):
    fill(session, 1)
    client = signed_in(StaffFactory())
    page = client.get("/en/desk/25/").content.decode()
    path = f"/admin/participants/registration/queue/?session={session.pk}"
    assert f'href="{path}"' in page
    assert client.get(path).status_code == 200


def test_a_session_without_number_and_dates_has_a_desk(db):
    session = SessionFactory(number=None, starts_on=None, ends_on=None, title_it="", title_ru="")
    client = signed_in(StaffFactory())
    for page in ("", "attendance/", "documents/"):
        assert client.get(f"/it/desk/s{session.pk}/{page}").status_code == 200


def test_edits_that_are_not_released_are_counted(session, organiser):
    item = ProgrammeItemFactory(session=session)
    for hour in (8, 9):
        move_line(item, day=1, starts=dt.time(hour), by=None)
    assert gather_numbers(session).waiting_for["unreleased"] == 0  # without a release the public reads what is edited
    release_programme(session)
    assert gather_numbers(session).waiting_for["unreleased"] == 0
    move_line(item, day=1, starts=dt.time(11), by=None)
    assert "1 edit of the programme is not released" in organiser.get("/en/desk/25/").content.decode()
    undo_last(session, None)
    assert gather_numbers(session).waiting_for["unreleased"] == 0
    undo_last(session, None)  # one that was released
    assert gather_numbers(session).waiting_for["unreleased"] == 1


def test_clashes_are_told_while_the_session_is_awaited(session, organiser):
    room = RoomFactory(venue__session=session, venue__opens=dt.time(10))
    for hour in (9, 9, 11):
        ProgrammeItemFactory(session=session, kind="seminar", room=room, starts=dt.time(hour), ends=dt.time(hour, 30))
    numbers = gather_numbers(session)
    assert (numbers.waiting_for["impossible"], numbers.waiting_for["warnings"]) == (1, 2)
    page = organiser.get("/en/desk/25/").content.decode()
    assert "1 clash makes the programme impossible" in page
    assert "2 warnings about the programme" in page
    assert page.count('href="/en/desk/25/clashes/"') == 2
    session.status = "held"
    numbers = gather_numbers(session)
    assert (numbers.waiting_for["impossible"], numbers.waiting_for["warnings"]) == (0, 0)
