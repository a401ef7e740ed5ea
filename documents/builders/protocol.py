"""The Protocol of a session on paper: in one language, or in two with part beside part; to print and to be edited."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import TextState
from agreements.models import AuthenticText
from agreements.protocol import ANNEX, Wording, blocks_of, key_of, newest_frozen, newest_texts, protocol_of
from documents.builders.base import Builder, Facts, Progress
from documents.builders.layout import STYLESHEET
from documents.builders.protocol_docx import docx
from documents.protocol.facts import LANGUAGES, protocol_facts
from documents.protocol.phrases import phrase
from documents.protocol.sections import Draft, dated, write_draft
from documents.typography import typeset
from sessions.models import Session
from taskforce.dates import long_date
from taskforce.errors import DomainError
from taskforce.pdf import render_pdf

STYLES = (STYLESHEET, STYLESHEET.with_name("protocol.css"))
PAIR = "+".join(LANGUAGES)


def protocol_paper(session: Session, language: str) -> Facts:
    """Return the Protocol as it stands now; where none was drawn up yet, the draft that the data would give.

    Raises DomainError where there is a Protocol and none of its texts is in this language.
    """
    languages = language.split("+")
    act = protocol_of(session)
    texts = newest_texts(act) if act else {}
    frozen = newest_frozen(act) if act else None
    if texts:
        if missing := set(languages) - set(texts):
            message = _("The Protocol has no text in the language “%(language)s”.")
            raise DomainError(message % {"language": min(missing)}, field="language")
        faces = {code: text_facts(texts[code]) for code in languages}
    else:
        told = protocol_facts(session)
        faces = {code: draft_facts(write_draft(told, None, code)) for code in languages}
    return {
        "language": languages[0],
        "languages": languages,
        "session": {"ref": session.ref, "demonstration": session.is_demonstration},
        "draft": any(face["state"] == TextState.DRAFT for face in faces.values()),
        "as_of": moment_facts(frozen.as_of, session) if frozen else None,
        "drawn": bool(frozen) or not texts,
        "texts": faces,
    }


def text_facts(text: AuthenticText) -> dict:
    articles = text.articles.all()
    parts = [part_facts(key_of(one), one.number, Wording(one.heading, one.body)) for one in articles]
    return face_facts(text.title, text.preamble, parts, text.closing, text.state)


def draft_facts(draft: Draft) -> dict:
    numbered = enumerate(draft.parts.items(), start=1)
    parts = [part_facts(key, "" if key == ANNEX else f"{number}", says) for number, (key, says) in numbered]
    return face_facts(draft.title, draft.preamble, parts, draft.closing, TextState.DRAFT)


def face_facts(title: str, preamble: str, parts: list[dict], closing: str, state: str) -> dict:
    return {"title": title, "preamble": preamble, "parts": parts, "closing": closing, "state": str(state)}


def part_facts(key: str, number: str, says: Wording) -> dict:
    return {"key": key, "number": number, "heading": says.heading, "body": says.body}


def moment_facts(at: dt.datetime, session: Session) -> dict[str, str]:
    zone = session.timezone or "UTC"
    there = at.astimezone(zoneinfo.ZoneInfo(zone))
    return {"at": at.isoformat(), "date": there.date().isoformat(), "time": f"{there:%H:%M}", "zone": zone}


# --- What is printed ------------------------------------------------------------------------------------------------


def face_of(facts: Facts, language: str) -> dict:
    """Return what the paper says in one language, set as that language is."""
    told = facts["texts"][language]
    parts = [set_part(part, language) for part in told["parts"]]
    return {
        "language": language,
        "name": phrase("language", language=language),
        "title": typeset(told["title"], language),
        "preamble": set_blocks(told["preamble"], language),
        "parts": [part for part in parts if part["key"] != ANNEX],
        "annex": next((part for part in parts if part["key"] == ANNEX), None),
        "closing": [block for block in set_blocks(told["closing"], language) if block[0] == "p"],
        "signatures": signatures_of(told["closing"], language),
        "draft": phrase("draft", language=language),
        "demonstration": phrase("demonstration", language=language),
        "stamp": stamp_of(facts, language),
    }


def set_part(part: dict, language: str) -> dict:
    return {
        "key": part["key"],
        "heading": typeset(part["heading"], language),
        "number": part["number"],
        "blocks": set_blocks(part["body"], language),
    }


def set_blocks(body: str, language: str) -> list[tuple[str, list[str]]]:
    return [(kind, [typeset(line, language) for line in found]) for kind, found in blocks_of(body)]


def signatures_of(closing: str, language: str) -> list[dict[str, str]]:
    """Return who signs: the items of the closing, each a side and behind its colon the person."""
    items = [item for kind, found in blocks_of(closing) if kind == "ul" for item in found]
    pairs = (item.partition(": ") for item in items)
    return [{"side": typeset(side, language), "name": typeset(name, language)} for side, _colon, name in pairs]


def stamp_of(facts: Facts, language: str) -> str:
    """Return as of when the figures are; nothing of a text that was not drawn up from the portal's data."""
    moment = facts["as_of"]
    if moment is None:
        return phrase("stamp_not_frozen", language=language) if facts["drawn"] else ""
    with translation.override(language):
        date = dated(long_date(dt.date.fromisoformat(moment["date"])))
    return phrase("stamp", language=language, date=date, time=moment["time"], zone=moment["zone"])


def facing_rows(faces: list[dict]) -> list[dict]:
    """Return what languages say as rows: line beside line where they have the same lines, else a part as one."""
    preambles = [{"heading": "", "number": "", "blocks": face["preamble"]} for face in faces]
    return [row for pair in (preambles, *facing_parts(faces)) for row in part_rows(faces, pair)]


def facing_parts(faces: list[dict]) -> list[list[dict]]:
    """Return for each part, in the order of the first language, what each language says; an empty part for none."""
    by_key = [{part["key"]: part for part in face["parts"]} for face in faces]
    keys = dict.fromkeys(key for parts in by_key for key in parts)
    return [[parts.get(key, {"heading": "", "number": "", "blocks": []}) for parts in by_key] for key in keys]


def part_rows(faces: list[dict], pair: list[dict]) -> list[dict]:
    """Return the rows of one part; the first has its heading."""
    codes = [face["language"] for face in faces]
    split = [[(kind, [line]) for kind, found in part["blocks"] for line in found] for part in pair]
    if len({tuple(kind for kind, _line in lines) for lines in split}) > 1:
        return [{"cells": list(zip(codes, pair, strict=True)), "first": True}]
    heads = [part | {"blocks": lines[:1]} for part, lines in zip(pair, split, strict=True)]
    rows = [{"cells": list(zip(codes, heads, strict=True)), "first": True}]
    for same in list(zip(*split, strict=True))[1:]:
        cells = [{"heading": "", "number": "", "blocks": [line]} for line in same]
        rows.append({"cells": list(zip(codes, cells, strict=True)), "first": False})
    return rows


def facing_signatures(faces: list[dict]) -> list[list[tuple[str, dict]]]:
    """Return who signs, each in every language."""
    most = max(len(face["signatures"]) for face in faces)
    return [
        [(face["language"], face["signatures"][number]) for face in faces if number < len(face["signatures"])]
        for number in range(most)
    ]


def html_of(facts: Facts) -> str:
    """Return the whole document, ready to be printed."""
    faces = [face_of(facts, code) for code in facts["languages"]]
    facing = len(faces) > 1
    context = {
        "language": facts["language"],
        "title": facts["texts"][facts["language"]]["title"],
        "faces": faces,
        "face": faces[0],
        "facing": facing,
        "rows": facing_rows(faces) if facing else [],
        "draft": facts["draft"],
        "demonstration": facts["session"]["demonstration"],
        "signatures": facing_signatures(faces),
        "annexes": [(face["language"], face["annex"]) for face in faces if face["annex"]],
    }
    return render_to_string("documents/pdf/protocol/whole.html", context)


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the Protocol as an accessible PDF."""
    return render_pdf(html_of(facts), stylesheet=STYLES, laid_out=progress)


def word(facts: Facts, progress: Progress) -> bytes:
    """Return the Protocol as a file for a word processor."""
    progress()
    return docx([face_of(facts, code) for code in facts["languages"]], facts)


BUILDER = Builder(
    kind="protocol",
    label=gettext_lazy("Draft Protocol"),
    gather=protocol_paper,
    formats={"pdf": pdf, "docx": word},
    languages=(*LANGUAGES, PAIR),
)
