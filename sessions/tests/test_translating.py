"""The translator's acts, and what is refused because the text is no longer the one that was seen."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from accounts.models import User
from accounts.tests.factories import UserFactory
from sessions.models import ProgrammeItem, Session, TranslationMark
from sessions.tests.factories import OfficialFactory, ProgrammeItemFactory, SessionFactory
from sessions.translations import Outcome, Text, Wish, note_translations, save_translations, seen_of, texts_of


@pytest.fixture
def session(db) -> Session:
    return SessionFactory(number=25, city_it="")


@pytest.fixture
def item(session) -> ProgrammeItem:
    return ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие", title_en="")


@pytest.fixture
def by(db) -> User:
    return UserFactory()


def text_of(item: ProgrammeItem, name: str = "title") -> Text:
    return next(text for text in texts_of(item.session, rows=[item]) if text.field == name)


def wish_for(item: ProgrammeItem, language: str, words: str | None, name: str = "title") -> Wish:
    text = text_of(item, name)
    return Wish(text.key, seen_of(text, language), words)


def save(item: ProgrammeItem, language: str, words: str | None, by: User, name: str = "title") -> Outcome:
    with override("en"):
        return save_translations(item.session, language, [wish_for(item, language, words, name)], by)


def change(row, **texts: str) -> None:
    type(row).objects.filter(pk=row.pk).update(**texts)


def reasons(outcome: Outcome) -> list[tuple[str, str]]:
    return [(error.code, error.message) for error in outcome.refused.values()]


def test_a_missing_text_is_written_and_marked(item, by):
    before = item.updated_at
    outcome = save(item, "en", "  Opening\u00a0 session ", by)
    assert (outcome.done, outcome.refused) == ([text_of(item).key], {})
    item.refresh_from_db()
    assert (item.title_it, item.title_ru, item.title_en) == ("Apertura", "Открытие", "Opening session")
    assert item.updated_at > before  # pages kept in memory see it by that
    assert TranslationMark.objects.get(language="en").by == by
    assert TranslationMark.objects.get(language="ru").by is None  # it was there before
    assert text_of(item).state("en") == "done"


def test_what_is_out_of_date_is_still_right(item, by):
    note_translations(item.session)
    change(item, title_it="Apertura.")
    assert text_of(item).state("ru") == "out_of_date"
    save(item, "ru", None, by)
    assert text_of(item).state("ru") == "done"
    assert text_of(item).words["ru"] == "Открытие"
    assert TranslationMark.objects.get(language="ru", model__endswith="item").by == by


def test_what_is_out_of_date_is_translated_again(item, by):
    note_translations(item.session)
    change(item, title_it="Apertura dei lavori")
    save(item, "ru", "Открытие работы", by)
    assert (text_of(item).state("ru"), text_of(item).words["ru"]) == ("done", "Открытие работы")


def test_an_original_that_changed_meanwhile_is_told(item, by):
    wish = wish_for(item, "en", "Opening")
    change(item, title_it="Chiusura")
    with override("en"):
        outcome = save_translations(item.session, "en", [wish], by)
    assert reasons(outcome) == [
        ("source", "The original changed while you were writing. Read it again, then save once more.")
    ]
    assert text_of(item).words["en"] == ""


def test_a_translation_somebody_wrote_meanwhile_is_not_lost(item, by):
    wish = wish_for(item, "en", "Opening")
    save(item, "en", "Inauguration", UserFactory())
    outcome = save_translations(item.session, "en", [wish], by)
    assert [code for code, _words in reasons(outcome)] == ["text"]
    assert text_of(item).words["en"] == "Inauguration"


def test_still_right_is_said_of_what_was_seen(item, by):
    note_translations(item.session)
    change(item, title_it="Apertura dei lavori")
    wish = wish_for(item, "ru", None)
    change(item, title_it="Chiusura")
    assert [code for code, _words in reasons(save_translations(item.session, "ru", [wish], by))] == ["source"]
    assert text_of(item).state("ru") == "out_of_date"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("x" * 301, "invalid"),
        ("a\u202eb", "invalid"),
        ("\u200b", "invalid"),
        ("\x00", "invalid"),
    ],
)
def test_words_that_cannot_be_kept(item, by, words, code):
    assert [found for found, _words in reasons(save(item, "en", words, by))] == [code]
    assert text_of(item).words["en"] == ""


@pytest.mark.parametrize("seen", ["", ".", "x", "0" * 32 + "." + "0" * 32, "\ud800"])
def test_a_text_nobody_saw_is_not_written_over(item, by, seen):
    outcome = save_translations(item.session, "en", [Wish(text_of(item).key, seen, "Opening")], by)
    assert [code for code, _words in reasons(outcome)] == ["source"]


@pytest.mark.parametrize(
    "key", ["", "x", "taskforce_sessions.programmeitem:1" + "0" * 30 + ":title", "auth.user:1:email"]
)
def test_a_text_that_is_none(item, by, key):
    assert [code for code, _words in reasons(save_translations(item.session, "en", [Wish(key, "", "x")], by))] == [
        "gone"
    ]


def test_the_text_of_another_session_is_out_of_reach(item, by):
    wish = wish_for(item, "en", "Opening")
    assert [code for code, _words in reasons(save_translations(SessionFactory(), "en", [wish], by))] == ["gone"]


def test_the_original_is_not_changed_here(item, by):
    assert [code for code, _words in reasons(save(item, "it", "Chiusura", by))] == ["original"]


def test_one_refusal_does_not_hold_up_the_others(item, by):
    other = ProgrammeItemFactory(session=item.session, title_it="Pausa", title_en="")
    wishes = [wish_for(item, "en", ""), wish_for(other, "en", "Break")]
    outcome = save_translations(item.session, "en", wishes, by)
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    assert text_of(other).words["en"] == "Break"


def test_italian_written_last_becomes_what_the_others_are_made_from(session, by):
    item = ProgrammeItemFactory(session=session, title_it="", title_ru="Открытие", title_en="")
    save(item, "en", "Opening", by)
    # English goes before Russian, so the Russian counts as made from it.
    assert [text_of(item).state(code) for code in ("it", "ru", "en")] == ["missing", "done", "source"]
    save(item, "it", "Apertura", by)
    assert [text_of(item).state(code) for code in ("it", "ru", "en")] == ["source", "done", "done"]
    item.refresh_from_db()
    with override("it"):
        assert item.title == "Apertura"
    assert ProgrammeItem.objects.rewrite(False).filter(title="Apertura").exists()  # the untranslated column too
    change(item, title_it="Chiusura")
    assert [text_of(item).state(code) for code in ("ru", "en")] == ["out_of_date", "out_of_date"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(session, by, django_assert_num_queries, rows):
    officials = [OfficialFactory(session=session, office_it="") for _row in range(rows)]
    wishes = [wish_for(official, "ru", "Мария Росси", "name") for official in officials]
    with django_assert_num_queries(5 + 2 * rows):  # transaction 2, lock, texts, marks; for each its words and its mark
        assert len(save_translations(session, "ru", wishes, by).done) == rows
