"""The draft Protocol of a session as it is read: its two texts part by part, and what the data said of each part.

A part is known by a key that its articles in both languages share: the name of what it was drawn up from, or ``own-``
and a number where people wrote it. ``title``, ``preamble`` and ``closing`` are parts that are no articles.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from agreements.enums import ActKind
from agreements.models import Agreement, Article, AuthenticText, FrozenFigures
from sessions.models import Session

LANGUAGES = ("it", "ru")
HEAD, TAIL, ANNEX, OWN = ("title", "preamble"), ("closing",), "annex", "own-"
ENDS = (*HEAD, *TAIL)
DASHES = ("– ", "— ", "- ", "• ")  # what an item of a list begins with


class Wording(NamedTuple):
    """What a part says: its heading and its text; the title is a heading alone, preamble and closing a text alone."""

    heading: str = ""
    body: str = ""


class Origin(StrEnum):
    DATA = "data"  # as it was drawn up
    EDITED = "edited"
    OWN = "own"


@dataclass(frozen=True)
class Part:
    """A part in both languages: what it says, and what the data said when the figures were frozen."""

    key: str
    number: str
    says: Mapping[str, Wording]
    drawn: Mapping[str, Wording]

    @property
    def origin(self) -> Origin:
        if not self.drawn:
            return Origin.OWN
        return Origin.DATA if self.says == self.drawn else Origin.EDITED

    @property
    def seen(self) -> str:
        """A hash of what it says now: whoever changes it says by that which state they looked at."""
        return digest([[language, *self.says[language]] for language in sorted(self.says)])

    @property
    def is_end(self) -> bool:
        return self.key in ENDS

    @property
    def is_fixed(self) -> bool:
        """Whether it always stands where it stands."""
        return self.is_end or self.key == ANNEX


def protocol_of(session: Session) -> Agreement | None:
    """Return the Protocol among a session's acts, if there is one."""
    acts = Agreement.objects.filter(session=session, kind=ActKind.PROTOCOL)
    return acts.order_by("position", "pk").first()


def newest_texts(act: Agreement) -> dict[str, AuthenticText]:
    """Return the newest version in each language of a Protocol, with its articles. Two queries."""
    texts = AuthenticText.objects.filter(agreement=act, language__in=LANGUAGES).order_by("version")
    found = {text.language: text for text in texts.prefetch_related("articles")}
    return {language: found[language] for language in LANGUAGES if language in found}


def newest_frozen(act: Agreement) -> FrozenFigures | None:
    """Return the figures as they were frozen last."""
    return FrozenFigures.objects.filter(agreement=act).select_related("by").order_by("-as_of", "-pk").first()


def drawn_of(frozen: FrozenFigures | None) -> dict[str, dict[str, Wording]]:
    """Return what the data said when the figures were frozen: by key, then by language."""
    written = frozen.facts["written"] if frozen else {}
    found: dict[str, dict[str, Wording]] = {}
    for language, parts in written.items():
        for key, wording in parts.items():
            found.setdefault(key, {})[language] = Wording(*wording)
    return found


def wordings_of(text: AuthenticText) -> dict[str, Wording]:
    """Return what a text says, by the keys of its parts in their order."""
    parts = {key_of(article): Wording(article.heading, article.body) for article in text.articles.all()}
    head = {"title": Wording(text.title), "preamble": Wording(body=text.preamble)}
    return head | parts | {"closing": Wording(body=text.closing)}


def key_of(article: Article) -> str:
    """Return the key of an article; one that was written elsewhere is a part of one's own in one language."""
    return article.key or f"{OWN}a{article.pk}"


def order_of(texts: Iterable[AuthenticText]) -> list[str]:
    """Return the keys of the articles in the order of the first text; those only another has stand before the annex."""
    keys = dict.fromkeys(key_of(article) for text in texts for article in text.articles.all())
    return sorted(keys, key=lambda key: key == ANNEX)


def parts_of(texts: Mapping[str, AuthenticText], frozen: FrozenFigures | None) -> list[Part]:
    """Return the parts of a Protocol in their order, both languages beside each other."""
    drawn = drawn_of(frozen)
    said = {language: wordings_of(text) for language, text in texts.items()}
    numbers = {key_of(article): article.number for text in texts.values() for article in text.articles.all()}

    def part(key: str) -> Part:
        says = {language: wordings.get(key, Wording()) for language, wordings in said.items()}
        return Part(key, numbers.get(key, ""), says, drawn.get(key, {}))

    return [part(key) for key in (*HEAD, *order_of(texts.values()), *TAIL)]


def blocks_of(body: str) -> list[tuple[str, list[str]]]:
    """Return a text as it is set: (``p``, one paragraph) or (``ul``, the items of a list, without their dashes)."""
    blocks: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in body.splitlines())):
        if not line.startswith(DASHES):
            blocks.append(("p", [line]))
        elif blocks and blocks[-1][0] == "ul":
            blocks[-1][1].append(line[2:].strip())
        else:
            blocks.append(("ul", [line[2:].strip()]))
    return blocks


def digest_of(text: AuthenticText) -> str:
    """Return a hash of all a text says: whoever approves it approves this, and no other wording."""
    articles = [[article.number, article.heading, article.body] for article in text.articles.all()]
    return digest([text.language, text.title, text.preamble, articles, text.closing])


def digest(said: list) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
