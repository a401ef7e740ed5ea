"""The programme as its page shows it: the facts put into the words and lines of templates/documents/programme.html."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.builders.programme import PUBLIC_FORMS
from documents.released import public_facts
from documents.versions_page import released_words
from sessions.models import Session
from taskforce.context import portal
from taskforce.dates import date_span, day_date


def programme_html(request: HttpRequest, session: Session) -> bytes:
    """Return the page in the active language.

    The template gets no user, messages or CSRF token: the page is the same for everybody and may be kept.
    """
    facts = public_facts(session, get_language())
    context = {"request": request, **portal(request), "session": facts["session"], "days": days(facts)}
    context["forms"] = paper_forms(facts)
    context["version"] = facts["version"] and version_words(facts["version"], session)
    context["place"], context["dates"] = place_line(facts["session"]), dates_line(session)
    return render_to_string("documents/programme.html", context).encode()


def paper_forms(facts: dict) -> list[tuple[str, str]]:
    """Return (address, words) of the forms in which the programme can be had on paper beside the whole of it."""
    if not facts["days"]:
        return []
    ref, days = facts["session"]["ref"], [day["day"] for day in facts["days"] if day["day"]]
    forms = [
        ("it+ru", _("Italian and Russian side by side")),
        ("it+en", _("Italian and English side by side")),
        ("summary", _("on one page")),
        *((f"day-{day}", _("Day %(day)s") % {"day": day}) for day in days if f"day-{day}" in PUBLIC_FORMS),
    ]
    return [(reverse("documents:programme_form", args=[ref, form]), words) for form, words in forms]


def version_words(version: dict, session: Session) -> str:
    """Return which version this is and when it was released, in the host's time."""
    released = released_words(session, dt.datetime.fromisoformat(version["released_at"]))
    return _("Version %(number)s, released %(moment)s") % {"number": version["number"], "moment": released}


def place_line(session: dict) -> str:
    """Return city and host region, such as ``Bergamo, Lombardia``."""
    return joined(", ", session["city"], session["region"] and session["region"]["name"])


def dates_line(session: Session) -> str:
    return date_span(session.starts_on, session.ends_on) or session.dates_note


def days(facts: dict) -> list[dict]:
    """Return the days with their headings, anchors and lines."""
    return [
        {
            "anchor": f"day-{day['day']}" if day["day"] else "no-day",
            "name": _("Day %(day)s") % {"day": day["day"]} if day["day"] else _("Day to be announced"),
            "date": day_date(dt.date.fromisoformat(day["date"])) if day["date"] else "",
            "lines": [[shown_item(item) for item in group["items"]] for group in day["groups"]],
        }
        for day in facts["days"]
    ]


def shown_item(item: dict) -> dict:
    """Return what templates/parts/programme_item.html takes."""
    return {
        **{key: item[key] for key in ("kind", "title", "starts", "ends", "note")},
        "kind_word": kind_word(item),
        "other_times": item["capital_times"],
        "place": joined(", ", item["room"], item["venue"], item["town"]),
        "speakers": [person_line(person) for person in item["speakers"]] + moderator_lines(item),
        "languages": languages_line(item),
        "details": joined(" · ", end_line(item), detail_line(item)),
    }


def kind_word(item: dict) -> str:
    number = item["table"] and item["table"]["number"]
    return _("Thematic table %(number)s") % {"number": number} if number else item["kind_label"]


def moderator_lines(item: dict) -> list[str]:
    """Return the table's moderators who do not stand among the speakers already."""
    people = item["table"]["moderators"] if item["table"] else []
    return [
        _("Moderator: %(person)s") % {"person": person_line(person)}
        for person in people
        if person not in item["speakers"]
    ]


def person_line(person: dict) -> str:
    return joined(", ", person["name"], person["office"])


def detail_line(item: dict) -> str:
    """Return the sub-sectors of a table, or the company and sector of a visit; not what the title says already."""
    if item["table"]:
        return joined(" · ", *item["table"]["subsectors"])
    if item["visit"]:
        return joined(
            " · ", *(text for text in (item["visit"]["company"], item["visit"]["sector"]) if text not in item["title"])
        )
    return ""


def end_line(item: dict) -> str:
    """Return the end of a line whose start is not known."""
    return _("until %(time)s") % {"time": item["ends"]} if item["ends"] and not item["starts"] else ""


def languages_line(item: dict) -> str:
    spoken, interpreted = ", ".join(item["spoken"]), ", ".join(item["interpreted"])
    return joined(
        ". ",
        spoken and _("Languages: %(languages)s") % {"languages": spoken},
        interpreted and _("Interpretation: %(languages)s") % {"languages": interpreted},
    )


def joined(separator: str, *texts: str | None) -> str:
    """Return the texts there are, each once."""
    return separator.join(dict.fromkeys(text for text in texts if text))
