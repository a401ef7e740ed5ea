"""Search in the database for texts that count as the same, where rows have no column with a comparison key.

A word becomes a regular expression that matches each spelling of which ``text.comparison_key`` makes the same: capitals
or not, accents or none, quotes within. The database looks once through one text a row, and sends only what it finds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from django.db.models import Expression, F, Field, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from taskforce.text import INVISIBLE, comparison_key

LETTERS = (range(0x30, 0x250), range(0x386, 0x530), range(0x1E00, 0x2000), range(0x2100, 0x2150), range(0xFB00, 0xFB07))
QUOTES = "\"'«»“”„‟’‘`´"
BETWEEN = f"[{QUOTES}{INVISIBLE}\u0300-\u036f]*"  # what a comparison key leaves out
APART = "[^0-9A-Za-zÀ-ÖØ-öø-ɏ\u0386-\u052f]+"  # what it makes a space of
LONGEST = 100  # characters of a word


@cache
def spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Return the characters of which one letter is made, by the letter; and those of which several are (ß: ss)."""
    one, several = defaultdict(str), defaultdict(str)
    for code in (code for part in LETTERS for code in part):
        key = comparison_key(chr(code))
        for letter in set(key) - {" "}:  # a part of ß is found in it too
            one[letter] += chr(code)
        if len(key) > 1:
            several[key] += chr(code)
    return dict(one), dict(several)


@lru_cache(maxsize=256)
def expression(word: str) -> str:
    """Return the regular expression of a word; empty for one of signs only, which every text holds."""
    one, several = spellings()
    key, parts, at = comparison_key(word[:LONGEST]), [], 0
    while at < len(key):
        long = next((made for made in several if key.startswith(made, at)), key[at])
        letters = BETWEEN.join(APART if letter == " " else one_of(one.get(letter, letter)) for letter in long)
        parts.append(f"(?:{letters}|{one_of(several[long])})" if long in several else letters)
        at += len(long)
    return BETWEEN.join(parts)


def one_of(letters: str) -> str:
    return f"[{letters}]" if len(letters) > 1 else re.escape(letters)


def search(rows: QuerySet, fields: Iterable[str], words: Iterable[str]) -> QuerySet:
    """Return the rows that have every word in one of the fields, or in those of a row they lead to."""
    own, related = [], defaultdict(list)
    for name in fields:
        way, _cut, last = name.rpartition("__")
        (related[way] if way else own).append(last)
    for pattern in filter(None, map(expression, words)):
        rows = rows.alias(searched=joined(own))
        found = Q(searched__regex=pattern)
        for way, names in related.items():
            found |= leading_to(rows.model, way, names, pattern)
        rows = rows.filter(found)
    return rows


def leading_to(model: type[Model], way: str, names: list[str], pattern: str) -> Q:
    """Return the condition that a row leads to one whose texts hold the pattern: looked for once, not for each row."""
    target, many = follow(model, way)
    there = target._base_manager.alias(searched=joined(names)).filter(searched__regex=pattern)
    led = Q(**{f"{way}__in": there.values("pk")})
    return Q(pk__in=model._base_manager.filter(led).values("pk")) if many else led


def follow(model: type[Model], way: str) -> tuple[type[Model], bool]:
    """Return the model a way leads to, and whether it may lead to several rows of it."""
    many = False
    for step in way.split("__"):
        field: Field = model._meta.get_field(step)
        many = many or field.one_to_many or field.many_to_many
        model = field.related_model
    return model, many


def joined(names: list[str]) -> Expression:
    """Return one text of several columns, put together by twos: SQLite takes no chain of more than some ten."""
    parts: list[Expression] = [Coalesce(Cast(F(name), TextField()), text("")) for name in names] or [text("")]
    while len(parts) > 1:
        pairs = [parts[at : at + 2] for at in range(0, len(parts), 2)]
        parts = [Concat(pair[0], text("\n"), *pair[1:], output_field=TextField()) for pair in pairs]
    return parts[0]


def text(value: str) -> Value:
    """Return a text of the type of the columns: PostgreSQL mixes no types."""
    return Value(value, output_field=TextField())
