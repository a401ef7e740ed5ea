"""From the bytes of a file to a table of texts. What is no table is refused with a reason, before it is opened."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice

import openpyxl
from django.utils.translation import gettext as _

MAX_BYTES = 2_000_000
MAX_UNPACKED = 30_000_000  # bytes: what a sheet of 500 rows never reaches
MAX_PARTS = 200
MAX_TAGS = 400_000  # of one part; a reader makes an object of each cell, however small it is packed
MAX_COLUMNS = 100
READ_ROWS = 2_000  # rows read, empty ones too
SEEN_ROWS = 20_000  # rows looked at: what stands below READ_ROWS must not be lost in silence


class Unreadable(Exception):
    """The file is no table that can be read; the message says why."""


def read_table(content: bytes, name: str) -> list[list[str | int]]:
    """Return the rows of an XLSX or CSV file: texts, and whole numbers as numbers. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 2 MB."))
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if content.startswith(b"PK"):
        return _read_xlsx(content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\x00" in content[:1000]:
        raise Unreadable(_("Only XLSX and CSV files can be read. Save the table as XLSX and choose it again."))
    return _read_csv(content)


def _read_xlsx(content: bytes) -> list[list[str | int]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _refuse_bomb(parts.infolist())
            for part in parts.infolist():
                _refuse_markup(parts.read(part))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep of a sheet (colours, lists) is not asked for
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # a file may lie about its size
            table = _rows(sheet.iter_rows(max_row=SEEN_ROWS, max_col=MAX_COLUMNS, values_only=True))
            book.close()
            return table
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise Unreadable(_("The file cannot be read as a spreadsheet. Save it as XLSX and choose it again.")) from error


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable(_("The file holds more than a table of companies can."))
    names = {part.filename for part in parts}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable(_("The file holds macros. Save it as XLSX, without macros, and choose it again."))
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("Only XLSX and CSV files can be read. Save the table as XLSX and choose it again."))


def _refuse_markup(part: bytes) -> None:
    """Refuse what an XML reader could be made to swell with: entities, and millions of tags in a small file."""
    start = part[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\x00" in start[:4] and b"<" in start[:8]:
        raise Unreadable(_("The file cannot be read as a spreadsheet. Save it as XLSX and choose it again."))
    if start.startswith(b"<") and (part.count(b"<") > MAX_TAGS or b"<!DOCTYPE" in part or b"<!ENTITY" in part):
        raise Unreadable(_("The file holds more than a table of companies can."))


def _rows(rows: Iterable[Sequence]) -> list[list[str | int]]:
    table = [[_cell(value) for value in row] for row in islice(rows, READ_ROWS)]
    if any(_cell(value) != "" for row in rows for value in row):
        message = _("There are cells below row %(number)d. Take the empty rows out, or divide the file.")
        raise Unreadable(message % {"number": READ_ROWS})
    return table


def _cell(value: object) -> str | int:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float | Decimal):
        return int(value) if value == value and abs(value) < 1e15 and value == int(value) else str(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value).strip()


def _read_csv(content: bytes) -> list[list[str | int]]:
    text = _decoded(content)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=head.count)
    try:
        return _rows(row[:MAX_COLUMNS] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(_("The file cannot be read as a table.")) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decoded_as_windows(content)


def decoded_as_windows(content: bytes) -> str:
    """Return text in one of the two old tables of Windows, whichever it is."""
    # Russian words read as Western are rows of accented letters, which no Western word is.
    western = content.decode("cp1252", errors="replace")
    return content.decode("cp1251", errors="replace") if re.search("[\u00c0-\u00ff]{3}", western) else western
