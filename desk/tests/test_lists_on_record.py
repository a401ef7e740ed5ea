"""Whose data a list showed, to whom, stands in the record: once in some minutes, and without what was searched for."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.tests.factories import StaffFactory
from audit import services
from audit.models import Reading, ReadingOf
from desk.tests.conftest import make_delegate, signed_in
from participants.models import Delegate, TableSeat
from tables.tests.factories import ThematicTableFactory


def told() -> list[tuple]:
    return list(Reading.objects.order_by("pk").values_list("what", "purpose", "number"))


def test_a_list_at_the_desk_is_on_record_once_in_some_minutes(session, organiser, monkeypatch):
    first, page = make_delegate(session), "/it/desk/25/delegation/?side=IT&q=Rossi"
    organiser.get("/it/desk/25/delegation/?side=IT")
    organiser.get("/en/desk/25/delegation/?side=IT")
    assert told() == [("The delegation of a session", "session=25&side=IT", 1)]
    second = make_delegate(session)
    organiser.get("/it/desk/25/delegation/")
    assert told()[1:] == [("The delegation of a session", "session=25", 2)]
    assert [Reading.objects.of_row(one).count() for one in (first, second)] == [2, 1]
    organiser.get(page)  # nobody new is on it
    assert len(told()) == 2
    monkeypatch.setattr(services, "LATELY", dt.timedelta(seconds=-1))  # as if that were long ago
    organiser.get("/it/desk/25/delegation/?q=%20&side=IT&page=1")
    assert told()[2:] == [("The delegation of a session", "session=25&side=IT", 2)]
    signed_in(StaffFactory()).get("/it/desk/25/delegation/")  # somebody else
    assert len(told()) == 4


def test_attendance_tables_and_lists_of_the_administration_are_on_record(session, organiser):
    delegate = make_delegate(session)
    Delegate.objects.filter(pk=delegate.pk).update(place="confirmed")
    table = ThematicTableFactory(session=session)
    TableSeat.objects.create(delegate=delegate, table=table, place="confirmed")
    organiser.get("/it/desk/25/attendance/")
    organiser.get(f"/it/desk/25/tables/{table.pk}/")
    staff = signed_in(StaffFactory(language="en"))
    for page in ("delegate/?q=nobody", f"delegate/?session__id__exact={session.pk}", "registration/", "tableseat/"):
        staff.get(f"/admin/participants/{page}")
    found = list(Reading.objects.order_by("pk").values_list("what", "number"))
    assert found == [("Attendance", 1), ("The people of a table", 1), ("delegates", 1), ("registrations", 1),
                     ("seats at tables", 1)]  # fmt: skip
    assert Reading.objects.get(what="delegates").purpose == f"session__id__exact={session.pk}"
    assert Reading.objects.of_row(delegate).count() == 5
    assert not ReadingOf.objects.filter(row=0).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_record_of_a_list_costs_the_same_for_one_row_and_three(session, organiser, django_assert_num_queries, rows):
    for _n in range(rows):
        make_delegate(session)
    with django_assert_num_queries(12):  # four of them write the record
        organiser.get("/it/desk/25/delegation/")
    with django_assert_num_queries(8):  # one of them asks whether it is there
        organiser.get("/it/desk/25/delegation/")
