"""The state of a session's texts in three languages, and the marks that tell what is out of date."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from modeltranslation.translator import translator

from accounts.tests.factories import UserFactory
from sessions.enums import TranslationState
from sessions.models import ProgrammeItem, Session, TranslationMark, Venue
from sessions.tests.factories import (
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from sessions.translations import (
    count_texts,
    gate,
    is_awaited,
    note_translations,
    noting_translations,
    texts_of,
)
from sessions.translations.texts import translated_models
from taskforce.text import clean_line

# Models with translated texts that are no session's.
OF_NO_SESSION = {"taskforce_sessions.hostregion", "participants.privacynotice", "participants.mailtext"}


@pytest.fixture
def session(db) -> Session:
    return SessionFactory(number=25, title_it="Sessione", title_ru="Сессия", title_en="Session", city_it="")


def item_of(session: Session, **texts: str) -> ProgrammeItem:
    texts = {"title_it": "Apertura", "title_ru": "Открытие", "title_en": "Opening"} | texts
    return ProgrammeItemFactory(session=session, **texts)


def state(session: Session, language: str, name: str = "title", model: str = "programmeitem") -> str:
    found = [text for text in texts_of(session) if text.model.endswith(f".{model}") and text.field == name]
    assert len(found) == 1
    return found[0].state(language)


def change(row, **texts: str) -> None:
    """Change columns as nobody notes it."""
    type(row).objects.filter(pk=row.pk).update(**texts)


def test_every_translated_model_says_how_it_belongs_to_a_session():
    registered = {model._meta.label_lower for model in translator.get_registered_models(abstract=False)}
    assert registered - {one.label for one in translated_models()} == OF_NO_SESSION


def test_what_the_programme_prints_are_fields_that_are_translated():
    for one in translated_models():
        assert set(one.in_programme) <= set(one.fields), one.label


def test_states(session):
    item_of(session, title_en="")
    assert [state(session, code) for code in ("it", "ru", "en")] == ["source", "done", "missing"]
    assert [(one.language, one.done, one.missing, one.out_of_date) for one in count_texts(texts_of(session))] == [
        ("it", 0, 0, 0),
        ("ru", 2, 0, 0),
        ("en", 1, 1, 0),
    ]


def test_a_text_that_is_empty_in_every_language_is_none(session):
    item_of(session)
    assert {text.field for text in texts_of(session) if text.model.endswith("item")} == {"title"}


def test_without_italian_the_others_are_made_from_what_there_is(session):
    item_of(session, title_it="", title_en="")
    assert [state(session, code) for code in ("it", "ru", "en")] == ["missing", "source", "missing"]
    change(session.items.get(), title_en="Opening")
    assert [state(session, code) for code in ("it", "ru", "en")] == ["missing", "done", "source"]


def test_a_translation_is_out_of_date_once_the_italian_changed(session):
    item = item_of(session)
    note_translations(session)
    change(item, title_it="Apertura dei lavori")
    note_translations(session)
    assert [state(session, code) for code in ("it", "ru", "en")] == ["source", "out_of_date", "out_of_date"]


def test_a_translation_written_anew_is_done(session):
    item = item_of(session)
    note_translations(session)
    change(item, title_it="Apertura dei lavori", title_ru="Открытие работы")
    assert [state(session, code) for code in ("ru", "en")] == ["done", "out_of_date"]
    note_translations(session)
    assert [state(session, code) for code in ("ru", "en")] == ["done", "out_of_date"]
    change(item, title_it="Inizio")
    assert [state(session, code) for code in ("ru", "en")] == ["out_of_date", "out_of_date"]


def test_a_translation_brought_up_to_date_later_is_done(session):
    item = item_of(session)
    with noting_translations(session):
        change(item, title_it="Apertura dei lavori")
    by = UserFactory()
    with noting_translations(session, by):
        change(item, title_ru="Открытие работы")
    assert [state(session, code) for code in ("ru", "en")] == ["done", "out_of_date"]
    assert TranslationMark.objects.get(model="taskforce_sessions.programmeitem", language="ru").by == by


def test_the_italian_put_back_as_it_was_leaves_nothing_owed(session):
    item = item_of(session)
    note_translations(session)
    for words in ("Apertura dei lavori", "Apertura"):
        with noting_translations(session):
            change(item, title_it=words)
    assert [state(session, code) for code in ("ru", "en")] == ["done", "done"]


def test_a_translation_taken_away_is_missing_and_its_mark_goes(session):
    item = item_of(session)
    note_translations(session)
    change(item, title_ru="")
    note_translations(session)
    assert state(session, "ru") == "missing"
    assert not TranslationMark.objects.filter(
        object_id=item.pk, language="ru", model__endswith="programmeitem"
    ).exists()


def test_italian_that_comes_later_makes_nothing_out_of_date(session):
    item = item_of(session, title_it="", title_en="")
    change(item, title_ru="Открытие")
    change(item, title_it="", title_en="Opening")
    note_translations(session)  # Russian from English
    with noting_translations(session):
        change(item, title_it="Apertura")
    assert [state(session, code) for code in ("it", "ru", "en")] == ["source", "done", "done"]
    change(item, title_it="Apertura dei lavori")
    assert [state(session, code) for code in ("ru", "en")] == ["out_of_date", "out_of_date"]


def test_noting_rows_leaves_the_others_alone(session):
    one, other = item_of(session), item_of(session)
    note_translations(session, rows=[one])
    assert set(TranslationMark.objects.values_list("object_id", "language")) == {(one.pk, "ru"), (one.pk, "en")}
    note_translations(session)
    assert TranslationMark.objects.filter(object_id=other.pk, model__endswith="programmeitem").count() == 2


def test_noting_twice_writes_nothing(session):
    item_of(session)
    note_translations(session)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        note_translations(session)
    assert len(queries) == 2


def test_another_sessions_texts_are_not_read(session):
    other = VenueFactory(session=SessionFactory())
    RoomFactory(venue=other)
    note_translations(session)
    assert not [text for text in texts_of(session) if text.model.endswith(("venue", "room"))]
    assert set(TranslationMark.objects.values_list("session", flat=True)) == {session.pk}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_texts_of_a_session_take_two_queries(session, django_assert_num_queries, rows):
    for _row in range(rows):
        venue = VenueFactory(session=session)
        RoomFactory(venue=venue)
        OfficialFactory(session=session)
        item_of(session)
    with django_assert_num_queries(2):
        assert len(texts_of(session)) == 1 + rows * 6
    with django_assert_num_queries(2):
        gate(session)


def test_the_order_of_texts_is_that_of_models_and_fields(session):
    OfficialFactory(session=session)
    VenueFactory(session=session)
    item_of(session, note_it="Nota")
    assert [(text.model.split(".")[1], text.field) for text in texts_of(session)] == [
        ("session", "title"),
        ("venue", "name"),
        ("venue", "town"),
        ("official", "name"),
        ("official", "office"),
        ("programmeitem", "title"),
        ("programmeitem", "note"),
    ]


def test_the_gate_says_what_stops_a_release(session):
    item = item_of(session)
    assert gate(session) == []
    note_translations(session)
    change(item, title_it="Apertura dei lavori", title_en="")
    Session.objects.filter(pk=session.pk).update(conditions_it="Condizioni", planned_city_it="Roma")  # not printed
    with override("en"):
        assert [(stop.language, stop.state, stop.number) for stop in gate(session)] == [
            ("ru", TranslationState.OUT_OF_DATE, 1),
            ("en", TranslationState.MISSING, 1),
        ]
        assert [str(stop) for stop in gate(session)] == [
            "Russian: 1 translation is older than the text it was made from.",
            "English: 1 text of the programme is not translated.",
        ]


@pytest.mark.parametrize(
    ("status", "awaited"),
    [("draft", True), ("announced", True), ("postponed", True), ("held", False), ("cancelled", False), (None, False)],
)
def test_only_sessions_to_come_wait_for_translations(status, awaited):
    assert is_awaited(Session(status=status)) is awaited


def test_a_mark_goes_with_its_session_and_outlives_its_row(session):
    venue = VenueFactory(session=session)
    note_translations(session)
    Venue.objects.filter(pk=venue.pk).delete()  # a line that is taken away may be put back, as the same row
    assert TranslationMark.objects.filter(model__endswith="venue").exists()
    session.delete()
    assert not TranslationMark.objects.exists()


def test_a_name_written_otherwise_is_another_text(session):
    item = item_of(session, title_it=clean_line("Perche\u0301"))
    note_translations(session)
    change(item, title_it=clean_line("Perché"))  # composed or not: the same text once it is cleaned
    assert state(session, "ru") == "done"
