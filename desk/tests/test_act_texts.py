"""The texts of an act at the desk: brought in, changed without JavaScript, compared, made ready, kept as signed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.comparing.articles import take_apart
from agreements.models import Agreement, AuthenticText
from agreements.services import texts
from agreements.tests.test_texts import ITALIAN, RUSSIAN
from agreements.tests.text_files import docx
from desk.acts.text_section import gather_texts
from sessions.tests.factories import SessionFactory


@pytest.fixture
def act(session) -> Agreement:
    return Agreement.objects.create(session=session, kind="mou", title_it="Intesa")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address(name: str, *args) -> str:
    return reverse(f"desk:{name}", args=["25", *args]).replace("/it/", "/en/", 1)


def add(act: Agreement, text: str = ITALIAN, language: str = "it") -> AuthenticText:
    return texts.add_text(act, language, take_apart(text))


def editor(client: Client, text: AuthenticText) -> dict:
    """What a browser would send of the editor as it is shown."""
    context = client.get(address("text_edit", text.pk)).context
    sent = {f"article-{name}": value for name, value in context["articles"].management_form.initial.items()}
    sent |= {name: context["form"][name].value() for name in context["form"].fields}
    return sent | {one.html_name: one.value() or "" for form in context["articles"] for one in form}


def numbers(context) -> list[str]:
    return [form["number"].value() for form in context["articles"]]


def test_a_text_comes_in_pasted_or_as_a_file_and_is_read_article_by_article(organiser, act):
    url = address("text_add", act.pk)
    sent, content = {"language": "it", "authority": "authentic"}, docx(RUSSIAN)
    for wrong in ({}, {"text": "x", "file": SimpleUploadedFile("a.docx", docx("Testo"))}):
        assert "Choose a file or paste the text" in organiser.post(url, sent | wrong).text
    page = organiser.post(url, sent | {"file": SimpleUploadedFile("a.docx", b"<html>"), "text": "kept"})
    assert "Please send a DOCX or PDF file" in page.text
    assert "kept" in page.text
    page = organiser.post(url, sent | {"text": ITALIAN}, follow=True)
    assert all(words in page.text for words in ("Articolo 1", "Durata", "Costa 5.000 euro.", "Fatto a Bergamo"))
    page = organiser.post(
        url, sent | {"language": "ru", "file": SimpleUploadedFile("a.docx", content)}, follow=True
    )
    assert "Download a.docx, exactly as it arrived" in page.text
    text = AuthenticText.objects.get(language="ru")
    answer = organiser.get(address("text_file", text.pk))
    assert (answer.content, answer["X-Content-Type-Options"]) == (content, "nosniff")
    assert "attachment" in answer["Content-Disposition"]
    page = organiser.get(address("act", act.pk))
    assert "Same articles, same numbers, amounts, dates and references." in page.text
    assert "is not signed yet: change that one." in organiser.post(url, sent | {"text": ITALIAN}).text


def test_articles_are_added_moved_and_removed_without_keeping_anything_before_it_is_saved(organiser, act):
    text = add(act)
    url, sent = address("text_edit", text.pk), editor(organiser, text)
    sent["article-0-heading"] = "Typed"
    moved = organiser.post(url, sent | {"do": "down-1"})
    assert (numbers(moved.context), moved.context["articles"][1]["heading"].value()) == (["2", "1"], "Typed")
    assert numbers(organiser.post(url, sent | {"do": "add-1"}).context) == ["1", "", "2"]
    assert numbers(organiser.post(url, sent | {"do": "remove-2"}).context) == ["1"]
    for nonsense in ("up-1", "up-9", "down-²", "add-99999", "x", "", "remove--1"):
        assert numbers(organiser.post(url, sent | {"do": nonsense}).context) == ["1", "2"]
    assert organiser.post(url, sent | {"article-TOTAL_FORMS": "99999", "do": "x"}).status_code == 200
    assert list(text.articles.values_list("heading", flat=True)) == ["Durata", ""]
    wrong = organiser.post(url, sent | {"article-1-number": "9" * 30})
    assert "at most 20 characters" in wrong.text
    assert "Typed" in wrong.text
    assert organiser.post(url, sent | {"do": "save"}).status_code == 302
    assert list(text.articles.values_list("number", "heading")) == [("1", "Typed"), ("2", "")]


def test_nobody_overwrites_a_text_unseen(organiser, act):
    text = add(act)
    sent = editor(organiser, text) | {"title": "Mine"}
    texts.change_text(text, take_apart(ITALIAN.replace("5.000", "7.000")), texts.digest_of(text), "authentic")
    refused = organiser.post(address("text_edit", text.pk), sent)
    assert "Somebody changed this text meanwhile." in refused.text
    assert "Mine" in refused.text
    text.refresh_from_db()
    assert text.title == "ACCORDO"
    again = sent | {"opened": refused.context["form"]["opened"].value()}
    assert organiser.post(address("text_edit", text.pk), again).status_code == 302
    text.refresh_from_db()
    assert text.title == "Mine"


def test_what_differs_is_marked_in_both_texts_and_hinders_signing_until_there_is_a_reason(organiser, act):
    one, other = add(act), add(act, RUSSIAN.replace("5 000", "6 000"), "ru")
    url = address("text_beside", one.pk, other.pk)
    page = organiser.get(url)
    assert "<mark>5.000 euro</mark>" in page.text
    assert "<mark>6 000 евро</mark>" in page.text
    assert page.text.count("<mark>") == 2
    assert "Article 2: amounts differ. Italian: 5.000 euro. Russian: 6 000 евро." in page.text
    for text in (one, other):
        organiser.post(address("text_state", text.pk), {"do": "final"})
    assert "cannot be signed before" in organiser.get(address("act", act.pk)).text
    sent = {"reason": "", "digest": page.context["form"]["digest"].value()}
    assert "This field is required." in organiser.post(url, sent).text
    assert "look at the differences again" in organiser.post(url, sent | {"reason": "So", "digest": "0"}).text
    assert organiser.post(url, sent | {"reason": "So agreed"}).status_code == 302
    assert "So agreed" in organiser.get(url).text
    assert organiser.get(address("text_beside", one.pk, one.pk)).status_code == 404


def test_a_signed_text_is_shown_as_such_and_a_new_version_tells_what_changed(organiser, act):
    first = texts.make_final(add(act))
    Agreement.objects.filter(pk=act.pk).update(status="signed", signed_on=timezone.localdate())
    assert "This is the text that was signed" in organiser.get(address("text", first.pk)).text
    organiser.post(address("text_state", first.pk), {"do": "sign"})
    page = organiser.get(address("text", first.pk))
    assert "the database itself refuses it" in page.text
    assert 'value="reopen"' not in page.text
    for wish in ("reopen", "remove", "final", "nonsense"):
        organiser.post(address("text_state", first.pk), {"do": wish})
    first.refresh_from_db()
    assert first.state == "signed"
    second = add(act, ITALIAN.replace("5.000", "6.000"))
    page = organiser.get(address("text", second.pk))
    assert "<del>5.000</del><ins>6.000</ins>" in page.text
    assert "Takes the place of version 1" in page.text
    organiser.post(address("text_state", second.pk), {"do": "remove"})
    assert act.texts.get() == first
    organiser.post(address("text_edit", first.pk), {"do": "save"})
    assert first.articles.count() == 2


def test_who_may_only_look_is_offered_nothing_and_a_text_of_another_session_is_not_there(organiser, reader, act):
    text = add(act)
    page = reader.get(address("text", text.pk)).text
    assert "Costa 5.000 euro." in page
    assert 'name="do"' not in page
    assert reader.post(address("text_state", text.pk), {"do": "final"}).status_code == 404
    strange = add(Agreement.objects.create(session=SessionFactory(), title_it="Altro"))
    for name, more in (("text", ()), ("text_edit", ()), ("text_beside", (text.pk,)), ("text_file", ())):
        assert organiser.get(address(name, strange.pk, *more)).status_code == 404


@pytest.mark.parametrize("rows", [2, 3])
def test_the_pages_ask_the_database_as_often_whatever_there_is(organiser, act, rows):
    for language in ("it", "ru", "en")[:rows]:
        add(act, ITALIAN + "\n" + "\n".join(f"Articolo {n}\nTesto" for n in range(3, 3 + rows)), language)
    text = act.texts.first()
    with CaptureQueriesContext(connection) as of_section:
        assert len(gather_texts(act, None)["texts"]) == rows
    organiser.get(address("text", text.pk))
    with CaptureQueriesContext(connection) as of_page:
        organiser.get(address("text", text.pk))
    assert [len(of_section), len(of_page)] == [4, 7]
