"""Delegates with names in one alphabet or both."""

from __future__ import annotations

from random import Random

from participants.demo import words_italian, words_russian
from participants.transliteration import propose_cyrillic, propose_latin
from sessions.enums import Side
from taskforce.text import comparison_key, file_name

DOMAINS = {Side.IT: "example.org", Side.RU: "example.com"}


def draw_person(rng: Random, side: str, number: int) -> dict[str, str]:
    """Return the columns of a delegate. ``number`` makes the mail address one of a kind; no such mailbox exists."""
    latin, cyrillic = _draw_italian(rng) if side == Side.IT else _draw_russian(rng)
    words = words_italian if side == Side.IT else words_russian
    names = {
        "given_latin": latin[0],
        "family_latin": latin[1],
        "given_cyrillic": cyrillic[0],
        "family_cyrillic": cyrillic[1],
    }
    readable = latin if latin[1] else tuple(map(propose_latin, cyrillic))
    box = file_name(".".join(part.replace("’", "") for part in readable)).lower()
    return {
        **names,
        "name_key": comparison_key(" ".join(names.values())),
        "qualification": rng.choice(words.QUALIFICATIONS),
        "email": f"{box}.{number}@{DOMAINS[side]}",
        "phone": draw_phone(rng, side) if rng.random() < 0.5 else "",
    }


def draw_phone(rng: Random, side: str) -> str:
    """Return a telephone number in E.164."""
    return f"+39035555{rng.randrange(1000):03d}" if side == Side.IT else f"+7846555{rng.randrange(10_000):04d}"


def _draw_italian(rng: Random) -> tuple[tuple[str, str], tuple[str, str]]:
    given = rng.choice(words_italian.MEN if rng.random() < 0.55 else words_italian.WOMEN)
    family = rng.choice(words_italian.FAMILIES)
    if rng.random() < 0.6:
        return (given, family), ("", "")
    return (given, family), (propose_cyrillic(given, Side.IT), propose_cyrillic(family, Side.IT))


def _draw_russian(rng: Random) -> tuple[tuple[str, str], tuple[str, str]]:
    man = rng.random() < 0.55
    given = rng.choice(words_russian.MEN if man else words_russian.WOMEN)
    family = rng.choice(words_russian.FAMILIES)[0 if man else 1]
    if rng.random() < 0.1:
        return ("", ""), (given, family)
    return (propose_latin(given), propose_latin(family)), (given, family)
