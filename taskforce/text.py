"""Text cleaned once on the way in, and encoded once for each way out.

Ways in: ``clean_line`` and ``clean_block`` (used by taskforce.fields and by the session file's loader).
Ways out: HTML and mail bodies are escaped by the templates; the rest is here: ``sheet_text`` (XLSX), ``csv_cell``
(and ``from_csv_cell`` back), ``header`` (mail), ``file_name``.
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Marks that turn the reading direction (a name shown reversed is a forgery) and invisible characters.
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u115f\u1160\u3164\uffa0"
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INNER = {"it": str.maketrans("«»", "“”"), "ru": str.maketrans("«»", "„“"), "en": str.maketrans("“”", "‘’")}
_QUOTES = str.maketrans(dict.fromkeys("\"'«»“”„‟’‘`´"))


def _refuse_broken(value: str) -> None:
    for char in value:
        category = unicodedata.category(char)
        if category == "Cs" or (category == "Cc" and char not in "\n\r\t") or category == "Cn":
            raise ValidationError(_("The text holds a character that cannot be written."), code="character")
        if char in BIDI:
            raise ValidationError(_("The text holds a mark that turns the reading direction."), code="bidi")


def _visible(value: str) -> bool:
    return any(c not in INVISIBLE and unicodedata.category(c)[0] not in "ZCM" for c in value)


def clean_block(value: str) -> str:
    """Return text of several lines as it is stored: NFC, trimmed, single spaces, ``\\n`` line ends.

    Raises ValidationError for NUL, control, surrogate and bidi characters, and for text of invisible characters only.
    """
    _refuse_broken(value)
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = "\n".join(_SPACES.sub(" ", line).strip() for line in value.split("\n"))
    value = _LINES.sub("\n\n", value).strip()
    if value and not _visible(value):
        raise ValidationError(_("The text holds no visible character."), code="invisible")
    return value


def clean_line(value: str) -> str:
    """Return text of one line as it is stored; a line break becomes a space. Raises as ``clean_block`` does."""
    return clean_block(re.sub(r"[\r\n\t\u2028\u2029]+", " ", value))


def comparison_key(value: str) -> str:
    """Return the form under which two spellings count as the same: no case, quotes, accents, or double spaces."""
    value = unicodedata.normalize("NFKD", value.casefold().translate(_QUOTES))
    # Й is И with a combining breve: taking the breve away would join two Cyrillic letters into one.
    kept = "".join(c for i, c in enumerate(value) if not unicodedata.combining(c) or _is_cyrillic(value, i))
    kept = unicodedata.normalize("NFC", "".join(c for c in kept if c not in INVISIBLE)).casefold()
    return re.sub(r"[\W_]+", " ", kept).strip()


def _is_cyrillic(value: str, index: int) -> bool:
    return index > 0 and "\u0400" <= value[index - 1] <= "\u04ff"


def sheet_text(value: object) -> str:
    """Return text for a cell of an XLSX sheet, to be written *as text* (``write_string``): nothing a sheet refuses."""
    return "".join(c for c in str(value) if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def csv_cell(value: object) -> object:
    """Return a value safe in a CSV cell: text that a program would run as a formula gets an apostrophe in front.

    A telephone number in international form (``+39 035 123456``) is no formula and survives.
    """
    if not isinstance(value, str):
        return value
    value = sheet_text(value)
    if value.startswith(_FORMULA) and not re.fullmatch(r"\+[\d ()./-]{5,25}", value):
        return "'" + value
    return value


def from_csv_cell(value: str) -> str:
    """Return the text of a CSV cell without the apostrophe that ``csv_cell`` may have put in front."""
    return value[1:] if value[:1] == "'" and csv_cell(value[1:]) == value else value


def within_quotes(title: str) -> str:
    """Return a title to stand in quotes of the active language: quotes of its own become the inner ones."""
    return title.translate(_INNER.get(get_language() or "", {}))


def header(value: str) -> str:
    """Return text that is safe in a mail header: one line, no control characters."""
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in value).split())


def file_name(value: str, *, fallback: str = "document") -> str:
    """Return a file name every system takes: ASCII letters, digits, dots and hyphens, at most 80 characters."""
    value = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode("ascii")
    value = re.sub(r"\.{2,}", ".", re.sub(r"[^A-Za-z0-9.]+", "-", value))
    value = value.strip("-.")[:80].strip("-.")
    return value or fallback
