"""Search by expression finds what comparison keys would find, on whichever database runs the tests."""

from __future__ import annotations

import re
import unicodedata
from random import Random

import pytest

from agreements.models import Agreement, Party
from sessions.models import Official
from sessions.tests.factories import SessionFactory
from taskforce.search import expression, search
from taskforce.text import comparison_key

TEXTS = (
    "Università dell'Insubria", "UNIVERSITÀ", "Straße 7", "Ёлка", "Йошкар-Ола", "Иошкар", "Œuvre", "ﬁliale", "İstanbul",
    "Ca' Foscari – Venezia", "«Станки» и машины", "S. Pietro (BG)", "Über_uns", "Cre\u0301me", "a\u00adb", "№ 25",
)  # fmt: skip


def test_an_expression_matches_where_the_key_is_contained():
    rng = Random(5)
    pool = [word for text in TEXTS for word in (*text.split(), comparison_key(text).replace(" ", ""), text)]
    words = [*pool, *(word[rng.randrange(len(word)) :][: rng.randint(1, 4)] for word in pool for _n in range(9))]
    for text in TEXTS:
        for word in words:
            word = unicodedata.normalize("NFC", word)
            key = comparison_key(word)
            # A key is trimmed: what begins or ends with signs is found without them.
            found = re.search(expression(word), text) is not None
            assert found == (key in comparison_key(text)), (word, text)


def test_signs_alone_and_signs_of_expressions_are_no_expression():
    assert expression("–") == expression("...") == ""
    assert re.search(expression("a.c"), "abc") is None
    assert re.search(expression("x" * 5000), "y") is None


@pytest.mark.parametrize(
    ("words", "found"),
    [("universita", 2), ("INSUBRIA", 1), ("dellinsubria", 1), ("города", 1), ("ГОРОДА 26", 1), ("26", 2), ("nobody", 0),
     ("universita 26", 1), (".*", 3)],
)  # fmt: skip
def test_each_word_is_found_in_a_row_or_where_it_leads(db, words, found):
    here, there = SessionFactory(number=25), SessionFactory(number=26)
    for session, name in ((here, "Università dell'Insubria"), (here, "UNIVERSITÀ"), (there, "Мэр города")):
        Official.objects.create(session=session, name_it=name)
    if words == "26" or words == "universita 26":
        Official.objects.create(session=there, name_it="universita\u0300" if " " in words else "Rossi")
    fields = ("name_it", "office_it", "session__number", "session__title_it")
    assert search(Official.objects.all(), fields, words.split()).count() == found


def test_a_row_with_several_that_are_found_is_found_once(db):
    agreement = Agreement.objects.create(session=SessionFactory(), title_it="Intesa")
    for name in ("Città di Bari", "Citta di Trani"):
        Party.objects.create(agreement=agreement, name_it=name)
    fields = ("title_it", "parties__name_it")
    for words in ("citta", "bari trani", "intesa CITTÀ"):
        assert list(search(Agreement.objects.all(), fields, words.split())) == [agreement]
    assert not search(Agreement.objects.all(), fields, ["bari", "roma"]).exists()
