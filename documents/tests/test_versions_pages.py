"""The public pages about versions, the programme for machines, and that all of them follow a release."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from documents import kept
from documents.models import ProgrammeVersion
from documents.releasing import release_programme
from documents.tests.test_programme_facts import full_session
from sessions.models import Interpreter, Session
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Ask for the facts each time: what is a second old is looked at elsewhere."""
    kept.PAGES.clear()
    monkeypatch.setattr(kept, "FRESH_SECONDS", 0)


@pytest.fixture
def session() -> Session:
    session = SessionFactory(number=25, starts_on=dt.date(2026, 10, 24), city_it="Bergamo")
    ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие", title_en="Opening")
    return session


def move(session: Session, hour: int) -> None:
    item = session.items.get()
    item.starts, item.ends = dt.time(hour), dt.time(hour + 1)
    item.save()


def released(session: Session, **fields) -> ProgrammeVersion:
    return release_programme(session, **fields)


def read(client, path: str = "programme/versions/", language: str = "en") -> str:
    response = client.get(f"/{language}/sessions/25/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_programme_says_which_version_it_is_and_leads_to_what_changed(client, session):
    assert "What changed" not in read(client, "programme/")
    released(session)
    text = read(client, "programme/")
    assert "Version 1, released" in text
    assert '<a href="/en/sessions/25/programme/versions/">What changed</a>' in text


def test_a_draft_does_not_reach_the_page_until_it_is_released(client, session):
    released(session)
    move(session, 16)
    assert "16:00" not in read(client, "programme/")
    released(session)
    assert "16:00" in read(client, "programme/")


def test_the_list_has_every_version_with_what_it_changed_newest_first(client, session):
    released(session, note="Prima edizione")
    move(session, 11)
    released(session, note="Il volo arriva più tardi.\nCi scusiamo.", overrule="")
    text = read(client)
    assert text.index("Version 2") < text.index("Version 1")
    assert "“Opening” moved from 09:00 to 11:00." in text
    assert "Il volo arriva più tardi.<br>Ci scusiamo." in text
    assert "The first version." in text
    assert "Prima edizione" in text
    assert "Открытие" in read(client, language="ru")


def test_what_is_for_the_interpreters_and_why_it_was_released_stay_within(client, session):
    released(session)
    session.items.get().interpreters.add(Interpreter.objects.create(session=session, name="Olga Petrova"))
    version = released(session)
    ProgrammeVersion.objects.filter(pk=version.pk).update(overruled="The translator is ill")
    text = read(client)
    assert "Nothing changed that concerns the public." in text
    for secret in ("Olga", "interpreters", "translator"):
        assert secret not in text
        assert secret not in read(client, "programme/versions/2/")


def test_without_a_release_the_list_says_so(client, session):
    assert "No version has been released yet." in read(client)


@pytest.mark.parametrize("status", ["draft", "announced"])
def test_the_versions_of_a_draft_session_are_not_there(client, session, status):
    released(session)
    Session.objects.update(status=status)
    expected = 404 if status == "draft" else 200
    for path in ("programme/versions/", "programme/versions/1/", "programme/versions/0/", "programme.json"):
        assert client.get(f"/en/sessions/25/{path}").status_code == expected


@pytest.mark.parametrize(("zone", "words"), [("Europe/Rome", "local time (Bergamo)"), ("", " UTC")])
def test_the_moment_of_a_release_says_whose_time_it_is(client, session, zone, words):
    Session.objects.update(timezone=zone)
    released(session)
    for path in ("programme/versions/", "programme/versions/1/", "programme/"):
        assert words in read(client, path)


# --- Is this the latest?


def test_the_latest_is_the_latest_until_there_is_a_newer_one(client, session):
    released(session)
    assert "Version 1 is the latest." in read(client, "programme/versions/1/")
    move(session, 11)
    released(session)
    move(session, 14)
    released(session)
    text = read(client, "programme/versions/1/")
    assert "You hold version 1. The latest is version 3" in text
    assert "“Opening” moved from 09:00 to 14:00." in text
    assert "from 09:00 to 11:00" not in text  # since version 1, not step by step
    assert "from 09:00 to 11:00" in read(client, "programme/versions/2/")
    assert "Version 3 is the latest." in read(client, "programme/versions/3/")


def test_what_was_changed_back_is_no_change(client, session):
    released(session)
    for hour in (11, 9):
        move(session, hour)
        released(session)
    assert "what had changed was changed back" in read(client, "programme/versions/1/")


def test_a_draft_on_paper_is_told_from_a_version(client, session):
    text = read(client, "programme/versions/0/")
    assert "Nobody can say yet." in text
    released(session)
    assert "You hold a draft. The latest programme is version 1" in read(client, "programme/versions/0/")


@pytest.mark.parametrize("number", ["2", "9999", "10000", "1" + "0" * 30, "01", "-1", "x", "%00"])
def test_a_version_nobody_released_is_not_there(client, session, number):
    released(session)
    assert client.get(f"/en/sessions/25/programme/versions/{number}/").status_code == 404


def test_a_session_found_by_its_key_is_led_to_its_number_with_the_version(client, session):
    released(session)
    response = client.get(f"/en/sessions/s{session.pk}/programme/versions/1/")
    assert (response.status_code, response["Location"]) == (302, "/en/sessions/25/programme/versions/1/")


@pytest.mark.parametrize("path", ["programme/versions/", "programme/versions/1/", "programme.json"])
def test_they_are_read_only(client, session, path):
    released(session)
    assert client.post(f"/en/sessions/25/{path}").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "number"), [("programme/versions/", 2), ("programme/versions/1/", 4)])
def test_queries_do_not_grow_with_the_versions(client, session, rows, path, number, django_assert_max_num_queries):
    for row in range(rows):
        move(session, 10 + row)
        released(session)
    with django_assert_max_num_queries(number):  # the stamped session, the versions (the newest, the one asked, both)
        read(client, path)


# --- For machines


def test_the_json_holds_every_language_the_version_and_identities(client):
    session = full_session()
    released(session)
    response = client.get(f"/it/sessions/{session.ref}/programme.json")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    whole = json.loads(response.content)
    assert whole["format"] == "programme/1"
    assert whole["version"]["number"] == 1
    assert set(whole["languages"]) == {"it", "ru", "en"}
    lines = {
        code: {item["id"]: item["title"] for day in facts["days"] for group in day["groups"] for item in group["items"]}
        for code, facts in whole["languages"].items()
    }
    assert set(lines["it"]) == set(lines["ru"]) == set(session.items.values_list("pk", flat=True))
    assert lines["it"] != lines["ru"]
    assert "people" not in whole


def test_the_json_is_the_release_and_not_the_draft(client, session):
    assert json.loads(read(client, "programme.json"))["version"] is None
    released(session)
    move(session, 16)
    assert "16:00" not in read(client, "programme.json")
    released(session)
    assert "16:00" in read(client, "programme.json")
    assert read(client, "programme.json") == read(client, "programme.json", language="ru")


def test_nobodys_address_is_published(client, session):
    person = Interpreter.objects.create(session=session, name="Olga Petrova", email="olga@example.org")
    session.items.get().interpreters.add(person)
    released(session)
    for path in ("programme.json", "programme/", "programme.ics", "programme/versions/"):
        assert "olga@example.org" not in read(client, path)
        assert "Olga" not in read(client, path)
