"""The words for numbers, months and currencies in Italian, Russian and English, as acts write them.

All words are in small letters, with е for ё.
"""

from __future__ import annotations

import re

# --- Numbers. What is soft counts where the other text has the number in digits, and is never missed: articles
# (un, one), ordinals (the Italian "secondo" is also "according to"), adjectives (triennale, трехлетний).


def _words(text: str) -> list[str]:
    return text.split()


_UNITS_IT = _words("zero uno due tre quattro cinque sei sette otto nove")
_TEENS_IT = _words("dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove")
_TENS_IT = _words("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")


def _italian() -> dict[str, int]:
    below_100 = {word: value for value, word in enumerate(_UNITS_IT[2:] + _TEENS_IT, start=2)}
    for ten, word in enumerate(_TENS_IT, start=2):
        below_100[word] = ten * 10
        for unit, name in enumerate(_UNITS_IT[1:], start=1):
            stem = word[:-1] if name[0] in "uo" else word
            below_100[stem + name] = ten * 10 + unit
            if unit == 3:
                below_100[f"{stem}tré"] = ten * 10 + 3
    found = dict(below_100)
    for hundred in range(1, 10):
        stem = ("" if hundred == 1 else _UNITS_IT[hundred]) + "cento"
        found[stem] = hundred * 100
        found |= {stem + word: hundred * 100 + value for word, value in [*below_100.items(), ("uno", 1)]}
    return found | {"mille": 1000, "un": 1, "uno": 1, "una": 1}


def _russian() -> dict[str, int]:
    found = {
        1: "один одна одно одного одной одному одним одном одну",
        2: "два две двух двум двумя", 3: "три трех трем тремя", 4: "четыре четырех четырем четырьмя",
        40: "сорок сорока", 90: "девяносто девяноста", 100: "сто ста",
        200: "двести двухсот двумстам", 300: "триста трехсот", 400: "четыреста четырехсот",
    }  # fmt: skip
    stems = {5: "пят", 6: "шест", 7: "сем", 9: "девят", 10: "десят", 20: "двадцат", 30: "тридцат"}
    teens = "один две три четыр пят шест сем восем девят"
    for value, stem in enumerate(teens.split(), start=11):
        stems[value] = f"{stem}надцат"
    for value, stem in stems.items():
        found[value] = f"{stem}ь {stem}и {stem}ью"
    found[8] = "восемь восьми восемью восьмью"
    for value, name in ((5, "пять пяти"), (6, "шесть шести"), (7, "семь семи"), (8, "восемь восьми")):
        plain, genitive = name.split()
        found[value * 10] = f"{plain}десят {genitive}десяти"
        found[value * 100] = f"{plain}сот {genitive}сот"
    found[900] = "девятьсот девятисот"
    return {word: value for value, words in found.items() for word in words.split()}


_ENGLISH = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
NUMBERS = {
    "it": _italian(),
    "ru": _russian(),
    "en": {word: value for value, word in enumerate(_ENGLISH) if value}
    | {word: value * 10 for value, word in enumerate(
        _words("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)}
    | {"hundred": 100},
}  # fmt: skip

_ORDINALS_IT = _words("prim second terz quart quint sest settim ottav non decim")
_ORDINALS_RU = _words(
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат "
    "пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат"
)
_ORDINALS_EN = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ENDINGS_RU = _words(
    "ый ой ий ая яя ое ее ые ие ья ье ьи ого его ьего ому ему ьему ым им ьим ом ем ьем ой ей ьей ую юю ью "
    "ых их ьих ыми ими"
)
ORDINALS = {
    "it": {stem + end: value for value, stem in enumerate(_ORDINALS_IT, start=1) for end in "oaie"}
    | {word[:-1] + "esim" + end: value for word, value in _italian().items() if value > 10 for end in "oaie"},
    "ru": {stem + end: value for value, stem in enumerate(_ORDINALS_RU, start=1) for end in _ENDINGS_RU},
    "en": {word: value for value, word in enumerate(_ORDINALS_EN, start=1)},
}
_RU_IN_WORDS = {"двух": 2, "дву": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8,
                "девяти": 9, "десяти": 10}  # fmt: skip
SOFT = {
    "it": {
        "entrambi": 2, "entrambe": 2, "ambedue": 2, "ambo": 2, "biennale": 2, "biennio": 2, "triennale": 3,
        "triennio": 3, "trimestre": 3, "trimestrale": 3, "quadriennale": 4, "quinquennale": 5, "quinquennio": 5,
        "semestre": 6, "semestrale": 6, "decennale": 10, "decennio": 10, "bimestrale": 2, "doppio": 2, "doppia": 2,
    },
    "ru": {"оба": 2, "обе": 2, "обоих": 2, "обеих": 2, "обоим": 2, "обеим": 2, "полугодие": 6, "полугодия": 6,
           "квартал": 3, "квартала": 3, "десятилетие": 10, "пятилетие": 5},
    "en": {"both": 2, "a": 1, "an": 1, "biennial": 2, "quarter": 3, "quarterly": 3, "double": 2, "twice": 2, "once": 1},
}  # fmt: skip
_RU_ADJECTIVE = re.compile(
    rf"({'|'.join(sorted(_RU_IN_WORDS, key=len, reverse=True))})(лет|месяч|дневн|недел|сторон|кратн|этап|год)"
)


def soft(word: str, language: str) -> int | None:
    """Return the number that a word may stand for: an ordinal, an adjective, "both"."""
    if word in SOFT[language]:
        return SOFT[language][word]
    if word in ORDINALS[language]:
        return ORDINALS[language][word]
    found = _RU_ADJECTIVE.match(word) if language == "ru" else None
    return _RU_IN_WORDS[found[1]] if found else None


def hard(word: str, language: str) -> int | None:
    """Return the number that a word says."""
    known = NUMBERS[language]
    if word in known:
        return known[word]
    if language == "it" and "mila" in word:  # duemilasedici
        thousands, _mila, rest = word.partition("mila")
        if thousands in known and (not rest or rest in known):
            return known[thousands] * 1000 + known.get(rest, 0)
    return None


MULTIPLIERS = {
    "it": re.compile(r"\s*(?:(mila)|(milion[ei]|mln\b\.?)|(miliard[oi]|mld\b\.?))(?!\w)"),
    "ru": re.compile(r"\s*(?:(тысяч\w*|тыс\b\.?)|(миллион\w*|млн\b\.?)|(миллиард\w*|млрд\b\.?))(?!\w)"),
    "en": re.compile(r"\s*(?:(thousand)|(millions?|mln\b\.?)|(billions?|bn\b\.?))(?!\w)"),
}
SIZES = (1_000, 1_000_000, 1_000_000_000)

# --- Dates

MONTHS = {
    "it": _words("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
    "ru": [
        "январ",
        "феврал",
        "март",
        "апрел",
        "ма[йяюе]",
        "июн",
        "июл",
        "август",
        "сентябр",
        "октябр",
        "ноябр",
        "декабр",
    ],
    "en": _words("january february march april may june july august september october november december"),
}


def month(word: str, language: str) -> int:
    """Return the number of a month, from 1."""
    return next(n for n, stem in enumerate(MONTHS[language], start=1) if re.match(stem, word))


# --- What stands beside a number

PERCENT = re.compile(r"\s*(?:%|процент\w*)")
CURRENCIES = {
    "EUR": r"€|eur(?:o|os)?\b|евро\b",
    "RUB": r"₽|rub(?:li|lo|les?)?\b|roubles?\b|рубл\w+|руб\b\.?",
    "USD": r"us\$|\$|usd\b|dollari(?:\s+(?:usa|statunitensi))?\b|(?:us\s+)?dollars?\b|доллар\w*(?:\s+сша)?",
}
_ANY = "|".join(f"(?P<{code}>{words})" for code, words in CURRENCIES.items())
CURRENCY_AFTER = re.compile(rf"\s*(?:\([^()\d]{{1,160}}\)\s*)?(?:di\s+|d['’]\s*)?(?:{_ANY})")
CURRENCY_BEFORE = re.compile(rf"(?:{_ANY})\s*$")
PARTIES = re.compile(
    r"\s+(?:alte\s+parti|parti\b|paesi|delegazioni|copresidenti|co-presidenti|сторон|стран|делегаци|государств|сопредседател"
    r"|parties\b|countries|sides\b|delegations|co-chairs)"
)
_ONE = {"it": r"articolo|art\.?", "ru": r"стать[яеюёй]+|ст\.", "en": r"article|art\.?"}
_MANY = {
    "it": r"articoli|artt\.?",
    "ru": r"статьи|статей|статьям|статьями|статьях|ст\.\s*ст\.",
    "en": r"articles|arts\.?",
}
_NUMBER = r"(?:\d{1,4}|[ivx]{1,6})(?!\w|[.,]\d)"
_JOINED = r"(?:\s*(?:,|-|–|—|;)\s*(?:(?:e|ed|o|и|или|and|or)\s+)?|\s+(?:e|ed|o|и|или|по|and|or|to)\s+)"
REFERENCE = {
    code: re.compile(
        rf"(?<!\w)(?:(?:{_MANY[code]})\s*(?P<many>{_NUMBER}(?:{_JOINED}{_NUMBER})*)|(?:{_ONE[code]})\s*(?P<one>{_NUMBER}))"
    )
    for code in ("it", "ru", "en")
}
