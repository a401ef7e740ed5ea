"""The page of releases: what would change, whom it tells, what stands in the way, and releasing."""

from __future__ import annotations

import re

import pytest

from accounts.tests.factories import StaffFactory
from desk.tests.conftest import PEOPLE, make_delegate, signed_in
from documents.models import ProgrammeVersion
from documents.notices import send_notices
from documents.releasing import release_programme
from sessions.models import ProgrammeItem
from sessions.tests.factories import OfficialFactory, ProgrammeItemFactory

PAGE = "/en/desk/25/release/"


@pytest.fixture
def opening(session) -> ProgrammeItem:
    return ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие", title_en="Opening")


@pytest.fixture
def staff(session):
    return signed_in(StaffFactory(language="en"))


def page(client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def seen(text: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]{64})"', text)[1]


def post(client, **fields):
    return client.post(PAGE, {"seen": seen(page(client)), "note": "", "tell": "on", **fields})


def rename(item: ProgrammeItem, italian: str, **others: str) -> None:
    """Give a line other words, in all languages so that no translation is missing or old."""
    for language in ("it", "ru", "en"):
        setattr(item, f"title_{language}", others.get(language, italian))
    item.save()


def test_before_the_first_release_the_page_says_what_the_public_reads(session, staff, opening):
    text = page(staff)
    assert "Nothing has been released yet" in text
    assert "Release version 1" in text
    assert "What would change" not in text
    assert "Write to those it concerns" not in text


def test_without_lines_there_is_nothing_to_release(session, staff):
    text = page(staff)
    assert "The programme has no lines yet." in text
    assert "Release version" not in text


def test_it_is_released_with_a_note_and_the_page_tells_to_whom_mails_are_written(session, staff, opening):
    make_delegate(session)
    make_delegate(session)
    release_programme(session)
    opening.starts = opening.starts.replace(hour=8)
    opening.save()
    text = page(staff)
    assert "“Opening” moved from 09:00–10:00 to 08:00–10:00." in text
    assert "2 delegates" in text
    assert post(staff, note="La navetta parte prima.", overrule="x").status_code == 302
    version = ProgrammeVersion.objects.first()
    assert (version.number, version.note, version.notices.count()) == (2, "La navetta parte prima.", 2)
    text = page(staff)
    assert "Version 2 is released. Mails are being written to 2 persons." in text
    assert "0 of 2 mails written" in text
    assert "Nothing has changed since version 2." in text
    send_notices(version.pk)
    assert "2 of 2 mails written" in page(staff)


def test_nobody_is_told_where_the_box_is_not_ticked(session, staff, opening):
    make_delegate(session)
    release_programme(session)
    opening.starts = opening.starts.replace(hour=8)
    opening.save()
    post(staff, tell="", overrule="x")
    version = ProgrammeVersion.objects.first()
    assert (version.number, version.notices.count()) == (2, 0)
    assert "Nobody was told" in page(staff)


def test_texts_that_are_not_translated_ask_for_a_reason_and_lose_nothing_typed(session, staff, opening):
    rename(opening, "Apertura", ru="", en="")
    text = page(staff)
    assert "What speaks against it" in text
    assert "Why it is released all the same" in text
    response = post(staff, note="Come sempre", overrule="")
    assert response.status_code == 200
    text = response.content.decode()
    assert "To release it all the same, say why." in text
    assert "Come sempre" in text
    assert not ProgrammeVersion.objects.exists()
    assert post(staff, overrule="The translator comes tomorrow").status_code == 302
    assert ProgrammeVersion.objects.get().overruled == "The translator comes tomorrow"
    assert "The translator comes tomorrow" in page(staff)


def test_a_clash_that_cannot_be_makes_it_impossible(session, staff, opening):
    person = OfficialFactory(session=session, name_it="Maria", name_ru="Мария", name_en="Maria")
    other = ProgrammeItemFactory(session=session, title_it="Firma", title_ru="Подпись", title_en="Signing")
    digest = seen(page(staff))
    for item in (opening, other):
        item.speakers.add(person)
    text = page(staff)
    assert "What makes it impossible" in text
    assert "Release version" not in text
    response = staff.post(PAGE, {"seen": digest, "overrule": "Anyway"})
    assert response.status_code == 200
    assert not ProgrammeVersion.objects.exists()


def test_what_somebody_changed_meanwhile_is_shown_before_it_is_released(session, staff, opening):
    digest = seen(page(staff))
    rename(opening, "Avvio")
    response = staff.post(PAGE, {"seen": digest, "note": "Benvenuti", "overrule": "x"})
    text = response.content.decode()
    assert "was changed while you were looking at it" in text
    assert "Benvenuti" in text
    assert not ProgrammeVersion.objects.exists()
    assert staff.post(PAGE, {"seen": seen(text), "overrule": "x"}).status_code == 302


@pytest.mark.parametrize("person", ["read only", "staff that may look"])
def test_who_may_only_look_sees_no_form(session, opening, person):
    text = page(signed_in(PEOPLE[person](session)))
    assert "Nothing has been released yet" in text
    assert "<button" not in text.split("Release the programme")[1]


@pytest.mark.parametrize(
    "bad", [{"note": "a\x00b"}, {"note": "\u202eabc"}, {"note": "x" * 2001}, {"seen": "y" * 65}, {"seen": "\x00"}]
)
def test_bad_input_is_told_and_releases_nothing(session, staff, opening, bad):
    response = post(staff, overrule="x", **bad)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not ProgrammeVersion.objects.exists()


def test_a_get_releases_nothing(session, staff, opening):
    staff.get(PAGE, {"note": "x", "tell": "on"})
    staff.head(PAGE)
    assert not ProgrammeVersion.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(session, opening, rows, django_assert_max_num_queries):
    client = signed_in(StaffFactory())
    for row in range(rows):
        if row:
            opening.starts = opening.starts.replace(minute=row)
            opening.save()
        release_programme(session, StaffFactory())
        make_delegate(session)
    client.get(PAGE)
    with django_assert_max_num_queries(60):
        client.get(PAGE)
