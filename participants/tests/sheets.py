"""Spreadsheets of companies as a chamber fills them, good and bad."""

from __future__ import annotations

import io
from pathlib import Path

import xlsxwriter

HEADINGS = [
    "Name in Latin letters", "Region", "Town", "P. IVA", "Contact person", "Contact: E-mail", "Themes and projects",
    "Delegate 1: Given name in Latin letters", "Delegate 1: Family name in Latin letters",
    "Delegate 1: Qualification", "Delegate 1: E-mail",
]  # fmt: skip


def vat_number(number: int) -> str:
    """Return a P. IVA whose control digit is right, from a running number."""
    digits = f"{number:07d}016"
    odd = sum(int(digit) for digit in digits[::2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[1::2])
    return f"{digits}{(10 - (odd + even) % 10) % 10}"


def company(number: int, **changes) -> list:
    """Return the cells of one company, in the order of HEADINGS; changes go by position ``c3=…``."""
    cells = [
        f"Meccanica {number} S.r.l.", "Lombardia", "Bergamo", vat_number(number), "Anna Bianchi",
        f"info{number}@meccanica{number}.example", "Torni e frese", "Anna", f"Bianchi{number}", "Direttrice",
        f"anna{number}@meccanica{number}.example",
    ]  # fmt: skip
    for name, value in changes.items():
        cells[int(name[1:])] = value
    return cells


def xlsx(rows: list[list], headings: list[str] | None = None) -> bytes:
    """Return a file with these headings and rows; a number is a number cell, a text a text cell."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings or HEADINGS)
        for index, row in enumerate(rows, start=1):
            sheet.write_row(index, 0, row)
    return stream.getvalue()


def thirty_with_three_bad(path: Path | None = None) -> bytes:
    """Return thirty companies, of which rows 5, 12 and 20 have a fault; also written to ``path``."""
    rows = [company(number) for number in range(1, 31)]
    rows[3] = company(4, c3="01234567890")  # a control digit that is wrong
    rows[10] = company(11, c5="nobody")
    rows[18] = company(19, c1="Atlantide")
    content = xlsx(rows)
    if path:
        path.write_bytes(content)
    return content
