"""The comparison keys of an organisation's name: without legal form, in one Latin form whatever alphabet it was in."""

from __future__ import annotations

import re

from participants.matching.words import CYRILLIC, FORM_PHRASES, FORMS, SMALL_WORDS, SOUNDS
from taskforce.text import comparison_key

LONGEST = 250
FEWEST_CONSONANTS = 7  # shorter names would be taken for each other once the vowels are gone
FEWEST_LETTERS = 3  # a shorter part of a word is found in almost every name
ROUGH = "~"
# "S.r.l." and "S. r. l." are one word each; "S.n.c. e Figli" is two.
_INITIALS = re.compile(r"(?<!\w)\w(?:\.\w)+(?!\w)|(?<!\w)\w(?:\. \w)+(?!\w)")
_SOUNDS = tuple((re.compile(source), target) for source, target in SOUNDS)
_DOUBLE = re.compile(r"([^\W\d])\1+")
_VOWELS = re.compile(r"[aeiou]")


def name_keys(name: str) -> set[str]:
    """Return the keys of a name: its words in the order of the alphabet and, of a long name, its consonants alone.

    The second finds what is spelled differently ("Meccanica Bergamo", "Mechanika Bergama") at the cost of no search.
    """
    words = sorted(_fold(word) for word in _without_form(_words(name)))
    words = [word for word in words if word]
    if not words:
        return set()
    keys = {" ".join(words)[:LONGEST]}
    rough = sorted(_VOWELS.sub("", word) for word in words)
    if sum(map(len, rough)) >= FEWEST_CONSONANTS:
        keys.add((ROUGH + " ".join(word for word in rough if word))[:LONGEST])
    return keys


def is_form(word: str) -> bool:
    """Whether a word that is searched for is a legal form or says nothing of who it is: S.r.l., ООО, "di"."""
    return all(part in FORMS or part in SMALL_WORDS for part in _words(word))


def folded_word(word: str) -> str:
    """Return a word that is searched for as the keys of names have it; empty where too little would be left."""
    folded = "".join(_fold(part) for part in _words(word))
    return folded if len(folded) >= FEWEST_LETTERS else ""


def _words(name: str) -> list[str]:
    """The words of a name in lower-case Latin letters, quotes and dots gone."""
    name = _INITIALS.sub(lambda found: re.sub(r"\W", "", found.group()), name)
    return ["".join(CYRILLIC.get(char, char) for char in word) for word in comparison_key(name).split()]


def _without_form(words: list[str]) -> list[str]:
    """The words without legal forms; a name that is nothing else stays as it is."""
    left, index = [], 0
    while index < len(words):
        phrase = next((one for one in _PHRASES if words[index : index + len(one)] == one), None)
        if phrase is None:
            left.append(words[index])
        index += len(phrase or "1")
    left = [word for word in left if word not in FORMS and word not in SMALL_WORDS]
    return left or words


def _fold(word: str) -> str:
    for source, target in _SOUNDS:
        word = source.sub(target, word)
    return _DOUBLE.sub(r"\1", word)


_PHRASES = sorted((_words(phrase) for phrase in FORM_PHRASES), key=len, reverse=True)
