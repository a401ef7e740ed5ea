"""The empty spreadsheet to fill: headings in the page's language, lists to choose from, and a sheet that explains."""

from __future__ import annotations

import io

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participants.enums import Category, Investment
from participants.sectors import sector_name, sectors
from participants.spreadsheets.columns import MAX_ROWS, Column, columns
from sessions.models import HostRegion
from taskforce.text import sheet_text


def template_xlsx(side: str) -> bytes:
    """Return an XLSX file for bodies of a side, in the active language. Its cells are text, so that no zero is lost."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F7", "border": 1})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(sheet_text(_("Companies"))[:31])
        lists = book.add_worksheet(sheet_text(_("Lists"))[:31])
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 60)
        for index, column in enumerate(columns(side)):
            sheet.set_column(index, index, 24, text)
            sheet.write_string(0, index, sheet_text(column.heading), head)
        _write_lists(sheet, lists, side, head)
        _explain(book.add_worksheet(sheet_text(_("How to fill it"))[:31]), columns(side), head)
    return stream.getvalue()


def _write_lists(sheet, lists, side: str, head) -> None:
    """Write each closed list into a column of its own, and let the cells choose from it."""
    for position, (name, values) in enumerate(_lists(side).items()):
        lists.set_column(position, position, 40)
        lists.write_string(0, position, sheet_text(Column(*name).heading), head)
        for row, value in enumerate(values, start=1):
            lists.write_string(row, position, sheet_text(value))
        letter = xlsxwriter.utility.xl_col_to_name(position)
        source = f"='{lists.get_name()}'!${letter}$2:${letter}${len(values) + 1}"
        for index, column in enumerate(columns(side)):
            same = column.field == name[1] or (column.field.startswith("sector_") and name[1] == "sector_1")
            if same and values:
                sheet.data_validation(1, index, MAX_ROWS, index, {"validate": "list", "source": source})


def _lists(side: str) -> dict[tuple[str, str], list[str]]:
    return {
        ("organisation", "category"): [str(label) for _code, label in Category.choices],
        ("organisation", "region"): sorted(str(region) for region in HostRegion.objects.filter(country=side)),
        ("organisation", "language"): [str(label) for _code, label in settings.LANGUAGES],
        ("interests", "investment"): [str(label) for _code, label in Investment.choices],
        ("interests", "sector_1"): [sector_name(code) for code in sectors()],
    }


def _explain(sheet, explained: list[Column], head) -> None:
    sheet.set_column(0, 1, 70)
    sheet.write_string(0, 0, sheet_text(_("How to fill it")), head)
    lines = [
        _("One row is one company, with up to three delegates; a company names more on its own page."),
        _("At most %(number)d companies. Do not change the headings; leave empty what you do not know.")
        % {"number": MAX_ROWS},
        _("One name is enough, in Latin or in Cyrillic letters, of the company and of each delegate."),
        _("Each company gets a mail at the address of its contact and confirms its registration itself."),
        _("When you choose the file on the portal, every row is checked; nothing is registered before you confirm."),
    ]
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, sheet_text(line))
    start = len(lines) + 2
    sheet.write_string(start, 0, sheet_text(pgettext("of a spreadsheet", "Column")), head)
    sheet.write_string(start, 1, sheet_text(_("What to write there")), head)
    for row, column in enumerate(explained, start=start + 1):
        sheet.write_string(row, 0, sheet_text(column.heading))
        sheet.write_string(row, 1, sheet_text(column.explanation))
