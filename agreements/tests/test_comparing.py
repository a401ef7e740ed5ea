"""Texts in two languages: every figure that differs is found, and none where both say the same."""
# ruff: noqa: E501 (a case stands on its line)

from __future__ import annotations

import random

import pytest

from agreements.comparing.articles import number_of, take_apart
from agreements.comparing.figures import figures
from agreements.comparing.languages import Part, Text, compare
from agreements.comparing.versions import changes, compare_versions
from agreements.tests.text_pairs import changes as changed
from agreements.tests.text_pairs import facts, written

LANGUAGES = [("it", "ru"), ("it", "en"), ("ru", "en")]


def said(text: str, language: str) -> list[str]:
    return [f"{one.kind} {one.value}" for one in figures(text, language) if not one.soft]


def test_fifty_equal_pairs_of_each_two_languages_raise_no_alarm():
    rng = random.Random(1)
    alarms = []
    for _n in range(50):
        one = facts(rng)
        for left, right in LANGUAGES:
            found = compare(written(one, left, rng), written(one, right, rng))
            alarms += [(left, right, difference) for difference in found.differences]
    assert alarms == []


def test_every_pair_in_which_exactly_one_figure_differs_is_found():
    rng = random.Random(2)
    pairs, missed = 0, []
    for _n in range(12):
        one = facts(rng)
        for left, right in LANGUAGES:
            for other in changed(one, rng):
                pairs += 1
                found = compare(written(one, left, rng), written(other, right, rng))
                if len(found.differences) != 1:
                    missed.append((left, right, one, other, found.differences))
    assert (pairs, missed) == (540, [])


def test_what_differs_is_marked_in_both_texts_and_nothing_else():
    left = Text("it", (Part("article", "1", "Contributo", "Versa 1.200,50 euro entro 30 giorni, dieci (10) copie."),))
    right = Text("ru", (Part("article", "I", "Взнос", "Вносит 1 200,50 евро в течение 45 дней, 10 (десять) копий."),))
    found = compare(left, right)
    marked = [[one.text for one in side.body if one.kind] for side in (found.pairs[0].left, found.pairs[0].right)]
    assert marked == [["30"], ["45"]]
    assert "".join(one.text for one in found.pairs[0].left.body) == left.parts[0].body
    [difference] = found.differences
    assert (difference.kind, difference.number, difference.left, difference.right) == ("number", "1", ("30",), ("45",))
    assert found.hindering == [difference]
    assert len(found.digest) == 64
    assert compare(left, left).digest == ""


def test_articles_that_are_missing_or_in_another_order_are_told():
    def text(language: str, *numbers: str) -> Text:
        return Text(language, tuple(Part("article", number, "", "Testo") for number in numbers))

    missing = compare(text("it", "1", "2", "3"), text("ru", "I", "III", "IV"))
    assert [(pair.number, bool(pair.left), bool(pair.right)) for pair in missing.pairs] == [
        ("1", True, True), ("2", True, False), ("3", True, True), ("IV", False, True),
    ]  # fmt: skip
    assert [(one.kind, one.left, one.right) for one in missing.differences] == [
        ("missing", ("2",), ()), ("missing", (), ("IV",)),
    ]  # fmt: skip
    turned = compare(text("it", "1", "2"), text("ru", "2", "1"))
    assert [one.kind for one in turned.differences] == ["order"]
    assert turned.hindering == []
    assert [pair.number for pair in compare(text("it", "", ""), text("ru", "1", "2")).pairs] == ["1", "2"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("it", "il 1° ottobre 2016", ["date 2016-10-01"]),
        ("it", "31/03/2017, 2016-10-01, ottobre 2016", ["date 2017-03-31", "date 2016-10-01", "date 2016-10-?"]),
        ("it", "tremilacinquecento euro, 500mila euro, € 5", ["amount 3500 EUR", "amount 500000 EUR", "amount 5 EUR"]),
        ("it", "1.200,50 e 1.200 e 1,5 e 1.200.000", ["number 1200.5", "number 1200", "number 1.5", "number 1200000"]),
        ("it", "artt. 3, 4 e 7 e l'art. IX", ["reference 3", "reference 4", "reference 7", "reference 9"]),
        ("it", "5.000 (cinquemila/00) euro", ["amount 5000 EUR"]),
        ("it", "un accordo, secondo le norme, la prima volta, entrambe le Parti, le due Parti", []),
        ("ru", "«02» декабря 2016 года, в мае 2017 г.", ["date 2016-12-02", "date 2017-05-?"]),
        ("ru", "двадцать пять предприятий, двух миллионов рублей", ["number 25", "amount 2000000 RUB"]),
        ("ru", "1\u00a0200\u00a0000,5 руб., 15 процентов, тысяча", ["amount 1200000.5 RUB", "percent 15", "number 1000"]),
        ("ru", "статьями 3 и 4 и ст. 5, ХХV сессия", ["reference 3", "reference 4", "reference 5", "number 25"]),
        ("ru", "одна из Сторон, третьи лица, двусторонний, трёхлетний срок", []),
        ("en", "October 1st, 2016 and 2 May", ["date 2016-10-01", "date ?-05-02"]),
        ("en", "1,200.50 and 1.5, two hundred and ten, 15 per cent", ["number 1200.5", "number 1.5", "number 210", "percent 15"]),
        ("en", "Articles 3 and 4; 1.2 million euros; may take; both", ["reference 3", "reference 4", "amount 1200000 EUR"]),
        ("en", "1. First\n2.1 Second\n3) Third", ["item 1", "item 2.1", "item 3"]),
    ],
)  # fmt: skip
def test_figures_of_each_language(language, text, expected):
    assert said(text, language) == expected


@pytest.mark.parametrize(
    "text", ["", "\0" * 50, "9" * 5000, "İ" * 100 + " 5", "1.2.3.4.5.6.7", "(((((5", "XX" * 400, "99.99.9999 0.0.00"]
)
def test_no_text_brings_the_reading_down(text):
    for language in ("it", "ru", "en"):
        part = Part("article", "1", "", text)
        assert compare(Text(language, (part,)), Text(language, (part,))).differences == []


@pytest.mark.parametrize(
    ("text", "numbers", "headings"),
    [
        ("ACCORDO\n\nPremesso che\nArticolo 1\nOggetto\nLe Parti.\nArt. 2 – Durata\nTre anni.\nFatto a Bergamo", ["1", "2"], ["Oggetto", "Durata"]),
        ("СОГЛАШЕНИЕ\nСтатья I. Предмет\nТекст.\nСТАТЬЯ II\n(Срок)\nТри года.\nСовершено в Бергамо", ["I", "II"], ["Предмет", "Срок"]),
        ("AGREEMENT\nArticle 1\nThe Parties shall act.\nArticle 1 bis: Term\nThree years.\nDone at Bergamo", ["1", "1bis"], ["", "Term"]),
    ],
)  # fmt: skip
def test_articles_are_recognised_in_three_languages(text, numbers, headings):
    found = take_apart(text)
    assert found.title == text.split("\n")[0]
    assert [one.number for one in found.articles] == numbers
    assert [one.heading for one in found.articles] == headings
    assert found.closing.split(" ")[0] in ("Fatto", "Совершено", "Done")
    assert "Bergamo" not in found.articles[-1].body


def test_a_line_that_only_speaks_of_an_article_begins_none():
    text = "Titolo\nArticolo 1\nCome dice,\nart. 5 del Codice,\nArt. 5 del Codice civile\ne così via.\nArticolo 5 si applica."
    [article] = take_apart(text).articles
    assert article.body.count("\n") == 4
    assert [number_of(one) for one in ("IV", "4", "4-bis", "ХII", "x")] == ["4", "4", "4bis", "12", "x"]


def test_two_versions_are_compared_word_by_word():
    old = Text("it", (Part("article", "1", "", "Le Parti versano 5 euro."), Part("article", "2", "", "Fine.")))
    new = Text("it", (Part("article", "1", "", "Le due Parti versano 6 euro."), Part("article", "3", "", "Altro.")))
    first, gone, came = compare_versions(old, new)
    assert [(run.text, run.how) for run in first.body if run.how] == [(" due", "in"), ("5", "out"), ("6", "in")]
    assert (gone.how, came.how) == ("out", "in")
    assert changes("uguale", "uguale")[0].how == ""
    long = "parola \n" * 9000
    assert [run.how for run in changes(long, long + "fine\n")] == ["", "in"]
