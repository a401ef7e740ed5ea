"""Text as it is set on paper: the quotes, dashes and unbreakable spaces of its language. What is stored stays as it is.

Straight quotes become the language's own, a hyphen between words a dash, an apostrophe a real one. A space that may not
end a line (after a preposition, an initial, a number, a legal form; before a dash) becomes unbreakable.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable

HARD = "\N{NO-BREAK SPACE}"
LONGEST = 28  # letters that may be held together: more would not fit a narrow column
QUOTES = {"it": ("«»", "“”"), "ru": ("«»", "„“"), "en": ("“”", "‘’")}  # outer, inner
OPENS_AFTER = " \t\n(\N{NO-BREAK SPACE}[{–—/«„"

# Signs that our fonts have not, and what is printed in their place.
UNKNOWN = str.maketrans({"\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-", "\u202f": HARD, "\u2007": HARD})
ADDRESS = re.compile(r"(\S*(?:://|@|\bwww\.)\S*)")  # stays as it is: a link, a mail address
APOSTROPHE = re.compile(r"(?<=\w)'|(?<!\w)'(?=\d{2,3}\b)")
INNER = re.compile(r"(?<![\w'])'(?=\S)([^'\n]+)(?<=\S)'(?![\w'])")
RANGE = re.compile(r"(?<![\w.,:/-])(\d{1,4})-(\d{1,4})(?![\w/-]|[.,:]\d)")

ROMAN = r"\b[IVXLCDM]{2,}"
MONTHS_IT = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
MONTHS_RU = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
MONTHS_EN = "January|February|March|April|May|June|July|August|September|October|November|December"
FORMS_RU = "ООО|АО|ПАО|ЗАО|ОАО|ИП|НКО|АНО|ГУП|ФГУП|ФГБОУ|НИИ|ТПП|МСП"
TITLES_IT = r"n|nr|art|pag|dott|dott\.ssa|ing|avv|prof|prof\.ssa|on|sen|sig|arch|geom|S\.E"
# What keeps to the word after it, and what to the word before it.
KEEPS_TO_NEXT = {
    "it": rf"\b[AEIOaeioèÈ]|\b(?:{TITLES_IT})\.|{ROMAN}|\b\d{{1,2}}(?= (?:{MONTHS_IT})\b)",
    "ru": rf"\b(?!(?:же|ли|бы)\b)[А-ЯЁа-яё]{{1,2}}|\b(?:для|или|при|под|над|без|про|что|как|{FORMS_RU})"
    rf"|\b(?:г|ул|им|пр|стр|обл|проф|акад|тов|руб|д-р)\.|№|{ROMAN}|\b\d{{1,2}}(?= (?:{MONTHS_RU})\b)",
    "en": rf"\b[aAI]|\b(?:Mr|Mrs|Ms|Dr|Prof|No|St|H\.E)\.|{ROMAN}|\b\d{{1,2}}(?= (?:{MONTHS_EN})\b)",
}
INITIALS = r"(?<![\w.])[A-ZА-ЯЁÀ-Ý]\."  # before a name, or before a further initial
KEEPS_TO_PREVIOUS = r"[–—]|(?:S\.p\.A|S\.r\.l|S\.n\.c|S\.a\.s|SpA|Srl|S\.c\.a\.r\.l|Ltd|LLC)\b|(?:же|ли|бы)\b"


@functools.lru_cache(maxsize=4096)
def typeset(text: str, language: str) -> str:
    """Return a text as it is printed in a language; links and mail addresses stay as they are."""
    parts = ADDRESS.split(with_quotes(text.translate(UNKNOWN), language))
    parts[::2] = [spaced(with_dashes(part, language), language) for part in parts[::2]]
    return loosened("".join(parts))


def setter(language: str, names: Iterable[str] = ()) -> Callable[[str], str]:
    """Return ``typeset`` for one language that also never breaks one of these names in the middle of a sentence."""
    found = {name: hard(name) for name in names if " " in name and len(name) <= LONGEST}
    if not found:
        return functools.partial(typeset, language=language)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(found, key=len, reverse=True)))

    def set_text(text: str) -> str:
        return pattern.sub(lambda hit: found[hit[0]], typeset(text, language)) if text else text

    return set_text


def hard(text: str) -> str:
    """Return a text that no line break divides."""
    return text.replace(" ", HARD)


# --- Quotes, dashes -------------------------------------------------------------------------------------------------


def with_quotes(text: str, language: str) -> str:
    """Return the text with the language's quotes and apostrophes. Quotes that are not in pairs stay straight."""
    outer, inner = QUOTES[language]
    if "'" in text:
        text = INNER.sub(rf"{inner[0]}\1{inner[1]}", text)
        text = APOSTROPHE.sub("’", text)
    if text.count('"') < 2:
        return text
    pieces, depth, opened = [], 0, False
    for index, char in enumerate(text):
        if char != '"':
            pieces.append(char)
            continue
        opens = index == 0 or text[index - 1] in OPENS_AFTER or (text[index - 1] == '"' and opened)
        if not opens and depth == 0:
            pieces.append(char)  # inches, or something that is no sentence
            continue
        pair = inner if depth + opens > 1 else outer
        pieces.append(pair[0] if opens else pair[1])
        depth, opened = depth + (1 if opens else -1), opens
    return text if depth else "".join(pieces)


def with_dashes(text: str, language: str) -> str:
    """Return the text with dashes where a hyphen stood for one, and the dots of an ellipsis as one sign."""
    dash = "—" if language == "ru" else "–"
    typed = r" (?:--?|[–—]) " if language == "ru" else r" --? "
    text = re.sub(typed, f" {dash} ", text.replace("...", "…"))
    return RANGE.sub("\\1–\\2", text)


# --- Spaces ---------------------------------------------------------------------------------------------------------


def spaced(text: str, language: str) -> str:
    """Return the text with unbreakable spaces where a line may not end."""
    if " " not in text:
        return text
    return before(language).sub(HARD, after(language).sub(lambda hit: hit[0][:-1] + HARD, text))


@functools.cache
def after(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{INITIALS}|{KEEPS_TO_NEXT[language]}) (?=\S)")


@functools.cache
def before(language: str) -> re.Pattern[str]:
    return re.compile(rf" (?={KEEPS_TO_PREVIOUS})")


def loosened(text: str) -> str:
    """Return the text with ordinary spaces again wherever more words are held together than a column has room for."""
    return re.sub(rf"[^ \n]{{{LONGEST + 1},}}", lambda hit: hit[0].replace(HARD, " "), text)


# --- Facts ----------------------------------------------------------------------------------------------------------

# The keys of facts whose values people wrote; every other value is a code, a date, a number or a word of ours.
WRITTEN = {
    "title", "introduction", "city", "name", "office", "company", "sector", "town", "venue", "room", "address",
    "note", "subsectors", "dates_note", "text", "record", "proposer", "first_at", "interested",
}  # fmt: skip


def set_facts(facts: object, set_text: Callable[[str], str], written: bool = False) -> object:
    """Return facts with everything people wrote as it is printed."""
    if isinstance(facts, dict):
        return {key: set_facts(value, set_text, key in WRITTEN) for key, value in facts.items()}
    if isinstance(facts, list):
        return [set_facts(value, set_text, written) for value in facts]
    return set_text(facts) if written and isinstance(facts, str) else facts
