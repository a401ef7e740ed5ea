"""Two texts of an act in different languages: same articles, same numbers, amounts, dates and references?"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from agreements.comparing.articles import number_of
from agreements.comparing.figures import Figure, figures

# Differences of these kinds stand in the way of signing until somebody says why they are right; so do articles that
# one text has and the other has not.
NUMERIC = ("number", "percent", "amount", "date")
LIKE_NUMBERS = ("reference", "item", "number")


@dataclass(frozen=True)
class Part:
    """A part of a text: ``kind`` is title, preamble, article or closing."""

    kind: str
    number: str = ""
    heading: str = ""
    body: str = ""


@dataclass(frozen=True)
class Text:
    """A text in its language, in parts."""

    language: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Difference:
    """Where two texts do not say the same: ``kind`` is that of a figure, or missing, order."""

    kind: str
    part: str
    number: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


@dataclass(frozen=True)
class Segment:
    """A piece of a text as it is shown; ``kind`` is that of the figure that differs, or empty."""

    text: str
    kind: str = ""


@dataclass
class Shown:
    """A part as it is shown: heading and body in segments."""

    part: Part
    heading: list[Segment]
    body: list[Segment]


@dataclass
class Pair:
    """The same part of both texts; None where one has it not."""

    kind: str
    number: str
    left: Shown | None
    right: Shown | None
    differences: list[Difference] = field(default_factory=list)


@dataclass
class Comparison:
    """Two texts beside each other, part by part."""

    pairs: list[Pair]
    differences: list[Difference]

    @property
    def hindering(self) -> list[Difference]:
        """The differences that stand in the way of signing."""
        missing = [one for one in self.differences if one.kind == "missing" and one.part == "article"]
        return [one for one in self.differences if one.kind in NUMERIC] + missing

    @property
    def digest(self) -> str:
        """A hash of the differences that stand in the way: a reason is given for these alone. Empty without any."""
        told = sorted([one.kind, one.part, one.number, *one.left, "|", *one.right] for one in self.hindering)
        return hashlib.sha256(json.dumps(told).encode()).hexdigest() if told else ""


def compare(left: Text, right: Text) -> Comparison:
    """Return two texts of an act beside each other, with what differs."""
    pairs, differences = [], _order(left, right)
    for one, other in aligned(left.parts, right.parts):
        pair = _pair(one, other, left.language, right.language)
        pairs.append(pair)
        differences += pair.differences
    return Comparison(pairs, differences)


# --- Which part belongs to which


def _articles(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.kind == "article"]


def _keys(parts: list[Part]) -> list[str]:
    """A key for each article: its number, or its place where it has none; the second of one number is told apart."""
    seen: Counter[str] = Counter()
    keys = []
    for position, part in enumerate(parts, start=1):
        key = number_of(part.number) or f"#{position}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key} ({seen[key]})")
    return keys


def aligned(left: Iterable[Part], right: Iterable[Part]) -> list[tuple[Part | None, Part | None]]:
    left, right = list(left), list(right)
    found = []
    for kind in ("title", "preamble"):
        found.append(_of_kind(kind, left, right))
    ours, theirs = _articles(left), _articles(right)
    if not any(part.number for part in ours) or not any(part.number for part in theirs):
        found += [(_at(ours, n), _at(theirs, n)) for n in range(max(len(ours), len(theirs)))]
    else:
        found += _by_keys(dict(zip(_keys(ours), ours, strict=True)), dict(zip(_keys(theirs), theirs, strict=True)))
    found.append(_of_kind("closing", left, right))
    return [pair for pair in found if pair != (None, None)]


def _by_keys(ours: dict[str, Part], theirs: dict[str, Part]) -> list[tuple[Part | None, Part | None]]:
    """The articles of both by number, in the order of the first; what only the other has stands after its neighbour."""
    keys = list(ours)
    place = 0
    for key in theirs:
        if key in ours:
            place = keys.index(key) + 1
        else:
            while place < len(keys) and keys[place] in ours and keys[place] not in theirs:
                place += 1
            keys.insert(place, key)
            place += 1
    return [(ours.get(key), theirs.get(key)) for key in keys]


def _of_kind(kind: str, left: list[Part], right: list[Part]) -> tuple[Part | None, Part | None]:
    return tuple(next((part for part in parts if part.kind == kind), None) for parts in (left, right))


def _at(parts: list[Part], position: int) -> Part | None:
    return parts[position] if position < len(parts) else None


def _order(left: Text, right: Text) -> list[Difference]:
    ours, theirs = _keys(_articles(left.parts)), _keys(_articles(right.parts))
    common = [key for key in ours if key in theirs], [key for key in theirs if key in ours]
    return [Difference("order", "article", "", tuple(common[0]), tuple(common[1]))] if common[0] != common[1] else []


# --- What a pair says


def _pair(left: Part | None, right: Part | None, ours: str, theirs: str) -> Pair:
    there = left or right
    number = there.number or (right.number if right else "")
    pair = Pair(there.kind, number, None, None)
    if left is None or right is None:
        if there.kind != "title":
            sides = (number,) if left else (), (number,) if right else ()
            pair.differences = [Difference("missing", there.kind, number, *sides)]
        pair.left, pair.right = (_shown(part, []) if part else None for part in (left, right))
        return pair
    found, others = unmatched(_figures(left, ours), _figures(right, theirs))
    pair.left, pair.right = _shown(left, found), _shown(right, others)
    for kind in dict.fromkeys(one.kind for one in [*found, *others]):
        said = tuple(_said(left, one) for one in found if one.kind == kind)
        said_there = tuple(_said(right, one) for one in others if one.kind == kind)
        pair.differences.append(Difference(kind, there.kind, number, said, said_there))
    return pair


def _whole(part: Part) -> str:
    return f"{part.heading}\n{part.body}"


def _figures(part: Part, language: str) -> list[Figure]:
    return figures(_whole(part), language)


def _said(part: Part, one: Figure) -> str:
    return " ".join(_whole(part)[one.start : one.end].split())


def unmatched(left: list[Figure], right: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Return the figures of each that the other has not, or not as often. A soft one is never among them."""
    ours, theirs = _without(left, right), _without(right, left)
    ours, theirs = _without_like(ours, theirs), _without_like(theirs, ours)
    ours = _without_soft(ours, [one for one in right if one.soft])
    return ours, _without_soft(theirs, [one for one in left if one.soft])


def _without(these: list[Figure], others: list[Figure]) -> list[Figure]:
    """Those that are too many. Which of several alike it is, is told by what stands around."""
    mine = [(one.kind, one.value) for one in these if not one.soft]
    left_over = Counter(mine) - Counter((one.kind, one.value) for one in others if not one.soft)
    if not left_over:
        return []
    hard = [one for one in these if not one.soft]
    theirs = [(one.kind, one.value) for one in others if not one.soft]
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
    in_place = {n for block in blocks for n in range(block.a, block.a + block.size)}
    found = []
    for n in sorted(range(len(hard)), key=lambda n: (n in in_place, n)):
        if left_over[mine[n]] > 0:
            left_over[mine[n]] -= 1
            found.append(n)
    return [hard[n] for n in sorted(found)]


def _without_like(these: list[Figure], others: list[Figure]) -> list[Figure]:
    """ "Articolo 5" and "пункт 5" are the same figure, said as a reference, an item or a plain number."""
    there = Counter(one.value for one in others if one.kind in LIKE_NUMBERS)
    mine = Counter(one.value for one in these if one.kind in LIKE_NUMBERS)
    both = there & mine
    kept = []
    for one in these:
        if one.kind in LIKE_NUMBERS and both[one.value] > 0:
            both[one.value] -= 1
        else:
            kept.append(one)
    return kept


def _without_soft(these: list[Figure], soft: list[Figure]) -> list[Figure]:
    there = Counter(one.value for one in soft)
    kept = []
    for one in these:
        if one.kind in LIKE_NUMBERS and there[one.value] > 0:
            there[one.value] -= 1
        else:
            kept.append(one)
    return kept


# --- What is shown


def _shown(part: Part, marked: list[Figure]) -> Shown:
    text, cut = _whole(part), len(part.heading)
    return Shown(part, _segments(text[:cut], 0, marked), _segments(text[cut + 1 :], cut + 1, marked))


def _segments(text: str, offset: int, marked: list[Figure]) -> list[Segment]:
    segments, at = [], 0
    for one in sorted(marked, key=lambda one: one.start):
        start, end = one.start - offset, one.end - offset
        if start < at or end > len(text):
            continue
        segments += [Segment(text[at:start]), Segment(text[start:end], one.kind)]
        at = end
    return [one for one in [*segments, Segment(text[at:])] if one.text]
