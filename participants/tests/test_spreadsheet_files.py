"""What a spreadsheet may hold, as programs write it and as nobody should: read, or refused with a reason."""

import io
import zipfile

import openpyxl
import pytest
from django.utils.translation import override

from participants.spreadsheets import Unreadable, check_rows, read_table, template_xlsx
from participants.spreadsheets.columns import columns, headings
from participants.tests.sheets import HEADINGS, company, vat_number, xlsx
from sessions.tests.factories import HostRegionFactory
from taskforce.text import comparison_key

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def written(change=None, rows=None) -> bytes:
    """A file as openpyxl writes it, with the sheet changed first."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [HEADINGS, *(rows or [company(1), company(2)])]:
        sheet.append(row)
    if change:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A good file in which one part is another."""
    source, stream = zipfile.ZipFile(io.BytesIO(xlsx([company(1)]))), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        for part in source.infolist():
            parts.writestr(part.filename, content if part.filename == name else source.read(part))
        if name not in source.namelist():
            parts.writestr(name, content)
    return stream.getvalue()


def sheet_xml(inner: bytes, head: bytes = b"") -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return head + b'<worksheet xmlns="' + space + b'"><sheetData>' + inner + b"</sheetData></worksheet>"


# --- Read as it is --------------------------------------------------------------------------------------------------


def test_a_formula_is_its_last_value_and_never_worked_out():
    def change(book, sheet):
        sheet["A2"] = '=HYPERLINK("http://x.example","y")'
        sheet["C2"] = "=1+1"

    row = read_table(written(change), "a.xlsx")[1]
    assert (row[0], row[2]) == ("", "")  # openpyxl keeps no last value: an empty cell, which the form then refuses


def test_hidden_rows_merged_cells_and_other_sheets():
    def change(book, sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.merge_cells("B3:C3")
        book.create_sheet("Notes").append(["not", "read"])

    table = read_table(written(change), "a.xlsx")
    assert [row[0] for row in table] == ["Name in Latin letters", "Meccanica 1 S.r.l.", "Meccanica 2 S.r.l."]
    assert table[2][1:3] == ["Lombardia", ""]


def test_cells_of_every_kind():
    import datetime as dt

    rows = [[1, 12345678903, 1.5, True, None, dt.date(2026, 5, 1), "  a  ", 1e300, "00743110157"]]
    assert read_table(written(rows=rows), "a.xlsx")[1][:9] == [
        1, 12345678903, "1.5", "", "", "2026-05-01T00:00:00", "a", "1e+300", "00743110157",
    ]  # fmt: skip


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_as_programs_write_it(delimiter, encoding):
    text = f'\r\nName{delimiter}Town\r\n"Caffè ""Però"""{delimiter}"Forlì\nCesena"\r\n'
    assert read_table(text.encode(encoding), "a.csv")[1:] == [["Name", "Town"], ['Caffè "Però"', "Forlì\nCesena"]]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["it", "ru", "en"])
@pytest.mark.parametrize("side", ["IT", "RU"])
def test_the_template_in_every_language(language, side):
    HostRegionFactory(code="IT-25")
    with override(language):
        content = template_xlsx(side)
    book = openpyxl.load_workbook(io.BytesIO(content))
    companies, lists, explained = book.worksheets
    names = [cell.value for cell in companies[1]]
    keys = [comparison_key(name) for name in names]
    assert len(set(keys)) == len(columns(side)) == len(names)
    assert set(keys) <= set(headings(side))
    told = {row[0].value: row[1].value for row in explained.iter_rows()}
    assert set(names) <= set(told)
    validated = {str(rule.sqref).split(":")[0] for rule in companies.data_validations.dataValidation}
    assert len(validated) == (
        7 if side == "IT" else 6
    )  # kind, region where there is one, language, investment, sectors
    assert lists["A2"].value
    with override("en"):
        assert check_rows(read_table(content, "a.xlsx"), side, set()).faults == [
            {"row": 0, "column": "", "text": "Below the headings there is no company."}
        ]


# --- Refused --------------------------------------------------------------------------------------------------------


REFUSED = {
    "no workbook in the zip": (lambda: zipped("a.txt", b"a"), "Only XLSX and CSV"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "holds macros"),
    "many parts": (lambda: with_many(300), "more than a table"),
    "a million cells in one row": (lambda: with_part(SHEET, sheet_xml(b"<row>" + b"<c/>" * 1_000_000)), "more than"),
    "a million rows": (lambda: with_part(SHEET, sheet_xml(b"<row/>" * 1_000_000)), "more than a table"),
    "entities": (lambda: with_part(SHEET, sheet_xml(b"", b'<!DOCTYPE a [<!ENTITY b "c">]>')), "more than a table"),
    "entities in UTF-16": (lambda: with_part(SHEET, sheet_xml(b"").decode().encode("utf-16")), "cannot be read"),
    "a file outside": (
        lambda: with_part("xl/sharedStrings.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'),
        "more than a table",
    ),
    "broken sheet": (lambda: with_part(SHEET, b"<worksheet"), "cannot be read"),
    "a row far below": (lambda: written(lambda book, sheet: sheet.cell(2100, 1, "Lost S.r.l.")), "below row 2000"),
    "a line far below": (lambda: b"a;b\r\n" + b"\r\n" * 2100 + b"Lost;x", "below row 2000"),
    "text of zeros": (lambda: b"a\x00b", "Only XLSX and CSV"),
}  # fmt: skip


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr(name, content)
    return stream.getvalue()


def with_many(number: int) -> bytes:
    stream = io.BytesIO(xlsx([company(1)]))
    with zipfile.ZipFile(stream, "a") as parts:
        for index in range(number):
            parts.writestr(f"xl/media/{index}.xml", b"")
    return stream.getvalue()


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case):
    content, words = REFUSED[case]
    with pytest.raises(Unreadable, match=words):
        read_table(content(), "a.xlsx")


# --- Checked --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headings", "faults"),
    [
        ([*HEADINGS, "P. IVA"], [(1, "P. IVA", "This heading stands twice.")]),
        ([*HEADINGS, "=1+1"], [(1, "=1+1", "This heading is none of the template's.")]),
        (["Città", *HEADINGS], [(1, "Town", "This heading stands twice.")]),
        (HEADINGS[:3], [(2, "P. IVA", "Write the P. IVA or the codice fiscale.")]),
    ],
)
def test_headings(headings, faults):
    HostRegionFactory(code="IT-25")
    checked = check_rows([headings, company(1)], "IT", set())
    found = [(fault["row"], fault["column"], fault["text"]) for fault in checked.faults]
    assert [fault for fault in faults if fault in found] == faults
    assert (faults[0][2] != "This heading stands twice.") or not checked.companies


@pytest.mark.django_db
def test_who_has_no_number_is_known_by_the_name():
    HostRegionFactory(code="IT-25")
    region = company(1, c0="Città metropolitana di Bergamo", c3="")
    table = [[*HEADINGS, "Kind of organisation"], [*region, "Region"], [*region, "region"]]
    checked = check_rows(table, "IT", set())
    assert [company["row"] for company in checked.companies] == [2]
    assert [(fault["row"], fault["text"]) for fault in checked.faults] == [
        (3, "The same organisation stands in row 2.")
    ]
    assert check_rows(table, "IT", {"citta metropolitana di bergamo"}).companies == []


@pytest.mark.django_db
def test_the_same_person_twice_in_a_row():
    HostRegionFactory(code="IT-25")
    again = [heading.replace("Delegate 1", "Delegate 2") for heading in HEADINGS[7:]]
    row = company(1)
    checked = check_rows([[*HEADINGS, *again], [*row, *row[7:]]], "IT", set())
    assert [(fault["row"], fault["column"], fault["text"]) for fault in checked.faults] == [
        (2, "Delegate 2: Family name in Latin letters", "This person is already named above."),
    ]


@pytest.mark.django_db
def test_empty_rows_between_companies_keep_the_numbers_of_the_rest():
    HostRegionFactory(code="IT-25")
    checked = check_rows(read_table(xlsx([company(1), [], [], company(2, c3=vat_number(9)[:-1])]), "a"), "IT", set())
    assert [company["row"] for company in checked.companies] == [2]
    assert {fault["row"] for fault in checked.faults} == {5}
