"""Invented acts, each written in Italian, Russian and English from the same facts, in ways drawn by a seed."""
# ruff: noqa: E501 (a sentence stands on its line)

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from agreements.comparing.languages import Part, Text
from agreements.comparing.words import NUMBERS

MONTHS = {
    "it": [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
PREPOSITIONAL = [
    "январе",
    "феврале",
    "марте",
    "апреле",
    "мае",
    "июне",
    "июле",
    "августе",
    "сентябре",
    "октябре",
    "ноябре",
    "декабре",
]
WORDS = {code: {value: word for word, value in reversed(NUMBERS[code].items())} for code in NUMBERS}
COPIES_RU = {
    2: "двух",
    3: "трёх",
    4: "четырёх",
    5: "пяти",
    6: "шести",
    7: "семи",
    8: "восьми",
    10: "десяти",
    12: "двенадцати",
}


@dataclass(frozen=True)
class Facts:
    """What an act says in figures."""

    signed: tuple[int, int, int]
    until: tuple[int, int, int]
    since: tuple[int, int]  # month and year
    amount: int  # euros
    millions: int  # roubles, in tenths of a million
    share: int  # tenths of a per cent
    days: int
    years: int
    copies: int
    companies: int
    session: int
    reference: int
    hour: int


def facts(rng: random.Random) -> Facts:
    def day() -> tuple[int, int, int]:
        return rng.randint(2012, 2027), rng.randint(1, 12), rng.randint(1, 28)

    return Facts(
        day(), day(), (rng.randint(1, 12), rng.randint(2001, 2030)), rng.choice([5_000, 12_500, 350_000, 1_200_000]) + rng.randint(0, 9) * 100,
        rng.randint(11, 95), rng.randint(51, 400), rng.choice([30, 45, 60, 90]), rng.choice([3, 4, 5, 7]), rng.choice([2, 3, 4]),
        rng.randint(21, 99), rng.randint(11, 33), rng.randint(2, 9), rng.randint(9, 17),
    )  # fmt: skip


def changes(one: Facts, rng: random.Random) -> list[Facts]:
    """The same facts with exactly one figure another, for each figure."""
    year, month, day = one.until
    other_session = one.session + 1 if one.session < 33 else one.session - 1
    return [
        replace(one, signed=(one.signed[0], one.signed[1], one.signed[2] % 28 + 1)),
        replace(one, until=(year + 1, month, day)),
        replace(one, until=(year, month % 12 + 1, day)),
        replace(one, since=(one.since[0] % 12 + 1, one.since[1])),
        replace(one, amount=one.amount * 10),
        replace(one, amount=one.amount + 100),
        replace(one, millions=one.millions + 1),
        replace(one, share=one.share + rng.choice([1, 10])),
        replace(one, days=one.days + 1),
        replace(one, years=one.years + 1),
        replace(one, copies=one.copies + 1),
        replace(one, companies=one.companies + 10),
        replace(one, session=other_session),
        replace(one, reference=one.reference + 1),
        replace(one, hour=one.hour + 1),
    ]


def written(one: Facts, language: str, rng: random.Random) -> Text:
    """An act that says these facts, in one of the ways in which this language writes each."""
    say = {"it": italian, "ru": russian, "en": english}[language](one, rng)
    preamble, *bodies, closing = say
    articles = [Part("article", number(n, rng), "", body) for n, body in enumerate(bodies, start=1)]
    return Text(language, (Part("preamble", body=preamble), *articles, Part("closing", body=closing)))


def number(n: int, rng: random.Random) -> str:
    return rng.choice([str(n), ("I", "II", "III", "IV")[n - 1]])


def date(of: tuple[int, int, int], language: str, rng: random.Random) -> str:
    year, month, day = of
    name = MONTHS[language][month - 1]
    ways = [f"{day:02d}.{month:02d}.{year}", f"{year}-{month:02d}-{day:02d}"]
    ways += {
        "it": [f"{day} {name} {year}", f"{day} {name.upper()} {year}", f"{day}° {name} {year}" if day == 1 else f"{day}\u00a0{name} {year}"],
        "ru": [f"{day} {name} {year} г.", f"«{day:02d}» {name} {year} года", f"{day}\u00a0{name} {year}\u00a0г."],
        "en": [f"{day} {name} {year}", f"{name} {day}, {year}", f"{day}th {name} {year}"],
    }[language]  # fmt: skip
    return rng.choice(ways)


def grouped(value: int, language: str, rng: random.Random) -> str:
    signs = {"it": [".", " ", "\u00a0", "'"], "ru": [" ", "\u00a0", "\u202f", "."], "en": [",", " "]}[language]
    return f"{value:,}".replace(",", rng.choice(signs))


def decimal(tenths: int, language: str) -> str:
    sign = "." if language == "en" else ","
    return f"{tenths // 10}{sign}{tenths % 10}" if tenths % 10 else str(tenths // 10)


def small(value: int, language: str, rng: random.Random) -> str:
    word = WORDS[language].get(value)
    if language == "ru":
        word = COPIES_RU.get(value, word)
    if not word:
        return str(value)
    return rng.choice([str(value), word, f"{word} ({value})", f"{value} ({word})"])


def italian(one: Facts, rng: random.Random) -> list[str]:
    euro = grouped(one.amount, "it", rng)
    amount = rng.choice([f"{euro} euro", f"€ {euro}", f"{euro},00 euro", f"EUR {euro}", f"euro {euro}"])
    return [
        f"Le due Parti, riunite nella {rng.choice([roman(one.session), f'{one.session}ª', str(one.session)])} Sessione, secondo lo spirito di amicizia, "
        f"visto quanto avviato nel {MONTHS['it'][one.since[0] - 1]} {one.since[1]}, convengono quanto segue.",
        f"Una delle Parti mette a disposizione {amount} entro {small(one.days, 'it', rng)} giorni.\n"
        f"La quota è del {decimal(one.share, 'it')}{rng.choice(['%', ' %', ' per cento'])} del valore, ai sensi dell'articolo {one.reference}.",
        f"Partecipano {one.companies} imprese, con un contributo di {decimal(one.millions, 'it')} milioni di rubli. I lavori iniziano alle ore {one.hour}.30.",
        f"Il presente accordo dura {small(one.years, 'it', rng)} anni e scade il {date(one.until, 'it', rng)}.",
        f"Fatto a Bergamo il {date(one.signed, 'it', rng)} in {small(one.copies, 'it', rng)} originali, entrambi facenti fede.",
    ]  # fmt: skip


def russian(one: Facts, rng: random.Random) -> list[str]:
    euro = grouped(one.amount, "ru", rng)
    return [
        f"Стороны на {rng.choice([roman(one.session), f'{one.session}-й', str(one.session)])} сессии, учитывая начатое в "
        f"{PREPOSITIONAL[one.since[0] - 1]} {one.since[1]} {rng.choice(['года', 'г.'])}, договорились о нижеследующем.",
        f"Сторона предоставляет {rng.choice([f'{euro} евро', f'{euro},00 евро', f'€ {euro}'])} в течение {small(one.days, 'ru', rng)} дней.\n"
        f"Доля составляет {decimal(one.share, 'ru')}{rng.choice(['%', ' %', ' процентов', ' процента'])} стоимости согласно "
        f"{rng.choice(['статье', 'ст.'])} {one.reference}.",
        f"Участвуют {one.companies} предприятий, взнос {decimal(one.millions, 'ru')} {rng.choice(['млн', 'миллиона'])} {rng.choice(['рублей', 'руб.'])} "
        f"Работа начинается в {one.hour}:30.",
        f"Соглашение действует в течение {small(one.years, 'ru', rng)} лет, до {date(one.until, 'ru', rng)}",
        f"Совершено в Бергамо {date(one.signed, 'ru', rng)} в {small(one.copies, 'ru', rng)} экземплярах, обе редакции аутентичны.",
    ]  # fmt: skip


def english(one: Facts, rng: random.Random) -> list[str]:
    euro = grouped(one.amount, "en", rng)
    return [
        f"The two Parties, at the {rng.choice([roman(one.session), f'{one.session}th'])} Session, on the work begun in "
        f"{MONTHS['en'][one.since[0] - 1]} {one.since[1]}, have agreed as follows.",
        f"One of the Parties provides {rng.choice([f'EUR {euro}', f'{euro} euros', f'€{euro}'])} within {small(one.days, 'en', rng)} days.\n"
        f"The share is {decimal(one.share, 'en')}{rng.choice(['%', ' per cent', ' percent'])} of the value, under Article {one.reference}.",
        f"{one.companies} companies take part, with {decimal(one.millions, 'en')} million roubles. Work begins at {one.hour}:30.",
        f"This agreement may last {small(one.years, 'en', rng)} years, until {date(one.until, 'en', rng)}.",
        f"Done at Bergamo on {date(one.signed, 'en', rng)} in {small(one.copies, 'en', rng)} originals, both authentic.",
    ]  # fmt: skip


def roman(value: int) -> str:
    return "X" * (value // 10) + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][value % 10]
