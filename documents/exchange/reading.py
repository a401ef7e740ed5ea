"""From a file to the rows of a table, one at a time. What is no table is refused with a reason, before it is opened.

Made for 20,000 rows in little memory: each part of the file is looked through in pieces, and the sheet is read row by
row. A cell that cannot be read is a Broken, so that it is told of by row and column; a formula is one too.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _

from participants.spreadsheets.reading import Unreadable, decoded_as_windows
from taskforce.text import from_csv_cell

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
MAX_PARTS = 200
MAX_TAGS = 5_000_000  # a reader makes an object of each cell, however small it is packed
MAX_TAGS_OF_A_ROW = 2_000
MAX_COLUMNS = 100
MAX_WIDE = 200  # rows with a cell far to the right: a reader makes all the cells before it
MAX_ROWS = 20_000  # with something in them
MAX_EMPTY = 1_100_000  # a sheet that was formatted down to its end has a million
MAX_SHEETS = 5  # within which the headings are looked for
SEARCHED = 30  # rows of a sheet within which the headings are looked for: a list may begin with for whom it is
PIECE = 1 << 20
NO_MARKUP = 200_000  # bytes without a tag: a cell holds 32,767 characters at most
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
HIDDEN = re.compile(rb"<(?:\w+:)?row\s[^>]*hidden=\"(?:1|true)\"")
FORBIDDEN = re.compile(rb"<!DOCTYPE|<!ENTITY")
ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
Finder = Callable[[list[str]], dict[int, Any]]


@dataclass(frozen=True)
class Broken:
    """A cell that holds no value one could take, and why."""

    reason: str


@dataclass
class Table:
    """The rows below the headings, and what the file says of them. ``columns`` is what the finder made of these."""

    columns: dict[int, Any]
    rows: Iterator[tuple[int, list]]
    headings: list[str]
    total: int = 0  # rows of the file, empty ones too: to tell how far one is
    hidden: int = 0  # rows that a program does not show; they are read as the others are
    merged: set[int] = field(default_factory=set)


def read_rows(file: BinaryIO, find: Finder) -> Table:
    """Return the table of an XLSX or CSV file: the first rows of a sheet in which ``find`` knows headings say where.

    Rows are numbered from 1 as the spreadsheet shows them; empty ones are left out. Raises Unreadable, also while the
    rows are gone through.
    """
    size = file.seek(0, io.SEEK_END)
    if size > MAX_BYTES:
        raise Unreadable(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1_000_000})
    file.seek(0)
    start = file.read(1000)
    file.seek(0)
    if not start.strip():
        raise Unreadable(_("The file is empty."))
    if start.startswith(b"PK"):
        return _read_xlsx(file, find)
    utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")) or (b"\x00" in start and not utf16):
        raise Unreadable(_("Only XLSX and CSV files can be read. Save the table as XLSX and choose it again."))
    return _read_csv(_decoded(file.read()), find)


# --- XLSX -----------------------------------------------------------------------------------------------------------


def _read_xlsx(file: BinaryIO, find: Finder) -> Table:
    try:
        with zipfile.ZipFile(file) as parts:
            _refuse_bomb(parts.infolist())
            looked = {part.filename: _look_through(parts, part) for part in parts.infolist()}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep of a sheet (colours, lists) is not asked for
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets[:MAX_SHEETS]:
            sheet.reset_dimensions()  # a file may lie about its size
            rows = _xlsx_rows(sheet)
            table = _below_headings(rows, find)
            if table:
                seen = looked.get(sheet._worksheet_path.lstrip("/"), Looked())
                table.total, table.hidden, table.merged = seen.rows, seen.hidden, seen.merged
                return table
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise Unreadable(_unreadable()) from error
    raise Unreadable(_no_headings())


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable(_too_much())
    names = {part.filename for part in parts}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable(_("The file holds macros. Save it as XLSX, without macros, and choose it again."))
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("Only XLSX and CSV files can be read. Save the table as XLSX and choose it again."))


@dataclass
class Looked:
    """What was seen of a part of the file before it is opened."""

    tags: int = 0
    bare: int = 0  # bytes since the last tag
    in_row: int = 0  # tags since the last row began
    rows: int = 0
    hidden: int = 0
    merged: set[int] = field(default_factory=set)


def _look_through(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> Looked:
    """Refuse what an XML reader could be made to swell with; return what is there of rows, hidden and merged ones.

    It is read in pieces; what may stand across two of them is looked for in their seam too.
    """
    seen, seam = Looked(), b""
    with parts.open(part) as stream:
        while piece := stream.read(PIECE):
            if not seam and not _is_markup(piece):
                break
            seen.tags += piece.count(b"<")
            seen.bare = 0 if b"<" in piece else seen.bare + len(piece)
            if seen.tags > MAX_TAGS or seen.bare > NO_MARKUP or FORBIDDEN.search(seam + piece):
                raise Unreadable(_too_much())
            if "worksheets/" in part.filename:
                _look_at_rows(seen, piece, seam + piece)
            seam = (seam + piece)[-100:]
    return seen


def _look_at_rows(seen: Looked, piece: bytes, with_seam: bytes) -> None:
    """Count rows; refuse one with more cells than a table has."""
    parts = ROW.split(piece)
    seen.rows += len(parts) - 1
    for number, rest in enumerate(parts, start=1):
        seen.in_row = (0 if number > 1 else seen.in_row) + rest.count(b"<")
        # What follows the last row (links, merged cells, rules) counts as more of it, so there more is let pass.
        if seen.in_row > MAX_TAGS_OF_A_ROW * (100 if number == len(parts) else 1):
            raise Unreadable(_too_much())
    seen.hidden += len(HIDDEN.findall(piece))
    for top, bottom in MERGED.findall(with_seam):
        seen.merged.update(range(int(top), min(int(bottom), int(top) + MAX_ROWS) + 1))


def _is_markup(piece: bytes) -> bool:
    """Whether a part is XML in the one spelling that is looked through; XML in another one is refused."""
    start = piece[:200].removeprefix(codecs.BOM_UTF8).lstrip()
    if b"\x00" in start[:4] and b"<" in start[:8]:
        raise Unreadable(_unreadable())
    return start.startswith(b"<")


def _xlsx_rows(sheet) -> Iterator[list]:
    try:
        wide = 0
        for row in sheet.iter_rows():
            wide += len(row) > 10 * MAX_COLUMNS
            if wide > MAX_WIDE:
                raise Unreadable(_too_much())
            yield [_xlsx_value(cell) for cell in row[:MAX_COLUMNS]]
    except Unreadable:
        raise
    except Exception as error:  # as above: a sheet may be broken in its middle
        raise Unreadable(_unreadable()) from error


def _xlsx_value(cell) -> Any:
    kind, value = cell.data_type, cell.value
    if value is None:
        return ""
    if kind == "f":
        return Broken(_("This cell holds a formula. Put the value itself there."))
    if kind == "e":
        return Broken(_("This cell holds an error of the spreadsheet program: %(value)s.") % {"value": str(value)[:20]})
    if isinstance(value, dt.timedelta):
        return Broken(_("This cell holds a duration, which is none of the values that can be read."))
    if isinstance(value, float | Decimal):
        if value != value or abs(value) > 1e15:
            return Broken(_("This number is too large, or no number."))
        return int(value) if value == int(value) else float(value)
    if isinstance(value, bool | int | dt.datetime | dt.date | dt.time):
        return value if not isinstance(value, int) or abs(value) < 10**15 else Broken(_("This number is too large."))
    return str(value).strip()


# --- CSV ------------------------------------------------------------------------------------------------------------


def _read_csv(text: str, find: Finder) -> Table:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=head.count)
    table = _below_headings(_csv_rows(text, delimiter), find)
    if table is None:
        raise Unreadable(_no_headings())
    table.total = text.count("\n")
    return table


def _csv_rows(text: str, delimiter: str) -> Iterator[list]:
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [from_csv_cell(value.strip()) for value in row[:MAX_COLUMNS]]
    except csv.Error as error:
        raise Unreadable(_("The file cannot be read as a table.")) from error


def _decoded(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8 or UTF-16 where it says so or is, else one of two old Windows tables.

    Text that is UTF-8 but for a few broken places keeps these as surrogates: they are told of by their cells.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-8-sig", errors="surrogateescape")
    broken = sum("\udc80" <= char <= "\udcff" for char in text)
    wide = sum("\x7f" < char < "\ud800" for char in text)
    if wide > broken or content.startswith(codecs.BOM_UTF8):
        return text
    return decoded_as_windows(content)


# --- Both -----------------------------------------------------------------------------------------------------------


def _below_headings(rows: Iterator[list], find: Finder) -> Table | None:
    for number, row in enumerate(islice(rows, SEARCHED), start=1):
        headings = [cell if isinstance(cell, str) else "" for cell in row]
        if columns := find(headings):
            return Table(columns, _filled(rows, number), headings)
    return None


def _filled(rows: Iterable[list], after: int) -> Iterator[tuple[int, list]]:
    """Yield the rows with something in them, numbered; refuse a table that holds more of them than can be read."""
    found = 0
    for number, row in enumerate(rows, start=after + 1):
        if number - found > MAX_EMPTY:
            raise Unreadable(_too_much())
        if all(cell == "" for cell in row):
            continue
        found += 1
        if found > MAX_ROWS:
            raise Unreadable(
                _("More than %(number)d rows cannot be read at once. Divide the file.") % {"number": MAX_ROWS}
            )
        yield number, row


def _too_much() -> str:
    return _("The file holds more than a table can.")


def _unreadable() -> str:
    return _("The file cannot be read as a spreadsheet. Save it as XLSX and choose it again.")


def _no_headings() -> str:
    return _("The headings of an exported table were not found in the first rows. Export one and fill it in.")
