"""What a session file changes in Italian alone leaves its translations out of date; what it says anew is done."""

from __future__ import annotations

import copy
import json

import pytest

from documents.sessionfile import load_session
from sessions.models import Session, TranslationMark
from sessions.translations import texts_of

pytestmark = pytest.mark.django_db
FILE = {
    "format": "taskforce-session/1",
    "number": 77,
    "title": {"it": "Sessione", "ru": "Сессия", "en": "Session"},
    "status": "announced",
    "venues": [{"key": "expo", "name": {"it": "Fiera", "ru": "Выставка", "en": "Fair"}}],
}


def load(facts: dict) -> Session:
    return load_session(json.dumps(facts).encode()).session


def states(session: Session) -> dict[str, list[str]]:
    return {text.field: [str(text.state(code)) for code in ("ru", "en")] for text in texts_of(session)}


def test_what_a_file_says_at_first_is_done():
    session = load(FILE)
    assert states(session) == {"title": ["done", "done"], "name": ["done", "done"]}
    assert TranslationMark.objects.count() == 4


def test_italian_changed_by_a_file_leaves_the_rest_out_of_date():
    load(FILE)
    TranslationMark.objects.all().delete()  # as if the session came before there were marks
    facts = copy.deepcopy(FILE)
    facts["venues"][0]["name"] |= {"it": "Fiera nuova", "en": "New fair"}
    assert states(load(facts)) == {"title": ["done", "done"], "name": ["out_of_date", "done"]}


def test_a_file_loaded_again_changes_no_mark():
    load(FILE)
    before = list(TranslationMark.objects.values_list("pk", "at"))
    assert not load_session(json.dumps(FILE).encode()).changes
    assert list(TranslationMark.objects.values_list("pk", "at")) == before
