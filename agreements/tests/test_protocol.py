"""The draft Protocol: its parts are changed, added, moved and left out; each language is approved by its office."""

from __future__ import annotations

import pytest

from accounts.tests.factories import UserFactory
from agreements.enums import TextState
from agreements.models import Agreement, Article, AuthenticText, FrozenFigures
from agreements.protocol import Origin, Wording, blocks_of, digest_of, newest_frozen, newest_texts, parts_of
from agreements.services.protocol import (
    add_paragraph,
    approve_text,
    change_part,
    move_part,
    remove_part,
    restore_part,
    withdraw_approval,
)
from sessions.tests.factories import SessionFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
WRITTEN = {
    "it": {"title": ["Protocollo", ""], "heads": ["Capi", "A"], "works": ["Lavori", "B"], "annex": ["Allegato", "C"]},
    "ru": {"title": ["Протокол", ""], "heads": ["Главы", "А"], "works": ["Работа", "Б"], "annex": ["Приложение", "В"]},
}


@pytest.fixture
def act() -> Agreement:
    """A Protocol of two parts and an annex, as it was drawn up."""
    act = Agreement.objects.create(session=SessionFactory(), kind="protocol", title_it="Protocollo")
    for language, parts in WRITTEN.items():
        text = AuthenticText.objects.create(agreement=act, language=language, title=parts["title"][0])
        for position, (key, (heading, body)) in enumerate(list(parts.items())[1:], start=1):
            number = "" if key == "annex" else f"{position}"
            Article.objects.create(text=text, key=key, position=position, number=number, heading=heading, body=body)
    facts = {"written": WRITTEN, "order": ["heads", "works", "annex"], "changes": []}
    FrozenFigures.objects.create(agreement=act, facts=facts, as_of="2026-11-24T10:00Z")
    return act


def parts(act: Agreement) -> dict:
    return {part.key: part for part in parts_of(newest_texts(act), newest_frozen(act))}


def order(act: Agreement) -> list[tuple[str, str]]:
    """The order of the articles with their numbers: the same in both languages."""
    found = [[(one.key, one.number) for one in text.articles.all()] for text in newest_texts(act).values()]
    assert found[0] == found[1]
    return found[0]


def both(text: str) -> dict[str, Wording]:
    return {"it": Wording(text, "uno"), "ru": Wording(text, "один")}


def test_a_part_is_changed_and_put_back(act):
    heads = parts(act)["heads"]
    assert heads.origin == Origin.DATA
    change_part(act, "heads", both("Altro"), heads.seen)
    assert parts(act)["heads"].says == both("Altro")
    assert parts(act)["heads"].origin == Origin.EDITED
    restore_part(act, "heads")
    assert parts(act)["heads"].origin == Origin.DATA
    change_part(act, "title", {"it": Wording("T"), "ru": Wording("Т")}, parts(act)["title"].seen)
    assert [text.title for text in newest_texts(act).values()] == ["T", "Т"]


def test_of_two_who_change_one_part_the_second_is_told(act):
    seen = parts(act)["heads"].seen
    change_part(act, "heads", both("Prima"), seen)
    with pytest.raises(DomainError) as refusal:
        change_part(act, "heads", both("Seconda"), seen)
    assert refusal.value.code == "seen"
    with pytest.raises(DomainError):
        remove_part(act, "heads", seen)
    assert parts(act)["heads"].says == both("Prima")


def test_paragraphs_are_added_moved_and_left_out_in_both_languages(act):
    assert add_paragraph(act, "heads", both("Mio")) == "own-1"
    assert add_paragraph(act, "preamble", both("Primo")) == "own-2"
    assert order(act) == [("own-2", "1"), ("heads", "2"), ("own-1", "3"), ("works", "4"), ("annex", "")]
    assert parts(act)["own-1"].origin == Origin.OWN
    assert move_part(act, "own-1", 1)
    assert not move_part(act, "own-1", 1)  # the annex stays the last
    assert not move_part(act, "own-2", -1)
    assert not move_part(act, "annex", -1)
    assert order(act)[2:] == [("works", "3"), ("own-1", "4"), ("annex", "")]
    for key in ("heads", "own-2"):
        remove_part(act, key, parts(act)[key].seen)
    assert order(act) == [("works", "1"), ("own-1", "2"), ("annex", "")]
    restore_part(act, "heads")
    assert order(act) == [("heads", "1"), ("works", "2"), ("own-1", "3"), ("annex", "")]


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        (lambda act: change_part(act, "heads", {"it": Wording(), "ru": Wording()}, parts(act)["heads"].seen), "empty"),
        (lambda act: change_part(act, "nothing", both("x"), ""), "missing"),
        (lambda act: remove_part(act, "title", parts(act)["title"].seen), "end"),
        (lambda act: restore_part(act, add_paragraph(act, "", both("x"))), "own"),
    ],
)
def test_what_is_refused(act, refused, code):
    with pytest.raises(DomainError) as refusal:
        refused(act)
    assert refusal.value.code == code


def test_a_text_that_is_no_draft_does_not_change(act):
    seen = parts(act)["heads"].seen
    AuthenticText.objects.filter(agreement=act, language="ru").update(state=TextState.FINAL, sha256="0" * 64)
    with pytest.raises(DomainError) as refusal:
        change_part(act, "heads", both("x"), seen)
    assert refusal.value.code == "state"


def test_an_article_written_elsewhere_is_a_part_of_its_own(act):
    text = newest_texts(act)["it"]
    article = Article.objects.create(text=text, position=2, heading="Altrove")
    key = f"own-a{article.pk}"
    assert parts(act)[key].says["ru"] == Wording()
    change_part(act, key, both("Qui"), parts(act)[key].seen)
    assert parts(act)[key].says == both("Qui")


def test_an_approval_is_of_one_wording(act):
    office = UserFactory()
    digests = {language: digest_of(text) for language, text in newest_texts(act).items()}
    approval = approve_text(act, "ru", office, digests["ru"])
    assert (approval.side, approval.by, approval.text.language) == ("RU", office, "ru")
    with pytest.raises(DomainError):
        approve_text(act, "it", office, digests["ru"])  # of what was not read
    heads = parts(act)["heads"]
    change_part(act, "heads", heads.says | {"ru": Wording("Главы", "Другие")}, heads.seen)
    texts = newest_texts(act)
    assert digest_of(texts["ru"]) != approval.digest  # an edit makes it void
    assert digest_of(texts["it"]) == digests["it"]
    with pytest.raises(DomainError):
        approve_text(act, "ru", office, digests["ru"])
    approve_text(act, "ru", office, digest_of(texts["ru"]))
    assert texts["ru"].approvals.count() == 1
    assert withdraw_approval(act, "ru")
    assert not withdraw_approval(act, "ru")


def test_lines_that_begin_with_a_dash_are_a_list():
    assert blocks_of("Uno:\n– a\n- b\n\nDue") == [("p", ["Uno:"]), ("ul", ["a", "b"]), ("p", ["Due"])]
    assert blocks_of("") == []
