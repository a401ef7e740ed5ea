"""The public register of acts: what it shows, what it keeps to itself, and the files it hands out."""

import datetime as dt
import hashlib
from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import ActLink, Agreement
from agreements.search.facets import standing_on
from agreements.standing import ending, standing
from sessions.models import HostRegion
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


def test_filters_narrow_the_register(client):
    first = act("Act", sector_it="Meccanica", in_force_on=dt.date(2017, 1, 1))
    first.parties.update(region=HostRegion.objects.get(code=first.session.host_region.code))
    act("Other", ("Регион Свердловск",), kind="mou", signed_on=dt.date(2018, 1, 1), denounced_on=dt.date(2019, 1, 1))
    for query, found in {
        "?q=bergamo": ["Other", "Act"], "?q=act+meccaniche": ["Act"], "?q=Свердловска": ["Other", "Act"],
        "?q=nothing": [], "?q=act&year_from=2017": [], "?kind=mou": ["Other"], "?year_from=2017": ["Other"],
        "?year_to=2017": ["Act"],
        f"?session={first.session.pk}": ["Act"], "?side=RU": ["Act"], "?side=IT": ["Other", "Act"],
        f"?region={first.session.host_region.code}": ["Act"],
        "?sector=Meccanica": ["Act"], "?standing=in_force": ["Act"],
        "?standing=denounced": ["Other"], "?sort=oldest": ["Act", "Other"], "?sort=title": ["Act", "Other"],
        "?sort=newest&q=bergamo": ["Other", "Act"], "?kind=mou&side=RU": [],
    }.items():  # fmt: skip
        assert titles(client, query) == found, query


def test_each_facet_counts_what_it_alone_would_leave(client):
    act("Act", sector_it="Meccanica", sector_ru="Машины", in_force_on=dt.date(2017, 1, 1))
    act("Other", kind="mou", signed_on=dt.date(2018, 1, 1), sector_it="Meccanica")
    act("Third", (), kind="mou", sector_it="Tessile")
    act("Secret", sector_it="Segreta", is_public=False)
    response = client.get("/ru/agreements/?kind=mou&year_to=2017")
    facets = {
        one.name: [(link.label, link.number, link.chosen) for link in one.links] for one in response.context["facets"]
    }
    assert sorted((number, chosen) for _label, number, chosen in facets["kind"]) == [(1, False), (1, True)]
    assert facets["year"] == [("2018", 1, False), ("2016", 1, False)]
    assert facets["sector"] == [("Tessile", 1, False)]
    assert "side" not in facets
    links = {link.label: link.url for one in response.context["facets"] for link in one.links}
    assert links["2018"] == "?kind=mou&year_from=2018&year_to=2018"
    text = client.get("/ru/agreements/").content.decode()
    assert "Машины" in text
    assert "Segreta" not in text


def test_the_best_answer_comes_first_and_its_words_are_marked(client):
    in_text = act("In the text", (), signed_on=dt.date(2018, 1, 1))
    written = in_text.texts.create(language="ru", preamble="Стороны <b>условились</b>.")
    written.articles.create(
        number="4", heading="Станки", body=f"{'Слово ' * 90}о поставке <станков> & машин. {'Далее ' * 90}"
    )
    written.state, written.sha256 = "signed", "0" * 64
    written.save()
    act("By a party", ("Завод станков",), signed_on=dt.date(2017, 1, 1))
    act("Станки <i>", (), signed_on=dt.date(2016, 1, 1))
    response = client.get("/en/agreements/?q=станками")
    assert [found.act.title for found in response.context["found"]] == ["Станки <i>", "By a party", "In the text"]
    text = response.content.decode()
    assert "<mark>Станки</mark> &lt;i&gt;" in text
    assert "Завод <mark>станков</mark>" in text
    assert "Article 4" in text
    assert "&lt;<mark>станков</mark>&gt; &amp; машин." in text or "<mark>Станки</mark>\nСлово" in text
    both = client.get("/en/agreements/?q=станками+условиться").context["found"]
    assert [(one.part, one.article) for one in both[0].passages] == [("text", ""), ("article", "4")]
    assert str(both[0].passages[0].words) == "Стороны &lt;b&gt;<mark>условились</mark>&lt;/b&gt;."
    assert len(both[0].passages[1].words) < 400


def test_the_standing_the_database_finds_is_the_one_the_page_tells():
    today, days = dt.date(2026, 1, 1), (None, dt.date(2025, 1, 1), dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    session = SessionFactory()
    for start, end, denounced in product(days, days, days):
        if not (start and end and end < start):
            for renewal in ("", "tacit"):
                act(
                    "Act",
                    (),
                    session=session,
                    in_force_on=start,
                    expires_on=end,
                    denounced_on=denounced,
                    renewal=renewal,
                )
    first, *_others, last = Agreement.objects.all()
    ActLink.objects.create(act=last, kind="ends", other=first)
    for one in Agreement.objects.annotate(found=standing_on(today)):
        assert one.found == standing(one, today, ending(one.led_from.all())), vars(one)


HARMLESS = (
    "?page=-1", "?page=99999999999999999999", "?page=x", "?q=%00", "?q=%ff", "?q=" + "a" * 5000, "?kind=x",
    "?year_from=99999-99-99", "?year_to=0", "?year_from=2020&year_to=1999", "?region=IT-99&side=XX&sector=no",
    "?standing=y&sort=z", "?session=999999999999999999999999", "?session=x", "?session=-1", "?sector=%00",
    "?q=%F0%9F%98%80%E2%80%AE", "?q=%22*%20AND%20(", "?kind=protocol&kind=x&q[]=1", "?region=%00&year_from=%D9%A3",
)  # fmt: skip


def test_any_query_is_harmless_and_nothing_typed_is_lost(client):
    act()
    for number, query in enumerate(HARMLESS):
        response = client.get(f"/{('it', 'ru', 'en')[number % 3]}/agreements/{query}")
        assert response.status_code == 200, query
        assert "Protocollo" in response.content.decode() or "q=" in query, query


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
        act(f"Act {n}").texts.create(language="it", state="signed", sha256="0" * 64)
    for query, number in (("", 4), ("?q=act", 6), ("?q=act&kind=protocol&year_from=2000&side=IT", 6)):
        with CaptureQueriesContext(connection) as queries:
            assert len(titles(client, query)) == rows
        assert len(queries) == number, query


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
