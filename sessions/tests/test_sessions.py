"""The list of sessions: what lies ahead, what was, what the portal counts and what sources claim."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.models import SourcedFigure
from sessions.tests.factories import HostRegionFactory, SessionFactory

pytestmark = pytest.mark.django_db


def held(number, year=2016, region="IT-25", **fields):
    return SessionFactory(
        number=number,
        title_it="",
        title_ru="",
        status="held",
        starts_on=dt.date(year, 12, 1) if year else None,
        ends_on=dt.date(year, 12, 2) if year else None,
        opens_at=None,
        closes_at=None,
        host_region=region and HostRegionFactory(code=region),
        **fields,
    )


def text_of(client, path="/en/sessions/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_open_session_comes_first_with_its_link_to_the_registration(client):
    later = SessionFactory(starts_on=timezone.localdate() + dt.timedelta(days=300), opens_at=None, title_it="Later")
    SessionFactory(number=30, title_it="Open", is_demonstration=True)
    held(25)
    ahead, past = text_of(client).split('id="history"')
    assert ahead.index("Open</a>") < ahead.index("Later</a>")
    assert 'href="/en/sessions/30/register/"' in ahead
    assert f'href="/en/sessions/{later.ref}/register/"' not in ahead
    assert "Demonstration" in ahead
    assert "Open for registration" in ahead
    assert "Session 25</a>" in past


@pytest.mark.parametrize(
    ("fields", "ahead"),
    [
        ({"status": "announced", "starts_on": None, "ends_on": None}, True),
        ({"status": "announced", "starts_on": None, "ends_on": None, "dates_note_it": "2010"}, False),
        ({"status": "announced", "starts_on": dt.date(2008, 5, 29), "ends_on": None}, False),
        ({"status": "postponed", "starts_on": None, "ends_on": None}, False),
        ({"status": "postponed", "starts_on": None, "ends_on": None, "planned_starts_on": dt.date(2100, 1, 1)}, True),
        ({"status": "cancelled"}, False),
        ({"status": None, "starts_on": None, "ends_on": None}, False),
    ],
)
def test_what_lies_ahead_and_what_is_history(client, fields, ahead):
    SessionFactory(number=77, **fields)
    assert (">Coming up<" in text_of(client)) is ahead


def test_a_draft_is_not_listed(client):
    SessionFactory(number=77, status="draft", title_it="Secret")
    assert "Secret" not in text_of(client)


def test_the_portal_counts_sessions_held_and_their_regions_as_of_today(client):
    held(25)
    held(24, 2014)
    held(26, 2017, "RU-SVE")
    held(6, None, None, dates_note_it="2004")
    held(27, 2018, "IT-52", is_demonstration=True)
    SessionFactory(number=99, status="announced", host_region=HostRegionFactory(code="IT-57"))
    context = client.get("/en/sessions/").context
    assert context["counts"] == {
        "sessions": 4,
        "italian_regions": 1,
        "russian_regions": 1,
        "without_region": 1,
        "without_year": 1,
    }
    assert [(year, len(sessions)) for year, sessions in context["years"]] == [
        (2014, 1),
        (2015, 0),
        (2016, 1),
        (2017, 1),
    ]
    text = text_of(client)
    for words in ("The region of 1 session is not known.", "1 session is not drawn", "2004", "no session known"):
        assert words in text


def test_a_session_held_in_the_future_does_not_count(client):
    held(40, 2100)
    assert client.get("/en/sessions/").context["counts"]["sessions"] == 0


def test_what_sources_claim_stands_beside(client):
    session = held(25)
    for value, qualifier, basis, side in [
        (400, "over", "registered", "all"),
        (395, None, "expected", "all"),
        (83, None, None, "RU"),
    ]:
        SourcedFigure.objects.create(
            session=session,
            metric="participants",
            side=side,
            value=value,
            unit="persons",
            qualifier=qualifier,
            basis=basis,
        )
    assert "over 400 (registered); 395 (expected)" in text_of(client)


def test_history_goes_by_number_and_one_without_a_number_stands_at_its_date(client):
    held(27, 2018)
    held(25, 2016)
    held(28, None)
    held(None, 2017, city_it="Perm")
    rows = client.get("/en/sessions/").context["past"]
    assert [row["session"].number for row in rows] == [28, 27, None, 25]


def test_nothing_there_yet(client):
    assert "There is no session yet." in text_of(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, rows):
    for n in range(rows):
        session = held(n + 1, 2000 + n, f"IT-{25 + n}")
        SourcedFigure.objects.create(session=session, metric="participants", side="all", value=1, unit="persons")
        SessionFactory()
    with CaptureQueriesContext(connection) as queries:
        text_of(client)
    assert len(queries) == 2


@pytest.mark.parametrize("language", ["it", "ru", "en"])
@pytest.mark.parametrize("query", ["?page=-1", "?q=%00", "?date=99999-99-99", ""])
def test_any_query_is_harmless(client, language, query):
    assert text_of(client, f"/{language}/sessions/{query}")


def test_the_page_speaks_its_language(client):
    SessionFactory(number=30)
    assert "Пробная сессия 30" in text_of(client, "/ru/sessions/")
