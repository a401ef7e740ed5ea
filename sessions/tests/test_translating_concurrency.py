"""Many translators at one text at the same moment. The control is the same crowd without the guards."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from django.db import connection

from sessions.models import ProgrammeItem, TranslationMark
from sessions.tests.factories import ProgrammeItemFactory
from sessions.translations import Wish, digest_of, note_translations, save_translations, seen_of, texts_of, translating

pytestmark = pytest.mark.django_db(transaction=True)
TRANSLATORS = 6


@pytest.fixture
def item() -> ProgrammeItem:
    return ProgrammeItemFactory(title_it="Apertura", title_ru="Открытие", title_en="")


@pytest.fixture
def unlocked(monkeypatch):
    """Take the lock away, and let everybody who found the text as it was seen pause before writing it."""
    pause, check = threading.Barrier(TRANSLATORS), translating.check_wish

    def slow(*args) -> None:
        check(*args)
        pause.wait(timeout=30)

    monkeypatch.setattr(translating, "one_at_a_time", lambda session: nullcontext())
    monkeypatch.setattr(translating, "check_wish", slow)


def at_once(act) -> list:
    """Call ``act(number)`` for each translator at the same moment, each on a connection of its own."""
    start = threading.Barrier(TRANSLATORS)

    def run(number: int):
        try:
            start.wait(timeout=30)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(TRANSLATORS) as pool:
        return list(pool.map(run, range(TRANSLATORS)))


def translate_at_once(item: ProgrammeItem) -> Counter:
    """Let each translator write other words into the same empty field, all having seen it empty."""
    (text,) = texts_of(item.session, rows=[item])

    def act(number: int) -> str:
        wish = Wish(text.key, seen_of(text, "en"), f"Opening {number}")
        outcome = save_translations(item.session, "en", [wish], None)
        return "done" if outcome.done else outcome.refused[text.key].code

    return Counter(at_once(act))


def test_of_many_who_translate_the_same_text_one_is_heard_and_the_others_are_told(item):
    assert translate_at_once(item) == {"done": 1, "text": TRANSLATORS - 1}
    words = ProgrammeItem.objects.values_list("title_en", flat=True).get()
    mark = TranslationMark.objects.get(language="en")
    assert (mark.source_digest, mark.text_digest) == (digest_of("Apertura"), digest_of(words))


def test_the_write_itself_holds_where_somebody_does_not_ask_for_the_lock(item, unlocked):
    assert translate_at_once(item) == {"done": 1, "text": TRANSLATORS - 1}


def test_without_the_guards_words_are_lost(item, unlocked, monkeypatch):
    def write_blindly(text, language, words) -> bool:
        return bool(ProgrammeItem.objects.rewrite(False).filter(pk=text.pk).update(title_en=words))

    monkeypatch.setattr(translating, "write_words", write_blindly)
    assert translate_at_once(item) == {"done": TRANSLATORS}


def test_marks_noted_by_many_at_once_are_there_once(item):
    at_once(lambda _number: note_translations(item.session))
    assert TranslationMark.objects.filter(language="ru", model__endswith="programmeitem").count() == 1
