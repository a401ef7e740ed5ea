"""Statistics: what is counted, what is not, and the files."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from agreements.models import Presentation, Project
from agreements.statistics.chart import draw_years, nice_step
from agreements.statistics.scope import public_statistics, statistics_of
from agreements.tests.acts import make_act, make_held
from participants.tests.factories import OrganisationFactory
from sessions.models import Session
from sessions.tests.factories import HostRegionFactory

pytestmark = pytest.mark.django_db


def regions(*codes):
    return [HostRegionFactory(code=code) for code in codes]


def make_project(session, *, presented=True, **fields) -> Project:
    made = Project.objects.create(session=session, title_it="Progetto", **{"review": "accepted"} | fields)
    if presented:
        Presentation.objects.create(project=made, session=session)
    return made


@pytest.fixture
def known():
    """Two sessions with three public acts, a confidential one and a draft."""
    lombardia, marche, sverdlovsk, tatarstan = regions("IT-25", "IT-57", "RU-SVE", "RU-TA")
    first, second = make_held(24), make_held(25, dt.date(2026, 4, 9))
    one = make_act(first, sector_it="Meccanica")
    one.regions.add(lombardia, sverdlovsk)
    two = make_act(second, kind="mou", signed_on=second.ends_on, sector_it="MECCANICA")
    two.parties.create(name_it="Marche", region=marche)
    two.parties.create(name_it="Impresa", organisation=OrganisationFactory(side="RU", region=sverdlovsk))
    make_act(second, kind="", signed_on=second.ends_on).regions.add(lombardia)
    make_act(second, kind="agreement", signed_on=second.ends_on, is_public=False).regions.add(marche, tatarstan)
    make_act(second, status="draft", signed_on=None)
    return first, second, one


def test_acts_are_counted_by_session_year_kind_sector_and_pair_of_regions(known):
    found = public_statistics()
    rows = {code: [(row.label, row.numbers) for row in table.rows] for code, table in found.tables.items()}
    assert rows["sessions"] == [("Sessione di prova 25", [0, 0, 1, 0, 1]), ("Sessione di prova 24", [1, 0, 0, 0, 0])]
    assert rows["years"] == [("2024", [1, 0, 0, 0, 0]), ("2025", [0] * 5), ("2026", [0, 0, 1, 0, 1])]
    assert [numbers for _label, numbers in rows["kinds"]] == [[1], [1], [1]]
    assert [(label, numbers) for label, numbers in rows["sectors"]][0] == ("Meccanica", [2])
    assert found.pairs.flat == [("Lombardia", "Sverdlovsk", 1), ("IT-57", "Sverdlovsk", 1)] or found.pairs.flat == [
        ("IT-57", "Sverdlovsk", 1),
        ("Lombardia", "Sverdlovsk", 1),
    ]
    assert {tile.short: tile.number for tile in found.countries[0].listed} == {"LOM": 2, "MAR": 1}


def test_staff_count_what_is_confidential_in_the_sessions_they_see_alone(known):
    first, second, _one = known
    assert statistics_of(Session.objects.filter(pk=second.pk)).acts == 4
    assert statistics_of(Session.objects.filter(pk=first.pk)).acts == public_statistics().acts == 3


def test_the_way_of_projects_counts_each_step_that_was_come_to(known):
    first, second, act = known
    make_project(first, stage="presented")
    make_project(first, stage="talks")
    make_project(first, stage="closed", outcome="realised")
    given_up = make_project(first, stage="closed", outcome="abandoned")
    given_up.news.create(
        on=first.ends_on, stage="contacts", text="…", language="it", source="staff", seen_at="2025-01-01T00:00Z",
        is_public=True,
    )  # fmt: skip
    signed = make_project(first, stage="contacts")
    act.projects.add(signed)
    again = make_project(first, stage="contacts", is_public=False)
    Presentation.objects.create(project=again, session=second)
    make_project(second, presented=False)
    make_project(second, review="declined", presented=False)
    rows = [(row.label, row.numbers) for row in public_statistics().way.rows]
    assert rows == [("Sessione di prova 24", [5, 4, 3, 2, 1])]
    assert statistics_of(Session.objects.all()).way.rows[0].numbers == [6, 5, 3, 2, 1]


def test_the_page_costs_the_same_for_one_act_and_for_four_and_its_tables_go_out_as_csv(
    client, django_assert_num_queries
):
    first = make_held(24)
    lombardia, sverdlovsk = regions("IT-25", "RU-SVE")
    assert "No act and no project" in client.get("/en/agreements/statistics/").text
    for number in range(3):
        make_act(first, sector_it="=1+1", title_it=f"{number}").regions.add(lombardia, sverdlovsk)
        make_project(first, stage="contacts")
        if number in (0, 2):
            with django_assert_num_queries(8):
                page = client.get("/en/agreements/statistics/").text
    assert page.count("<caption") == 6
    assert 'role="img"' in page
    files = {}
    for code in ("sessions", "years", "kinds", "sectors", "projects", "regions"):
        answer = client.get(f"/en/agreements/statistics/{code}.csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        files[code] = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert files["sectors"][1] == ["'=1+1", "3"]
    assert files["regions"][1] == ["Lombardia", "Sverdlovsk", "3"]
    assert files["projects"][1][1:] == ["3", "3", "0", "0", "0"]
    assert files["sessions"][1][-1] == "3"
    assert client.get("/en/agreements/statistics/persons.csv").status_code == 404


def test_the_chart_has_few_lines_and_columns_that_add_up(known):
    chart = draw_years(public_statistics().years)
    assert [(column.year, column.total, sum(part[2] for part in column.parts)) for column in chart.columns] == [
        ("2024", 1, 100),
        ("2025", 0, 0),
        ("2026", 2, 200),
    ]
    assert [nice_step(most) for most in (1, 5, 6, 11, 30, 400)] == [1, 1, 2, 5, 10, 100]
