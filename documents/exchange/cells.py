"""From a row to cells: plain values as a sheet shows them, in the active language, and the same as CSV holds them."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from decimal import Decimal

from django.conf import settings
from django.db.models import Model
from django.utils.translation import pgettext

from documents.exchange.columns import Cell, Column, joined, ref_text
from participants.identifiers import readable_phone
from sessions.models import HostRegion, Session
from taskforce.text import csv_cell

Value = str | int | Decimal | dt.date | dt.time | dt.datetime


def cell_value(column: Column, row: Model) -> Value:
    """Return what stands in the cell of a row: text, number, date, time or moment; "" where there is nothing.

    Moments are in the time of Rome, without a zone, as a sheet wants them.
    """
    value = column.read(row)
    if value is None:
        return ""
    if column.cell is Cell.CHOICE:
        return str(dict(column.choices).get(value, value))
    if column.cell is Cell.FLAG:
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if column.cell is Cell.PHONE:
        return readable_phone(value) if value else ""
    if column.cell in (Cell.CODES, Cell.NAMES):
        return joined(value)
    if column.cell is Cell.REFS:
        return joined(map(ref_text, value))
    return _plain(value)


def _plain(value: object) -> Value:
    if isinstance(value, HostRegion):
        return value.code
    if isinstance(value, Session):
        return value.ref
    if isinstance(value, Model):
        return ref_text(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(zoneinfo.ZoneInfo(settings.CAPITAL_TIME_ZONES["IT"])).replace(tzinfo=None)
    if isinstance(value, (int, Decimal, dt.date, dt.time)) and not isinstance(value, bool):
        return value
    return str(value)


def csv_value(value: Value) -> object:
    """Return a cell as CSV holds it: dates and times by ISO 8601, text that no program runs as a formula."""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return csv_cell(value)
