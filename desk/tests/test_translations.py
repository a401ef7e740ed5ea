"""The translators' page: what is owed, writing it, what is told where a text changed meanwhile."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.tests.factories import StaffFactory
from desk.tests.conftest import signed_in
from participants.enums import QuestionKind
from participants.models import Question, QuestionChoice, Reminder
from sessions.models import ProgrammeItem, Session, TranslationMark
from sessions.tests.factories import (
    CompanyVisitFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from sessions.translations import note_translations, seen_of, texts_of
from tables.tests.factories import SubsectorFactory, ThematicTableFactory

PAGE = "/en/desk/25/translations/"


@pytest.fixture
def session(db) -> Session:
    return SessionFactory(number=25, title_en="Test session", city_it="")


@pytest.fixture
def item(session) -> ProgrammeItem:
    return ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие", title_en="")


def page_of(client: Client, query: str = "", path: str = PAGE) -> str:
    return client.get(f"{path}?{query}").content.decode()


def fields_for(row, language: str, words: str, name: str = "title", **more: str) -> dict[str, str]:
    """What the page posts of one text."""
    text = next(text for text in texts_of(row.session, rows=[row]) if text.field == name)
    slug = f"{row._meta.label_lower.replace('.', '-')}-{row.pk}-{name}-{language}"
    found = {"words": words, "seen": seen_of(text, language)} | more
    return {f"{slug}-{key}": value for key, value in found.items()}


def change(row, **texts: str) -> None:
    type(row).objects.filter(pk=row.pk).update(**texts)


def words_of(row, name: str) -> str | None:
    return type(row).objects.values_list(name, flat=True).get(pk=row.pk)


def shown(client: Client, query: str) -> list[str]:
    """The originals that the page shows, in its order."""
    page = client.get(f"{PAGE}?{query}")
    return [form.line.text.source_words for form in page.context["forms"]]


# --- What is shown --------------------------------------------------------------------------------------------------


def test_what_is_owed_with_its_original_beside_the_field(organiser, item):
    page = page_of(organiser, "language=en")
    assert "0 of 1 done" not in page
    assert "1 of 2 done" in page  # the session's title is
    assert "1 missing" in page
    assert '<div class="words" lang="it" data-original>Apertura</div>' in page
    assert '<div class="words other" lang="ru">Открытие</div>' in page
    assert f'name="taskforce_sessions-programmeitem-{item.pk}-title-en-words"' in page
    assert "Title <span" in page
    assert "Day 1 · 09:00 · Plenary session" in page
    assert "The programme prints 1 of these." in page
    assert "Test session" not in page.partition("<form")[2].partition("tr-form")[2]  # done, so not in the list


def test_the_language_with_most_to_do_comes_by_itself(organiser, session, item):
    assert organiser.get(PAGE).context["filter"].shown_language == "en"
    change(item, title_en="Opening", title_ru="")
    assert organiser.get(PAGE).context["filter"].shown_language == "ru"
    change(item, title_ru="Открытие")
    page = page_of(organiser)
    assert "Nothing is missing in this language, and nothing is out of date." in page


def test_the_readers_language_comes_first_where_something_is_to_do_in_it(organiser, session, item):
    change(session, title_en="", introduction_it="Introduzione", introduction_en="Introduction")
    assert organiser.get(PAGE.replace("/en/", "/ru/")).context["filter"].shown_language == "ru"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=ru", ["Fine", "Note"]),
        ("language=ru&state=missing", ["Note"]),
        ("language=ru&state=out_of_date", ["Fine"]),
        ("language=ru&state=done", ["Sessione", "Condizioni", "Apertura"]),
        ("language=ru&state=all", ["Sessione", "Condizioni", "Apertura", "Fine", "Note"]),
        ("language=ru&part=programme&state=missing", ["Note"]),
        ("language=ru&part=taskforce_sessions.session&state=all", ["Sessione", "Condizioni"]),
        ("language=ru&q=APERTU&state=all", ["Apertura"]),
        ("language=ru&q=%D0%BE%D1%82%D0%BA%D1%80%D1%8B%D1%82%D0%B8%D0%B5&state=all", ["Apertura"]),
        ("language=xx&state=xx&part=xx&q=%00", ["Fine"]),
        ("language=ru&q=nothing", []),
    ],
)
def test_filters(organiser, session, query, found):
    change(session, title_it="Sessione", title_en="x", conditions_it="Condizioni", conditions_ru="Условия")
    ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие", title_en="x")
    last = ProgrammeItemFactory(session=session, title_it="Chiusura", title_ru="Закрытие", title_en="x", day=2)
    note_translations(session)
    change(last, title_it="Fine", note_it="Note", note_en="x")
    change(session, conditions_en="x")
    assert shown(organiser, query) == found


def test_lines_of_the_programme_come_in_the_order_of_the_days(organiser, session):
    for title, day, starts in (
        ("Terza", 2, "09:00"),
        ("Quarta", None, None),
        ("Seconda", 1, "11:00"),
        ("Prima", 1, "09:00"),
    ):
        ProgrammeItemFactory(
            session=session, title_it=title, title_ru="", title_en="x", day=day, starts=starts, ends=None
        )
    assert shown(organiser, "language=ru") == ["Prima", "Seconda", "Terza", "Quarta"]


def test_every_kind_of_text_says_where_it_stands(organiser, session):
    room = RoomFactory(venue=VenueFactory(session=session, name_en="Fair", town_en="Bergamo"), name_it="Sala")
    OfficialFactory(session=session, office_it="", name_it="Maria")
    CompanyVisitFactory(session=session, company_it="Officine")
    SubsectorFactory(table=ThematicTableFactory(session=session, number=4, title_en="Machines"), title_it="Motori")
    question = Question.objects.create(
        session=session, label_it="Lingua?", label_en="Language?", kind=QuestionKind.CHOICE
    )
    QuestionChoice.objects.create(question=question, label_it="Russo")
    found = [(form.line.kind, form.line.where) for form in organiser.get(f"{PAGE}?language=en").context["forms"]]
    assert found == [
        ("Rooms", str(room.venue.name_en)),
        ("Officials", "Speaker"),
        ("Company visits", ""),
        ("Sub-sectors", "4. Machines"),
        ("Possible answers", "Language?"),
    ]


def test_a_reminder_is_translated_where_its_placeholders_are_known(organiser, session):
    reminder = Reminder.objects.create(
        session=session, subject_it="Promemoria", body_it="Testo", send_at=session.opens_at
    )
    page = page_of(organiser, "language=ru&part=participants.reminder")
    assert "Promemoria" in page
    assert "Ministry staff translate this text in the administration" in page
    assert f"reminder-{reminder.pk}-subject-ru-words" not in page


def test_a_reader_sees_the_texts_without_fields(reader, item):
    page = page_of(reader, "language=en")
    assert "Apertura" in page
    assert "<textarea" not in page
    assert "Save the translations" not in page


def test_a_session_without_any_text(organiser, session):
    change(session, title_it="", title_ru="", title_en="")
    assert "The session has no texts yet." in page_of(organiser)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_3_rows_as_for_1(organiser, session, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        RoomFactory(venue=VenueFactory(session=session))
        OfficialFactory(session=session)
        ProgrammeItemFactory(session=session)
        SubsectorFactory(table=ThematicTableFactory(session=session, number=number))
    # Django's session, user, our session, roles, texts, marks, and one each for venues, rooms, officials, lines,
    # tables, sub-sectors
    with django_assert_num_queries(12):
        page = organiser.get(f"{PAGE}?language=en")
    assert len(page.context["forms"]) == 8 * rows


def test_pages_of_a_long_list(organiser, session):
    for number in range(30):
        ProgrammeItemFactory(session=session, title_it=f"Voce {number:02}", title_en="", position=number)
    assert len(shown(organiser, "language=en")) == 25
    assert shown(organiser, "language=en&page=2") == [f"Voce {number}" for number in range(25, 30)]
    page = page_of(organiser, "language=en&page=2")
    assert 'action="?language=en&amp;page=2"' in page


# --- What is written ------------------------------------------------------------------------------------------------


def test_what_was_typed_is_saved_and_the_list_goes_on(organiser, session, item):
    other = ProgrammeItemFactory(session=session, title_it="Pausa", title_ru="Перерыв", title_en="")
    typed = fields_for(item, "en", "Opening") | fields_for(other, "en", "")
    response = organiser.post(f"{PAGE}?language=en", typed, follow=True)
    assert response.redirect_chain == [(f"{PAGE}?language=en", 302)]
    assert "1 text is saved." in response.content.decode()
    assert [form.line.text.source_words for form in response.context["forms"]] == ["Pausa"]
    assert words_of(item, "title_en") == "Opening"
    mark = TranslationMark.objects.get(object_id=item.pk, model__endswith="programmeitem", language="en")
    assert mark.by == response.wsgi_request.user


def test_still_right(organiser, session, item):
    note_translations(session)
    change(item, title_it="Apertura.")
    page = page_of(organiser, "language=ru")
    assert "Still right as it is" in page
    organiser.post(f"{PAGE}?language=ru", fields_for(item, "ru", "Открытие", right="on"))
    assert shown(organiser, "language=ru") == []


def test_a_field_left_as_it_was_says_nothing(organiser, session, item):
    note_translations(session)
    change(item, title_it="Apertura.")
    response = organiser.post(f"{PAGE}?language=ru", fields_for(item, "ru", "Открытие"), follow=True)
    assert "Nothing was written." in response.content.decode()
    assert shown(organiser, "language=ru") == ["Apertura."]


def test_what_cannot_be_saved_is_told_beside_its_field_and_the_rest_is_saved(organiser, session, item):
    other = ProgrammeItemFactory(session=session, title_it="Pausa", title_ru="Перерыв", title_en="")
    typed = fields_for(item, "en", "Opening") | fields_for(other, "en", "Break")
    change(item, title_it="Chiusura")
    response = organiser.post(f"{PAGE}?language=en", typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert "1 text is saved." in page
    assert "Not saved yet: please look at what is marked below" in page
    assert page.count("The original changed while you were writing. Read it again, then save once more.") == 2
    assert "\nOpening</textarea>" in page  # what was typed
    assert ">Chiusura</div>" in page  # beside the original as it is now
    assert (words_of(item, "title_en"), words_of(other, "title_en")) == ("", "Break")
    again = fields_for(item, "en", "Closing")
    seen = again[next(name for name in again if name.endswith("-seen"))]
    assert f'value="{seen}"' in page  # so that the next post is about what the page shows
    organiser.post(f"{PAGE}?language=en", again)
    assert words_of(item, "title_en") == "Closing"


def test_a_colleagues_translation_is_shown_and_not_written_over(organiser, session, item):
    typed = fields_for(item, "en", "Opening")
    change(item, title_en="Inauguration")
    page = organiser.post(f"{PAGE}?language=en", typed).content.decode()
    assert "Somebody else wrote this translation while you did. Read theirs, then save yours once more." in page
    assert "\nOpening</textarea>" in page
    assert "What stands there now" in page
    assert ">Inauguration</div>" in page
    assert words_of(item, "title_en") == "Inauguration"


def test_original_and_translation_both_changed_are_both_shown(organiser, item):
    typed = fields_for(item, "en", "Opening")
    change(item, title_it="Chiusura", title_en="Closing")
    page = organiser.post(f"{PAGE}?language=en", typed).content.decode()
    assert "The original changed while you were writing." in page
    assert ">Chiusura</div>" in page
    assert "What stands there now" in page
    assert ">Closing</div>" in page


def test_beside_a_refusal_a_field_nobody_typed_in_shows_what_a_colleague_wrote(organiser, session, item):
    other = ProgrammeItemFactory(session=session, title_it="Pausa", title_ru="Перерыв", title_en="Pause")
    typed = fields_for(item, "en", "x" * 301) | fields_for(other, "en", "Pause")
    change(other, title_en="Break")
    page = organiser.post(f"{PAGE}?language=en&state=all", typed).content.decode()
    assert "\nBreak</textarea>" in page
    assert "x" * 301 in page
    assert "Ensure this value has at most 300 characters (it has 301)." in page
    assert words_of(other, "title_en") == "Break"


def test_words_that_are_no_longer_than_they_may_be_do_not_hide_a_change(organiser, session, item):
    """A form that was refused for its words alone still compares with what was seen then."""
    typed = fields_for(item, "en", "x" * 301)
    change(item, title_en="Inauguration")
    page = organiser.post(f"{PAGE}?language=en", typed).content.decode()
    seen = typed[next(name for name in typed if name.endswith("-seen"))]
    assert f'value="{seen}"' in page
    typed[next(name for name in typed if name.endswith("-words"))] = "Opening"
    assert "What stands there now" in organiser.post(f"{PAGE}?language=en", typed).content.decode()


def test_the_words_of_a_text_that_is_gone_are_given_back(organiser, session, item):
    typed = fields_for(item, "en", "Opening <b>")
    item.delete()
    page = organiser.post(f"{PAGE}?language=en", typed, follow=True).content.decode()
    assert "This was not saved, because the text is not there any more: “Opening &lt;b&gt;”" in page


def test_a_text_of_another_session_is_out_of_reach(organiser, session):
    other = ProgrammeItemFactory(session=SessionFactory(), title_en="")
    organiser.post(f"{PAGE}?language=en", fields_for(other, "en", "Opening"))
    assert words_of(other, "title_en") == ""


def test_the_language_of_the_address_is_the_one_that_is_written(organiser, session, item):
    change(item, title_ru="")
    organiser.post(f"{PAGE}?language=en", fields_for(item, "ru", "Открытие"))
    assert (words_of(item, "title_ru"), words_of(item, "title_en")) == ("", "")


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("\x00", ""), ("a\u202eb", "x.y"), ("\u200b", "\x00"), ("{{ 7 * 7 }}", "." * 300),
        ("<script>alert(1)</script>", "x"), ("=1+1", "\u202e"), ("  ", "."),
    ],
)  # fmt: skip
def test_nothing_that_is_typed_makes_the_page_fail(organiser, session, item, words, seen):
    response = organiser.post(f"{PAGE}?language=en", fields_for(item, "en", words, seen=seen), follow=True)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert words_of(item, "title_en") == ""


def test_the_overview_says_what_is_to_be_translated(organiser, session, item):
    page = organiser.get("/en/desk/25/").content.decode()
    assert "1 translation is missing or out of date" in page
    assert 'href="/en/desk/25/translations/"' in page
    change(session, status="held")
    assert "missing or out of date" not in organiser.get("/en/desk/25/").content.decode()


def test_staff_see_every_session(item):
    assert "Apertura" in page_of(signed_in(StaffFactory()), "language=en")


def test_the_page_of_releases_leads_to_what_is_missing(organiser, session, item):
    note_translations(session)
    change(item, title_it="Apertura.")
    page = organiser.get("/en/desk/25/release/").content.decode()
    assert "English: 1 text of the programme is not translated." in page
    assert f'href="{PAGE}?language=en&amp;state=missing&amp;part=programme"' in page
    assert f'href="{PAGE}?language=ru&amp;state=out_of_date&amp;part=programme"' in page
    assert shown(organiser, "language=ru&state=out_of_date&part=programme") == ["Apertura."]
