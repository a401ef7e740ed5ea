"""Looks at the pages of the programme as pictures: no letter missing, no name broken, no heading alone, no ink lost."""

from __future__ import annotations

import re
import subprocess
import unicodedata

import pytest
from PIL import Image, ImageChops

from documents.builders import KINDS
from documents.builders.layout import PROGRAMME_STYLES
from documents.tests.paper import MM, Paper, load, own_paper, paper_of, plain, run
from sessions.tests.factories import OfficialFactory, ProgrammeItemFactory, SessionFactory
from taskforce.pdf import render_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.paper]
PAPERS = [(25, "it+ru"), (29, "it+en"), (29, "ru"), (30, "it+ru"), (30, "en")]
HEADING = 17  # points: what is as high as this is a heading of a day or of a section
HYPHEN = "-"  # where a word is divided; the sign U+2010, the engine's own choice, is in none of our fonts
SHORT = 30  # letters of a name that any column has room for
LETTERS = (
    '<!doctype html><html lang="ru"><head><title>Буквы</title><style>p {{ break-after: page; font-size: 30pt }}</style>'
    "</head><body>{}</body></html>"
)


@pytest.fixture(params=PAPERS, ids=lambda given: f"{given[0]}-{given[1]}")
def printed(request) -> tuple:
    """One of the portal's own sessions and its programme."""
    number, language = request.param
    session = load(number)
    return session, own_paper("programme", session, language)


def signs_of(facts: object) -> set[str]:
    """Every letter and sign within facts."""
    if isinstance(facts, dict):
        return set().union(*map(signs_of, facts.values()), set())
    if isinstance(facts, list):
        return set().union(*map(signs_of, facts), set())
    return set(facts) if isinstance(facts, str) else set()


def test_no_sign_of_any_session_is_missing():
    """A missing glyph is a box, the same for any letter: the text in the PDF says nothing of it, the picture does."""
    facts = [KINDS["archive"].gather(load(number), "it") for number in (25, 29, 30)]
    signs = sorted(sign for sign in signs_of(facts) | set("«»“”„‘’–—…№·\N{NO-BREAK SPACE}") if not sign.isspace())
    assert {"ё", "ž", "Ó", "«", "—"} <= set(signs)
    unknown = "\U00010cff"  # a letter that none of our fonts has
    body = "".join(f"<p>{sign.replace('&', '&amp;').replace('<', '&lt;')}</p>" for sign in [unknown, *signs])
    pages = pictures(render_pdf(LETTERS.format(body), stylesheet=PROGRAMME_STYLES))
    box = pages[0]
    for sign, page in zip(signs, pages[1:], strict=False):
        assert ImageChops.difference(page, box).getbbox(), f"{sign} ({unicodedata.name(sign)}) is a box"
        assert page.getextrema()[0] < 140, f"{sign} ({unicodedata.name(sign)}) is blank"


def pictures(document: bytes) -> list[Image.Image]:
    """Where the letter stands on each page."""
    shown = run("pdftoppm", "-r", "72", "-gray", "-x", "40", "-y", "40", "-W", "60", "-H", "80", "-", content=document)
    head = b"P5\n60 80\n255\n"
    return [Image.frombytes("L", (60, 80), picture) for picture in shown.split(head)[1:]]


def test_no_name_is_broken_between_lines(printed):
    session, paper = printed
    names = {name for one in session.officials.all() for name in (one.name_it, one.name_ru, one.name_en) if name}
    seen = 0
    for name in sorted(name for name in names if len(name) <= SHORT and " " in name):
        for page in paper.pages:
            for words in occurrences(page, name):
                seen += 1
                assert max(word.bottom for word in words) - min(word.bottom for word in words) < 2, name
    assert seen >= len(session.officials.all()) // 2


def occurrences(words: list, name: str) -> list[list]:
    """The words of each place where a name stands."""
    wanted = name.split()
    texts = [word.text.strip(",;.:") for word in words]
    places = [n for n in range(len(texts)) if texts[n : n + len(wanted)] == wanted]
    return [words[place : place + len(wanted)] for place in places]


def test_no_name_is_hyphenated(printed):
    session, paper = printed
    names = {
        word for one in session.officials.all() for word in f"{one.name_it} {one.name_ru}".split() if len(word) > 6
    }
    for page in paper.pages:
        for word in page:
            if word.text.endswith(HYPHEN):
                begun = [name for name in names if name.startswith(word.text[:-1]) and not name.startswith(word.text)]
                assert not begun or len(word.text) < 5, word.text


def test_no_heading_stands_alone_at_the_foot_of_a_page(printed):
    _session, paper = printed
    for page in range(1, len(paper)):
        lines = paper.lines(page)
        assert lines, "a page is empty"
        assert max(word.height for word in lines[-1]) < HEADING, [word.text for word in lines[-1]]


def test_no_page_but_the_last_is_nearly_empty(printed):
    _session, paper = printed
    for page in range(1, len(paper) - 1):
        assert max(word.bottom for line in paper.lines(page) for word in line) > 110 * MM


def test_nothing_is_printed_beyond_the_margins(printed):
    """There is no ink left and right of the text, on any page but within the band of the cover."""
    _session, paper = printed
    for page in range(len(paper)):
        assert_margins_blank(paper, page)


def assert_margins_blank(paper: Paper, page: int, dpi: int = 50) -> None:
    picture = paper.picture(page, dpi).convert("L")
    unit = dpi / 25.4
    top = next(y for y in range(picture.height) if picture.getpixel((2, y)) == 255)  # below the band of the cover
    for left, right in ((0, 15.5), (194.5, 210)):
        strip = picture.crop((round(left * unit), top, round(right * unit), picture.height))
        assert strip.getextrema()[0] > 200, f"ink beyond the margin of page {page + 1}"


@pytest.mark.parametrize("language", ["it", "it+ru"])
@pytest.mark.parametrize("parallel", ["", "t"])
def test_hard_texts_stay_within_the_margins(language, parallel):
    title = "Internazionalizzazione " * 10
    session = SessionFactory(title_it=title * 1, title_ru="Высокопревосходительство " * 10, city_it="Bergamo " * 10)
    for number in range(3):
        texts = {"title_it": title.strip(), "title_ru": "Человеконенавистничество" * 5, "note_it": "x" * 300}
        item = ProgrammeItemFactory(session=session, parallel=parallel, **texts, spoken=["it", "ru"])
        item.speakers.add(OfficialFactory(session=session, name_it=f"Don Diego {number} de la Vega y Olmedo " * 4))
    paper = paper_of("programme", session, language)
    for page in range(len(paper)):
        assert_margins_blank(paper, page)
    assert "/versions/0/" in paper.texts[0]


def test_a_long_introduction_does_not_hide_the_code():
    session = SessionFactory(introduction_it="Una frase lunga quanto basta per una riga intera del foglio.\n\n" * 60)
    paper = paper_of("programme", session)
    page = next(page for page, text in enumerate(paper.texts) if "/versions/0/" in text)
    address = next(word for word in paper.pages[page] if "/versions/0/" in word.text)
    others = [word for word in paper.pages[page] if word.text == "frase"]
    assert all(word.bottom <= address.top or word.top >= address.bottom for word in others)


def test_the_file_is_tagged_spoken_for_and_has_its_fonts(printed):
    _session, paper = printed
    opened = paper.opened
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
    assert bool(opened.Root.MarkInfo.Marked)
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    assert str(opened.Root.Lang) in ("it", "ru", "en")
    kinds = {str(element.S) for element in paper.structure()}
    assert {"/H1", "/H2", "/P", "/Figure", "/Link"} <= kinds
    figures = [element for element in paper.structure() if element.S == "/Figure"]
    assert all(str(figure.Alt) for figure in figures)
    fonts = run("pdffonts", "-", content=paper.content).decode().splitlines()[2:]
    assert fonts
    assert all(re.search(r" yes yes yes +\d+ +\d+$", font) for font in fonts), fonts  # embedded, a part of it, Unicode
    ours = re.compile(r"[A-Z]{6}\+(Titillium|Source-Sans)")
    assert all(ours.match(font) for font in fonts), fonts  # no letter is lent by a font of the machine


def test_a_heading_never_leaves_out_a_level(printed):
    _session, paper = printed
    levels = [int(str(element.S)[2]) for element in paper.structure() if re.fullmatch("/H[1-6]", str(element.S))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_words_are_divided_by_the_rules_of_their_language():
    """Russian words are divided as Russian, Italian ones as Italian, in the same document."""
    session = SessionFactory()
    long = ("internazionalizzazione", "предпринимательство")
    italian, russian = (" ".join(f"{'1' * number} {word}" for number in range(1, 13)) for word in long)
    words = {"note_it": italian, "note_ru": russian}
    ProgrammeItemFactory(session=session, **words)
    text = paper_of("programme", session, "it+ru").texts[1]
    italian = {part for part in re.findall(rf"(\w+){HYPHEN} ", text) if part.startswith("inter")}
    russian = {part for part in re.findall(rf"(\w+){HYPHEN} ", text) if part.startswith("пред")}
    assert italian
    assert russian
    assert italian <= {"inter", "interna", "internazio", "internaziona", "internazionaliz", "internazionalizza"}
    assert russian <= {"пред", "предпри", "предприни", "предпринима", "предприниматель"}


def test_the_text_can_be_found_as_it_is_typed(printed):
    """Whoever searches for a person finds the person, on the list at the end at least."""
    session, paper = printed
    text = plain(paper.text)
    language = str(paper.opened.Root.Lang)
    for one in session.officials.all():
        name = getattr(one, f"name_{language}") or one.name
        assert unicodedata.normalize("NFC", name).replace("'", "’") in text, name


def test_poppler_finds_nothing_wrong_with_the_file(printed):
    _session, paper = printed
    done = subprocess.run(["pdfinfo", "-struct", "-"], input=paper.content, capture_output=True, check=True)
    assert done.stderr == b""
    assert (
        b"Tagged:          yes"
        in subprocess.run(["pdfinfo", "-"], input=paper.content, capture_output=True, check=True).stdout
    )
