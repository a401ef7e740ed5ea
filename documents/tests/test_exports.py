"""Tables taken out: what stands in the files, who may, the second person, and what is deleted."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from post_office.models import Email

from accounts.tests.factories import UserFactory
from audit.models import Reading
from documents import jobs, store, tasks
from documents.exchange import exporting, making
from documents.exchange.columns import Cell
from documents.exchange.kinds import KINDS, columns_of
from documents.exchange.presets import PRESETS, minimal_of
from documents.models import SheetExport
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from participants.tests.questions import ask as ask_question
from sessions.tests.factories import AssignmentFactory, ProgrammeItemFactory, SessionFactory
from taskforce.errors import DomainError
from taskforce.text import comparison_key

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("https://evil.example","x")'
FOR = {"purpose": "Badges", "recipient": "The printer", "recipient_side": "IT"}


@pytest.fixture
def session():
    return SessionFactory(number=25)


@pytest.fixture
def organiser(session):
    return AssignmentFactory(session=session, role="organiser", user__language="en").user


def ask(by, kind: str, session=None, **wish) -> SheetExport:
    wish = {"columns": [one.key for one in columns_of(KINDS[kind], session)], "format": "xlsx"} | wish
    with override("en"):
        return exporting.ask_export(
            by, KINDS[kind], session, **{"purpose": "", "recipient": "", "recipient_side": ""} | wish
        )


def made(export: SheetExport) -> bytes:
    making.run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == ("done", "")
    return store.get(export.file)


def table(content: bytes, sheet: int = 0) -> list[list]:
    return [
        list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[sheet].iter_rows(values_only=True)
    ]


def test_headings_of_a_kind_and_labels_of_a_list_are_told_apart_in_every_language():
    for kind in KINDS.values():
        keys = [column.key for column in kind.columns]
        assert len(keys) == len(set(keys))
        assert set(kind.keys) <= set(keys)
        assert all(set(one.columns) <= set(keys) for one in PRESETS.get(kind.code, ()))
        for code in ("it", "ru", "en"):
            with override(code):
                headings = [comparison_key(column.heading) for column in kind.columns]
                assert len(headings) == len(set(headings)), (kind.code, code)
        for column in (one for one in kind.columns if one.cell is Cell.CHOICE):
            meanings = {}
            for code in ("it", "ru", "en"):
                with override(code):
                    for value, label in column.choices:
                        assert meanings.setdefault(comparison_key(str(label)), value) == value, column.key
    assert not {"email", "phone", "dietary_needs", "access_needs"} & set(minimal_of("delegates"))


def test_delegates_in_a_sheet_are_text_as_they_were_typed_and_on_record(session, organiser):
    question = ask_question(session, "Shoe size", audience="delegate")
    registration = RegistrationFactory(session=session, state="confirmed", organisation__name_latin=EVIL)
    one = DelegateFactory(
        registration=registration, place="confirmed", family_latin="+Rossi", qualification=EVIL,
        phone="+39035123456", speaks=["it", "de"], needs_interpreter=True, dietary_needs="@vegan",
    )  # fmt: skip
    one.answers.create(question=question, registration=registration, text="42")
    other = DelegateFactory(registration=registration, place="requested", qualification="")
    DelegateFactory(registration__session=SessionFactory(number=24))
    rows = table(made(ask(organiser, "delegates", session, **FOR)))
    found = dict(zip(rows[0], rows[1], strict=True))
    assert [row[0] for row in rows[1:]] == [one.pk, other.pk]
    assert (found["Family name in Latin letters"], found["Qualification"], found["Organisation"]) == (
        "+Rossi",
        EVIL,
        EVIL,
    )
    assert (found["Telephone"], found["Languages spoken"], found["Wishes an interpreter"]) == (
        "+39 035 123456", "it; de", "yes",
    )  # fmt: skip
    assert found["Shoe size"] == "42"
    reading = Reading.objects.get()
    assert (reading.act, reading.number, reading.actor) == ("exported", 2, f"user {organiser.pk}")
    assert "Badges" in reading.purpose
    assert "The printer" in reading.purpose
    assert set(reading.rows.values_list("row", flat=True)) == {one.pk, other.pk}

    content = made(ask(organiser, "delegates", session, format="csv", only_confirmed=True, **FOR))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    found = dict(zip(rows[0], rows[1], strict=True))
    assert (len(rows), found["Telephone"], found["Qualification"]) == (2, "+39 035 123456", "'" + EVIL)
    assert found["Family name in Latin letters"] == "'+Rossi"
    assert found["Dietary needs"] == "'@vegan"


def test_every_kind_is_written_with_chosen_columns_in_the_language_of_who_asked(session, organiser):
    item = ProgrammeItemFactory(session=session, title_it="Apertura", starts=dt.time(9, 30), day=1)
    OrganisationFactory(side="RU", name_cyrillic="Завод", inn="0123456789"[:10])
    rows = table(made(ask(organiser, "programme", session, columns=["id", "starts", "title_it", "title_en"])))
    assert rows == [
        ["Number", "Starts", "Title (it)", "Title (en)"],
        [item.pk, dt.time(9, 30), "Apertura", item.title_en],
    ]
    rows = table(made(ask(organiser, "organisations", columns=["inn", "side"], of_side="RU")))
    assert rows == [["Side", "INN"], ["Russian side", "0123456789"]]
    for kind in ("organisations", "regions", "agreements", "registrations"):
        assert made(ask(organiser, kind, session if kind == "registrations" else None, **FOR))


def test_what_is_not_said_or_not_there_is_refused(session, organiser):
    for wish, field in (
        ({"columns": []}, "columns"),
        ({"columns": ["password"]}, "columns"),
        (FOR | {"purpose": ""}, "purpose"),
        (FOR | {"recipient_side": ""}, "purpose"),
        (FOR | {"recipient_side": "RU"}, "columns"),
        (FOR | {"recipient_side": "RU", "columns": ["side"], "format": "csv"}, "format"),
    ):
        with pytest.raises(DomainError) as refusal:
            ask(organiser, "delegates", session, **wish)
        assert refusal.value.field == field
    assert not SheetExport.objects.exists()


def test_a_list_for_the_other_side_is_made_when_a_second_person_approves_it(session, organiser):
    second = AssignmentFactory(session=session, role="organiser", user__language="en").user
    AssignmentFactory(session=session, role="read_only")
    DelegateFactory(registration__session=session, registration__state="confirmed")
    wish = {
        "columns": list(minimal_of("delegates")),
        "purpose": "Visas",
        "recipient": "Co-chair",
        "recipient_side": "RU",
    }
    export = ask(organiser, "delegates", session, **wish)
    making.run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.attempt) == ("asked", 0)
    mail = Email.objects.get()
    assert (mail.to, mail.subject) == ([second.email], "{{ subject|safe }}") or mail.to == [second.email]
    with pytest.raises(DomainError):
        exporting.approve_export(export, organiser)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetExport.objects.filter(pk=export.pk).update(decided_by=organiser, decided_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetExport.objects.filter(pk=export.pk).update(state="queued")
    exporting.approve_export(export, second)
    with pytest.raises(DomainError):
        exporting.refuse_export(export, second, "Too late")
    content = made(export)
    first = dict(table(content))
    assert (first["Recipient"], first["Purpose"]) == ("Co-chair (Russian side)", "Visas")
    assert (first["Made by"], first["Approved by"]) == (str(organiser), str(second))
    assert len(table(content, 1)) == 2
    assert Email.objects.count() == 2

    refused = ask(organiser, "delegates", session, **wish)
    with pytest.raises(DomainError):
        exporting.refuse_export(refused, second, "")
    assert exporting.refuse_export(refused, second, "Not needed").state == "refused"
    assert Email.objects.filter(to=organiser.email).count() == 2


def test_a_stopped_export_makes_nothing_and_old_or_erased_ones_lose_their_files(session, organiser, monkeypatch):
    export = ask(organiser, "delegates", session, **FOR)
    exporting.stop_export(export)
    making.run_export(export.pk)
    with pytest.raises(DomainError):
        exporting.stop_export(export)
    halfway = ask(organiser, "programme", session)
    monkeypatch.setattr(making, "write", lambda export, *more: exporting.stop_export(export) or b"x")
    making.run_export(halfway.pk)
    assert set(SheetExport.objects.values_list("state", "file")) == {("stopped", "")}
    monkeypatch.undo()

    registration = RegistrationFactory(session=session, state="confirmed")
    old, young, erased = (ask(organiser, kind, session, **FOR) for kind in ("programme", "programme", "delegates"))
    files = [made(one) and one.file for one in (old, young, erased)]
    SheetExport.objects.filter(pk=old.pk).update(finished_at=timezone.now() - dt.timedelta(days=8))
    registration.erasure_requests.create(done_at=timezone.now())
    tasks.sweep()
    assert [store.exists(name) for name in files] == [False, True, False]
    assert list(SheetExport.objects.order_by("pk").values_list("state", flat=True))[-3:] == [
        "deleted",
        "done",
        "deleted",
    ]


def test_who_was_switched_off_gets_no_file_and_a_fault_is_told_with_a_reference(
    session, organiser, monkeypatch, expected_errors
):
    export = ask(organiser, "programme", session)
    type(organiser).objects.filter(pk=organiser.pk).update(is_active=False)
    making.run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == ("failed", "Chi l’ha chiesto non ha più un’utenza.")
    broken = ask(UserFactory(language="en"), "regions")
    monkeypatch.setattr(making, "write", lambda *more: 1 / 0)
    making.run_export(broken.pk)
    broken.refresh_from_db()
    assert broken.error == f"The document could not be made (reference E{broken.pk}-1)."
    assert jobs.reference(broken) == f"E{broken.pk}-1"
    expected_errors.claim(f"E{broken.pk}-1 failed.")


def test_queries_do_not_grow_with_the_rows(session, organiser, django_assert_num_queries):
    for number in (1, 2):
        registration = RegistrationFactory(session=session, state="confirmed")
        DelegateFactory.create_batch(number, registration=registration)
        export = ask(organiser, "delegates", session, **FOR)
        with django_assert_num_queries(18):
            making.run_export(export.pk)
