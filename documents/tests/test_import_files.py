"""Files as programs write them, as nobody should, and with every kind of bad cell: told in words, nothing changed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.utils import translation

from accounts.tests.factories import StaffFactory
from documents.exchange import reading
from documents.exchange.import_jobs import headings_of
from documents.exchange.import_words import faults_xlsx
from documents.exchange.incoming import WRITERS
from documents.tests.tables import brought, counts, csv_file, exported, faults, organisations, xlsx
from participants.tests.factories import OrganisationFactory
from sessions.tests.factories import HostRegionFactory, SessionFactory
from taskforce.text import comparison_key, csv_cell, from_csv_cell

pytestmark = pytest.mark.django_db
HEADINGS = ["Number", "Side", "Category", "Name in Latin letters", "Town", "Region", "INN", "Website"]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def staff():
    return StaffFactory(language="en")


def with_sheet(inner: bytes, head: bytes = b"") -> bytes:
    """A file whose sheet is this XML."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = head + b'<worksheet xmlns="' + space + b'"><sheetData>' + inner + b"</sheetData></worksheet>"
    source, stream = zipfile.ZipFile(io.BytesIO(xlsx(HEADINGS, []))), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        for part in source.infolist():
            parts.writestr(part.filename, sheet if part.filename == SHEET else source.read(part))
    return stream.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return stream.getvalue()


REFUSED = {
    "a zip of something else": (lambda: zipped("a.txt", b"a"), "Only XLSX and CSV"),
    "a PDF": (lambda: b"%PDF-1.7 x", "Only XLSX and CSV"),
    "zeros": (lambda: b"a\x00b;c", "Only XLSX and CSV"),
    "a bomb": (lambda: with_sheet(b" " * 30_000_000), "more than a table"),
    "a bomb of cells": (lambda: with_sheet(b"<row>" + b"<c/>" * 220_000 + b"</row>"), "more than a table"),
    "a bomb of rows": (lambda: with_sheet(b"<row><c/></row>" * 100_000), "more than a table"),
    "entities": (lambda: with_sheet(b"", b'<!DOCTYPE a [<!ENTITY b "c">]>'), "more than a table"),
    "half a file": (lambda: xlsx(HEADINGS, [])[:-500], "cannot be read"),
    "a broken sheet": (lambda: with_sheet(b"<row>"), "cannot be read"),
    "no headings": (lambda: xlsx(["a", "b"], [["c", "d"]]), "headings of an exported table"),
    "of another kind": (lambda: xlsx(["Day", "Starts", "Title (it)", "Number", "Kind"], []), "headings of an exp"),
    "a heading twice": (lambda: xlsx(["Town", "Number", "Città"], [["a", 1, "b"]]), "stands twice"),
    "nothing below": (lambda: xlsx(HEADINGS, []), "no row"),
    "too many rows": (lambda: csv_file(["Number", "Town"], [[1, "x"]] * 61), "More than 60 rows"),
}  # fmt: skip


def test_what_is_no_table_is_refused_in_words_and_leaves_no_file(staff, media, monkeypatch):
    monkeypatch.setattr(reading, "MAX_TAGS", 250_000)
    monkeypatch.setattr(reading, "MAX_ROWS", 60)
    for name, (content, words) in REFUSED.items():
        sheet = brought("organisations", None, content(), staff)
        assert (name, sheet.state, sheet.file, sheet.rows.count()) == (name, "failed", "", 0)
        assert words in sheet.error, (name, sheet.error)


def test_empty_rows_to_the_end_of_the_sheet_and_a_table_on_the_second_sheet(staff):
    one = OrganisationFactory()
    inner = (
        b'<row r="1"><c t="inlineStr"><is><t>Number</t></is></c><c t="inlineStr"><is><t>Town</t></is></c></row>'
        + b'<row r="2"><c><v>%d</v></c><c t="inlineStr"><is><t>Bergamo</t></is></c></row>' % one.pk
        + b"<row/>" * 150_000
    )
    sheet = brought("organisations", None, with_sheet(inner), staff)
    assert (sheet.error, counts(sheet)) == ("", (0, 1, 0, 0))

    def second(book, sheet):
        other = book.add_worksheet()
        other.write_row(0, 0, ["Number", "Town"])
        other.write_row(1, 0, [one.pk, "Como"])

    sheet = brought("organisations", None, xlsx(["List", "for whom"], [["x", "y"]], second), staff)
    assert counts(sheet) == (0, 1, 0, 0)


def test_hidden_rows_are_told_and_merged_ones_refused(staff):
    there = [OrganisationFactory() for _number in range(3)]

    def change(book, sheet):
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.merge_range("B3:C3", "Brescia")

    rows = [[one.pk, "Bergamo", ""] for one in there]
    sheet = brought("organisations", None, xlsx(["Number", "Town", "Address"], rows, change), staff)
    assert sheet.notices == ["1 hidden row was read too."]
    assert faults(sheet) == [(3, "", "Cells are merged in this row. Take the merging out, and fill each cell.")]


@pytest.mark.parametrize(
    ("encoding", "town"),
    [("utf-8", "Forlì"), ("utf-8-sig", "Москва"), ("cp1251", "Москва"), ("cp1252", "Forlì"), ("utf-16", "Москва")],
)
def test_csv_as_programs_write_it(staff, encoding, town):
    one = OrganisationFactory()
    for delimiter in ";,\t":
        content = csv_file(["Number", "Town", "Address"], [[one.pk, town, 'Via "Po", 1;2']], encoding, delimiter)
        sheet = brought("organisations", None, content, staff)
        assert [(row.values["town"], row.values["address"]) for row in sheet.rows.all()] == [(town, 'Via "Po", 1;2')]


BAD = [
    (4, "A\x01b", "cannot be written"), (4, "A\ud800b", "cannot be written"), (4, "\u202ea", "reading direction"),
    (4, "\u200b", "no visible character"),
    (4, "x" * 121, "At most 120 characters"), (4, "Forl\ufffd", "was lost"), (5, "Atlantide", "No region is called"),
    (1, "XX", "is not in the list"), (2, "castle", "is not in the list"), (2, "", "must be filled"),
    (6, "7707083894", "not a valid INN"), (7, "javascript:alert(1)", "valid URL"), (0, "10" * 20, "whole number"),
    (0, "1e400", "whole number"), (0, "NaN", "whole number"), (0, "-5", "whole number"),
    (0, "999999999", "no row 999999999"),
]  # fmt: skip


def bad_rows(number: int) -> list[list]:
    """Rows each with one bad cell, of every kind in turn."""
    rows = []
    for index in range(number):
        row = ["", "RU", "company", f"Zavod {index}", "Mosca", "", "", ""]
        column, value, _words = BAD[index % len(BAD)]
        row[column] = value
        rows.append(row)
    return rows


# 20,000 of them: bench/exchange_import.py.


def test_two_thousand_rows_with_every_kind_of_bad_cell(staff):
    sheet = brought("organisations", None, csv_file(HEADINGS, bad_rows(2_000)), staff)
    assert (sheet.state, counts(sheet), organisations()) == ("ready", (0, 0, 0, 2_000), 0)
    for row in sheet.rows.order_by("number")[: len(BAD)]:
        column, _value, words = BAD[(row.number - 2) % len(BAD)]
        key = WRITERS["organisations"].kind.columns[0].key if column == 0 else None
        assert words in row.faults[0][1], (row.number, row.faults)
        assert key in (None, row.faults[0][0])
    content = faults_xlsx(sheet)
    assert content.startswith(b"PK")


def test_bad_cells_of_a_sheet(staff):
    one = OrganisationFactory()

    def change(book, sheet):
        sheet.write_formula(1, 1, '=HYPERLINK("http://x.example","y")', None, "y")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_number(3, 1, 1e30)
        sheet.write_boolean(4, 1, True)
        sheet.write_datetime(5, 1, dt.date(2026, 5, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_string(6, 1, "=HYPERLINK() is text")

    there = [one, *(OrganisationFactory() for _number in range(5))]
    sheet = brought("organisations", None, xlsx(["Number", "Town"], [[row.pk, None] for row in there], change), staff)
    assert [text.split(".")[0] for _row, _key, text in faults(sheet)] == [
        "This cell holds a formula", "This cell holds a formula", "This number is too large, or no number",
        "Text is expected here", "Text is expected here",
    ]  # fmt: skip
    assert sheet.rows.get(number=7).values == {"town": "=HYPERLINK() is text"}


def test_the_same_row_or_organisation_twice_in_a_file(staff):
    one = OrganisationFactory()
    rows = [[one.pk, "IT", "company", one.name_latin, "", "", "", ""]] * 2
    rows += [["", "RU", "company", "Zavod", "", "", "7707083893", ""]] * 2 + [
        ["", "RU", "company", "Mir", "", "", "", ""]
    ] * 2
    sheet = brought("organisations", None, xlsx(HEADINGS, rows), staff)
    assert faults(sheet) == [
        (3, "id", "The same row stands in row 2."),
        (5, "inn", "The same organisation stands in row 4."),
        (7, "name_latin", "The same organisation stands in row 6."),
    ]


def test_what_stands_wrong_comes_back_as_a_sheet_that_runs_nothing(staff):
    import openpyxl

    rows = [["", "XX", "company", "=1+1", "Town", "", "", ""]]
    sheet = brought("organisations", None, xlsx(HEADINGS, rows), staff)
    page = openpyxl.load_workbook(io.BytesIO(faults_xlsx(sheet))).active
    assert [cell.value for cell in page[1]][:3] == ["Row", "What is wrong", "Number"]
    cells = {page.cell(1, cell.column).value: cell for cell in page[2]}
    assert cells["Row"].value == 2
    assert cells["What is wrong"].value == "Side: “XX” is not in the list."
    assert (cells["Name in Latin letters"].value, cells["Name in Latin letters"].data_type) == ("=1+1", "s")


def test_headings_are_known_in_every_language_and_mean_one_column_each():
    session = SessionFactory()
    HostRegionFactory()
    for writer in WRITERS.values():
        known = headings_of(writer.kind)
        for code in ("it", "ru", "en"):
            with translation.override(code):
                keys = [comparison_key(column.heading) for column in writer.kind.columns]
                assert len(set(keys)) == len(keys), (writer.kind.code, code)
                assert [known[key].key for key in keys] == [column.key for column in writer.kind.columns]
    assert exported("regions", session).startswith(b"PK")


@pytest.mark.parametrize("text", ["=1", "+39 035 123456", "-5", "@x", "'x", "'=1", "a"])
def test_what_csv_protects_comes_back_as_it_was(text):
    assert from_csv_cell(csv_cell(text)) == text or text == "'=1"
