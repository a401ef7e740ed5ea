"""What is typed into the search box, as words a text may hold in any of their endings.

A word becomes the beginnings that its endings leave of it in the languages of its alphabet (Snowball's stems):
``macchine`` looks for ``macchin…``, ``станками`` for ``станк…``. Letters are folded first, so that accents, capitals
and ё make no difference.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

MOST_WORDS = 12
LONGEST = 40  # letters of a word
SHORTEST_BEGINNING = 3
LATIN, CYRILLIC = ("italian", "english"), ("russian",)
WORD = re.compile(r"[0-9a-zа-яѐ-ӿ]+")
# Words that stand in nearly every text: left out where others are looked for beside them.
COMMON = frozenset(
    "a ad ai al all alla alle allo agli con da dal dalla dalle dei del dell della delle dello degli di e ed "  # noqa: SIM905
    "gli i il in l la le lo nel nell nella o per su sul sulla tra fra un una uno "
    "an and as at by for from of on or the to with "
    "в во и из или к ко на о об от по при с со за для до у".split()
)


@dataclass(frozen=True)
class Word:
    """A word as it was typed, folded, and the beginnings of the words that count as found."""

    text: str
    beginnings: tuple[str, ...]
    open: bool  # whether more letters may follow

    @property
    def languages(self) -> tuple[str, ...]:
        return CYRILLIC if "\u0400" <= self.text[-1] <= "\u04ff" else LATIN


@cache
def folding() -> dict[int, str]:
    """Return, for each capital and each Latin letter with a mark, the small letter it counts as; й stays й."""
    table = {ord("ё"): "е", ord("Ё"): "е", ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l", ord("đ"): "d"}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii() and base.isalpha():
            table.setdefault(code, base)
    for code in range(0x400, 0x500):
        if chr(code).lower() != chr(code):
            table.setdefault(code, chr(code).lower())
    return table


def fold(text: str) -> str:
    """Return a text in the letters that are compared: as many as it had."""
    return text.translate(folding())


@cache
def stemmer(language: str):
    return snowballstemmer.stemmer(language)


@lru_cache(maxsize=2048)
def beginning(word: str, language: str) -> str:
    """Return what a word and its stem begin with: a stem may end on a letter the word has not (company, compani)."""
    stem = stemmer(language).stemWord(word)
    common = os.path.commonprefix([word, stem])
    return common[:-1] if language == "english" and len(common) > SHORTEST_BEGINNING and common[-1] in "iy" else common


def read(typed: str) -> tuple[Word, ...]:
    """Return the words of a search in their order; none where nothing was typed that a text could hold."""
    found = list(dict.fromkeys(word[:LONGEST] for word in WORD.findall(fold(typed))))
    telling = [word for word in found if word not in COMMON] or found
    return tuple(_word(text) for text in telling[:MOST_WORDS])


def _word(text: str) -> Word:
    if any(char.isdigit() for char in text) or len(text) <= SHORTEST_BEGINNING:
        return Word(text, (text,), open=False)
    word = Word(text, (), open=True)
    cut = {beginning(text, language) for language in word.languages}
    cut = {one if len(one) >= SHORTEST_BEGINNING else text for one in cut}
    shortest = sorted(one for one in cut if not any(other != one and one.startswith(other) for other in cut))
    return Word(text, tuple(shortest), open=True)
