"""The attendance report as a PDF and as a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.builders.base import Facts, Progress
from documents.builders.layout import STYLESHEET, span_words, town_words
from sessions.enums import Side
from taskforce.pdf import render_pdf
from taskforce.text import sheet_text

BAR_UNITS = 300  # the longest bar of the drawing, in units of its own
ROW_UNITS = 19
WIDEST = 46  # characters


def groups_of(facts: Facts) -> list[tuple[str, list[dict]]]:
    """Return (title, rows) of the four ways to count."""
    return [
        (_("By side"), facts["sides"]),
        (_("By category"), facts["categories"]),
        (_("By region"), facts["regions"]),
        (_("By thematic table"), facts["tables"]),
    ]


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the report as a PDF."""
    return render_pdf(html_of(facts), stylesheet=STYLESHEET, laid_out=progress)


def html_of(facts: Facts) -> str:
    """Return the whole document, ready to be printed."""
    session = facts["session"]
    return render_to_string(
        "documents/pdf/attendance.html",
        {
            "kind": "attendance",
            "heading": _("Attendance report"),
            "language": facts["language"],
            "session": session,
            "dates": span_words(session),
            "place": town_words(session),
            "days": facts["days"],
            "total": facts["total"],
            "groups": groups_of(facts),
            "chart": chart_of(facts["categories"]),
            "sides": [(side.label, [row for row in facts["delegates"] if row["side"] == side]) for side in Side],
        },
    )


def chart_of(rows: list[dict]) -> dict:
    """Return the drawing of registered persons by category: a bar each, Italian and Russian part."""
    unit = BAR_UNITS / max((row["registered"] for row in rows), default=1)
    bars = []
    for number, row in enumerate(rows):
        italian, russian = (round(row["by_side"][side] * unit, 1) for side in (Side.IT, Side.RU))
        bars.append(
            {
                "label": row["label"],
                "count": row["registered"],
                "top": number * ROW_UNITS,
                "baseline": number * ROW_UNITS + 11,
                "italian": italian,
                "russian": russian,
                "second": 200 + italian,
                "end": 206 + italian + russian,
            }
        )
    return {"bars": bars, "height": len(rows) * ROW_UNITS, "italian": Side.IT.label, "russian": Side.RU.label}


# --- Spreadsheet ----------------------------------------------------------------------------------------------------


def xlsx(facts: Facts, progress: Progress) -> bytes:
    """Return the report as a workbook of two sheets: totals, delegates. Text is written as text, never as a formula."""
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        title = f"{_('Attendance report')} – {facts['session']['title']}"
        # A fixed date: the same facts give the same bytes.
        book.set_properties({"title": sheet_text(title), "created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
        bold = book.add_format({"bold": True, "bottom": 1, "font_color": "#00264d", "text_wrap": True, "valign": "top"})
        write_sheet(book.add_worksheet(_("Totals")), totals_heads(facts), totals_rows(facts), bold)
        write_sheet(book.add_worksheet(_("Delegates")), delegates_heads(facts), delegates_rows(facts), bold)
        progress()
    return output.getvalue()


def write_sheet(sheet, heads: list[str], rows: list[list[str | int]], bold) -> None:
    """Fill a sheet: a fixed row of heads with filters, columns as wide as what is in them, numbers as numbers."""
    for column, head in enumerate(heads):
        sheet.write_string(0, column, sheet_text(head), bold)
        widest = max((len(str(row[column])) for row in rows), default=0)
        sheet.set_column(column, column, min(max(widest, len(head) * 0.7, 8), WIDEST) + 2)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, sheet_text(value))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def day_heads(facts: Facts) -> list[str]:
    return [_("Present on day %(day)s") % {"day": day} for day in facts["days"]]


def totals_heads(facts: Facts) -> list[str]:
    return [_("Counted by"), _("Group"), _("Registered"), _("Confirmed"), _("Waiting"), *day_heads(facts)]


def totals_rows(facts: Facts) -> list[list[str | int]]:
    groups = [(_("All"), [facts["total"]]), *groups_of(facts)]
    return [
        [title, row["label"], row["registered"], row["confirmed"], row["waiting"], *row["present"]]
        for title, rows in groups
        for row in rows
    ]


def delegates_heads(facts: Facts) -> list[str]:
    names = [pgettext("person", "Name in Latin letters"), pgettext("person", "Name in Cyrillic letters")]
    rest = [_("Qualification"), _("Organisation"), _("Category"), _("Region"), pgettext("delegate", "Place")]
    return [_("Side"), *names, *rest, *day_heads(facts)]


def delegates_rows(facts: Facts) -> list[list[str | int]]:
    names = ("side_label", "latin", "cyrillic", "qualification")
    keys = (*names, "organisation", "category_label", "region_label", "place_label")
    return [[*(person[key] for key in keys), *map(int, person["present"])] for person in facts["delegates"]]
