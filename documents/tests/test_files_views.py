"""Finished files handed out: to the public only the current programme, at the desk only what is yours."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.utils import timezone

from accounts.recent import SHOWN_AT
from accounts.tests.factories import StaffFactory, UserFactory
from audit.models import Reading
from documents import jobs, services, store
from documents.models import Document
from participants.tests.factories import DelegateFactory
from sessions.models import Session
from sessions.tests.factories import AssignmentFactory, ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    monkeypatch.setattr(services, "ring", lambda *args: True)


# --- The public programme ---------------------------------------------------------------------------------------------


@pytest.fixture
def session():
    session = SessionFactory(number=25)
    ProgrammeItemFactory(session=session)
    return session


def test_the_first_visitor_is_told_that_it_is_being_made(client, session):
    response = client.get("/it/sessions/25/programme.pdf")
    assert response.status_code == 202
    assert response["Retry-After"] == "3"
    assert '<meta http-equiv="refresh" content="3">' in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    document = Document.objects.get()
    assert (document.kind, document.language, document.format, document.state) == ("programme", "it", "pdf", "queued")


def test_visitors_who_wait_make_no_further_jobs(client, session):
    for _visit in range(3):
        assert client.get("/it/sessions/25/programme.pdf").status_code == 202
    assert Document.objects.count() == 1


def test_the_file_is_given_once_it_is_made(client, session):
    client.get("/ru/sessions/25/programme.pdf")
    jobs.run_document(Document.objects.get().pk)
    response = client.get("/ru/sessions/25/programme.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="task-force-25-programme-ru.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"%PDF-1.7")
    again = client.get("/ru/sessions/25/programme.pdf", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert client.get("/it/sessions/25/programme.pdf").status_code == 202  # another language is another file


def test_an_older_programme_is_not_given_as_the_current_one(client, session):
    client.get("/it/sessions/25/programme.pdf")
    jobs.run_document(Document.objects.get().pk)
    session.items.update(title_it="Un altro titolo")
    assert client.get("/it/sessions/25/programme.pdf").status_code == 202


def test_a_file_that_was_lost_is_made_again(client, session, media):
    client.get("/it/sessions/25/programme.pdf")
    jobs.run_document(Document.objects.get().pk)
    (media / Document.objects.get().file).unlink()
    assert client.get("/it/sessions/25/programme.pdf").status_code == 202
    assert Document.objects.count() == 2


def test_what_just_failed_is_not_asked_for_at_every_visit(client, session, monkeypatch, expected_errors):
    client.get("/it/sessions/25/programme.pdf")
    monkeypatch.setattr("documents.builders.programme.render_pdf", None)
    jobs.run_document(Document.objects.get().pk)
    expected_errors.claim("failed")
    response = client.get("/it/sessions/25/programme.pdf")
    assert response.status_code == 503
    assert "http-equiv" not in response.content.decode()
    assert Document.objects.count() == 1
    expected_errors.claim("Service Unavailable")
    Document.objects.update(finished_at=timezone.now() - dt.timedelta(hours=1))
    assert client.get("/it/sessions/25/programme.pdf").status_code == 202


def test_a_draft_has_no_programme(client, session):
    Session.objects.update(status="draft")
    assert client.get("/it/sessions/25/programme.pdf").status_code == 404
    assert client.get("/it/sessions/77/programme.pdf").status_code == 404
    assert not Document.objects.exists()


def test_the_address_of_a_session_is_its_number(client, session):
    response = client.get(f"/it/sessions/s{session.pk}/programme.pdf")
    assert response.url == "/it/sessions/25/programme.pdf"


# --- The desk ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def document(mill, wish):
    document = wish()
    jobs.run_document(document.pk)
    document.refresh_from_db()
    return document


def test_staff_download_a_document(client, document):
    client.force_login(StaffFactory())
    response = client.get(f"/it/documents/{document.pk}/")
    assert response.content == b"%PDF- Bergamo"
    assert response["Content-Disposition"].startswith('attachment; filename="task-force-')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/it/documents/{}/", "/it/documents/{}/status/"])
def test_a_document_is_there_only_for_the_desk_of_its_session(client, document, address):
    address = address.format(document.pk)
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(AssignmentFactory().user)  # of another session
    assert client.get(address).status_code == 404
    client.force_login(AssignmentFactory(session=document.session).user)
    assert client.get(address).status_code == 200


def test_a_document_that_is_not_done_cannot_be_downloaded(client, mill, wish):
    client.force_login(StaffFactory())
    assert client.get(f"/it/documents/{wish().pk}/").status_code == 404


def test_a_document_whose_file_is_gone_is_not_there(client, document, media):
    (media / document.file).unlink()
    client.force_login(StaffFactory())
    assert client.get(f"/it/documents/{document.pk}/").status_code == 404


def test_the_status_tells_what_is_being_done(client, mill, wish):
    client.force_login(StaffFactory())
    document = wish()
    address = f"/en/documents/{document.pk}/status/"
    assert client.get(address).json() == {
        "state": "queued", "step": 0, "steps": 1, "percent": 0, "label": "Test",
        "words": "Waiting for a worker", "error": "", "url": "",
    }  # fmt: skip
    jobs.take(document.pk)
    assert (client.get(address).json()["words"], client.get(address).json()["percent"]) == ("Gathering the facts", 0)
    Document.objects.update(step=1)
    assert (client.get(address).json()["words"], client.get(address).json()["percent"]) == ("Laying out the pages", 25)
    Document.objects.update(lease_until=timezone.now())
    jobs.run_document(document.pk)
    done = client.get(address).json()
    assert (done["state"], done["percent"], done["url"]) == ("done", 100, f"/en/documents/{document.pk}/")


def test_who_takes_a_list_of_people_away_stands_on_record_with_each_of_them(client, wish):
    delegate = DelegateFactory(place="confirmed", registration__state="confirmed")
    client.force_login(StaffFactory())
    for kind in ("attendance", "programme"):
        file = {
            "file": store.put(f"documents/00/{kind}.pdf", b"%PDF"),
            "file_sha256": "0",
            "finished_at": timezone.now(),
        }
        document = wish(kind=kind, session=delegate.session, state="done", **file)
        assert client.get(f"/en/documents/{document.pk}/").status_code == 200
    reading = Reading.objects.of_row(delegate).get()
    assert (reading.act, reading.number, reading.what) == ("exported", 1, "Attendance report")
    shown_long_ago = client.session
    shown_long_ago[SHOWN_AT] = 0
    shown_long_ago.save()
    papers = {one.kind: f"/en/documents/{one.pk}/" for one in Document.objects.filter(state="done")}
    assert client.get(papers["attendance"])["Location"] == f"/en/accounts/again/?next={quote(papers['attendance'], '')}"
    assert client.get(papers["programme"]).status_code == 200  # names nobody who registered
    assert Reading.objects.count() == 1
