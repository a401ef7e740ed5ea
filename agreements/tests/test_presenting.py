"""The order of a table: places, minutes, what was said, and projects of earlier sessions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements import dossier
from agreements.models import Presentation, Project
from agreements.services import presenting
from sessions.models import ProgrammeItem
from sessions.tests.factories import SessionFactory
from tables.models import TableSitting, ThematicTable
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


def presented(table: ThematicTable, title: str, **fields) -> Presentation:
    project = Project.objects.create(session=table.session, title_it=title, review="accepted", proposer_it="Alfa")
    return Presentation.objects.create(project=project, session=table.session, table=table, **fields)


def order_of(table: ThematicTable) -> str:
    return "".join(row.project.title_it for row in dossier.presentations_of(table))


@pytest.fixture
def table(db) -> ThematicTable:
    return ThematicTableFactory()


def test_a_project_changes_places_with_its_neighbour_also_where_no_places_were_given(table):
    first, second, third = (presented(table, title) for title in "ABC")  # all at place 0
    assert presenting.move_presentation(third, "up")
    assert order_of(table) == "ACB"
    assert presenting.move_presentation(first, "down")
    assert order_of(table) == "CAB"
    assert [presenting.move_presentation(third, "up"), presenting.move_presentation(second, "down")] == [False, False]
    assert sorted(Presentation.objects.values_list("position", flat=True)) == [1, 2, 3]
    Presentation.objects.filter(pk=first.pk).update(table=None)
    with pytest.raises(DomainError):
        presenting.move_presentation(first, "up")


def test_minutes_are_summed_against_what_the_table_sits(table):
    one, other, third = (presented(table, title) for title in "ABC")
    assert dossier.time_of([], [one]) == dossier.Time(None, 0, 1)
    for starts, ends in ((9, 10), (11, 12)):
        hours = {"starts": dt.time(starts), "ends": dt.time(ends, 30)}
        item = ProgrammeItem.objects.create(session=table.session, title_it="Tavolo", kind="table", day=1, **hours)
        TableSitting.objects.create(item=item, table=table)
    assert presenting.allot_minutes(table, {one.pk: 120, other.pk: 100}) == 2
    assert presenting.allot_minutes(table, {one.pk: 120, third.pk: None}) == 0
    time = dossier.time_of(dossier.sittings_of(table), list(dossier.presentations_of(table)))
    assert (time.sits, time.given, time.unsaid, time.over, time.free) == (180, 220, 1, 40, 0)
    with pytest.raises(DomainError):
        presenting.allot_minutes(table, {one.pk: 241})


def test_who_writes_the_minutes_does_not_write_over_somebody_else(table):
    row = presented(table, "A")
    presenting.write_record(row, "Accordo su una prova.", "")
    with pytest.raises(DomainError) as refusal:
        presenting.write_record(row, "Nessun accordo.", "")
    assert refusal.value.code == "stale"
    row.refresh_from_db()
    assert row.record == "Accordo su una prova."
    presenting.write_record(row, "Nessun accordo.", "Accordo su una prova.")
    presenting.write_record(row, "Nessun accordo.", "Accordo su una prova.")  # sent twice
    row.refresh_from_db()
    assert row.record == "Nessun accordo."


def test_a_project_of_an_earlier_session_is_presented_again_with_what_came_of_it(table):
    earlier = ThematicTableFactory(session__starts_on=dt.date(2016, 12, 1))
    older = presented(earlier, "Filiera", record="Si riparla a marzo.")
    later = ThematicTableFactory(session=SessionFactory(starts_on=table.session.starts_on + dt.timedelta(days=400)))
    presented(later, "Troppo tardi"), presented(table, "A", position=4)
    assert [project.title_it for project in dossier.carried_over(table.session, [])] == ["Filiera"]
    assert [len(dossier.carried_over(table.session, [word])) for word in ("FILIÈRA", "alfa", "niente")] == [1, 1, 0]
    row = presenting.present_again(older.project, table)
    assert (row.position, order_of(table)) == (5, "AFiliera")
    assert dossier.carried_over(table.session, []).count() == 0
    with pytest.raises(DomainError):
        presenting.present_again(older.project, ThematicTableFactory(session=table.session))
    (told,) = list(dossier.presentations_of(table))[1].project.earlier
    assert told.record == "Si riparla a marzo."
    presenting.take_off(row)
    assert order_of(table) == "A"
    with pytest.raises(DomainError):
        presenting.take_off(older)  # it was proposed there
    Project.objects.filter(pk=older.project_id).update(stage="closed", outcome="realised")
    with pytest.raises(DomainError):
        presenting.present_again(older.project, table)


def test_a_dossier_costs_the_same_for_one_project_and_for_three(table):
    counts = []
    for titles in ("A", "BC"):
        for title in titles:
            presented(table, title)
        with CaptureQueriesContext(connection) as queries:
            for row in dossier.presentations_of(table):
                assert [row.project.interested, row.project.told, row.project.earlier] == [[], [], []]
        counts.append(len(queries))
    assert counts == [4, 4]
