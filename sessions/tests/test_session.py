"""The page of a session: what is known, what is not certain, and the portal's counts beside the claims of sources."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.models import Session, Source, SourcedFact, SourcedFigure
from sessions.tests.factories import (
    CompanyVisitFactory,
    HostRegionFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def rich_session(rows: int = 1, **fields) -> Session:
    session = SessionFactory(number=25, starts_on=dt.date(2016, 12, 1), **fields)
    for n in range(rows):
        source = Source.objects.create(session=session, key=f"paper{n}", what=f"Paper {n}", url="https://example.org/a")
        session.organisers.create(name_it=f"Ministero {n}", side="IT", position=n)
        table = session.tables.create(number=n + 1, title_it=f"Meccanica {n}")
        table.subsectors.create(title_it="Agri-food")
        official = OfficialFactory(session=session, role="co_chair")
        table.moderators.add(official)
        CompanyVisitFactory(session=session, seats=40, town_it="Dalmine")
        ProgrammeItemFactory(session=session)
        SourcedFigure.objects.create(
            session=session, metric="participants", side="IT", value=310 + n, unit="persons", qualifier="about",
            basis="registered", source=source,
        )  # fmt: skip
        fact = SourcedFact.objects.create(session=session, field="start", basis="derived", note="from the dateline")
        fact.sources.add(source)
        SourcedFact.objects.create(session=session, field="themes", value=f"Tema {n}", basis="stated").sources.add(
            source
        )
    return session


def text_of(client, ref="25", language="en"):
    response = client.get(f"/{language}/sessions/{ref}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_what_is_known(client):
    rich_session(introduction_it="Due giorni di incontri.")
    text = text_of(client)
    for words in (
        "1–2 December 2016",
        'href="/en/regions/IT-25/"',
        "Ministero 0",
        "Meccanica 0",
        "Agri-food",
        "40 seats on the bus",
        "Co-chair",
        "Direttore generale",
        "Due giorni di incontri.",
        'href="/en/sessions/25/programme/"',
        'href="/en/sessions/25/programme.ics"',
        'href="/en/sessions/25/register/"',
    ):
        assert words in text


def test_a_figure_says_how_it_is_meant_and_where_it_comes_from(client):
    rich_session()
    text = text_of(client)
    for words in ("about 310 persons", "registered", "Italian side", 'href="https://example.org/a"'):
        assert words in text


def test_the_same_claim_of_one_source_is_shown_once(client):
    session = rich_session()
    again = Source.objects.create(session=session, key="again", what="Paper 0")
    SourcedFigure.objects.create(
        session=session, metric="participants", side="IT", value=310, unit="persons", qualifier="about",
        basis="registered", source=again,
    )  # fmt: skip
    assert text_of(client).count("about 310 persons") == 1


def test_a_derived_fact_has_a_footnote(client):
    rich_session()
    text = text_of(client)
    assert 'href="#note-1"' in text
    assert "derived from what sources say; from the dateline" in text.split('id="note-1"')[1]
    assert "Tema 0" in text


def test_a_stated_fact_has_none(client):
    session = SessionFactory(number=25)
    SourcedFact.objects.create(session=session, field="city", value="Bergamo", basis="stated")
    assert "#note-" not in text_of(client)


def test_what_is_not_known_stays_unknown(client):
    session = SessionFactory(
        number=None, title_it="", title_ru="", status=None, mode=None, starts_on=None, ends_on=None, city_it="",
        host_region=None, timezone="", opens_at=None, closes_at=None, dates_note_it="28 luglio, anno non indicato",
    )  # fmt: skip
    SourcedFact.objects.create(session=session, field="region", basis="conflicting")
    text = text_of(client, session.ref)
    for words in (
        "Session without a number",
        "28 luglio, anno non indicato",
        "Not known",
        "not known",
        "sources disagree",
    ):
        assert words in text
    assert "Register<" not in text


def test_what_was_planned_stands_beside_what_was(client):
    SessionFactory(number=25, planned_starts_on=dt.date(2016, 10, 1), planned_city_it="Bergamo", status="postponed")
    text = text_of(client)
    assert "Bergamo, 1 October 2016" in text
    assert "Postponed." in text


def test_the_registration_dates_are_in_the_hosts_time(client):
    SessionFactory(number=25, timezone="Asia/Yekaterinburg", closes_at=dt.datetime(2099, 7, 1, 20, 0, tzinfo=dt.UTC))
    assert "2 July 2099, 01:00 (Asia/Yekaterinburg)" in text_of(client)


def test_a_session_without_delegates_shows_no_count(client):
    rich_session()
    assert "Counted by the portal" not in text_of(client)


def test_drafts_and_sessions_that_are_not_there_are_404(client):
    session = SessionFactory(number=25, status="draft")
    for ref in ("25", f"s{session.pk}", "4999", "s999999999"):
        assert client.get(f"/en/sessions/{ref}/").status_code == 404
    assert client.get(f"/en/sessions/{10**30}/").status_code == 404


def test_a_session_with_a_number_has_one_address(client):
    session = SessionFactory(number=25)
    response = client.get(f"/en/sessions/s{session.pk}/")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/sessions/25/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, rows):
    rich_session(rows, host_region=HostRegionFactory(code="IT-57"))
    with CaptureQueriesContext(connection) as queries:
        text_of(client, language="it")
    assert len(queries) == 15


@pytest.mark.parametrize("language", ["it", "ru", "en"])
def test_text_of_people_never_becomes_markup(client, language):
    SessionFactory(number=25, title_it="<img src=x>", title_ru="<img src=x>")
    text = text_of(client, language=language)
    assert "<img src=x>" not in text
    assert "&lt;img src=x&gt;" in text
