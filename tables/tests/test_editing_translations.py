"""Edits of the programme: which translations they leave out of date, also when they are undone."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.tests.factories import UserFactory
from sessions.models import ProgrammeItem, Session, TranslationMark
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory
from sessions.translations import note_translations, texts_of
from tables.services.copying import copy_day
from tables.services.editing import add_line, change_line, move_line, remove_line
from tables.services.undo import undo_last


@pytest.fixture
def by(db) -> User:
    return UserFactory()


@pytest.fixture
def session(db) -> Session:
    return SessionFactory(number=25)


@pytest.fixture
def item(session) -> ProgrammeItem:
    return ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие", title_en="Opening")


def states(item: ProgrammeItem) -> list[str]:
    (text,) = texts_of(item.session, rows=[item])
    return [str(text.state(code)) for code in ("ru", "en")]


def test_italian_changed_alone_leaves_the_translations_out_of_date(item, by):
    change_line(item, {"title_it": "Apertura dei lavori"}, by)
    assert states(item) == ["out_of_date", "out_of_date"]


def test_a_translation_changed_with_it_is_done_by_the_editor(item, by):
    change_line(item, {"title_it": "Apertura dei lavori", "title_ru": "Открытие работы"}, by)
    assert states(item) == ["done", "out_of_date"]
    assert TranslationMark.objects.get(language="ru").by == by


def test_a_new_line_is_marked(session, by):
    item = add_line(session, {"title_it": "Pausa", "title_ru": "Перерыв"}, by)
    assert states(item) == ["done", "missing"]
    assert TranslationMark.objects.get(object_id=item.pk, model__endswith="programmeitem").by == by


def test_undoing_a_change_makes_the_translations_right_again(item, by):
    change_line(item, {"title_it": "Apertura dei lavori"}, by)
    undo_last(item.session, by)
    assert states(item) == ["done", "done"]


def test_a_line_that_comes_back_is_as_out_of_date_as_it_was(item, by):
    change_line(item, {"title_it": "Apertura dei lavori"}, by)
    item.refresh_from_db()
    remove_line(item, by)
    undo_last(item.session, by)
    assert states(ProgrammeItem.objects.get()) == ["out_of_date", "out_of_date"]


def test_copied_lines_are_marked(item, by):
    (copied,) = copy_day(item.session, 1, 2, by)
    assert states(copied) == ["done", "done"]
    assert TranslationMark.objects.filter(object_id=copied.pk, by=by).count() == 2


def test_a_copy_is_as_out_of_date_as_its_line(item, by):
    change_line(item, {"title_it": "Apertura dei lavori", "title_en": "Opening of the works"}, by)
    (copied,) = copy_day(item.session, 1, 2, by)
    assert states(copied) == ["out_of_date", "done"]
    assert states(item) == ["out_of_date", "done"]


def test_a_move_asks_nothing_of_the_translations(item, by):
    note_translations(item.session)
    before = TranslationMark.objects.count()
    move_line(item, day=2, starts=item.starts, by=by)
    assert TranslationMark.objects.count() == before
    assert states(item) == ["done", "done"]
