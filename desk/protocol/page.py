"""What the page of the draft Protocol shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from agreements.enums import TextLanguage, TextState
from agreements.models import Agreement, AuthenticText, FrozenFigures, TextApproval
from agreements.protocol import (
    ANNEX,
    LANGUAGES,
    Origin,
    Part,
    Wording,
    blocks_of,
    digest_of,
    drawn_of,
    newest_frozen,
    newest_texts,
    parts_of,
)
from desk.access import APPROVE_TEXT, rights
from desk.protocol.forms import END_NAMES, heading_in
from documents.models import Document
from documents.protocol.drawing import Change, How, changes_kept
from sessions.models import Session

TO_FILL = re.compile(r"\[[^\]\n]{2,}\]")
LATIN, CYRILLIC = re.compile(r"[A-Za-zÀ-ÿ]"), re.compile(r"[А-Яа-яЁё]")
NOT_TRANSLATED = (ANNEX, "figures")  # what companies and sources are called stays as it is
ORIGINS = {
    Origin.DATA: pgettext_lazy("part of a Protocol", "From the data"),
    Origin.EDITED: pgettext_lazy("part of a Protocol", "Edited"),
    Origin.OWN: pgettext_lazy("part of a Protocol", "Own paragraph"),
}
HOWS = {
    How.NEW: pgettext_lazy("part of a Protocol", "New"),
    How.REPLACED: pgettext_lazy("part of a Protocol", "Replaced"),
    How.KEPT: pgettext_lazy("part of a Protocol", "Kept as it was edited"),
    How.GONE: pgettext_lazy("part of a Protocol", "Gone"),
}
FROZEN_SHOWN = 10


@dataclass(frozen=True)
class Row:
    """A part as the page shows it: both languages beside each other, and what is to be seen to."""

    part: Part
    name: object
    lang: str
    origin: object
    halves: list[tuple[str, Wording, list]]
    doubts: list[object]
    first: bool
    last: bool


@dataclass(frozen=True)
class Approval:
    """How far a language is approved by the office of its side, and whether the reader may approve it."""

    language: str
    name: object
    text: AuthenticText
    given: TextApproval | None
    digest: str
    mine: bool

    @property
    def is_valid(self) -> bool:
        return self.given is not None and self.given.digest == self.digest

    @property
    def is_open(self) -> bool:
        return self.text.state != TextState.SIGNED


def gather_protocol(session: Session, act: Agreement | None, user: User) -> dict:
    """Return all that the page shows; ``rows`` is empty where the Protocol was not drawn up yet."""
    texts = newest_texts(act) if act else {}
    if set(texts) != set(LANGUAGES):
        return {"act": act, "rows": [], "papers": papers_of(session)}
    frozen = newest_frozen(act)
    parts = parts_of(texts, frozen)
    rows = rows_of(parts)
    return {
        "act": act,
        "frozen": frozen,
        "rows": rows,
        "open": all(text.state == TextState.DRAFT for text in texts.values()),
        "doubtful": [row for row in rows if row.doubts],
        "left_out": left_out(parts, frozen),
        "changes": changes_of(frozen),
        "approvals": approvals_of(session, texts, user),
        "history": FrozenFigures.objects.filter(agreement=act).select_related("by").defer("facts")[:FROZEN_SHOWN],
        "papers": papers_of(session),
    }


def rows_of(parts: list[Part]) -> list[Row]:
    """Return the parts as rows; the first and the last that move know that they are."""
    moving = [part.key for part in parts if not part.is_fixed]
    return [
        Row(
            part,
            *name_of(part.key, part.says),
            ORIGINS[part.origin],
            [(code, says, blocks_of(says.body)) for code, says in part.says.items()],
            doubts_of(part),
            bool(moving) and part.key == moving[0],
            bool(moving) and part.key == moving[-1],
        )
        for part in parts
    ]


def doubts_of(part: Part) -> list[object]:
    """Return what has to be seen to before anybody approves: in words."""
    found: list[object] = []
    bodies = [says.heading + says.body for says in part.says.values()]
    if any(bodies) and not all(bodies):
        found.append(_("It says something in one language alone."))
    if any(TO_FILL.search(body) for body in bodies):
        found.append(_("There is a place to be filled in, in square brackets."))
    if part.key not in NOT_TRANSLATED and untranslated(part.says.get("ru", Wording()).body):
        found.append(_("Lines of the Russian text are not in Russian."))
    return found


def untranslated(body: str) -> bool:
    """Whether a line of a Russian text is mostly in Latin letters."""
    return any(len(LATIN.findall(line)) > max(10, len(CYRILLIC.findall(line))) for line in body.splitlines())


def left_out(parts: Iterable[Part], frozen: FrozenFigures | None) -> list[tuple[str, str, str]]:
    """Return (key, heading, its language) of what the data say and the Protocol does not."""
    there = {part.key for part in parts}
    return [(key, *heading_in(says)) for key, says in drawn_of(frozen).items() if key not in there]


def changes_of(frozen: FrozenFigures | None) -> list[tuple]:
    """Return what the last drawing up did, unless it was the first: each change, its part and the word for it."""
    if frozen is None or not FrozenFigures.objects.filter(agreement=frozen.agreement_id, pk__lt=frozen.pk).exists():
        return []
    return worded(changes_kept(frozen))


def worded(changes: Iterable[Change]) -> list[tuple]:
    """Return changes with the names of their parts, the words for them, and the texts before and now by language."""
    return [
        (change, name_of(change.key, change.now or change.before)[0], HOWS[change.how], sides_of(change))
        for change in changes
    ]


def sides_of(change: Change) -> list[tuple[str, Wording | None, Wording | None]]:
    return [(code, change.before.get(code), change.now.get(code)) for code in LANGUAGES]


def name_of(key: str, says: Mapping[str, Wording]) -> tuple[object, str]:
    """Return the name of a part and in which language it is; empty where that is the reader's own."""
    return (END_NAMES[key], "") if key in END_NAMES else heading_in(says)


def approvals_of(session: Session, texts: dict[str, AuthenticText], user: User) -> list[Approval]:
    """Return the approval of each language. Two queries: the reader's roles, and the approvals."""
    sides = rights(user, session).sides(APPROVE_TEXT)
    found = TextApproval.objects.filter(text__in=texts.values()).select_related("by", "text")
    given = {one.text_id: one for one in found if one.side.lower() == one.text.language}
    names = dict(TextLanguage.choices)
    return [
        Approval(code, names[code], text, given.get(text.pk), digest_of(text), code.upper() in sides)
        for code, text in texts.items()
    ]


def papers_of(session: Session) -> list[Document]:
    """Return the papers of the Protocol that were asked for last. One query."""
    return list(Document.objects.filter(session=session, kind="protocol").order_by("-pk")[:6])
