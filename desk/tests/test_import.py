"""The pages on which tables are brought in: read, looked at, carried out; by whom, and what each of them shows."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.factories import StaffFactory
from audit.models import Reading
from desk.tests.conftest import assigned, signed_in, staff
from documents.exchange.import_jobs import run_import
from documents.models import SheetImport
from documents.tests.tables import csv_file
from participants.models import Delegate, Organisation
from participants.tests.factories import OrganisationFactory
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/25/exchange/bring-in/"


def upload(content: bytes, name: str = "=table.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def read(client, page: str, kind: str, content: bytes) -> str:
    """Bring a table in by the form, read it as the worker does, and return the address of its page."""
    answer = client.post(page, {"kind": kind, "file": upload(content)})
    run_import(SheetImport.objects.latest("pk").pk)
    return answer["Location"]


def test_an_organiser_brings_a_table_in_looks_at_it_and_has_it_carried_out(session, delegate):
    user = assigned(session, "organiser")
    client = signed_in(user)
    page = client.get(PAGE).text
    assert ['value="delegates"' in page, 'value="programme"' in page, 'value="regions"' in page] == [True, True, False]
    missing = client.post(PAGE, {"kind": "delegates"})
    assert "This field is required." in missing.text
    assert client.post(PAGE, {"kind": "regions", "file": upload(b"x")}).status_code == 200
    assert not SheetImport.objects.exists()

    content = csv_file(["Number", "Qualification", "Place"], [[delegate.pk, "<b>Direttrice</b>", "Waiting"]])
    url = read(client, PAGE, "delegates", content)
    shown = client.get(url).text
    assert "<ins>&lt;b&gt;Direttrice&lt;/b&gt;</ins>" in shown
    assert "Only shown, so what was changed there is not taken: Place." in shown
    assert "are only proposed" in shown
    assert Reading.objects.filter(actor=f"user {user.pk}", rows__row=delegate.pk).exists()
    assert client.post(url, {"carry_out": "1"})["Location"] == url
    waiting = client.get(url).text
    assert "being carried out" in waiting
    assert client.get(f"{url}status/").json()["state"] == "queued"
    run_import(SheetImport.objects.get().pk)
    assert Delegate.objects.get(pk=delegate.pk).qualification == "<b>Direttrice</b>"
    assert "What was done is on record" in client.get(url).text
    assert "Carried out" in client.get(PAGE).text


def test_what_is_refused_is_told_by_row_and_column_and_nothing_can_be_carried_out(session, django_assert_num_queries):
    client = signed_in(assigned(session, "organiser"))
    rows = [[ProgrammeItemFactory(session=session).pk, "25:00", f"Titolo {n}"] for n in range(1, 4)]
    url = read(client, PAGE, "programme", csv_file(["Number", "Starts", "Title (it)"], rows))
    with django_assert_num_queries(8):
        shown = client.get(url).text
    assert shown.count("A time is expected here, such as 09:30.") == 3
    assert "3 rows are refused" in shown
    assert 'name="carry_out"' not in shown
    client.post(url, {"carry_out": "1"})
    assert SheetImport.objects.get().state == "ready"
    sheet = client.get(f"{url}refused/")
    assert sheet["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in sheet["Cache-Control"]
    assert "Row 2" in client.get(f"{url}?outcome=refused").text
    assert "Row 2" not in client.get(f"{url}?outcome=new&page=99").text
    assert client.get(f"{url}?outcome=%00&page=-1").status_code == 200
    url = read(client, PAGE, "programme", csv_file(["Number", "Starts", "Title (it)"], rows[:1]))
    with django_assert_num_queries(8):
        client.get(url)
    again = client.post(url, {"again": "1"})
    assert (again["Location"], SheetImport.objects.latest("pk").state) == (url, "queued")
    assert client.post(url, {"give_up": "1"})["Location"] == PAGE
    assert set(SheetImport.objects.values_list("state", flat=True)) == {"stopped"}
    broken = read(client, PAGE, "programme", b"%PDF-")
    assert "Only XLSX and CSV files can be read." in client.get(broken).text


def test_the_ministry_brings_in_what_belongs_to_no_session(session):
    client = signed_in(StaffFactory())
    there = OrganisationFactory(town="Bergamo")
    url = read(client, "/en/exchange/bring-in/", "organisations", csv_file(["Number", "Town"], [[there.pk, "Como"]]))
    assert "<del>Bergamo</del> → <ins>Como</ins>" in client.get(url).text.replace("\n", "")
    client.post(url, {"carry_out": "1"})
    run_import(SheetImport.objects.get().pk)
    assert Organisation.objects.get().town == "Como"
    assert "/exchange/bring-in/" in client.get("/admin/participants/organisation/").text
    # By permission, kind by kind; an organiser has none of these pages, and nobody those of another session.
    some = signed_in(staff("documents.add_sheetimport", "taskforce_sessions.change_hostregion",
                           "taskforce_sessions.add_hostregion"))  # fmt: skip
    page = some.get("/en/exchange/bring-in/").text
    assert ('value="regions"' in page, 'value="organisations"' in page) == (True, False)
    assert some.get(url).status_code == 404
    organiser = signed_in(assigned(session, "organiser"))
    assert organiser.get("/en/exchange/bring-in/").status_code == 404
    assert organiser.get(url.replace("/en/", "/en/desk/25/")).status_code == 404
    other = SheetImport.objects.create(kind="programme", session=SessionFactory(number=77))
    assert organiser.get(f"{PAGE}{other.pk}/").status_code == 404
