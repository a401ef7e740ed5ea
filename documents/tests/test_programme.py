"""The page of the programme: what it shows, from where, how many queries it costs, and that it is never old."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import kept
from documents.tests.test_programme_facts import full_session
from sessions.tests.factories import OfficialFactory, ProgrammeItemFactory, SessionFactory
from tables.models import TableSitting

pytestmark = pytest.mark.django_db


def address(session, name="programme", language="en") -> str:
    return f"/{language}/sessions/{session.ref}/programme{'/' if name == 'programme' else '.ics'}"


@pytest.fixture
def aged(monkeypatch):
    """Say that so many seconds have passed since the page was looked at."""
    clock = kept.time.monotonic

    def age(seconds: float) -> None:
        monkeypatch.setattr(kept.time, "monotonic", lambda: clock() + seconds)

    return age


def test_the_page_shows_days_parallel_lines_places_and_the_other_capitals_time(client):
    session = full_session(2, is_demonstration=True)
    text = client.get(address(session)).content.decode()
    assert "Saturday 24 October 2026" in text
    assert text.count('<li class="parallel">') == 1
    for words in (
        "10:00 Moscow time",
        "Polo fieristico, Bergamo",
        "Agri-food · Elettromeccanica",
        "Moderator: Maria Rossi",
    ):
        assert words in text
    assert "time to be announced" in text.split('id="day-2"')[1]
    assert "Demonstration." in text


def test_the_page_speaks_its_language(client):
    text = client.get(address(full_session(), language="ru")).content.decode()
    assert '<html lang="ru">' in text
    assert "суббота, 24 октября 2026" in text
    assert "Пленарное заседание" in text


def test_what_is_not_known_yet_has_its_place(client):
    session = SessionFactory(number=None, starts_on=None, ends_on=None, timezone="", dates_note_it="primavera 2027")
    ProgrammeItemFactory(session=session, day=None, starts=None, ends=dt.time(12), kind="", title_it="Chiusura")
    text = client.get(address(session)).content.decode()
    assert f"/sessions/s{session.pk}/" in text
    for words in ("Day to be announced", "time to be announced", "until 12:00", "primavera 2027", "Chiusura"):
        assert words in text
    assert "local time of the host" not in text


def test_a_programme_without_lines_says_so(client):
    assert "has not been published yet" in client.get(address(SessionFactory())).content.decode()


@pytest.mark.parametrize(("status", "words"), [("postponed", "Postponed."), ("cancelled", "Cancelled.")])
def test_a_session_that_does_not_take_place_says_so(client, status, words):
    assert words in client.get(address(SessionFactory(status=status))).content.decode()


@pytest.mark.parametrize("name", ["programme", "programme_ics"])
def test_a_draft_is_not_there(client, name):
    assert client.get(address(full_session(status="draft"), name)).status_code == 404
    assert client.get(f"/en/sessions/4999/{name.replace('_', '.')}/".replace(".ics/", ".ics")).status_code == 404


def test_a_session_with_a_number_has_one_address(client):
    session = full_session()
    response = client.get(f"/en/sessions/s{session.pk}/programme/")
    assert (response.status_code, response.headers["Location"]) == (302, address(session))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ["programme", "programme_ics"])
def test_queries_cold_warm_and_after_a_second(client, aged, rows, name):
    session = full_session(rows)
    counts = []
    for seconds in (0, 0, 2):
        aged(seconds)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(session, name)).status_code == 200
        counts.append(len(queries))
    assert counts == [7, 0, 1]


def change_title(session):
    session.title_it = "Titolo nuovo"
    session.save()


def change_speaker(session):
    session.items.get(kind="plenary").speakers.add(OfficialFactory(session=session, name_it="Titolo nuovo"))


def change_subsector(session):
    subsector = session.tables.get().subsectors.first()
    subsector.title_it = "Titolo nuovo"
    subsector.save()


def change_table(session):
    other = session.tables.create(number=9, title_it="Altro")
    other.subsectors.create(title_it="Titolo nuovo")
    sitting = TableSitting.objects.get(item__session=session)
    sitting.table = other
    sitting.save()


def change_moderators(session):
    session.tables.get().moderators.add(OfficialFactory(session=session, name_it="Titolo nuovo"))


def change_room(session):
    room = session.venues.get().rooms.get()
    room.name_it = "Titolo nuovo"
    room.save()


@pytest.mark.parametrize(
    "change", [change_title, change_speaker, change_subsector, change_table, change_moderators, change_room]
)
def test_a_change_is_seen_after_a_second(client, aged, change):
    session = full_session()
    before = client.get(address(session))
    change(session)
    assert client.get(address(session)).content == before.content
    aged(1.1)
    after = client.get(address(session))
    assert "Titolo nuovo" in after.content.decode()
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_deleted_line_and_a_withdrawn_session_are_seen_after_a_second(client, aged):
    session = full_session()
    assert "Aula" in client.get(address(session)).content.decode()
    session.items.get(kind="plenary").delete()
    aged(1.1)
    assert "Aula" not in client.get(address(session)).content.decode()
    session.status = "draft"
    session.save()
    aged(2.2)
    assert client.get(address(session)).status_code == 404
    assert not kept.PAGES


def test_a_change_without_a_trace_is_seen_within_a_minute(client, aged):
    session = full_session()
    client.get(address(session))
    session.items.filter(kind="plenary").update(title_it="Titolo nuovo")
    aged(61)
    assert "Titolo nuovo" in client.get(address(session)).content.decode()


def test_the_memory_holds_only_so_many_pages(client, monkeypatch):
    monkeypatch.setattr(kept, "MOST_PAGES", 2)
    session = full_session()
    for language in ("it", "ru", "en"):
        client.get(address(session, language=language))
    assert list(kept.PAGES) == [address(session, language="ru"), address(session, language="en")]


def sent(response) -> dict:
    return dict(sorted(response.headers.items()))


@pytest.mark.parametrize("name", ["programme", "programme_ics"])
def test_the_short_way_sends_what_the_long_way_sends(client, name):
    session = full_session()
    long, short = client.get(address(session, name)), client.get(address(session, name))
    assert kept.PAGES[address(session, name)].sent
    assert (long.content, sent(long)) == (short.content, sent(short))
    assert "default-src 'none'" in short.headers["Content-Security-Policy"]
    assert short.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in short.headers.get("Vary", "")
    assert not short.cookies


def test_a_browser_that_has_the_page_gets_304_on_both_ways(client):
    session = full_session()
    etag = client.get(address(session)).headers["ETag"]
    kept.PAGES[address(session)].sent = {}
    long = client.get(address(session), headers={"if-none-match": etag})
    client.get(address(session))
    short = client.get(address(session), headers={"if-none-match": etag})
    assert (long.status_code, short.status_code, short.content) == (304, 304, b"")
    assert sent(long) == sent(short)
    assert client.get(address(session), headers={"if-none-match": '"other"'}).status_code == 200


def test_head_says_how_long_the_page_is_on_both_ways(client):
    session = full_session()
    long, short = client.head(address(session)), client.head(address(session))
    assert sent(long) == sent(short)
    assert (short.content, short.headers["Content-Length"]) == (b"", str(len(client.get(address(session)).content)))


def test_a_visitor_who_is_signed_in_gets_the_same_page(client, admin_client):
    session = full_session()
    own = admin_client.get(address(session))
    kept.PAGES.clear()
    assert own.content == client.get(address(session)).content


def test_the_short_way_refuses_a_host_that_is_not_ours(client, expected_errors):
    session = full_session()
    client.get(address(session))
    assert client.get(address(session), headers={"host": "evil.example"}).status_code == 400
    expected_errors.claim("evil.example")


def test_a_kept_page_is_not_posted_to(client):
    session = full_session()
    client.get(address(session))
    assert client.post(address(session)).status_code == 405


def test_the_links_of_the_page_lead_somewhere(client):
    session = full_session()
    text = client.get(address(session)).content.decode()
    for name in ("documents:programme_ics", "documents:programme_pdf", "sessions:session"):
        assert reverse(name, args=[session.ref]) in text
