"""Rows into the bytes of a file: XLSX with every text written as text, or CSV. A row is written and forgotten."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable
from decimal import Decimal

import xlsxwriter
from django.db.models import Model
from xlsxwriter.worksheet import Worksheet

from documents.exchange.cells import Value, cell_value, csv_value
from documents.exchange.columns import Column
from taskforce.text import sheet_text

WIDTH = 22
LONGEST = 32_000  # characters; a cell of a sheet holds 32,767
About = list[tuple[str, str]]


def write_xlsx(title: str, columns: list[Column], rows: Iterable[Model], about: About, about_first: bool) -> bytes:
    """Return a workbook: the table, and a sheet that says what it is, for whom and why (where there is something)."""
    with tempfile.TemporaryFile() as stream:
        with xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False}) as book:
            if about and about_first:
                _write_about(book, about)
            _write_table(book, title, columns, rows)
            if about and not about_first:
                _write_about(book, about)
        stream.seek(0)
        return stream.read()


def write_csv(columns: list[Column], rows: Iterable[Model]) -> bytes:
    """Return the table as CSV: UTF-8 with a mark, semicolons, as spreadsheets in Italy and Russia open it."""
    with tempfile.TemporaryFile() as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
        lines = csv.writer(text, delimiter=";")
        lines.writerow([csv_value(column.heading) for column in columns])
        for row in rows:
            lines.writerow([csv_value(cell_value(column, row)) for column in columns])
        text.flush()
        stream.seek(0)
        content = stream.read()
        text.detach()
        return content


def _write_table(book: xlsxwriter.Workbook, title: str, columns: list[Column], rows: Iterable[Model]) -> None:
    """Write a sheet, row after row: with constant_memory a row that was left is not gone back to."""
    sheet = book.add_worksheet(sheet_text(title)[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F7", "border": 1})
    formats = {
        kind: book.add_format({"num_format": code})
        for kind, code in ((dt.datetime, "dd/mm/yyyy hh:mm"), (dt.date, "dd/mm/yyyy"), (dt.time, "hh:mm"))
    }
    sheet.set_column(0, len(columns) - 1, WIDTH)
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, sheet_text(column.heading), head)
    number = 0
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            _write(sheet, number, index, cell_value(column, row), formats)
    sheet.autofilter(0, 0, number, len(columns) - 1)


def _write(sheet: Worksheet, number: int, index: int, value: Value, formats: dict) -> None:
    if isinstance(value, (dt.datetime, dt.time)):
        sheet.write_datetime(number, index, value, formats[type(value)])
    elif isinstance(value, dt.date):
        sheet.write_datetime(number, index, dt.datetime.combine(value, dt.time()), formats[dt.date])
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(number, index, value)
    elif value:
        sheet.write_string(number, index, sheet_text(value)[:LONGEST])


def _write_about(book: xlsxwriter.Workbook, about: About) -> None:
    sheet = book.add_worksheet("i")
    bold, wrap = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 70)
    for number, (name, value) in enumerate(about):
        sheet.write_string(number, 0, sheet_text(name), bold)
        sheet.write_string(number, 1, sheet_text(value), wrap)
