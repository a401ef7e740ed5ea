"""What an import would do, in words, and the sheet of what is wrong with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.exchange.cells_in import Known, Plain
from documents.exchange.columns import Cell, Column
from documents.exchange.import_models import SheetImport, SheetRow
from documents.exchange.incoming import WRITERS
from documents.exchange.incoming.base import python_of
from taskforce.text import sheet_text

SHORTENED = 300
MOST_FAULTY = 2_000  # rows of the sheet of faults


def describe_rows(sheet: SheetImport, rows: Iterable[SheetRow]) -> list[dict[str, Any]]:
    """Return rows as a page shows them: each column that changes before and after, or each cell that is refused."""
    kind = WRITERS[sheet.kind].kind
    known, columns = Known(kind, sheet.session), {column.key: column for column in kind.columns}
    return [
        {
            "row": row,
            "changes": [] if row.faults else _changes(row, columns, known),
            "faults": _faults(row, columns),
        }
        for row in rows
    ]


def _changes(row: SheetRow, columns: dict[str, Column], known: Known) -> list[dict[str, str]]:
    is_new = row.outcome == SheetRow.Outcome.NEW
    return [
        {
            "name": columns[key].heading,
            "before": "" if is_new else in_words(columns[key], row.before.get(key), known),
            "after": in_words(columns[key], value, known),
        }
        for key, value in row.values.items()
    ]


def _faults(row: SheetRow, columns: dict[str, Column]) -> list[dict[str, str]]:
    return [
        {"name": columns[key].heading if key in columns else "", "cell": row.values.get(key, ""), "text": text}
        for key, text in row.faults
    ]


def in_words(column: Column, value: Plain, known: Known) -> str:
    """Return a plain value for people; a dash for nothing."""
    if value in (None, "", []):
        return "–"
    if column.cell is Cell.FLAG:
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if column.cell is Cell.CHOICE:
        return str(dict(column.choices).get(value, value))
    if column.cell is Cell.DATE:
        return date_format(python_of(column, value), "SHORT_DATE_FORMAT")
    if column.cell is Cell.TIME:
        return time_format(python_of(column, value), "H:i")
    if column.cell is Cell.SESSION:
        return next((ref for ref, pk in known.sessions.items() if pk == value), "–")
    if column.cell in (Cell.REF, Cell.REFS):
        keys = value if isinstance(value, list) else [value]
        return "; ".join(str(known.referred(column).get(key, f"#{key}")) for key in keys)
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text[:SHORTENED] + "…" if len(text) > SHORTENED else text


def faults_xlsx(sheet: SheetImport) -> bytes:
    """Return the refused rows as they stand in the file, what is wrong beside them, the cells in question marked."""
    kind = WRITERS[sheet.kind].kind
    with tempfile.TemporaryFile() as stream:
        with xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False}) as book:
            page = book.add_worksheet(sheet_text(_("Refused"))[:31])
            bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F7"})
            wrong = book.add_format({"bg_color": "#FBE3E4", "text_wrap": True, "valign": "top"})
            rows = sheet.rows.filter(outcome=SheetRow.Outcome.REFUSED).order_by("number")[:MOST_FAULTY]
            columns = _columns_there(kind.columns, rows)
            page.set_column(1, 1, 60)
            page.set_column(2, 2 + len(columns), 22)
            for index, heading in enumerate((_("Row"), _("What is wrong"), *(column.heading for column in columns))):
                page.write_string(0, index, sheet_text(heading), bold)
            for number, row in enumerate(rows.iterator(chunk_size=500), start=1):
                faulty = {key for key, _text in row.faults}
                page.write_number(number, 0, row.number)
                page.write_string(number, 1, sheet_text("\n".join(_fault_lines(row, kind.columns))), wrong)
                for index, column in enumerate(columns, start=2):
                    text = sheet_text(row.values.get(column.key, ""))
                    page.write_string(number, index, text, wrong if column.key in faulty else None)
        stream.seek(0)
        return stream.read()


def _columns_there(columns: Iterable[Column], rows: Iterable[SheetRow]) -> list[Column]:
    first = next(iter(rows), None)
    return [column for column in columns if first and column.key in first.values]


def _fault_lines(row: SheetRow, columns: Iterable[Column]) -> list[str]:
    names = {column.key: column.heading for column in columns}
    return [f"{names[key]}: {text}" if key in names else text for key, text in row.faults]
