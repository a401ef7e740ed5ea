"""The host regions and their sessions."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.tests.factories import HostRegionFactory, SessionFactory

pytestmark = pytest.mark.django_db


def held(code, year=2016, **fields):
    region = HostRegionFactory(code=code)
    return SessionFactory(status="held", starts_on=dt.date(year, 5, 1), host_region=region, **fields)


def test_regions_stand_under_their_country_with_the_sessions_they_hosted(client):
    held("IT-25", 2016)
    held("IT-25", 2017)
    held("RU-SVE")
    held("IT-57", is_demonstration=True)
    SessionFactory(status="announced", host_region=HostRegionFactory(code="IT-52"))
    countries = client.get("/en/regions/").context["countries"]
    assert [[(r.code, r.held) for r in country["hosts"]] for country in countries] == [[("IT-25", 2)], [("RU-SVE", 1)]]
    assert [[r.code for r in country["others"]] for country in countries] == [["IT-52", "IT-57"], []]


def test_the_page_says_the_numbers(client):
    held("IT-25")
    text = client.get("/en/regions/").content.decode()
    for words in ("Lombardia", "1 session", "No session was held here yet."):
        assert words in text


def test_a_region_shows_its_sessions(client):
    held("IT-25", number=25, title_it="", title_ru="")
    SessionFactory(number=26, status="draft", title_it="Secret")
    held("RU-SVE", number=27, title_it="", title_ru="")
    text = client.get("/en/regions/IT-25/").content.decode()
    assert "Session 25" in text
    assert "1 session held here, as of" in text
    assert "Session 27" not in text
    assert "Secret" not in text


def test_a_region_without_sessions_says_so(client):
    HostRegionFactory(code="IT-25")
    assert "No session of this region is known." in client.get("/en/regions/IT-25/").content.decode()


@pytest.mark.parametrize("code", ["IT-99", "XX-1", "it-25", "IT-25%00", "9" * 40])
def test_a_code_that_is_none_is_404(client, code):
    HostRegionFactory(code="IT-25")
    assert client.get(f"/en/regions/{code}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "count"), [("/it/regions/", 1), ("/it/regions/IT-25/", 3)])
def test_the_number_of_queries_does_not_grow(client, rows, path, count):
    for n in range(rows):
        held("IT-25", 2010 + n)
        held(f"RU-{n}X")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    assert len(queries) == count
