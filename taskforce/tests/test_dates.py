"""Dates and spans of dates in the three languages."""

import datetime as dt

import pytest
from django.utils import translation

from taskforce.dates import date_span, day_date

FIRST = dt.date(2016, 12, 1)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "giovedì 1 dicembre 2016"),
        ("ru", "четверг, 1 декабря 2016"),
        ("en", "Thursday 1 December 2016"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, text):
    with translation.override(language):
        assert day_date(FIRST) == text


@pytest.mark.parametrize(
    ("starts", "ends", "text"),
    [
        (FIRST, dt.date(2016, 12, 2), "1–2 December 2016"),
        (dt.date(2016, 11, 30), FIRST, "30 November – 1 December 2016"),
        (dt.date(2016, 12, 31), dt.date(2017, 1, 1), "31 December 2016 – 1 January 2017"),
        (FIRST, FIRST, "1 December 2016"),
        (FIRST, None, "1 December 2016"),
        (None, FIRST, "1 December 2016"),
        (None, None, ""),
    ],
)
def test_a_span_says_once_what_both_dates_share(starts, ends, text):
    with translation.override("en"):
        assert date_span(starts, ends) == text
