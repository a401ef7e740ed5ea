"""The public register of acts: what it shows, what it keeps to itself, and the files it hands out."""

import datetime as dt
import hashlib

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


def act(title="Protocollo", parties=("Camera di Bergamo", "Регион Свердловск"), **fields) -> Agreement:
    session = fields.pop("session", None) or SessionFactory()
    fields = {"kind": "protocol", "status": "signed", "signed_on": dt.date(2016, 12, 2)} | fields
    made = Agreement.objects.create(title_it=title, session=session, **fields)
    for position, name in enumerate(parties):
        made.parties.create(name_it=name, position=position, side=("IT", "RU")[position % 2])
    return made


def titles(client, query="") -> list[str]:
    response = client.get(f"/en/agreements/{query}")
    assert response.status_code == 200
    return [found.title for found in response.context["page_obj"]]


def test_the_register_shows_signed_public_acts_with_parties_date_session_and_sector(client):
    act(sector_it="Meccanica")
    text = client.get("/en/agreements/").content.decode()
    for words in (
        "Protocollo",
        "Camera di Bergamo · Регион Свердловск",
        "2 December 2016",
        "Meccanica",
        "Sessione di prova",
    ):
        assert words in text


@pytest.mark.parametrize(
    "fields",
    [{"status": "draft", "signed_on": None}, {"is_public": False}, {"session": "draft"}],
)
def test_what_is_not_public_is_nowhere(client, fields):
    if "session" in fields:
        fields = {"session": SessionFactory(status="draft")}
    hidden = act("Secret", **fields)
    assert titles(client) == []
    for path in ("", "file/"):
        assert client.get(f"/en/agreements/{hidden.pk}/{path}").status_code == 404


def test_the_newest_act_comes_first(client):
    act("Old", signed_on=dt.date(2010, 1, 1))
    act("New", signed_on=dt.date(2018, 1, 1))
    assert titles(client) == ["New", "Old"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=bergamo", ["Act"]),
        ("?q=act+meccanica", ["Act"]),
        ("?q=Свердловск", ["Other", "Act"]),
        ("?q=nothing", []),
        ("?kind=mou", ["Other"]),
        ("?signed_from=2017-01-01", ["Other"]),
        ("?signed_to=2017-01-01", ["Act"]),
        ("?session=ACT", ["Act"]),
    ],
)
def test_filters_narrow_the_register(client, query, found):
    first = act("Act", sector_it="Meccanica")
    act("Other", ("Регион Свердловск",), kind="mou", signed_on=dt.date(2018, 1, 1))
    assert titles(client, query.replace("ACT", str(first.session.pk))) == found


@pytest.mark.parametrize("language", ["it", "ru", "en"])
@pytest.mark.parametrize(
    "query",
    [
        "?page=-1", "?page=99999999999999999999", "?page=x", "?q=%00", "?q=%ff", "?q=" + "a" * 5000, "?kind=x",
        "?signed_from=99999-99-99", "?signed_to=0000-00-00", "?session=999999999999999999999999", "?session=x",
        "?session=-1", "?q=%F0%9F%98%80%E2%80%AE", "?kind=protocol&kind=x&q[]=1",
    ],
)  # fmt: skip
def test_any_query_is_harmless_and_nothing_typed_is_lost(client, language, query):
    act()
    response = client.get(f"/{language}/agreements/{query}")
    assert response.status_code == 200
    assert "Protocollo" in response.content.decode() or "q=" in query


def test_pages_of_the_register_keep_the_search(client):
    session = SessionFactory()
    for n in range(27):
        act(f"Act {n}", (), session=session)
    first = client.get("/en/agreements/?q=Act")
    assert len(first.context["page_obj"]) == 25
    assert "q=Act&amp;page=2" in first.content.decode()
    assert len(titles(client, "?q=Act&page=2")) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, rows):
    for n in range(rows):
        act(f"Act {n}")
    with CaptureQueriesContext(connection) as queries:
        assert len(titles(client)) == rows
    assert len(queries) == 4


def test_an_act_has_a_page_of_its_own(client):
    found = act(sector_it="Meccanica")
    text = client.get(found.get_absolute_url()).content.decode()
    for words in ("Protocollo", "Camera di Bergamo", "Meccanica", found.session.get_absolute_url()):
        assert words in text
    assert "SHA-256" not in text


def test_the_file_is_handed_out_as_what_it_is_and_never_run(client):
    content = b"%PDF-1.7 <script>alert(1)</script>"
    found = act("Протокол / XXV <b>")
    found.file_sha256 = hashlib.sha256(content).hexdigest()
    found.file.save("protocol.pdf", ContentFile(content))
    assert found.file_sha256 in client.get(found.get_absolute_url()).content.decode()
    response = client.get(f"/en/agreements/{found.pk}/file/")
    assert b"".join(response.streaming_content) == content
    assert response.headers["Content-Disposition"] == 'attachment; filename="XXV-b.pdf"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_that_is_not_in_the_store_is_404(client):
    found = act(file="agreements/lost.pdf", file_sha256="0" * 64)
    assert client.get(f"/en/agreements/{found.pk}/file/").status_code == 404
    assert client.get(f"/en/agreements/{act().pk}/file/").status_code == 404


def test_a_register_without_acts_says_so(client):
    assert "No act has been published yet." in client.get("/en/agreements/").content.decode()
