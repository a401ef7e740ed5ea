"""A table that comes in: read, looked at, carried out, all of it or nothing."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.utils import translation

from accounts.tests.factories import StaffFactory, UserFactory
from agreements.models import Agreement
from audit.models import Change
from documents.exchange.import_jobs import run_import
from documents.exchange.import_models import SheetImport
from documents.exchange.import_services import bring_in, carry_out, drop_old_imports, give_up, read_again
from documents.exchange.incoming import WRITERS
from documents.tests.tables import brought, counts, csv_file, exported, faults, of_every_kind, xlsx
from participants.models import Delegate, MatchKey, Organisation, ProposedChange
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.models import HostRegion, Session
from sessions.tests.factories import HostRegionFactory, ProgrammeItemFactory, SessionFactory
from tables.models import ProgrammeEdit
from tables.services import undo_last
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def session() -> Session:
    return SessionFactory()


@pytest.fixture
def staff():
    return StaffFactory(language="en")


def carried(sheet: SheetImport, by) -> SheetImport:
    carry_out(sheet, by)
    run_import(sheet.pk)
    sheet.refresh_from_db()
    return sheet


# --- What went out comes back --------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["it", "ru"])
def test_what_was_exported_and_comes_back_changes_nothing(session, staff, format, language):
    of_every_kind(session)
    staff.language = "en"
    for code in WRITERS:
        with translation.override(language):
            content = exported(code, session, format)
        sheet = brought(code, session, content, staff)
        assert (code, sheet.error, faults(sheet)) == (code, "", [])
        assert (code, *counts(sheet)) == (code, 0, 0, 2, 0), [(row.values, row.before) for row in sheet.rows.all()]
        with pytest.raises(DomainError, match="would change anything"):
            carry_out(sheet, staff)


# --- Each kind -----------------------------------------------------------------------------------------------------


def test_organisations_that_are_new_and_changed(staff):
    region, old = HostRegionFactory(code="IT-25"), OrganisationFactory(town="Bergamo", vat_number="01234560157")
    sent = RegistrationFactory(organisation=OrganisationFactory(name_latin="Vecchia S.r.l."), identifier="")
    headings = ["Number", "Side", "category", "Name in Latin letters", "Region", "Town", "INN",
                "VAT number (P. IVA)", "sectors", "passes registrations on"]  # fmt: skip
    rows = [
        [old.pk, "Italian side", "company", old.name_latin, "Lombardia", "Brescia", "", 1234560157, "01; A", "sì"],
        ["", "IT", "Company", "Nuova S.p.A.", "IT-25", "Bergamo", "", "00743110157", "", "no"],
        [sent.organisation_id, "IT", "company", "Vecchia S.r.l.", "", "", "", "00743110157", "", ""],
    ]
    rows[2][7] = "12345670017"
    sheet = brought("organisations", None, xlsx(headings, rows), staff)
    assert (faults(sheet), counts(sheet)) == ([], (1, 2, 0, 0))
    assert Organisation.objects.count() == 2
    assert carried(sheet, staff).state == "done", sheet.error
    old.refresh_from_db()
    assert (old.town, old.region, old.passes_on, [one.code for one in old.sectors.order_by("pk")]) == (
        "Brescia", region, True, ["01", "A"],
    )  # fmt: skip
    new = Organisation.objects.get(name_latin="Nuova S.p.A.")
    assert (new.vat_number, new.name_key, new.category) == ("00743110157", "nuova s p a", "company")
    assert MatchKey.objects.filter(organisation=new, value="IT00743110157").exists()
    sent.refresh_from_db()
    assert sent.identifier == "IT12345670017"  # the gate's own copy follows
    # On record as what this person did, though a worker did it; nothing is left of the table.
    assert {change.actor for change in Change.objects.filter(row=new.pk, table="participants_organisation")} == {
        f"user {staff.pk}"
    }
    assert (sheet.file, sheet.rows.count()) == ("", 0)
    # The very same file again names an organisation that is there by now.
    again = brought("organisations", None, xlsx(headings, rows), staff)
    assert faults(again) == [
        (3, "vat_number", f"This organisation is there already: write {new.pk} in the column of the number.")
    ]
    assert counts(again) == (0, 0, 2, 1)


def test_delegates_are_corrected_and_named_and_nobody_gets_a_place(session, staff):
    admitted = RegistrationFactory(session=session, state="confirmed")
    open_one, ended = RegistrationFactory(session=session), RegistrationFactory(session=session, state="declined")
    one = DelegateFactory(registration=admitted, place="confirmed", family_latin="Bianchi")
    gone = DelegateFactory(registration=ended)
    foreign = DelegateFactory()
    headings = ["Number", "Registration", "Given name in Latin letters", "Family name in Latin letters", "Telephone",
                "Languages spoken", "Place"]  # fmt: skip
    rows = [
        [one.pk, admitted.pk, "Anna", "Rossi", "035 123456", "it, ru", "Waiting"],
        ["", open_one.pk, "Ugo", "Verdi", "+7 495 123-45-67", "", ""],
    ]
    bad = [
        ["", admitted.pk, "Ugo", "Neri", "", "", ""],
        [gone.pk, ended.pk, "Ada", "Neri", "", "", ""],
        [foreign.pk, foreign.registration_id, "Ada", "Neri", "", "", ""],
        ["", foreign.registration_id, "Ada", "Neri", "", "", ""],
        ["", open_one.pk, "Ugo", "Verdi", "", "", ""],
    ]
    sheet = brought("delegates", session, xlsx(headings, [*rows, *bad]), staff)
    assert [(number, key) for number, key, _text in faults(sheet)] == [
        (4, "registration"), (5, ""), (6, "id"), (7, "registration"), (8, "family_latin"),
    ]  # fmt: skip
    sheet = brought("delegates", session, xlsx(headings, rows), staff)
    assert (faults(sheet), counts(sheet)) == ([], (1, 1, 0, 0))
    assert "Only shown" in sheet.notices[0]
    assert "Place" in sheet.notices[0]
    organiser = UserFactory()
    assert carried(sheet, organiser).state == "done", sheet.error
    one.refresh_from_db()
    # An organiser's import proposes what was admitted; the rest is in force, and the place is what it was.
    assert (one.family_latin, one.phone, one.speaks, one.place) == (
        "Bianchi",
        "+39035123456",
        ["it", "ru"],
        "confirmed",
    )
    assert ProposedChange.objects.get(delegate=one).after == "Rossi"
    ugo = Delegate.objects.get(given_latin="Ugo")
    assert (ugo.registration, ugo.place, ugo.session, ugo.phone) == (open_one, "requested", session, "+74951234567")
    # Ministry staff decide on such changes anyway.
    rows = [[one.pk, admitted.pk, "Anna", "Rossi", "", "", ""]]
    assert carried(brought("delegates", session, xlsx(headings[:4], [rows[0][:4]]), staff), staff).state == "done"
    one.refresh_from_db()
    assert one.family_latin == "Rossi"


def test_lines_of_the_programme_come_in_as_one_act_that_can_be_undone(session, staff):
    item = ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие")
    headings = ["Number", "Day", "Starts", "Ends", "Title (it)", "Title (ru)", "expected"]
    rows = [
        [item.pk, 1, dt.time(9, 30), "10.30", "Apertura dei lavori", "Открытие", 50],
        ["", 2, "11:00", "", "", "Обед", ""],
    ]
    sheet = brought("programme", session, xlsx(headings, rows), staff)
    assert (faults(sheet), counts(sheet)) == ([], (1, 1, 0, 0))
    assert carried(sheet, staff).state == "done", sheet.error
    item.refresh_from_db()
    assert (item.title_it, item.starts, item.ends, item.expected) == (
        "Apertura dei lavori", dt.time(9, 30), dt.time(10, 30), 50,
    )  # fmt: skip
    lunch = session.items.get(title_ru="Обед")
    assert (lunch.day, lunch.position) == (2, item.position + 1)
    assert ProgrammeEdit.objects.get().act == "imported"
    undo_last(session, staff)
    item.refresh_from_db()
    assert (item.title_it, item.starts, session.items.count()) == ("Apertura", dt.time(9), 1)
    sheet = brought("programme", session, xlsx(headings, [["", 9, "12:00", "11:00", "Tardi", "", ""]]), staff)
    assert [(key, text) for _row, key, text in faults(sheet)] == [
        ("day", "The session has 2 days."), ("ends", "The end is not after the start."),
    ]  # fmt: skip


def test_regions_and_acts(session, staff):
    region = HostRegionFactory(code="IT-25")
    headings = ["ISO 3166-2 code", "Country", "Name (it)", "Name (ru)", "aliases"]
    rows = [
        ["IT-25", "IT", "Lombardia", "Ломбардия", "Regione Lombardia"],
        ["RU-MOW", "RU", "Mosca", "Москва", "Moscow"],
    ]
    sheet = brought("regions", None, xlsx(headings, rows), staff)
    assert (faults(sheet), counts(sheet)) == ([], (1, 1, 0, 0))
    assert carried(sheet, staff).state == "done", sheet.error
    region.refresh_from_db()
    assert region.name_ru == "Ломбардия"
    assert HostRegion.objects.resolve("Moscow").name_it == "Mosca"
    bad = [["IT-9999", "IT", "X", "", ""], ["RU-SPE", "IT", "Y", "", "Moscow"], ["RU-TA", "RU", "", "", ""]]
    sheet = brought("regions", None, xlsx(headings, bad), staff)
    assert sorted((row, key) for row, key, _text in faults(sheet)) == [
        (2, "code"), (3, "aliases"), (3, "country"), (4, "name_it"),
    ]  # fmt: skip

    act = Agreement.objects.create(session=session, title_it="Bozza", title_ru="Проект")
    headings = ["Number", "Session", "Title (it)", "Status", "Signed on", "In the public register"]
    rows = [
        [act.pk, session.number, "Bozza", "Signed", dt.date(2026, 5, 14), "no"],
        ["", session.ref, "Intesa", "draft", "", "x"],
    ]
    sheet = brought("agreements", None, xlsx(headings, rows), staff)
    assert (faults(sheet), counts(sheet)) == ([], (1, 1, 0, 0))
    assert carried(sheet, staff).state == "done", sheet.error
    act.refresh_from_db()
    assert (act.signed_on, act.is_public) == (dt.date(2026, 5, 14), False)
    rows = [[act.pk, "", "", "draft", "14/05/2026", "perhaps"], ["", 99, "Z", "Signed", "", ""]]
    sheet = brought("agreements", None, xlsx(headings, rows), staff)
    assert sorted((row, key) for row, key, _text in faults(sheet)) == [
        (2, "is_public"), (2, "session"), (2, "title_it"), (3, "session"),
    ]  # fmt: skip


# --- All or nothing ------------------------------------------------------------------------------------------------


def table_of(*towns: str) -> tuple[list[Organisation], bytes]:
    there = [OrganisationFactory() for _town in towns]
    return there, csv_file(["Number", "Town"], [[one.pk, town] for one, town in zip(there, towns, strict=True)])


def test_nothing_is_carried_out_of_a_table_with_a_fault_or_of_rows_that_changed(staff):
    there, content = table_of("Bergamo", "Brescia")
    sheet = brought("organisations", None, content, staff)
    Organisation.objects.filter(pk=there[1].pk).update(town="Como")  # somebody else, meanwhile
    assert carried(sheet, staff).state == "ready"
    assert sheet.error == (
        f"Nothing was changed. Row 3 ({there[1].name_latin}) was changed since the table was read. "
        "Have the table read again."
    )
    assert not sheet.carrying_out
    assert set(Organisation.objects.values_list("town", flat=True)) == {"", "Como"}
    # Another column of the row may change: the import does not touch it.
    read_again(sheet)
    run_import(sheet.pk)
    Organisation.objects.filter(pk=there[0].pk).update(address="Via Roma")
    sheet.refresh_from_db()
    assert carried(sheet, staff).state == "done"
    assert set(Organisation.objects.values_list("town", "address")) == {("Bergamo", "Via Roma"), ("Brescia", "")}
    # Asked twice it is done once; with a fault it is not done at all.
    assert carry_out(sheet, staff).state == "done"
    faulty = brought("organisations", None, csv_file(["Number", "Town"], [[there[0].pk, "A"], [10**9, "B"]]), staff)
    with pytest.raises(DomainError, match="while a row is refused"):
        carry_out(faulty, staff)


def test_a_fault_in_the_middle_of_carrying_out_takes_everything_back(staff, monkeypatch):
    _there, content = table_of("Bergamo", "Brescia")
    sheet = brought("organisations", None, content, staff)
    real, done = WRITERS["organisations"].write, []

    def write(self, lines):
        done.append(real(self, lines))
        raise DomainError("No.")

    monkeypatch.setattr(WRITERS["organisations"], "write", write)
    assert carried(sheet, staff).state == "ready"
    assert (len(done), sheet.error) == (1, "Nothing was changed. No. Have the table read again.")
    assert set(Organisation.objects.values_list("town", flat=True)) == {""}
    assert sheet.rows.count() == 2


def test_a_worker_that_was_thought_dead_changes_nothing(staff, monkeypatch):
    _there, content = table_of("Bergamo")
    sheet = brought("organisations", None, content, staff)
    real = WRITERS["organisations"].write

    def write(self, lines):
        real(self, lines)
        SheetImport.objects.update(attempt=9)  # its lease ran out, another one has it

    monkeypatch.setattr(WRITERS["organisations"], "write", write)
    carried(sheet, staff)
    assert set(Organisation.objects.values_list("town", flat=True)) == {""}


def test_what_is_given_up_or_left_leaves_nothing_behind(staff, django_capture_on_commit_callbacks):
    _there, content = table_of("Bergamo")
    first = brought("organisations", None, content, staff)
    with django_capture_on_commit_callbacks(execute=True):
        second = brought("organisations", None, content, staff)  # takes the place of the first
    first.refresh_from_db()
    assert (first.state, first.rows.count()) == ("stopped", 0)
    with django_capture_on_commit_callbacks(execute=True):
        give_up(second)
    assert give_up(second).state == "stopped"
    third = brought("organisations", None, content, staff)
    SheetImport.objects.filter(pk=third.pk).update(created_at=third.created_at - dt.timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_old_imports() == 1
    assert default_storage.listdir("imports")[1] == []
    with pytest.raises(DomainError, match="not kept any more"):
        read_again(third)
    with pytest.raises(DomainError):
        bring_in("registrations", None, io.BytesIO(b"x"), "x", staff)
    with pytest.raises(DomainError, match="empty"):
        bring_in("regions", None, io.BytesIO(b""), "x", staff)
