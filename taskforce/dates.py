"""Dates as people of the three languages write them, in the language that is active."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def today_in_rome() -> dt.date:
    """Return the date where the ministry is: the last day of an account or a role ends there."""
    return timezone.now().astimezone(zoneinfo.ZoneInfo(settings.CAPITAL_TIME_ZONES["IT"])).date()


def long_date(date: dt.date) -> str:
    """Return ``1 December 2016``."""
    return cased(date_format(date, f"j {month_letter()} Y"))


def day_date(date: dt.date) -> str:
    """Return ``Thursday 1 December 2016`` (Russian sets a comma after the weekday)."""
    comma = "," if get_language() == "ru" else ""
    return f"{cased(date_format(date, 'l'))}{comma} {long_date(date)}"


def date_span(starts: dt.date | None, ends: dt.date | None) -> str:
    """Return ``1–2 December 2016``, or the one date there is, or nothing; what both dates share is said once."""
    if not starts or not ends or starts == ends:
        return long_date(starts or ends) if starts or ends else ""
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}–{long_date(ends)}"
    if starts.year == ends.year:
        return f"{cased(date_format(starts, f'j {month_letter()}'))} – {long_date(ends)}"
    return f"{long_date(starts)} – {long_date(ends)}"


def cased(text: str) -> str:
    """Return names of days and months as they are written within a sentence: only English gives them capitals."""
    return text if get_language() == "en" else text.lower()


def month_letter() -> str:
    """Return the letter of the month's name within a date: Russian declines it."""
    return "E" if get_language() == "ru" else "F"
