"""What the paper documents share: the style sheet, and facts put into words and columns."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.conf import settings

from taskforce.dates import date_span

STYLESHEET = settings.BASE_DIR / "templates" / "documents" / "pdf" / "document.css"
PROGRAMME_STYLES = (STYLESHEET, STYLESHEET.with_name("programme.css"))
MOST_COLUMNS = 3  # more would leave less than five centimetres for each

T = TypeVar("T")


def iso_date(text: str | None) -> dt.date | None:
    """Return the date of a fact; None where it is not known."""
    return dt.date.fromisoformat(text) if text else None


def span_words(session: dict) -> str:
    """Return the dates of a session in words, or what is known of them."""
    return date_span(iso_date(session["starts_on"]), iso_date(session["ends_on"])) or session["dates_note"]


def town_words(session: dict) -> str:
    """Return the city of a session and its region, without saying one name twice."""
    region = session["region"]["name"] if session["region"] else ""
    return ", ".join(dict.fromkeys(part for part in (session["city"], region) if part))


def place_words(place: dict, city: str) -> str:
    """Return room, venue and town; the town only where it is not the session's city, and the venue does not name it."""
    told = place["town"] != city and place["town"] not in place["venue"]
    parts = [place["room"], place["venue"], place["town"] if told else ""]
    return ", ".join(part for part in parts if part)


def columns(things: list[T]) -> list[list[T]]:
    """Return rows of things to stand side by side, as even as can be: four are two rows of two, five are 3 and 2."""
    rows = -(-len(things) // MOST_COLUMNS) or 1
    width = -(-len(things) // rows)
    return [things[start : start + width] for start in range(0, len(things), width or 1)]
