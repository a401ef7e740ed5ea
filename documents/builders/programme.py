"""The programme of a session, for the hand of whoever attends it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from documents.builders.base import Builder, Facts, Progress
from documents.builders.layout import STYLESHEET, columns, iso_date, place_words, span_words, town_words
from documents.released import public_facts
from taskforce.dates import day_date
from taskforce.pdf import render_pdf


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the programme as a PDF."""
    return render_pdf(html_of(facts), stylesheet=STYLESHEET, laid_out=progress)


def html_of(facts: Facts) -> str:
    """Return the whole document, ready to be printed."""
    session = facts["session"]
    return render_to_string(
        "documents/pdf/programme.html",
        {
            "kind": "programme",
            "heading": _("Programme"),
            "language": facts["language"],
            "session": session,
            "place": town_words(session),
            "dates": span_words(session),
            "organisers": by_role(session["organisers"]),
            "officials": facts["officials"],
            "days": days_of(facts),
            "tables": [table | {"where": place_words(table, "")} for table in facts["tables"] if unsat(table, facts)],
            "visits": facts["visits"],
            "visits_tell": {key for visit in facts["visits"] for key, value in visit.items() if value},
        },
    )


def unsat(table: dict, facts: Facts) -> bool:
    """Whether no line of the programme is a sitting of this table, so that it must be told of by itself."""
    items = (item for day in facts["days"] for group in day["groups"] for item in group["items"])
    return all(not item["table"] or item["table"]["number"] != table["number"] for item in items)


def by_role(organisers: list[dict]) -> list[tuple[str, list[str]]]:
    """Return (word, names) for each role, organisers first."""
    words = dict.fromkeys(organiser["role_label"] for organiser in organisers)
    return [(word, [body["name"] for body in organisers if body["role_label"] == word]) for word in words]


def days_of(facts: Facts) -> list[dict]:
    """Return the days with their lines; a table is described in full where it sits first."""
    city, described = facts["session"]["city"], set()
    return [
        {
            "day": day["day"],
            "date": day_date(iso_date(day["date"])) if day["date"] else "",
            "lines": [line_of(group["items"], city, described) for group in day["groups"]],
        }
        for day in facts["days"]
    ]


def line_of(items: list[dict], city: str, described: set[int]) -> dict:
    """Return one line: an item, or rows of items side by side under the time they share.

    ``shared`` is None where each says its own time: they differ, or a row may stand alone on the next page.
    """
    times = {(item["starts"], item["ends"]) for item in items}
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
    return item | {"where": place_words(item, city), "describes": first, "speakers": speakers}


BUILDER = Builder(kind="programme", label=_("Programme"), gather=public_facts, formats={"pdf": pdf})
