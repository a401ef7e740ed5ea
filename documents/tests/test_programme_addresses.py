"""The forms of the programme that the public may have: each at its address, nothing else."""

from __future__ import annotations

import pytest

from documents import jobs, services
from documents.models import Document
from documents.tests.paper import Paper
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    monkeypatch.setattr(services, "ring", lambda *args: True)


@pytest.fixture
def session():
    session = SessionFactory(number=25)
    ProgrammeItemFactory(session=session, day=1, title_it="Apertura", title_ru="Открытие")
    ProgrammeItemFactory(session=session, day=2, title_it="Chiusura", title_ru="Закрытие")
    return session


@pytest.mark.parametrize(
    ("address", "kind", "language", "word"),
    [
        ("/it/sessions/25/programme/it+ru.pdf", "programme", "it+ru", "Открытие"),
        ("/ru/sessions/25/programme/it+en.pdf", "programme", "it+en", "Apertura"),
        ("/ru/sessions/25/programme/summary.pdf", "summary", "ru", "Закрытие"),
        ("/en/sessions/25/programme/day-2.pdf", "day-2", "en", "Chiusura"),
    ],
)
def test_a_form_is_made_when_it_is_asked_for_and_then_given(client, session, address, kind, language, word):
    waiting = client.get(address)
    assert waiting.status_code == 202
    assert f'href="{address}"' in waiting.content.decode()
    document = Document.objects.get()
    assert (document.kind, document.language) == (kind, language)
    jobs.run_document(document.pk)
    given = client.get(address)
    assert given.status_code == 200
    name = f"task-force-25-{kind}-{language.replace('+', '-')}.pdf"
    assert given["Content-Disposition"] == f'inline; filename="{name}"'
    assert word in Paper(given.content).text


@pytest.mark.parametrize(
    "form",
    [
        "draft",
        "archive",
        "attendance",
        "programme",
        "it",
        "ru+it",
        "it+it",
        "day-3",
        "day-0",
        "day-99",
        "x" * 300,
        "%00",
    ],
)
def test_what_is_not_the_publics_is_not_there(client, session, form):
    assert client.get(f"/it/sessions/25/programme/{form}.pdf").status_code == 404
    assert not Document.objects.exists()


def test_a_draft_session_gives_nothing(client):
    SessionFactory(number=26, status="draft")
    assert client.get("/it/sessions/26/programme/summary.pdf").status_code == 404


def test_an_address_by_key_leads_to_the_one_by_number(client, session):
    response = client.get(f"/it/sessions/s{session.pk}/programme/it+ru.pdf")
    assert (response.status_code, response.url) == (302, "/it/sessions/25/programme/it+ru.pdf")


def test_the_page_of_the_programme_names_every_form(client, session):
    page = client.get("/en/sessions/25/programme/").content.decode()
    for form in ("it+ru", "it+en", "summary", "day-1", "day-2"):
        address = f"/en/sessions/25/programme/{form}.pdf"
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 202
    assert "day-3.pdf" not in page


def test_a_job_in_two_languages_that_fails_says_so_in_the_first(session, monkeypatch):
    document = Document.objects.create(kind="day-7", session=session, language="it+ru", format="pdf")
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.error) == ("failed", "Il programma non ha un giorno 7.")
