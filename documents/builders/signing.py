"""The sheet of the signing ceremony: in which order acts are signed, when, by whom, where, in how many copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AuthenticText, Party, Signatory, Signing
from documents.builders.base import Builder, Facts, Progress
from documents.builders.layout import STYLESHEET, iso_date, place_words, span_words, town_words
from documents.builders.programme import LANGUAGES
from documents.programme import session_facts
from documents.typography import set_facts, setter
from sessions.enums import ItemKind, Side
from sessions.models import ProgrammeItem, Session
from taskforce.dates import long_date
from taskforce.pdf import render_pdf

STYLES = (STYLESHEET, STYLESHEET.with_name("signing.css"))


@dataclass(frozen=True)
class Slot:
    """The line of the programme in which acts are signed."""

    item: ProgrammeItem

    @property
    def minutes(self) -> int | None:
        """How long the programme gives; None where it does not say."""
        if not (self.item.starts and self.item.ends):
            return None
        return clock_minutes(self.item.ends) - clock_minutes(self.item.starts)

    def after(self, minutes: int) -> dt.time | None:
        """The time so many minutes after the beginning; None where that is not known, or past midnight."""
        if not self.item.starts:
            return None
        found = clock_minutes(self.item.starts) + minutes
        return dt.time(*divmod(found, 60)) if found < 24 * 60 else None


def clock_minutes(clock: dt.time) -> int:
    return clock.hour * 60 + clock.minute


def ceremony_slot(session: Session) -> Slot | None:
    """Return the first line of the programme that is a signing; None where there is none. One query."""
    items = ProgrammeItem.objects.filter(session=session, kind=ItemKind.SIGNING).select_related("venue", "room__venue")
    found = items.order_by("day", "starts", "position", "pk").first()
    return Slot(found) if found else None


def gather(session: Session, language: str) -> Facts:
    """Return the facts of the sheet; ``language`` may be two, joined by ``+``. Five queries a language and two more."""
    languages = language.split("+")
    rows = list(signings(session))
    slot = ceremony_slot(session)
    return {
        "language": languages[0],
        "languages": languages,
        "date": iso(session.date_of(slot.item.day)) if slot else None,
        "starts": clock(slot.item.starts) if slot else None,
        "minutes": sum(row.minutes for row in rows),
        "given": slot.minutes if slot else None,
        "turns": turns_of(rows, slot),
        "texts": {code: face_facts(session, rows, slot, code) for code in languages},
    }


def signings(session: Session):
    """Return the places in the ceremony, with what the sheet tells of each act."""
    texts = AuthenticText.objects.order_by("language", "-version")
    signatories = Signatory.objects.select_related("party").order_by("position", "pk")
    return (
        Signing.objects.filter(agreement__session=session)
        .select_related("agreement")
        .prefetch_related(
            Prefetch("agreement__parties", Party.objects.order_by("position", "pk")),
            Prefetch("agreement__signatories", signatories),
            Prefetch("agreement__texts", texts),
        )
        .order_by("position", "pk")
    )


def turns_of(rows: list[Signing], slot: Slot | None) -> list[dict]:
    """Return what is the same in every language: the time of each act, its minutes, copies, and who may know of it."""
    found, before = [], 0
    for row in rows:
        starts = slot.after(before) if slot else None
        found.append(
            {
                "starts": clock(starts),
                "minutes": row.minutes,
                "copies": row.copies,
                "confidential": not row.agreement.is_public,
            }
        )
        before += row.minutes
    return found


def face_facts(session: Session, rows: list[Signing], slot: Slot | None, language: str) -> dict:
    """Return what is said in one language."""
    with translation.override(language):
        return {
            "session": session_facts(session),
            "place": place_facts(slot.item) if slot else None,
            "acts": [act_facts(row) for row in rows],
        }


def place_facts(item: ProgrammeItem) -> dict:
    venue = item.venue or (item.room.venue if item.room else None)
    return {
        "room": item.room.name if item.room else "",
        "venue": venue.name if venue else "",
        "town": venue.town if venue else "",
    }


def act_facts(row: Signing) -> dict:
    act = row.agreement
    return {
        "kind": act.get_kind_display(),
        "title": act.title,
        "parties": [{"name": party.name} for party in act.parties.all()],
        "signatories": [
            {
                "name": one.name,
                "office": one.capacity,
                "party": {"name": one.party.name if one.party else ""},
            }
            for one in in_order(act.signatories.all())
        ],
        "languages": texts_told(act.texts.all()),
        "where": row.where,
        "flags": row.flags,
        "note": row.note,
    }


def in_order(signatories) -> list[Signatory]:
    """Return those who sign for the Italian side, those for the Russian side, then the others; each in their order."""
    order = [Side.IT, Side.RU]

    def place(one: Signatory) -> int:
        side = one.party.side if one.party else None
        return order.index(side) if side in order else len(order)

    return sorted(signatories, key=place)


def texts_told(texts) -> list[str]:
    """Return the languages of the texts, each once, with whether that text is authentic."""
    newest: dict[str, AuthenticText] = {}
    for text in texts:  # the newest of each language comes first
        newest.setdefault(text.language, text)
    return [f"{text.get_language_display()} ({text.get_authority_display().lower()})" for text in newest.values()]


def iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def clock(time: dt.time | None) -> str | None:
    return f"{time:%H:%M}" if time else None


# --- PDF ------------------------------------------------------------------------------------------------------------


def html_of(facts: Facts) -> str:
    """Return the whole document, ready to be printed."""
    faces = [face_of(facts, code) for code in facts["languages"]]
    session = faces[0]["session"]
    acts = [
        turn | {"number": number, "faces": [(face["language"], face["acts"][number - 1]) for face in faces]}
        for number, turn in enumerate(facts["turns"], start=1)
    ]
    return render_to_string(
        "documents/pdf/signing.html",
        {
            "kind": "signing",
            "heading": _("Signing ceremony"),
            "language": facts["language"],
            "session": session,
            "dates": span_words(session),
            "place": town_words(session),
            "faces": faces,
            "acts": acts,
            "facing": len(faces) > 1,
            "starts": facts["starts"],
            "minutes": facts["minutes"],
            "given": facts["given"],
            "day": long_date(iso_date(facts["date"])) if facts["date"] else "",
            "where": place_words(faces[0]["place"], session["city"]) if faces[0]["place"] else "",
        },
    )


def face_of(facts: Facts, language: str) -> dict:
    """Return what is said in one language, set as that language is."""
    written = facts["texts"][language]
    names = [one["name"] for act in written["acts"] for one in act["signatories"]]
    return set_facts(written, setter(language, names)) | {"language": language}


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the sheet as an accessible PDF."""
    return render_pdf(html_of(facts), stylesheet=STYLES, laid_out=progress)


BUILDER = Builder(
    kind="signing",
    label=gettext_lazy("Sheet of the signing ceremony"),
    gather=gather,
    formats={"pdf": pdf},
    languages=LANGUAGES,
)
