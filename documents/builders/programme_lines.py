"""The days and lines of a programme put into rows, columns and words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from documents.builders.base import Facts
from documents.builders.layout import columns, iso_date, place_words
from taskforce.dates import day_date


def days_of(facts: Facts) -> list[dict]:
    """Return the days with their lines; a table is described in full where it sits first."""
    city, described = facts["session"]["city"], set()
    return [
        {
            "day": day["day"],
            "name": _("Day %(number)s") % {"number": day["day"]} if day["day"] else _("Day to be announced"),
            "date": day_date(iso_date(day["date"])) if day["date"] else "",
            "lines": [line_of(group["items"], city, described) for group in day["groups"]],
        }
        for day in facts["days"]
    ]


def line_of(items: list[dict], city: str, described: set[int]) -> dict:
    """Return one line: an item, or rows of items side by side under the time they share.

    ``shared`` is None where each says its own time: they differ, or a row may stand alone on the next page.
    """
    times = {times_of(item) for item in items}
    rows = columns([item_of(item, city, described) for item in items])
    shared = items[0] if len(times) == len(rows) == 1 else None
    return {"shared": shared, "rows": rows, "parallel": len(items) > 1}


def item_of(item: dict, city: str, described: set[int]) -> dict:
    """Return an item with its place in words, and whether its table's sub-sectors and moderators belong here.

    A moderator who is named as such is not named a second time among the speakers.
    """
    table, speakers = item["table"], item["speakers"]
    first = bool(table) and table["number"] not in described
    if first:
        described.add(table["number"])
        speakers = [person for person in speakers if person not in table["moderators"]]
    return item | {
        "where": place_words(item, city),
        "spot": item["room"] or item["venue"] or item["town"],
        "describes": first,
        "speakers": speakers,
    }


def times_of(item: dict) -> tuple[str | None, str | None]:
    return item["starts"], item["ends"]


def unsat(table: dict, facts: Facts) -> bool:
    """Whether no line of the programme is a sitting of this table, so that it must be told of by itself."""
    items = (item for day in facts["days"] for group in day["groups"] for item in group["items"])
    return all(not item["table"] or item["table"]["number"] != table["number"] for item in items)


def by_role(organisers: list[dict]) -> list[tuple[str, list[str]]]:
    """Return (word, names) for each role, organisers first."""
    words = dict.fromkeys(organiser["role_label"] for organiser in organisers)
    return [(word, [body["name"] for body in organisers if body["role_label"] == word]) for word in words]


def facing_days(days: list[list[dict]], languages: list[str]) -> list[dict]:
    """Return the days of several languages as one: each row is an item with its cells, one a language.

    All of them are of one moment, so their lines stand in the same order.
    """
    return [
        {
            "day": same[0]["day"],
            "faces": list(zip(languages, same, strict=True)),
            "rows": [row for lines in zip(*lines_of(same), strict=True) for row in rows_of(lines, languages)],
        }
        for same in zip(*days, strict=True)
    ]


def lines_of(days: tuple[dict, ...]) -> list[list[dict]]:
    return [day["lines"] for day in days]


def rows_of(lines: tuple[dict, ...], languages: list[str]) -> list[dict]:
    """Return the rows of one line in all languages.

    ``first`` and ``last`` stand at the ends of what is at the same time; ``again`` has the times of the row above.
    """
    items = list(zip(*([item for row in line["rows"] for item in row] for line in lines), strict=True))
    return [
        {
            "item": same[0],
            "cells": list(zip(languages, same, strict=True)),
            "parallel": len(items) > 1,
            "first": number == 0,
            "last": number == len(items) - 1,
            "again": number > 0 and times_of(same[0]) == times_of(items[number - 1][0]),
        }
        for number, same in enumerate(items)
    ]
