"""A text as it was typed or read from a file, taken apart: title, preamble, articles, and what stands at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agreements.comparing.figures import roman

MOST_ARTICLES = 250
MOST_CHARACTERS = 400_000
HEADING_LENGTH, TITLE_LENGTH, NUMBER_LENGTH = 300, 500, 20
_NUMBER = r"(?P<number>\d{1,3}|[IVXХІ]{1,7})(?P<also>\s*[-–]?\s*(?:bis|ter|quater|бис))?"
_HEAD = re.compile(
    rf"(?:ARTICOLO|Articolo|ART\.?|Art\.?|СТАТЬЯ|Статья|СТ\.|Ст\.|ARTICLE|Article)\s*{_NUMBER}(?!\w)"
    r"(?P<sign>\s*[.:)–—-]+)?(?P<rest>.*)"
)
_END = re.compile(
    r"(?:fatto|firmato|letto,? confermato|in fede di|совершено|подписано|в удостоверение|заключено в|done (?:at|in)|"
    r"signed (?:at|in)|in witness)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\((?P<words>[^()]{1,280})\)\.?")


@dataclass(frozen=True)
class Piece:
    """One article: its number and heading as they are written, and what it says."""

    number: str = ""
    heading: str = ""
    body: str = ""


@dataclass(frozen=True)
class Draft:
    """What a text consists of."""

    title: str = ""
    preamble: str = ""
    articles: tuple[Piece, ...] = ()
    closing: str = ""


@dataclass
class _Reading:
    number: str
    heading: str
    lines: list[str] = field(default_factory=list)


def take_apart(text: str) -> Draft:
    """Return the parts of a text, by lines that begin as an article does in Italian, Russian or English."""
    before: list[str] = []
    found: list[_Reading] = []
    for line in text.split("\n"):
        if head := _head(line.strip()):
            found.append(_Reading(*head))
        else:
            (found[-1].lines if found else before).append(line.strip())
    title, preamble = _title(before)
    if not found:
        preamble, closing = _end(preamble.split("\n"))
        return Draft(title, preamble, (), closing)
    found[-1].lines, closing = (_end(found[-1].lines)[0].split("\n"), _end(found[-1].lines)[1])
    return Draft(title, preamble, tuple(_piece(one) for one in found), closing)


def number_of(number: str) -> str:
    """Return the number of an article by which it is found in another language: IV and 4 are one."""
    whole = re.match(rf"\s*{_NUMBER}", number)
    if not whole:
        return number.strip().casefold()
    digits = whole["number"] if whole["number"].isdigit() else str(roman(whole["number"]) or whole["number"])
    also = re.sub(r"[^\w]", "", whole["also"] or "").replace("бис", "bis")
    return f"{int(digits) if digits.isdigit() else digits}{also}"


def _head(line: str) -> tuple[str, str] | None:
    """Return number and heading of a line that begins an article; None for one that only speaks of an article."""
    found = _HEAD.fullmatch(line)
    if not found:
        return None
    rest = found["rest"].strip(" .:–—-")
    if rest and not found["sign"] and not (rest[0].isupper() or rest[0] in '«“"('):
        return None
    if len(rest) > HEADING_LENGTH or (not found["sign"] and rest.endswith((".", ";", ","))):
        return None
    if rest and found["rest"].rstrip().endswith((".", ";")) and len(rest) > 80:
        return None
    bracketed = _IN_BRACKETS.fullmatch(rest)
    number = (found["number"] + re.sub(r"\s+", "", found["also"] or ""))[:NUMBER_LENGTH]
    return number, bracketed["words"].strip() if bracketed else rest


def _piece(one: _Reading) -> Piece:
    """An article; where its head has no heading, a short line of its own right below is one."""
    lines = "\n".join(one.lines).strip().split("\n")
    heading = one.heading
    if not heading and len(lines) > 1 and _is_heading(lines[0]):
        found = _IN_BRACKETS.fullmatch(lines[0].strip())
        heading, lines = found["words"].strip() if found else lines[0].strip(" "), lines[1:]
    return Piece(one.number, heading, "\n".join(lines).strip())


def _is_heading(line: str) -> bool:
    if _IN_BRACKETS.fullmatch(line.strip()):
        return True
    short = 0 < len(line) <= 100 and not line.endswith((".", ";", ",", ":"))
    return short and line[0].isupper() and not re.match(r"\d", line) and len(line.split()) <= 12


def _title(lines: list[str]) -> tuple[str, str]:
    """Take the first line as the title, with those right below it where it is written in capitals."""
    text = "\n".join(lines).strip()
    if not text:
        return "", ""
    first, _break, rest = text.partition("\n")
    while first.isupper() and rest and rest.partition("\n")[0].isupper():
        more, _break, rest = rest.partition("\n")
        first = f"{first} {more}"
    if len(first) > TITLE_LENGTH or first.endswith((".", ";", ",")):
        return "", text
    return first, rest.strip()


def _end(lines: list[str]) -> tuple[str, str]:
    """Return what stands before, and from the line on, with which acts end: Fatto a …, Совершено в …, Done at …."""
    start = next((n for n in range(len(lines) - 1, -1, -1) if _END.match(lines[n])), None)
    while start and _END.match(lines[start - 1]):
        start -= 1
    if start is None:
        return "\n".join(lines).strip(), ""
    return "\n".join(lines[:start]).strip(), "\n".join(lines[start:]).strip()
