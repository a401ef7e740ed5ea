"""The texts of an act: how they come in, change, are made ready and signed, and what the check of the archive finds."""
# ruff: noqa: E501 (a text stands on its line)

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone, translation

from accounts.tests.factories import UserFactory
from agreements.comparing.articles import Draft, Piece, take_apart
from agreements.models import AcceptedDifference, Agreement, ArchiveFault, Article, AuthenticText
from agreements.reading import checked_text
from agreements.services import acts, archive, comparing, texts
from agreements.tests.text_files import docx, pdf
from agreements.triggers import drop_before_migrations
from audit.triggers import make_triggers
from sessions.tests.factories import SessionFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
ITALIAN = "ACCORDO\n\nPremesso che cooperano,\n\nArticolo 1\nDurata\nDura tre anni.\n\nArticolo 2\nCosta 5.000 euro.\n\nFatto a Bergamo"
RUSSIAN = "СОГЛАШЕНИЕ\n\nСтороны сотрудничают,\n\nСтатья 1\nСрок\nДействует 3 года.\n\nСтатья 2\nСтоит 5 000 евро.\n\nСовершено в Бергамо"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


@pytest.fixture
def act() -> Agreement:
    return Agreement.objects.create(session=SessionFactory(), kind="mou", title_it="Intesa")


def add(act: Agreement, text: str = ITALIAN, language: str = "it", **more) -> AuthenticText:
    return texts.add_text(act, language, take_apart(text), **more)


def file(content: bytes, name: str = "testo.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as error:
        call(*args, **kwargs)
    return error.value.code


def test_a_text_goes_from_draft_to_signed_and_a_new_version_says_what_it_replaces(act):
    text = add(act, by=UserFactory())
    assert (text.state, text.version, text.sha256, text.title) == ("draft", 1, "", "ACCORDO")
    assert list(text.articles.values_list("number", "heading", "body")) == [
        ("1", "Durata", "Dura tre anni."), ("2", "", "Costa 5.000 euro."),
    ]  # fmt: skip
    assert code_of(add, act) == "unsigned"
    changed = Draft("Accordo", "Premesso", (Piece("1", "", "Dura quattro anni."),), "Fatto")
    assert code_of(texts.change_text, text, changed, "another digest", "authentic") == "meanwhile"
    text = texts.change_text(text, changed, texts.digest_of(text), "authentic")
    text = texts.make_final(text)
    assert text.sha256 == hashlib.sha256(texts.written(text)).hexdigest()
    assert code_of(texts.change_text, text, changed, texts.digest_of(text), "authentic") == "state"
    assert texts.reopen_text(text).sha256 == ""
    text = texts.make_final(text)
    assert code_of(texts.sign_text, text) == "draft"
    acts.sign_act(act, on=timezone.localdate())
    text.refresh_from_db()
    assert text.state == "signed"
    for call, *more in ((texts.reopen_text,), (texts.remove_text,), (texts.make_final,), (texts.sign_text,)):
        assert code_of(call, text, *more) == "signed"
    second = add(act)
    assert (second.version, second.replaces) == (2, text)
    texts.sign_text(texts.make_final(second))
    assert code_of(texts.change_text, second, changed, texts.digest_of(second), "authentic") == "signed"


def test_an_act_whose_texts_differ_in_a_number_is_signed_only_with_a_reason_for_these_very_differences(act):
    by = UserFactory()
    one, other = add(act), add(act, RUSSIAN.replace("5 000", "6 000"), "ru")
    for text in (one, other):
        texts.make_final(text)
    with pytest.raises(DomainError, match="Italian – Russian"):
        acts.sign_act(act, on=timezone.localdate())
    found = comparing.beside(one, other)
    [difference] = found.comparison.hindering
    assert (difference.number, difference.left, difference.right) == ("2", ("5.000 euro",), ("6 000 евро",))
    assert code_of(comparing.accept_difference, one, other, "So agreed", "0" * 64, by) == "meanwhile"
    comparing.accept_difference(one, other, "So agreed", found.comparison.digest, by)
    assert not comparing.beside(other, one).hinders
    Article.objects.filter(text=other, number="1").update(body="Действует 4 года.")
    assert code_of(acts.sign_act, act, on=timezone.localdate()) == "differs"
    Article.objects.filter(text=other, number="1").update(body="Действует три (3) года.")
    acts.sign_act(act, on=timezone.localdate())
    assert set(act.texts.values_list("state", flat=True)) == {"signed"}
    assert AcceptedDifference.objects.get().reason == "So agreed"


@pytest.mark.parametrize(("make", "name"), [(docx, "testo.docx"), (lambda text: pdf(text.split("\n")), "testo.pdf")])
def test_a_text_is_read_from_a_file_that_is_kept_under_its_hash(act, make, name):
    content = make(RUSSIAN)
    upload, words = checked_text(file(content, name))
    draft = take_apart(words)
    assert [(one.number, one.heading) for one in draft.articles] == [("1", "Срок"), ("2", "")]
    assert (draft.title, draft.articles[1].body) == ("СОГЛАШЕНИЕ", "Стоит 5 000 евро.")
    text = texts.add_text(act, "ru", draft, upload=upload)
    assert text.sha256 == hashlib.sha256(content).hexdigest()
    with default_storage.open(text.file) as stored:
        assert stored.read() == content
    assert texts.make_final(text).sha256 == text.sha256
    texts.remove_text(texts.reopen_text(text))
    assert code_of(texts.add_text, act, "ru", Draft(articles=(Piece(),) * 251), upload=upload) == "many"


def bomb() -> bytes:
    return docx("", more={"word/media/a.png": b"\0" * 90_000_000})


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"<html>", "kind"),
        (lambda: b"PK\x03\x04" + b"x" * 99, "damaged"),
        (bomb, "damaged"),
        (lambda: docx("a", more={"word/vbaProject.bin": b"x"}), "program"),
        (lambda: docx("a", more={"word/embeddings/a.xlsx": b"x"}), "program"),
        (lambda: docx("a").replace(b"word/document.xml", b"xl/workbook12.xml"), "document"),
        (lambda: docx("", document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "damaged"),
        (lambda: docx(""), "scan"),
        (lambda: docx("парус " * 80_000), "long"),
        (lambda: b"%PDF-1.7\n" + b"x" * 500, "damaged"),
    ],
)
def test_files_that_do_harm_or_hold_no_words_are_refused_with_the_reason(make, code, db):
    with pytest.raises(ValidationError) as error:
        checked_text(file(make()))
    assert error.value.code == code


def test_nothing_is_left_behind_when_a_text_is_refused(act):
    upload, words = checked_text(file(docx(ITALIAN)))
    add(act)
    assert code_of(texts.add_text, act, "it", take_apart(words), upload=upload) == "unsigned"
    assert not default_storage.exists(texts.FOLDER) or not any(
        default_storage.listdir(f"{texts.FOLDER}/{timezone.now():%Y}")[1]
    )


def test_the_check_finds_what_is_not_what_it_was_and_says_so_until_it_is_right(act, expected_errors):
    upload, words = checked_text(file(docx(ITALIAN)))
    in_file = texts.add_text(act, "it", take_apart(words), upload=upload)
    in_articles = texts.make_final(add(act, RUSSIAN, "ru"))
    AuthenticText.objects.filter(pk=in_articles.pk).update(state="signed")
    assert archive.check_archive() == 0
    default_storage.delete(in_file.file)
    default_storage.save(in_file.file, ContentFile(b"another"))
    drop_before_migrations(connection) if connection.vendor == "sqlite" else None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait while a table is altered
            cursor.execute("ALTER TABLE agreements_article DISABLE TRIGGER frozen_article")
        cursor.execute("UPDATE agreements_article SET body = 'x' WHERE text_id = %s", [in_articles.pk])
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE agreements_article ENABLE TRIGGER frozen_article")
    make_triggers(connection)
    assert [archive.check_archive(), archive.check_archive()] == [2, 2]
    assert set(ArchiveFault.objects.values_list("kind", "row")) == {("text", in_file.pk), ("articles", in_articles.pk)}
    assert len(expected_errors.claim("The archive is not what it was: text")) == 2
    default_storage.delete(in_file.file)
    default_storage.save(in_file.file, ContentFile(upload.content))
    assert archive.check_archive() == 1
    assert len(expected_errors.claim("The archive is not what it was: articles")) == 3
