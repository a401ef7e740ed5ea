"""The programme on paper."""

from __future__ import annotations

import datetime as dt
import io
import subprocess

import pikepdf
import pytest

from documents.builders import KINDS, programme
from documents.builders.layout import columns, place_words
from sessions.models import SessionOrganiser
from sessions.tests.factories import (
    CompanyVisitFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from tables.models import TableSitting
from tables.tests.factories import SubsectorFactory, ThematicTableFactory

pytestmark = [pytest.mark.django_db, pytest.mark.paper]
PROGRAMME = KINDS["programme"]


def pages_of(document: bytes) -> list[str]:
    """The text of each page, as it stands on paper."""
    command = ["pdftotext", "-layout", "-", "-"]
    shown = subprocess.run(command, input=document, capture_output=True, check=True)
    return shown.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split("\f")[:-1]


def printed(session, language="it") -> list[str]:
    return pages_of(PROGRAMME.render("pdf", PROGRAMME.gather(session, language), language))


@pytest.fixture
def session():
    """Two days with parallel tables, a visit, officials, and a line whose time is not known."""
    session = SessionFactory(number=25, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 2), city_ru="Бергамо")
    SessionOrganiser.objects.create(session=session, name_it="Regione Lombardia", name_ru="Регион Ломбардия")
    room = RoomFactory(venue=VenueFactory(session=session), name_it="Sala Oggioni", name_ru="Зал Оджони")
    names = {"name_it": "Aleksej Ivanov", "name_ru": "Алексей Иванов", "office_ru": "Заместитель министра"}
    ivanov = OfficialFactory(session=session, side="RU", role="co_chair", **names)
    titles = {"title_it": "Sessione plenaria", "title_ru": "Пленарное заседание"}
    plenary = ProgrammeItemFactory(session=session, room=room, **titles)
    plenary.speakers.add(ivanov)
    for number, (italian, russian) in enumerate([("Meccanica", "Машиностроение"), ("Energia", "Энергетика")], start=1):
        table = ThematicTableFactory(session=session, number=number, title_it=italian, title_ru=russian, room=room)
        SubsectorFactory(table=table, title_it=f"Settore {number}", title_ru=f"Отрасль {number}")
        table.moderators.add(ivanov)
        for day in (1, 2):
            sitting = ProgrammeItemFactory(
                session=session,
                kind="table",
                day=day,
                parallel="t",
                title_it=italian,
                title_ru=russian,
                starts=dt.time(11),
                ends=dt.time(13),
            )
            TableSitting.objects.create(item=sitting, table=table)
    CompanyVisitFactory(session=session, company_it="Acciaierie", sector_it="Siderurgia", town_it="Dalmine")
    untimed = {"starts": None, "ends": None}
    ProgrammeItemFactory(session=session, kind="social", day=2, title_it="Cena", title_ru="Ужин", **untimed)
    return session


def test_everything_is_on_paper_in_italian(session):
    text = "\n".join(printed(session))
    for words in (
        "Sessione di prova 25", "Bergamo, Lombardia", "Regione Lombardia", "Sessione plenaria", "09:00–10:00",
        "Sala Oggioni", "Aleksej Ivanov", "Direttore generale", "Settore 1", "Acciaierie", "Siderurgia", "Dalmine",
        "Cena",
    ):  # fmt: skip
        assert words in text, words


def test_everything_is_on_paper_in_russian(session):
    text = "\n".join(printed(session, "ru"))
    for words in (
        "Пробная сессия 25", "Бергамо", "Регион Ломбардия", "торник, 1 декабря 2026", "Пленарное заседание",
        "Зал Оджони", "Алексей Иванов", "Заместитель министра", "Машиностроение", "Отрасль 1", "Ужин",
    ):  # fmt: skip
        assert words in text, words


def test_a_line_without_a_time_says_so(session):
    text = "\n".join(printed(session, "en"))
    (line,) = [line for line in text.splitlines() if "time to be" in line]  # "announced" stands below
    assert "Social event" in line


def test_the_other_capital_has_its_time_beside(session):
    assert "11:00 Moscow time" in "\n".join(printed(session, "en"))


def test_parallel_tables_stand_side_by_side(session):
    (line,) = {line for page in printed(session)[1:2] for line in page.splitlines() if "Meccanica" in line}
    assert "Energia" in line


def test_a_table_is_described_where_it_sits_first(session):
    assert "\n".join(printed(session)).count("Settore 1") == 1


def test_a_table_that_never_sits_is_told_of_all_the_same(session):
    table = ThematicTableFactory(session=session, number=9, title_it="Farmaceutica")
    SubsectorFactory(table=table, title_it="Biotecnologie")
    text = "\n".join(printed(session))
    assert "Farmaceutica" in text
    assert "Biotecnologie" in text


def test_a_moderator_is_not_named_twice(session):
    table = session.tables.get(number=1)
    speaker = OfficialFactory(session=session, name_it="Un relatore")
    table.sittings.first().item.speakers.set([*table.moderators.all(), speaker])
    page = printed(session)[1]
    assert page.count("Aleksej Ivanov") == 4  # the plenary, the moderator of two tables, and the list at the end
    assert "Un relatore" in page


def test_visits_tell_what_is_known_of_them(session):
    text = "\n".join(printed(session, "en"))
    assert "Town" in text
    assert "Seats" not in text


def test_pages_are_numbered_and_headed(session):
    for number in range(40):
        ProgrammeItemFactory(session=session, title_it=f"Voce {number}", starts=dt.time(14, number), ends=None)
    pages = printed(session, "en")
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    assert all("Sessione di prova 25" in page.splitlines()[0] for page in pages[1:])


def test_no_line_is_divided_between_pages(session):
    """Each line is a time, a kind, a title and a note of three lines: a page never ends within one."""
    note = "nota a\n\nnota b\n\nnota fine"
    for number in range(40):
        times = {"starts": dt.time(14, number), "ends": None}
        ProgrammeItemFactory(session=session, title_it=f"Voce {number}", note_it=note, **times)
    for page in printed(session):
        assert page.count("Voce ") == page.count("nota fine") == page.count("nota a")


def test_a_day_is_never_announced_at_the_foot_of_a_page():
    for lines in range(12, 20):
        session = SessionFactory()
        ProgrammeItemFactory.create_batch(lines, session=session, day=1)
        ProgrammeItemFactory.create_batch(2, session=session, day=2, title_it="Il mattino dopo")
        page = next(page for page in printed(session, "en")[1:] if "Day 2" in page)
        assert "Il mattino dopo" in page.split("Day 2")[1]


def test_a_session_of_which_nothing_is_known_is_printed_too():
    nothing = {"title_it": "", "title_ru": "", "starts_on": None, "ends_on": None, "city_it": "", "host_region": None}
    bare = SessionFactory(number=None, **nothing)
    text = "\n".join(printed(bare, "en"))
    assert "Session without a number" in text
    assert "The programme is to be announced." in text


def test_the_same_facts_are_the_same_file(session):
    facts = PROGRAMME.gather(session, "it")
    again = PROGRAMME.gather(session, "it")
    assert PROGRAMME.hash_of(again, "it") == PROGRAMME.hash_of(facts, "it")
    assert PROGRAMME.render("pdf", again, "it") == PROGRAMME.render("pdf", facts, "it")


def test_what_people_wrote_is_text_and_no_markup(session):
    ProgrammeItemFactory(session=session, title_it='<img src="http://x"><b>Ciao</b> & "co"')
    assert '<img src="http://x"><b>Ciao</b> & «co»' in "\n".join(printed(session))


def test_the_file_says_what_it_is(session):
    document = PROGRAMME.render("pdf", PROGRAMME.gather(session, "ru"), "ru")
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert str(opened.Root.Lang) == "ru"
        assert str(opened.docinfo["/Title"]).endswith("– Пробная сессия 25")
        assert "/CreationDate" not in opened.docinfo


def test_columns_are_as_even_as_can_be():
    assert [[len(row) for row in columns(list(range(n)))] for n in range(1, 8)] == [
        [1], [2], [3], [2, 2], [3, 2], [3, 3], [3, 3, 1],
    ]  # fmt: skip


def test_the_town_is_told_where_it_is_not_the_sessions():
    place = {"room": "Sala 1", "venue": "Fiera", "town": "Seriate", "address": ""}
    assert place_words(place, "Bergamo") == "Sala 1, Fiera, Seriate"
    assert place_words(place, "Seriate") == "Sala 1, Fiera"


def test_progress_is_told_once(session):
    told = []
    programme.BUILDER.render("pdf", PROGRAMME.gather(session, "it"), "it", lambda: told.append(1))
    assert told == [1]
