"""The session file at the desk: the rows as they are edited, for those who prepare the session."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from desk.clashes import find_clashes
from desk.tests.conftest import PEOPLE, signed_in
from documents.history import load_regions
from documents.sessionfile import dump_session, load_session

ADDRESS = "/en/desk/25/documents/session-file/"


@pytest.fixture
def bergamo(db):
    load_regions()
    return load_session((settings.DATA_DIR / "bergamo-2016.json").read_bytes()).session


def test_the_file_is_what_the_command_writes(bergamo):
    response = signed_in(PEOPLE["organiser"](bergamo)).get(ADDRESS)
    assert response.content == dump_session(bergamo)
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="session-25.json"'
    assert response["Cache-Control"] == "no-store"
    assert load_session(response.content).changes == []


def test_a_session_without_a_number_is_named_by_its_reference(db):
    session = load_session(json.dumps({"format": "taskforce-session/1", "title": "Senza numero"}).encode()).session
    response = signed_in(PEOPLE["organiser"](session)).get(f"/ru/desk/{session.ref}/documents/session-file/")
    assert response["Content-Disposition"] == f'attachment; filename="session-{session.ref}.json"'
    assert json.loads(response.content)["title"] == "Senza numero"


def test_the_page_of_documents_leads_there(bergamo):
    page = signed_in(PEOPLE["organiser"](bergamo)).get("/en/desk/25/documents/").content.decode()
    assert f'<a href="{ADDRESS}" download>Session file (JSON)</a>' in page
    assert '<a href="/en/sessions/25/programme.json">' in page
    assert '<a href="/en/sessions/25/programme.ics">' in page


def test_nobody_is_led_to_public_pages_of_a_draft(bergamo):
    type(bergamo).objects.update(status="draft")
    page = signed_in(PEOPLE["organiser"](bergamo)).get("/en/desk/25/documents/").content.decode()
    assert ADDRESS in page
    assert "programme.json" not in page


def test_who_only_reads_is_not_led_there(bergamo):
    assert "session-file" not in signed_in(PEOPLE["read only"](bergamo)).get("/en/desk/25/documents/").content.decode()


@pytest.mark.parametrize("name", ["bergamo-2016", "ural-2027"])
def test_the_examples_have_no_clash(db, name):
    load_regions()
    session = load_session((settings.DATA_DIR / f"{name}.json").read_bytes()).session
    assert find_clashes(session) == []
