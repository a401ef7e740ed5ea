"""How an organisation's name, website and addresses are compared: what two spellings of one body have in common."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from taskforce.text import comparison_key

LONGEST = 250
FEWEST_CONSONANTS = 7  # shorter names would be taken for each other once the vowels are gone
ROUGH = "~"
_DATA = json.loads((Path(__file__).parent / "data" / "matching.json").read_text(encoding="utf-8"))
# Legal forms with their letters joined (dots and spaces within them do not count), and words that only join others.
LEFT_OUT = frozenset(f"{_DATA['legal_forms']} {_DATA['connectives']}".split())
# Hosts that give a mailbox to anybody: sharing one says nothing.
PUBLIC_MAIL = frozenset(_DATA["public_mail"].split())
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu",
        "я": "ia",
    }
)  # fmt: skip
# Spellings of one sound, longest first: passport, GOST and everyday transliteration meet in one.
_FOLDED = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ks", "x"), ("yo", "e"),
    ("jo", "e"), ("ju", "iu"), ("yu", "iu"), ("ja", "ia"), ("ya", "ia"), ("iy", "i"), ("yi", "i"), ("ij", "i"),
    ("ii", "i"), ("y", "i"), ("j", "i"), ("ph", "f"), ("w", "v"), ("q", "k"),
)  # fmt: skip
_DOUBLED = re.compile(r"([^\W\d])\1+")
_VOWELS = re.compile(r"[aeiou]")
_INITIALS = re.compile(r"\b(?:\w\.\s?){2,}\w?\b|\b\w(?:\.\w)+\b")


def name_keys(name: str) -> set[str]:
    """Return the keys of a name: its words in alphabetical order and, of a long name, their consonants alone.

    The legal form, the alphabet and the transliteration do not count. The second key finds what is spelled a little
    differently ("Meccanica Bergamo", "Mecanika Bergama") at the cost of no search.
    """
    words = sorted(filter(None, (_fold(word) for word in _words(name))))
    if not words:
        return set()
    rough = sorted(filter(None, (_VOWELS.sub("", word) for word in words)))
    keys = {" ".join(words)[:LONGEST]}
    if sum(map(len, rough)) >= FEWEST_CONSONANTS:
        keys.add((ROUGH + " ".join(rough))[:LONGEST])
    return keys


def domain_of_email(email: str) -> str:
    """Return the domain of an e-mail address; nothing for a host that gives mailboxes to anybody."""
    return _domain(email.rpartition("@")[2])


def domain_of_website(address: str) -> str:
    """Return the domain of a website without ``www``; nothing where it has none or shares it with everybody."""
    try:
        return _domain(urlsplit(address if "//" in address else f"//{address}").hostname or "")
    except ValueError:  # brackets that are no IPv6 address
        return ""


def _words(name: str) -> list[str]:
    name = _INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", name.casefold())
    text = f" {comparison_key(name)} "
    for phrase in _DATA["spelled_out"]:
        text = text.replace(f" {phrase} ", " ")
    return [word for word in text.split() if word not in LEFT_OUT]


def _fold(word: str) -> str:
    word = word.translate(_CYRILLIC)
    for spelling, folded in _FOLDED:
        word = word.replace(spelling, folded)
    return _DOUBLED.sub(r"\1", word)


def _domain(host: str) -> str:
    host = host.strip().rstrip(".").casefold().removeprefix("www.").removeprefix("pec.")
    return "" if host in PUBLIC_MAIL or "." not in host else host[:LONGEST]
