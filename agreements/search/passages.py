"""Where in an act the words that were looked for stand: passages with the words marked, made from its public texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from agreements.enums import TextLanguage
from agreements.models import Agreement, Article
from agreements.search.texts import public_texts
from agreements.search.words import Word, fold

LETTER = "0-9a-zа-яѐ-ӿ"
MOST_PASSAGES = 2
BEFORE, LENGTH = 80, 260  # characters
CUT = "…"


@dataclass(frozen=True)
class Passage:
    """A piece of an act: in which language, of which part (``title``, ``subject``, ``text`` or an article), marked."""

    language: str
    part: str
    article: str
    words: SafeString

    @property
    def language_name(self) -> str:
        return str(TextLanguage(self.language).label)


@lru_cache(maxsize=256)
def pattern(words: tuple[Word, ...]) -> re.Pattern[str]:
    """Return the expression that finds the words in a folded text, each as a group of its own."""
    ways = []
    for word in words:
        more = f"[{LETTER}]*" if word.open else f"(?![{LETTER}])"
        ways.append(f"((?:{'|'.join(map(re.escape, word.beginnings))}){more})")
    return re.compile(f"(?<![{LETTER}])(?:{'|'.join(ways)})")


def marked(text: str, words: tuple[Word, ...]) -> SafeString:
    """Return a text as HTML, with the words that were looked for in <mark>."""
    if not words or not text:
        return conditional_escape(text)
    parts, at = [], 0
    for hit in pattern(words).finditer(fold(text)):
        parts += [conditional_escape(text[at : hit.start()]), format_html("<mark>{}</mark>", text[slice(*hit.span())])]
        at = hit.end()
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))


def excerpt(text: str, words: tuple[Word, ...], at: int) -> SafeString:
    """Return the piece of a text around a place, cut between words, marked."""
    start = 0 if at <= BEFORE else text.find(" ", at - BEFORE, at) + 1 or at
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start + LENGTH // 2, start + LENGTH)
    end = end if end > at else start + LENGTH
    inner = marked(text[start:end].strip(), words)
    return format_html("{}{}{}", CUT if start else "", inner, CUT if end < len(text) else "")


def passages(acts: Sequence[Agreement], words: tuple[Word, ...], language: str) -> dict[int, list[Passage]]:
    """Return for each act, by its key, the passages that tell most of why it was found; in two queries.

    The title and the names of the parties stand on the page anyway: what is only there needs no passage.
    """
    if not words or not acts:
        return {}
    parts = _texts(acts)
    order = list(dict.fromkeys([language, *TextLanguage.values]))
    return {act.pk: _best(_pieces(act, parts[act.pk], order), words, order) for act in acts}


def _texts(acts: Sequence[Agreement]) -> dict[int, list[tuple[str, str, str, str]]]:
    """Return the pieces of the public texts of acts: language, part, number of the article, text."""
    found = defaultdict(list)
    texts = {text.pk: text for text in public_texts(acts)}
    for text in texts.values():
        for words in filter(None, (text.title, text.preamble, text.closing)):
            found[text.agreement_id].append((text.language, "text", "", words))
    articles = Article.objects.filter(text__in=texts).order_by("text", "position", "pk")
    for key, number, heading, body in articles.values_list("text", "number", "heading", "body"):
        text = texts[key]
        found[text.agreement_id].append((text.language, "article", number, f"{heading}\n{body}".strip()))
    return found


def _pieces(act: Agreement, texts: list, order: list[str]) -> Iterator[tuple[str, str, str, str]]:
    for code in order:
        for part in ("title", "subject"):
            words = getattr(act, f"{part}_{code}", None)
            if words and (part != "title" or words != act.title):
                yield code, part, "", words
        yield from (piece for piece in texts if piece[0] == code)


def _best(pieces: Iterable[tuple], words: tuple[Word, ...], order: list[str]) -> list[Passage]:
    """Return the passages that hold most of the words, each with words the one before it has not."""
    found = []
    for place, piece in enumerate(pieces):
        hits = {}
        for hit in pattern(words).finditer(fold(piece[3])):
            hits.setdefault(hit.lastindex, hit.start())
        if hits:
            found.append((-len(hits), order.index(piece[0]), place, piece, hits))
    chosen, told = [], set()
    for *_rank, piece, hits in sorted(found, key=lambda one: one[:3]):
        if len(chosen) < MOST_PASSAGES and not hits.keys() <= told:
            told |= hits.keys()
            chosen.append(Passage(*piece[:3], excerpt(piece[3], words, min(hits.values()))))
    return chosen
