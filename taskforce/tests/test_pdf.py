"""What the PDF engine prints: every glyph of both alphabets, tagged, the same each time, and nothing else."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pikepdf
import pytest
from PIL import Image, ImageChops

from taskforce import pdf

HTML = '<!doctype html><html lang="ru"><head><title>Отчёт</title></head><body><p class="{}">{}</p></body></html>'


@pytest.fixture(scope="module")
def style(tmp_path_factory):
    path = tmp_path_factory.mktemp("style") / "style.css"
    path.write_text(
        "@page { size: 400pt 60pt; margin: 10pt } p { margin: 0; font-size: 22pt }"
        " .bold { font-weight: 700 } .semi { font-weight: 600 } .italic { font-style: italic }"
    )
    return path


def printed(style, text, css_class="plain") -> bytes:
    return pdf.render_pdf(HTML.format(css_class, text), stylesheet=style)


def picture(document: bytes) -> Image.Image:
    """The first page as a picture."""
    command = ["pdftoppm", "-r", "100", "-png", "-f", "1", "-l", "1", "-"]
    shown = subprocess.run(command, input=document, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(shown)).convert("L")


def ink(document: bytes) -> int:
    """How many dark pixels the first page has."""
    return sum(picture(document).point(lambda value: 255 if value < 128 else 0).histogram()[255:])


def test_web_processes_do_not_carry_the_engine(settings):
    code = "import django, sys; django.setup(); import taskforce.urls; print('weasyprint' in sys.modules)"
    environment = os.environ | {"VAR_DIR": str(settings.VAR_DIR)}
    shown = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


@pytest.mark.parametrize("css_class", ["plain", "semi", "bold", "italic"])
def test_no_letter_of_either_alphabet_is_missing(style, css_class):
    """A missing glyph is a box: the same picture for any letter. The text inside the PDF says nothing of it."""
    box = picture(printed(style, "\U00010cff", css_class))  # a letter that none of our fonts has
    seen = {}
    for letter in "ЖйЩъыЁюӘѢéÀčŁ№«»—’":
        shown = picture(printed(style, letter, css_class))
        assert ImageChops.difference(shown, box).getbbox(), f"{letter} is a box"
        assert shown.getextrema()[0] < 128, f"{letter} is blank"
        seen[letter] = shown.tobytes()
    assert len(set(seen.values())) == len(seen), "two letters look alike"


def test_letters_of_a_word_are_all_there(style):
    """Each letter has about the ink it has alone: none is dropped or set upon another."""
    word = "Щербакова"
    alone = sum(ink(printed(style, letter)) for letter in word)
    assert abs(ink(printed(style, word)) - alone) < alone * 0.1


def test_fonts_travel_with_the_file(style):
    with pikepdf.open(io.BytesIO(printed(style, "Perché Щука"))) as document:
        fonts = document.pages[0].Resources.Font.values()
        descendants = [font.DescendantFonts[0] for font in fonts]
        names = {str(font.BaseFont).split("+")[1] for font in descendants}
        assert names == {"Titillium", "Source-Sans-Cyrillic"}
        assert all("/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor for font in descendants)


def test_the_document_can_be_read_aloud(style):
    with pikepdf.open(io.BytesIO(printed(style, "Щука"))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "ru"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        metadata = document.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Отчёт"


def test_the_same_input_gives_the_same_bytes(style):
    first = printed(style, "Щука")
    pdf.type_case.cache_clear()
    assert printed(style, "Щука") == first
    assert printed(style, "Щуки") != first


FORBIDDEN = ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "https://example.org/x.png", "x.png"]


@pytest.mark.parametrize("address", [*FORBIDDEN, "data:image/png;base64,AA=="])
def test_nothing_is_fetched(style, address, expected_errors, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *args: pytest.fail("The engine opened a socket."))
    document = printed(style, f'<img src="{address}" alt="picture">')
    expected_errors.claim("may not load anything")
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert len(opened.pages[0].Resources.XObject) == 0


def test_the_pages_are_told_before_they_are_written(style):
    told = []
    pdf.render_pdf(HTML.format("", "x"), stylesheet=style, laid_out=lambda: told.append(True))
    assert told == [True]
