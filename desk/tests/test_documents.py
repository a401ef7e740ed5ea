"""Documents at the desk: asked for, watched, fetched, and asked for again when they failed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from documents.models import Document
from sessions.tests.factories import SessionFactory

LIST = "/en/desk/25/documents/"
WISH = {"kind": "attendance", "language": "ru", "format": "xlsx"}


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def document(session, **fields) -> Document:
    return Document.objects.create(session=session, **{**WISH, **fields})


def done(session, **fields) -> Document:
    return document(
        session,
        state="done",
        file="documents/aa/aa.xlsx",
        file_sha256="a" * 64,
        size=20480,
        finished_at=timezone.now(),
        **fields,
    )


def test_ask_for_a_document(session, organiser):
    response = organiser.post(LIST, WISH)
    asked = Document.objects.get()
    assert response["Location"] == f"{LIST}#document-{asked.pk}"
    assert {name: getattr(asked, name) for name in WISH} == WISH
    assert (asked.state, asked.session) == ("queued", session)
    page = text_of(organiser.get(LIST))
    assert f"Asked for by {asked.requested_by}" in page
    assert f'data-status="/en/documents/{asked.pk}/status/"' in page
    assert f'<progress id="progress-{asked.pk}" max="100" value="0">' in page


def test_asked_for_twice_is_one_job(session, organiser):
    for _time in range(2):
        organiser.post(LIST, WISH)
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({**WISH, "kind": "novel"}, "novel is not one of the available choices"),
        ({**WISH, "kind": "programme"}, "This document is not made in this format."),
        ({**WISH, "language": ""}, "This field is required."),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_beside_its_field(session, organiser, wish, said):
    response = organiser.post(LIST, wish)
    assert response.status_code == 200
    assert said in text_of(response)
    assert '<option value="xlsx" selected>' in text_of(response)  # what was chosen is kept
    assert not Document.objects.exists()


def test_the_form_proposes_the_language_of_the_page(organiser):
    assert '<option value="ru" selected>' in text_of(organiser.get("/ru/desk/25/documents/"))


def test_the_form_offers_the_days_of_the_session_and_two_languages_side_by_side(session, organiser):
    session.starts_on, session.ends_on = dt.date(2027, 5, 19), dt.date(2027, 5, 20)
    session.save()
    page = text_of(organiser.get(LIST))
    for kind, name in (
        ("day-1", "Programme of day 1"),
        ("day-2", "Programme of day 2"),
        ("summary", "Programme on one"),
    ):
        assert f'<option value="{kind}">{name}' in page
    assert "day-3" not in page
    assert '<option value="it+ru">Italian and Russian side by side</option>' in page


def test_a_document_in_two_languages_names_both(session, reader):
    done(session, kind="programme", language="it+en", format="pdf")
    assert "Italian and English side by side" in text_of(reader.get(LIST))


def test_a_document_that_is_being_made_shows_its_step(session, organiser):
    document(session, state="running", lease_until=timezone.now(), step=1, steps=4)
    page = text_of(organiser.get(LIST))
    assert "Laying out the pages" in page
    assert 'value="25">25%</progress>' in page


def test_a_finished_document_can_be_fetched(session, reader):
    made = done(session)
    page = text_of(reader.get(LIST))
    assert f'href="/en/documents/{made.pk}/"' in page
    assert "20.0" in page
    assert "data-status" not in page


def test_a_failed_document_says_why_and_can_be_asked_for_again(session, organiser):
    failed = document(session, state="failed", error="The logo <b> is missing.")
    page = text_of(organiser.get(LIST))
    assert "The logo &lt;b&gt; is missing." in page
    assert f'action="{LIST}{failed.pk}/again/"' in page
    assert organiser.post(f"{LIST}{failed.pk}/again/")["Location"] == LIST
    assert Document.objects.values_list("state", flat=True)[0] == "queued"
    assert "again/" not in text_of(organiser.get(LIST))  # it has been asked for again


def test_one_button_asks_for_the_programmes_of_all_delegates(session, organiser):
    page = text_of(organiser.get(LIST))
    form = page.partition('aria-labelledby="ask-personal"')[2].partition("</form>")[0]
    wish = dict(re.findall(r'name="(kind|language|format)" value="(\w+)"', form))
    assert wish == {"kind": "personal_programmes", "language": "own", "format": "zip"}
    organiser.post(LIST, wish)
    assert Document.objects.filter(**wish, session=session, state="queued").count() == 1


def test_a_document_that_waits_can_be_stopped_and_asked_for_again(session, organiser):
    waiting = document(session)
    assert f'action="{LIST}{waiting.pk}/stop/"' in text_of(organiser.get(LIST))
    assert organiser.post(f"{LIST}{waiting.pk}/stop/")["Location"] == f"{LIST}#document-{waiting.pk}"
    waiting.refresh_from_db()
    assert waiting.state == "stopped"
    page = text_of(organiser.get(LIST))
    assert "Stopped" in page
    assert "/stop/" not in page
    assert f'action="{LIST}{waiting.pk}/again/"' in page


def test_what_has_ended_is_not_stopped(session, organiser):
    made = done(session)
    page = text_of(organiser.post(f"{LIST}{made.pk}/stop/", follow=True))
    assert "There is nothing to stop: it has ended already." in page
    made.refresh_from_db()
    assert made.state == "done"


def test_a_document_of_many_shows_how_many_are_laid_out(session, organiser):
    wish = {"kind": "personal_programmes", "language": "own", "format": "zip"}
    document(session, **wish, state="running", lease_until=timezone.now(), step=101, steps=396)
    page = text_of(organiser.get(LIST))
    assert "Personal programmes of all delegates · Each delegate&#x27;s own language · ZIP" in page
    assert "100 of 393 laid out" in page
    assert 'value="26">26%</progress>' in page


def test_readers_neither_ask_nor_ask_again(session, reader):
    document(session, state="failed", error="The logo is missing.")
    page = text_of(reader.get(LIST))
    assert "The logo is missing." in page
    assert "<form" not in page.replace("/accounts/sign-out/", "").partition("<main")[2]


def test_a_kind_that_is_made_no_more_keeps_its_code(session, reader):
    document(session, kind="papyrus", language="la", format="scr")
    assert "papyrus · la · SCR" in text_of(reader.get(LIST))


def test_documents_of_another_session_are_not_listed(session, reader):
    document(SessionFactory())
    assert "No document has been asked for yet." in text_of(reader.get(LIST))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_six_queries(session, organiser, django_assert_num_queries, rows):
    for _number in range(rows):
        done(session)
    with django_assert_num_queries(6):  # Django's session, user, our session, count, documents, roles
        assert text_of(organiser.get(LIST)).count('class="desk-document"') == rows
