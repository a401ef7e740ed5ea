"""The numbers, amounts, dates and references that a text says, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agreements.comparing import words

SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\t": " ", "ё": "е", "Ё": "Е"})
DIGITS = re.compile(r"(?<!\d)(?:\d{1,3}(?: \d{3})+(?!\d)|\d{1,3}(?:[.,'’]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?")
TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)")
ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
NUMERIC_DATE = re.compile(r"(?<![\d.])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
ITEM = re.compile(r"^ *(?:(\d{1,2}(?:\.\d{1,2})*)[.)](?= )|(\d{1,2}(?:\.\d{1,2})+)(?= +[^\W\d_]))", re.MULTILINE)
ROMAN = re.compile(r"(?<!\w)[IVXХІ]{2,7}(?!\w)")
ROMAN_IN_ORDER = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
WORD = re.compile(r"[^\W\d_]+")
JOINED = re.compile(r" |-| and ")
PER_CENT = re.compile(r"(?<!\w)per\s*cento?(?!\w)")
CENTS = re.compile(r"/00(?!\d)")
_YEAR = {
    "it": r"(?:\s+(?:del\s+|dell['’]anno\s+)?(\d{4})(?!\d))",
    "ru": r"(?:\s+(\d{4})(?!\d)(?:\s*г(?:\.|од[ау]?\b))?)",
    "en": r"(?:,?\s+(?:of\s+)?(\d{4})(?!\d))",
}
_DAY = {
    "it": r"(?<!\d)(\d{1,2}|primo)(?:[°º]|\s*°)?\s+",
    "ru": r"(?<!\d)[«\"“„]?(\d{1,2}|первого)[»\"”“]?(?:-?(?:го|е))?\s+",
    "en": r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?",
}
_MONTH = {code: rf"({'|'.join(names)}){'[а-я]*' if code == 'ru' else ''}(?!\w)" for code, names in words.MONTHS.items()}
DAY_MONTH = {code: re.compile(_DAY[code] + _MONTH[code] + _YEAR[code] + "?") for code in _MONTH}
MONTH_DAY = re.compile(_MONTH["en"] + r"\s+(\d{1,2})(?!\d)(?:st|nd|rd|th)?" + _YEAR["en"] + "?")
MONTH_YEAR = {code: re.compile(r"(?<!\w)" + _MONTH[code] + _YEAR[code]) for code in _MONTH}


@dataclass(frozen=True)
class Figure:
    """What a text says in a figure: ``kind`` is number, percent, amount, date, reference or item.

    One that is ``soft`` may stand for a number of the other text, and is not missed where it stands for none.
    """

    kind: str
    value: str
    start: int
    end: int
    soft: bool = False


@dataclass
class _Number:
    value: Decimal
    start: int
    end: int
    soft: bool = False


def figures(text: str, language: str) -> list[Figure]:
    """Return the figures of a text, in its order."""
    plain = _lowered(text)
    plain, found = _taken(plain, _dates(plain, language))
    for step in (_items, _references):
        plain, more = _taken(plain, step(plain, language))
        found += more
    found += _numbers(plain, text, language)
    return sorted(found, key=lambda one: (one.start, one.end))


def _lowered(text: str) -> str:
    """The text in small letters, each where it was."""
    plain = text.translate(SPACES)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def _taken(plain: str, found: Iterator[Figure]) -> tuple[str, list[Figure]]:
    """The text without what was found: it is not read again as something else. A mark stands for it, not a space."""
    taken = []
    for one in found:
        if "\0" not in plain[one.start : one.end]:
            plain = plain[: one.start] + "\0" * (one.end - one.start) + plain[one.end :]
            taken.append(one)
    return plain, taken


# --- Dates


def _dates(plain: str, language: str) -> Iterator[Figure]:
    for found in ISO_DATE.finditer(plain):
        yield from _date(found, found[1], found[2], found[3])
    for found in NUMERIC_DATE.finditer(plain):
        short = len(found[4]) == 2
        if not short or (len(found[1]) == 2 and len(found[3]) == 2):
            yield from _date(found, f"20{found[4]}" if short else found[4], found[3], found[1])
    for found in DAY_MONTH[language].finditer(plain):
        day = found[1] if found[1].isdigit() else "1"
        yield from _date(found, found[3], str(words.month(found[2], language)), day)
    if language == "en":
        for found in MONTH_DAY.finditer(plain):
            yield from _date(found, found[3], str(words.month(found[1], language)), found[2])
    for found in MONTH_YEAR[language].finditer(plain):
        yield from _date(found, found[2], str(words.month(found[1], language)), None)


def _date(found: re.Match, year: str | None, month: str, day: str | None) -> Iterator[Figure]:
    if 1 <= int(month) <= 12 and (day is None or 1 <= int(day) <= 31):
        parts = [year or "?", f"{int(month):02d}", "?" if day is None else f"{int(day):02d}"]
        yield Figure("date", "-".join(parts), found.start(), found.end())


# --- References, and numbers at the beginning of a line


def _items(plain: str, language: str) -> Iterator[Figure]:
    for found in ITEM.finditer(plain):
        group = 1 if found[1] else 2
        yield Figure("item", found[group], found.start(group), found.end(group))


def _references(plain: str, language: str) -> Iterator[Figure]:
    for found in words.REFERENCE[language].finditer(plain):
        group = "many" if found["many"] else "one"
        for one in re.finditer(r"\d+|[ivx]+(?!\w)", found[group]):
            start = found.start(group) + one.start()
            if number := one[0] if one[0].isdigit() else str(roman(one[0].upper()) or ""):
                yield Figure("reference", number, start, start + len(one[0]))


def roman(letters: str) -> int:
    """Return the value of a Roman numeral up to 39; 0 for letters that are none."""
    letters = letters.translate(str.maketrans("ХІ", "XI"))
    if not letters or not ROMAN_IN_ORDER.fullmatch(letters):
        return 0
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in letters]
    return sum(-v if v < max(values[n + 1 :], default=0) else v for n, v in enumerate(values))


# --- Numbers


def _numbers(plain: str, text: str, language: str) -> list[Figure]:
    plain = PER_CENT.sub(lambda found: "%" + " " * (len(found[0]) - 1), CENTS.sub("   ", plain))
    found = sorted(
        [*_in_digits(plain, language), *_in_words(plain, language), *_in_roman(plain, text)], key=lambda one: one.start
    )
    return [_classified(one, plain) for one in _said_twice(found, plain)]


def _in_digits(plain: str, language: str) -> Iterator[_Number]:
    times = [(found.start(), found.end()) for found in TIME.finditer(plain)]
    for start, end in times:
        yield _Number(Decimal(plain[start:end].replace(":", ".")), start, end)
    for found in DIGITS.finditer(plain):
        if not any(start <= found.start() < end for start, end in times):
            yield _multiplied(_Number(parsed(found[0], language), found.start(), found.end()), plain, language)


def parsed(raw: str, language: str) -> Decimal:
    """Return a number in digits, with the signs for thousands and decimals as the language sets them."""
    raw = re.sub(r"[ '’]", "", raw)
    signs = [c for c in raw if c in ".,"]
    if not signs:
        return Decimal(raw)
    thousands = "," if language == "en" else "."
    last = signs[-1]
    is_group = len(raw) - raw.rindex(last) - 1 == 3
    if len(set(signs)) == 2 or not (is_group and (len(signs) > 1 or last == thousands)):
        whole, decimals = re.sub(r"[.,]", "", raw[: raw.rindex(last)]), raw[raw.rindex(last) + 1 :]
        return Decimal(f"{whole}.{decimals}")
    return Decimal(re.sub(r"[.,]", "", raw))


def _multiplied(number: _Number, plain: str, language: str) -> _Number:
    if found := words.MULTIPLIERS[language].match(plain, number.end):
        number.value *= words.SIZES[next(n for n in range(3) if found[n + 1])]
        number.end, number.soft = found.end(), False
    return number


def _in_words(plain: str, language: str) -> Iterator[_Number]:
    current: _Number | None = None
    for found in WORD.finditer(plain):
        value, is_soft = words.hard(found[0], language), False
        if value is None:
            value, is_soft = words.soft(found[0], language), True
        joined = current is not None and JOINED.fullmatch(plain, current.end, found.start())
        if value is None:
            if current is None or not joined:
                lone = words.MULTIPLIERS[language].fullmatch(found[0])
                if lone and not (found.start() and plain[: found.start()].rstrip()[-1:].isdigit()):
                    size = words.SIZES[next(n for n in range(3) if lone[n + 1])]
                    yield _Number(Decimal(size), found.start(), found.end(), language == "it" and found[0] == "mila")
            continue
        if current is not None and joined and (total := _joined(current.value, value, found[0])):
            current.value, current.end, current.soft = Decimal(total), found.end(), is_soft
            continue
        if current is not None:
            yield _finished(current, plain, language)
        current = _Number(Decimal(value), found.start(), found.end(), is_soft or value == 1)
    if current is not None:
        yield _finished(current, plain, language)


def _joined(last: Decimal, value: int, word: str) -> int | None:
    """Return the number two words say together: двадцать пять, two hundred, one hundred and ten."""
    last = int(last)
    if word == "hundred" and 0 < last < 10:
        return last * 100
    if (20 <= last % 100 <= 90 and last % 10 == 0 and 0 < value < 10) or (last % 100 == 0 < last and value < 100):
        return last + value
    return None


def _finished(number: _Number, plain: str, language: str) -> _Number:
    if number.value == 2 and words.PARTIES.match(plain, number.end):
        number.soft = True
    return _multiplied(number, plain, language)


def _in_roman(plain: str, text: str) -> Iterator[_Number]:
    for found in ROMAN.finditer(text):
        if "\0" not in plain[found.start() : found.end()] and (value := roman(found[0])):
            yield _Number(Decimal(value), found.start(), found.end())


def _said_twice(found: list[_Number], plain: str) -> list[_Number]:
    """Join a number with the same one in brackets behind it, in digits or in words: dieci (10)."""
    kept: list[_Number] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and one.start < last.end:
            continue  # within a number that was read whole
        closing = re.compile(r"[^()\d]{0,20}\)").match(plain, one.end)
        if last and last.value == one.value and plain[last.end : one.start].strip() == "(" and closing:
            last.end, last.soft = closing.end(), False
        else:
            kept.append(one)
    return kept


def _classified(one: _Number, plain: str) -> Figure:
    value = str(one.value.normalize()) if one.value else "0"
    value = f"{Decimal(value):f}"
    if found := words.PERCENT.match(plain, one.end):
        return Figure("percent", value, one.start, found.end())
    if found := words.CURRENCY_AFTER.match(plain, one.end):
        return Figure("amount", f"{value} {found.lastgroup}", one.start, found.end())
    before = words.CURRENCY_BEFORE.search(plain[max(0, one.start - 12) : one.start])
    if before:
        start = one.start - len(before[0])
        return Figure("amount", f"{value} {before.lastgroup}", start, one.end)
    return Figure("number", value, one.start, one.end, one.soft)
