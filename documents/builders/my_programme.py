"""The programme of one delegate on paper, and those of many in one go."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.builders.base import Builder, Facts, Progress
from documents.builders.layout import STYLESHEET, iso_date, place_words, span_words, town_words
from documents.builders.programme_faces import qr_code
from documents.personal import own_days, own_facts, seat_at, unplanned_seats
from documents.typography import set_facts, setter
from taskforce.dates import day_date, long_date
from taskforce.pdf_many import Frame, Paper, Piece, render_many

KIND = "my-programme"
TEMPLATES = "documents/pdf/personal"
STYLES = (STYLESHEET, STYLESHEET.parent / "personal" / "personal.css")


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the programme of the one person of these facts as a PDF."""
    ((_person, content),) = papers(facts)
    progress()
    return content


def papers(facts: Facts) -> Iterator[tuple[dict, bytes]]:
    """Yield each person of the facts and that person's PDF; those who have the same lines come together.

    Each line is laid out once, so that a hundred papers take little longer than ten.
    """
    for language, programme in facts["programmes"].items():
        people = [person for person in facts["people"] if person["language"] == language]
        with translation.override(language):
            galley = Galley(set_facts(programme, setter(language)))
            wishes = [galley.paper_of(person) for person in people]
            frame = Frame(frame_html(programme), language, KIND, STYLES)
        for position, content in render_many(frame, list(galley.pieces), wishes):
            yield people[position], content


def frame_html(programme: Facts) -> str:
    """Return what every paper of a programme begins with, in the active language, without saying whose it is."""
    session = programme["session"]
    return render_to_string(
        "documents/pdf/personal/programme.html",
        {
            "kind": KIND,
            "heading": _("Personal programme"),
            "language": programme["language"],
            "session": session,
            "place": town_words(session),
            "dates": span_words(session),
            "edition": edition_words(programme),
            "address": programme["address"],
            "code": qr_code(programme["address"]),
        },
    )


def edition_words(programme: Facts) -> str:
    """Return which version of the programme this is, on the clock of the host; nothing where none was released."""
    version, zone = programme["version"], programme["session"]["timezone"] or "UTC"
    if version is None:
        return ""
    at = dt.datetime.fromisoformat(version["released_at"]).astimezone(zoneinfo.ZoneInfo(zone))
    words = {"number": version["number"], "date": long_date(at.date()), "time": f"{at:%H:%M}", "zone": zone}
    return _("Version %(number)d, released on %(date)s at %(time)s (%(zone)s)") % words


class Galley:
    """The lines of a programme as they are needed, each once, in the active language."""

    def __init__(self, programme: Facts) -> None:
        self.programme = programme
        self.pieces: dict[Piece, int] = {}  # and the place of each

    def paper_of(self, person: dict) -> Paper:
        """Return what a person's paper is made of."""
        title = f"{_('Personal programme')} – {person['name']} – {self.programme['session']['title']}"
        insert = render_to_string(f"{TEMPLATES}/person.html", {"person": person})
        foot = render_to_string(f"{TEMPLATES}/foot.html", {"person": person})
        places = (self.pieces.setdefault(piece, len(self.pieces)) for piece in self.pieces_of(person))
        return Paper(title, insert, foot, tuple(places))

    def pieces_of(self, person: dict) -> Iterator[Piece]:
        """Yield the days and lines of a person, and then the seats of which the programme has no line yet."""
        for day in own_days(self.programme, person):
            date = day_date(iso_date(day["date"])) if day["date"] else ""
            yield self.piece("day", leads=True, day=day["day"], date=date)
            for group in day["groups"]:
                for item in group["items"]:
                    yield self.piece("item", item=line_of(item, person, self.programme["session"]["city"]))
        if not self.programme["days"]:
            yield self.piece("none")
        unplanned = unplanned_seats(self.programme, person)
        if unplanned:
            yield self.piece("unplanned", leads=True)
        for seat in unplanned:
            yield self.piece("unplanned", seat=seat)

    def piece(self, template: str, leads: bool = False, **context) -> Piece:
        return Piece(render_to_string(f"{TEMPLATES}/{template}.html", context), leads)


def line_of(item: dict, person: dict, city: str) -> dict:
    """Return a line with its place in words, the person's seat, and each who speaks or moderates, once."""
    moderators = item["table"]["moderators"] if item["table"] else []
    speakers = [speaker for speaker in item["speakers"] if speaker not in moderators]
    people = [{**moderator, "moderates": True} for moderator in moderators] + speakers
    return item | {"where": place_words(item, city), "seat": seat_at(item, person), "people": people}


BUILDER = Builder(kind="my_programme", label=gettext_lazy("Personal programme"), gather=own_facts, formats={"pdf": pdf})
