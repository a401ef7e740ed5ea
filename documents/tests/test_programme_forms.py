"""The programme in all its forms on paper: two languages side by side, cover, one day, one page, draft, archive."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import segno
from django.conf import settings

from documents.builders import KINDS
from documents.builders.programme_faces import face_of
from documents.models import ProgrammeVersion
from documents.programme import programme_facts
from documents.tests.paper import MM, Paper, load, own_paper, paper_of, plain
from sessions.models import ProgrammeItem
from sessions.tests.factories import OfficialFactory, ProgrammeItemFactory, SessionFactory
from taskforce.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.paper]
LEFT, RIGHT = (41, 116), (118, 195)  # where the columns of two languages stand, in millimetres
TITLE = 12.9  # points: the words above a title are smaller


@pytest.fixture
def session():
    """Two days, the second with two lines at the same time."""
    session = SessionFactory(
        number=25, title_ru="Сессия 25", starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 2)
    )
    ProgrammeItemFactory(session=session, day=1, title_it="Apertura", title_ru="Открытие", title_en="Opening")
    for title_it, title_ru, ends in (("Tavolo Moda", "Стол «Мода»", 12), ("Tavolo Casa", "Стол «Дом»", 13)):
        hours = {"starts": dt.time(11), "ends": dt.time(ends)}
        ProgrammeItemFactory(session=session, day=2, parallel="t", title_it=title_it, title_ru=title_ru, **hours)
    return session


def release(session, number: int = 1, moment: str = "2026-11-20T09:30:00+00:00") -> ProgrammeVersion:
    facts = {code: programme_facts(session, code, identities=True) for code, _name in settings.LANGUAGES}
    return ProgrammeVersion.objects.create(
        session=session, number=number, facts=facts, released_at=dt.datetime.fromisoformat(moment)
    )


def beginning(words: list, title: str, after: int = 0) -> int | None:
    """Where a title begins among words, by its first two words."""
    wanted = plain(title).split()[:2]
    texts = [plain(word.text) for word in words]
    for index in range(after, len(texts)):
        if texts[index : index + len(wanted)] == wanted or texts[index] == " ".join(wanted):
            return index
    return None


# --- Side by side ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "languages"), [(25, "it+ru"), (29, "it+en"), (30, "it+ru")])
def test_every_item_stands_on_one_line_across_both_columns(number, languages):
    """Its title begins at the same height in both, on the same page, and the items follow each other in order."""
    session = load(number)
    gathered = KINDS["programme"].gather(session, languages)
    paper, second = own_paper("programme", session, languages), languages[3:]
    html_titles = [titles_of(gathered, code) for code in ("it", second)]
    sides = [
        [(page, word) for page in range(1, len(paper)) for word in paper.column(page, *side) if word.height > TITLE]
        for side in (LEFT, RIGHT)
    ]
    place = [0, 0]
    for titles in zip(*html_titles, strict=True):
        heights = []
        for side, title in enumerate(titles):
            found = beginning([word for _page, word in sides[side]], title, place[side])
            assert found is not None, f"{title} is not in its column"
            page, word = sides[side][found]
            heights.append((page, word.bottom))
            place[side] = found + 1
        assert heights[0][0] == heights[1][0], titles
        assert heights[0][1] == pytest.approx(heights[1][1], abs=1.5), titles
    assert session.items.count() == len(html_titles[0])


def titles_of(gathered: dict, language: str) -> list[str]:
    """The titles in the order of the document, as they are printed."""
    days = face_of(gathered, language)["days"]
    return [item["title"] for day in days for line in day["lines"] for row in line["rows"] for item in row]


def test_each_column_speaks_its_language(session):
    paper = paper_of("programme", session, "it+ru")
    left, right = (plain(" ".join(word.text for word in paper.column(1, *side))) for side in (LEFT, RIGHT))
    assert "Apertura" in left
    assert "Apertura" not in right
    assert "Открытие" in right
    assert "Открытие" not in left
    assert not re.search("[А-Яа-я]", left.replace("Русский", ""))


def test_a_row_is_never_divided_between_pages(session):
    for number in range(40):
        note = {"note_it": "nota a\n\nnota b\n\nnota fine", "note_ru": "начало\n\nсередина\n\nконец"}
        ProgrammeItemFactory(session=session, title_it=f"Voce {number}", title_ru=f"Пункт {number}", **note)
    for page in paper_of("programme", session, "it+ru").texts[1:]:
        counts = [page.count(word) for word in ("Voce ", "nota a", "nota fine", "Пункт ", "начало", "конец")]
        assert len(set(counts)) == 1


def test_the_languages_are_named_at_the_head_of_each_page():
    paper = own_paper("programme", load(29), "it+ru")
    rows = [page for page in paper.texts[1:] if re.search(r"\d\d:\d\d–\d\d:\d\d", page)]
    assert len(rows) > 5
    assert all("Italiano Русский" in page for page in rows)


def test_the_parts_of_the_file_say_their_language(session):
    paper = paper_of("programme", session, "it+ru")
    spoken = {str(element.Lang) for element in paper.structure() if "/Lang" in element}
    assert spoken == {"it", "ru"}
    assert str(paper.opened.Root.Lang) == "it"


def test_the_bookmarks_name_each_line_once_and_each_day_in_both_languages(session):
    with paper_of("programme", session, "it+ru").opened.open_outline() as outline:
        titles = [entry.title for entry in outline.root[0].children]
        lines = [entry.title for entry in outline.root[0].children[2].children]
    assert titles == [
        titles[0],
        "Giorno 1, martedì 1 dicembre 2026 · День 1, вторник, 1 декабря 2026",
        "Giorno 2, mercoledì 2 dicembre 2026 · День 2, среда, 2 декабря 2026",
    ]
    assert lines == ["Tavolo Moda", "Tavolo Casa"]


# --- The cover ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "language"), [(25, "it+ru"), (29, "en"), (30, "it+ru"), (30, "ru")])
def test_the_cover_is_one_page_and_its_contents_lead_to_the_right_ones(number, language):
    paper = own_paper("programme", load(number), language)
    assert "/programme/versions/0/" in paper.texts[0]
    links = {str(note.Dest) for note in paper.opened.pages[0].Annots}
    entries = [lines for lines in paper.lines(0) if lines[-1].text.isdigit() and lines[-1].right > 190 * MM]
    assert len(entries) >= 4
    assert len(links) == len(entries)
    for line in entries:
        words = plain(" ".join(word.text for word in line[:-1])).split(",")[0].split()
        page = paper.texts[int(line[-1].text) - 1]
        assert " ".join(words[:2]) in page, words


def test_the_cover_tells_of_the_session():
    text = own_paper("programme", load(30), "it+en").texts[0]
    dates = ("13–15 ottobre 2027", "13–15 October 2027")
    for words in ("Sessione della Task Force", "30th session", *dates, "Asia/Yekaterinburg"):
        assert words in text, words


def test_the_cover_is_dark_at_its_head_and_white_below():
    picture = own_paper("programme", load(25)).picture()
    assert picture.getpixel((3, 3)) == picture.getpixel((picture.width - 3, 60)) == (0, 38, 77)
    assert picture.getpixel((3, picture.height - 3)) == (255, 255, 255)


def test_a_released_programme_tells_its_version_and_when_it_was_released(session):
    release(session)
    release(session, 2, "2026-11-21T09:30:00+00:00")
    paper = paper_of("programme", session, "en")
    assert "Version 2, released on 21 November 2026 at 10:30 (Europe/Rome)" in paper.texts[0]
    assert "/en/sessions/25/programme/versions/2/" in paper.texts[0]
    assert all("Version 2, 21 November 2026, 10:30" in page for page in paper.texts)


def test_what_was_released_is_printed_and_not_what_is_edited(session):
    release(session)
    session.items.filter(day=1).update(title_it="Apertura solenne")
    assert "Apertura solenne" not in paper_of("programme", session).text
    assert "Apertura solenne" in paper_of("draft", session).text


def test_the_code_on_the_cover_is_the_address_of_the_version(session):
    """The modules as they are seen in the picture are those of the code."""
    release(session)
    address = f"{settings.BASE_URL}/it/sessions/25/programme/versions/1/"
    seen = code_in(paper_of("programme", session), dpi=200)
    assert seen == [[bool(cell) for cell in row] for row in segno.make(address, error="m", micro=False).matrix]


def code_in(paper: Paper, dpi: int) -> list[list[bool]]:
    """The modules of the QR code of the cover, read from the picture: it is the only black there is."""
    dark = paper.picture(0, dpi).convert("L").point(lambda value: 255 if value < 8 else 0)
    left, top, right, bottom = dark.getbbox()
    assert abs((right - left) - (bottom - top)) <= 2
    side = next(side for side in range(21, 60, 4) if finder_fits(dark, left, top, (right - left) / side))
    unit = (right - left) / side
    return [
        [dark.getpixel((int(left + (x + 0.5) * unit), int(top + (y + 0.5) * unit))) > 0 for x in range(side)]
        for y in range(side)
    ]


def finder_fits(dark, left: float, top: float, unit: float) -> bool:
    """Whether modules of this size show the pattern in the corner, 7 dark ones and then a light one."""
    row = [dark.getpixel((int(left + (x + 0.5) * unit), int(top + 0.5 * unit))) > 0 for x in range(8)]
    column = [dark.getpixel((int(left + 0.5 * unit), int(top + (y + 0.5) * unit))) > 0 for y in range(8)]
    inner = [dark.getpixel((int(left + (x + 0.5) * unit), int(top + 3.5 * unit))) > 0 for x in range(7)]
    return row == column == [True] * 7 + [False] and inner == [True, False, True, True, True, False, True]


# --- Shorter forms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "language"), [(25, "it"), (29, "ru"), (29, "it+ru"), (30, "it+en")])
def test_the_summary_is_one_page_with_every_line(number, language):
    session = load(number)
    paper = own_paper("summary", session, language)
    assert len(paper) == 1
    text = paper.text.replace("- ", "")
    gathered = KINDS["summary"].gather(session, language)
    missing = [title for title in titles_of(gathered, language[:2]) if plain(title).split()[0] not in text]
    assert missing == []


def test_a_summary_with_more_than_a_page_holds_is_still_readable(session):
    ProgrammeItemFactory.create_batch(400, session=session, title_it="Un incontro con un titolo di una certa lunghezza")
    paper = paper_of("summary", session)
    assert 1 < len(paper) < 5
    assert min(word.height for page in paper.pages for word in page if word.text == "incontro") > 6


def test_one_day_is_that_day_alone(session):
    paper = paper_of("day-2", session)
    assert "Tavolo Moda" in paper.text
    assert "Apertura" not in paper.text
    assert "mercoledì 2 dicembre 2026" in paper.text
    with pytest.raises(DomainError):
        KINDS["day-3"].gather(session, "it")


def test_a_day_alone_tells_of_that_days_visits():
    session = load(30)
    first, third = (paper_of(f"day-{day}", session).text for day in (1, 3))
    visit = session.visits.filter(day=3).first()
    assert visit.company_it.split()[0] in third
    assert "Visite aziendali" in third
    assert "Visite aziendali" not in first


@pytest.mark.parametrize(("status", "words"), [("postponed", "Postponed."), ("cancelled", "Cancelled.")])
def test_a_session_that_does_not_take_place_says_so_even_if_it_was_released_before(session, status, words):
    release(session)
    type(session).objects.update(status=status)
    session.refresh_from_db()
    for kind in ("programme", "summary", "day-1"):
        assert words in paper_of(kind, session, "it+en").texts[0]


@pytest.mark.parametrize("language", ["en", "it+en"])
def test_a_draft_says_so_on_every_page(session, language):
    ProgrammeItemFactory.create_batch(30, session=session, title_it="Voce")
    paper = paper_of("draft", session, language)
    assert len(paper) > 2
    assert all("DRAFT" in page for page in paper.texts)
    colours = paper.picture(1).getcolors(1 << 20)
    assert sum(count for count, colour in colours if colour[0] > 140 and max(colour[1:]) < 60) > 50  # the red mark


def test_a_released_programme_does_not_call_itself_a_draft(session):
    release(session)
    assert "DRAFT" not in paper_of("programme", session, "en").text


# --- The archive ----------------------------------------------------------------------------------------------------


def test_the_archive_copy_is_pdf_a_3a_and_carries_the_facts(session):
    release(session)
    paper = paper_of("archive", session, "it+ru")
    opened = paper.opened
    with opened.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert opened.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert bool(opened.Root.MarkInfo.Marked)
    assert {str(file.AFRelationship) for file in opened.Root.AF} == {"/Source"}
    kept = json.loads(opened.attachments["programme-25.json"].get_file().read_bytes())
    assert list(kept["languages"]) == ["en", "it", "ru"]
    assert kept["languages"]["ru"]["days"][0]["groups"][0]["items"][0]["title"] == "Открытие"
    assert kept["version"]["number"] == 1


def test_the_archive_copy_is_the_same_each_time(session):
    release(session)
    builder = KINDS["archive"]
    facts = builder.gather(session, "it")
    assert builder.render("pdf", facts, "it") == builder.render("pdf", facts, "it")


def test_every_item_of_a_session_of_which_little_is_known_is_printed_in_every_form():
    bare = SessionFactory(number=None, title_it="", title_ru="", starts_on=None, ends_on=None, timezone="", city_it="")
    ProgrammeItem.objects.create(session=bare, title_it="Chiusura")
    OfficialFactory(session=bare, role=None, name_it="Una persona", office_it="")
    for kind in ("programme", "summary", "draft", "archive"):
        for language in ("en", "it+ru"):
            assert "Chiusura" in paper_of(kind, bare, language).text
