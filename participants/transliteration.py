"""Names in the other alphabet, *proposed*: a person or a firm decides how its own name is written.

Cyrillic to Latin follows the Russian passport (ICAO Doc 9303, by iuliia). Latin to Cyrillic depends on the language the
name comes from: Italian names are written as they sound, Russian ones are led back from the passport's spelling.
"""

from __future__ import annotations

import re
import unicodedata

import iuliia

from sessions.enums import Side

# Longest first; each with what it becomes. A trailing look-ahead keeps "ci" before a vowel apart from "ci" alone.
_ITALIAN = (
    ("sch(?=[ei])", "ск"), ("sci(?=[aou])", "ш"), ("sc(?=[ei])", "ш"),
    ("cch(?=[ei])", "кк"), ("ch", "к"), ("cci(?=[aou])", "чч"), ("cc(?=[ei])", "чч"),
    ("ci(?=[aou])", "ч"), ("c(?=[ei])", "ч"),
    ("ggh(?=[ei])", "гг"), ("gh", "г"), ("ggi(?=[aou])", "ддж"), ("gg(?=[ei])", "ддж"),
    ("gli(?=[aeou])", "ль"), ("gli", "льи"), ("gn(?=a)", "нь"), ("gn", "нь"),
    ("gi(?=[aou])", "дж"), ("g(?=[ei])", "дж"),
    ("qu", "кв"), ("ph", "ф"), ("th", "т"), ("sh", "ш"), ("(?<=[aeiou])s(?=[aeiou])", "з"),
    ("zz", "цц"), ("z", "ц"), (r"\bh(?=[aeiou])", "х"), ("h", ""),
    ("x", "кс"), ("y", "и"), ("j", "й"), ("w", "в"),
    (r"\be", "э"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("i", "и"),
    ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"),
    ("t", "т"), ("u", "у"), ("v", "в"),
)  # fmt: skip
_RUSSIAN = (
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("iu", "ю"), ("yu", "ю"),
    ("ia", "я"), ("ya", "я"), ("yo", "ё"), ("ii\\b", "ий"), ("iy\\b", "ий"), ("yy\\b", "ый"), ("yi\\b", "ый"),
    ("(?<=[aeou])i\\b", "й"), ("(?<=[aeou])y", "й"), ("x", "кс"), ("w", "в"), ("q", "к"), ("j", "дж"), (r"\be", "э"),
    ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"),
    ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"),
    ("u", "у"), ("v", "в"), ("y", "ы"), ("z", "з"),
)  # fmt: skip


def _compiled(table: tuple[tuple[str, str], ...]) -> tuple[re.Pattern, list[str]]:
    pattern = "|".join(f"(?P<r{index}>{source})" for index, (source, _target) in enumerate(table))
    return re.compile(pattern, re.IGNORECASE), [target for _source, target in table]


_TABLES = {Side.IT: _compiled(_ITALIAN), Side.RU: _compiled(_RUSSIAN)}


def has_cyrillic(text: str) -> bool:
    """Whether a letter of the text is Cyrillic."""
    return any(unicodedata.name(c, "").startswith("CYRILLIC") for c in text)


def has_latin(text: str) -> bool:
    """Whether a letter of the text is Latin."""
    return any(unicodedata.name(c, "").startswith("LATIN") for c in text)


def propose_latin(text: str) -> str:
    """Return a Cyrillic name in Latin letters, as in a Russian passport."""
    return iuliia.ICAO_DOC_9303.translate(text) if text else ""


def propose_cyrillic(text: str, side: str) -> str:
    """Return a Latin name in Cyrillic letters, as names of that side (``IT`` or ``RU``) are written."""
    pattern, targets = _TABLES[Side(side)]
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", pattern.sub(lambda found: _in_case(found, targets), plain))


def _in_case(found: re.Match, targets: list[str]) -> str:
    source, target = found.group(), targets[int(found.lastgroup[1:])]
    if not source[0].isupper():
        return target
    following = found.string[found.end() : found.end() + 1]
    before = found.string[max(0, found.start() - 1) : found.start()]
    whole_word_is_upper = source.isupper() and (following.isupper() or before.isupper() or len(source) > 1)
    return target.upper() if whole_word_is_upper else target[:1].upper() + target[1:]
