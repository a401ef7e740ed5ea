"""Tables as people bring them in, and rows of every kind for them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import xlsxwriter

from accounts.models import User
from agreements.models import Agreement, Party
from documents.exchange.import_jobs import run_import
from documents.exchange.import_models import SheetImport
from documents.exchange.import_services import bring_in
from documents.exchange.incoming import WRITERS
from documents.exchange.kinds import KINDS
from documents.exchange.writing import write_csv, write_xlsx
from participants.models import Organisation
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.models import HostRegion, RegionAlias, Session
from sessions.tests.factories import (
    CompanyVisitFactory,
    HostRegionFactory,
    InterpreterFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    VenueFactory,
)
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory
from taskforce.text import comparison_key


def exported(code: str, session: Session | None, format: str = "xlsx") -> bytes:
    """Return the table of a kind as the portal writes it."""
    kind = KINDS[code]
    rows = kind.rows(session if kind.of_session else None)
    if format == "csv":
        return write_csv(list(kind.columns), rows)
    return write_xlsx("x", list(kind.columns), rows, [("List", "for whom")], about_first=True)


def xlsx(headings: list[str], rows: list[list], change: Callable | None = None) -> bytes:
    """Return a sheet with these headings and cells; ``change(book, sheet)`` does something to it at the end."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        day, clock = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
        for number, row in enumerate([headings, *rows]):
            for index, value in enumerate(row):
                if isinstance(value, dt.date | dt.time):
                    sheet.write_datetime(number, index, value, clock if isinstance(value, dt.time) else day)
                elif value is not None:
                    sheet.write(number, index, value)
        if change:
            change(book, sheet)
    return stream.getvalue()


def csv_file(headings: list[str], rows: list[list], encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([headings, *rows])
    return stream.getvalue().encode(encoding, "surrogatepass" if encoding.startswith("utf-8") else "strict")


def brought(code: str, session: Session | None, content: bytes, by: User | None = None) -> SheetImport:
    """Bring a file in and read it, as the worker does."""
    session = session if WRITERS[code].kind.of_session else None
    sheet = bring_in(code, session, io.BytesIO(content), "table.xlsx", by)
    run_import(sheet.pk)
    sheet.refresh_from_db()
    return sheet


def counts(sheet: SheetImport) -> tuple[int, int, int, int]:
    """New, changed, unchanged, refused."""
    return sheet.new, sheet.changed, sheet.unchanged, sheet.refused


def faults(sheet: SheetImport) -> list[tuple[int, str, str]]:
    return [(row.number, key, text) for row in sheet.rows.all() for key, text in row.faults]


def of_every_kind(session: Session) -> None:
    """Make two rows or more of every kind, with every column filled in one, and texts that are hard on files."""
    lombardia, sverdlovsk = HostRegionFactory(code="IT-25"), HostRegionFactory(code="RU-SVE")
    HostRegion.objects.filter(pk=lombardia.pk).update(name_ru="Ломбардия", name_en="Lombardy", iso_name="Lombardia")
    for region, alias in ((lombardia, "Regione Lombardia"), (sverdlovsk, "Екатеринбург, область")):
        RegionAlias.objects.create(region=region, alias=alias, key=comparison_key(alias))
    full = OrganisationFactory(
        name_latin='=HYPERLINK("http://x.example","y") «Però» S.r.l.', name_cyrillic="ООО «Ёлка»; и Ко",
        region=lombardia, town="-Città", address="Via Roma, 1; interno 2", website="https://x.example/?a=1",
        vat_number="01234560157", fiscal_code="RSSMRA85T10A562S", passes_on=True,
    )  # fmt: skip
    for code in ("A", "01"):
        full.sectors.create(code=code)
    other = OrganisationFactory(side="RU", name_latin="", name_cyrillic="АО Завод", region=sverdlovsk, inn="7707083893")
    registration = RegistrationFactory(session=session, organisation=full)
    DelegateFactory(
        registration=registration, given_cyrillic="Анна", family_cyrillic="Бьянки", qualification="+1, director",
        phone="+39035123456", language="ru", speaks=["it", "ru"], needs_interpreter=True, dietary_needs="@no nuts",
        access_needs="'wheelchair",
    )  # fmt: skip
    DelegateFactory(registration=RegistrationFactory(session=session, organisation=other), phone="not a number")
    venue = VenueFactory(session=session, name_it="Fiera; padiglione 2")
    item = ProgrammeItemFactory(
        session=session, venue=venue, room=RoomFactory(venue=venue), visit=CompanyVisitFactory(session=session),
        parallel="A", expected=40, note_it="Uno\nDue\n\nTre", note_en="=1+1", spoken=["it", "ru"], interpreted=["ru"],
    )  # fmt: skip
    item.speakers.set([OfficialFactory(session=session, name_it="Rossi; Maria #7"), OfficialFactory(session=session)])
    item.interpreters.set([InterpreterFactory(session=session)])
    TableSitting.objects.create(item=item, table=ThematicTableFactory(session=session))
    ProgrammeItemFactory(session=session, title_it="", title_ru="Перерыв", day=None, starts=None, ends=None, kind="")
    act = Agreement.objects.create(
        session=session, kind="mou", title_it="Intesa; “uno”", title_ru="Договор", status="signed",
        signed_on=dt.date(2026, 5, 14), sector_it="Energia", is_public=False, position=3,
    )  # fmt: skip
    Party.objects.create(agreement=act, name_it="Regione")
    Agreement.objects.create(session=session, title_it="Bozza")


def organisations() -> int:
    return Organisation.objects.count()
