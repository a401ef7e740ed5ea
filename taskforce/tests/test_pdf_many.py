"""Many papers of the same pieces: each is what one layout of the whole would be, and holds nothing of the others."""

from __future__ import annotations

import io
import re
import subprocess

import pikepdf
import pytest

from taskforce import pdf_many
from taskforce.pdf import VARIANT, type_case
from taskforce.pdf_many import Frame, Paper, Piece, render_many

STYLE = """
@page { size: A5; margin: 15mm; @bottom-right { content: element(folio); width: 100% } }
body, p, h2 { margin: 0; hyphens: none }
.folio { position: running(folio); text-align: right } .page::after { content: counter(page) }
.pages::after { content: counter(pages) }
.insert { break-inside: avoid } .piece { break-inside: avoid; border-bottom: 1px solid #333 } .high { height: 40mm }
"""
HEAD = """<!doctype html><html lang="it"><head><title>Common</title></head><body class="test">
<p class="folio">Pagina <span class="page"></span> di <span class="pages"></span></p><h1>Programma</h1>{}</body>
</html>"""
ROOM = '<div class="insert"></div>'


@pytest.fixture
def frame(tmp_path):
    (tmp_path / "style.css").write_text(STYLE, encoding="utf-8")
    yield Frame(HEAD.format(ROOM), "it", "test", (tmp_path / "style.css",))
    type_case.cache_clear()


def paper(name: str, *pieces: int) -> Paper:
    return Paper(f"Programma di {name}", f"<p>{name}</p>", f"<p>per {name}</p>", pieces)


def printed(frame, pieces, papers) -> list[bytes]:
    made = dict(render_many(frame, pieces, papers))
    return [made[position] for position in range(len(papers))]


def pages_of(pdf: bytes) -> list[str]:
    shown = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return shown.stdout.decode().split("\f")[:-1]


def picture_of(pdf: bytes) -> bytes:
    command = ["pdftoppm", "-r", "100", "-gray", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


PIECES = [Piece("<h2>Giorno 1</h2>", leads=True), *(Piece(f"<p>Riga {n}</p>") for n in range(3))]


def test_each_has_its_own_pieces_insert_and_title(frame):
    papers = [paper("Anna", 0, 1, 3), paper("Бруно", 0, 2), paper("Carla", 0, 1, 3)]
    made = printed(frame, PIECES, papers)
    texts = ["".join(pages_of(pdf)) for pdf in made]
    for name, words, text in zip(("Anna", "Бруно", "Carla"), (["0", "2"], ["1"], ["0", "2"]), texts, strict=True):
        others = {"Anna", "Бруно", "Carla"} - {name}
        assert name in text
        assert f"per {name}" in text
        assert not any(other in text for other in others)
        assert [n for n in "012" if f"Riga {n}" in text] == words
        with pikepdf.open(io.BytesIO(made.pop(0))) as opened:
            assert str(opened.docinfo["/Title"]) == f"Programma di {name}"


def test_no_letter_of_one_is_in_the_file_of_another(frame):
    """Not in the text, not in the structure, and not among the letters that the fonts hold."""
    anna, zoe = printed(frame, PIECES, [paper("Anna", 0, 1), paper("Żółć Щука", 0, 1)])
    assert letters_of(zoe) - letters_of(anna) == set("ŻółćЩука")
    assert letters_of(anna) - letters_of(zoe) == set("A")


def letters_of(pdf: bytes) -> set[str]:
    """Return the letters a PDF has in its fonts, by their maps to Unicode."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                pairs = re.findall(r"<[0-9a-f]{4}> <([0-9a-f]+)>", item.ToUnicode.read_bytes().decode())
                found |= {letter for pair in pairs for letter in bytes.fromhex(pair).decode("utf-16-be")}
    return found - {" "}


def test_a_paper_is_the_same_bytes_in_any_company(frame):
    papers = [paper("Anna", 0, 1, 3), paper("Bruno", 0, 2), paper("Carla", 0, 1, 3)]
    together = printed(frame, PIECES, papers)
    assert printed(frame, PIECES, papers[2:]) == together[2:]
    other_galley = [Piece("<p>Altra riga</p>"), *PIECES]
    assert printed(frame, other_galley, [paper("Anna", 1, 2, 4)]) == together[:1]
    assert printed(frame, PIECES, papers) == together
    assert len(set(together)) == 3


def test_it_looks_like_one_layout_of_the_whole(frame):
    """The same boxes in the same places: the picture is that of WeasyPrint's own layout of one whole document."""
    pieces = [Piece(f'<p class="high">Riga {n}</p>') for n in range(11)]
    (pdf,) = printed(frame, pieces, [Paper("Anna", "<p>Anna</p>", "", tuple(range(11)))])
    lines = "".join(f'<div class="piece">{piece.html}</div>' for piece in pieces)
    whole = HEAD.format(f'<div class="insert"><p>Anna</p></div>{lines}')
    alone = type_case(frame.stylesheets).lay_out(whole, ".insert { height: 84px }")
    assert picture_of(pdf) == picture_of(alone.write_pdf(pdf_variant=VARIANT, pdf_tags=True))
    assert len(pages_of(pdf)) == 3


def test_pages_are_counted_and_a_piece_is_never_divided(frame):
    pieces = [Piece(f'<p class="high">Riga {n} fine</p>') for n in range(30)]
    (pdf,) = printed(frame, pieces, [paper("Anna", *range(30))])
    pages = pages_of(pdf)
    assert len(pages) == 8
    for number, page in enumerate(pages, start=1):
        assert f"Pagina {number} di 8" in page
        assert "per Anna" in page
        assert page.count("Riga") == page.count("fine")


def test_a_heading_does_not_stand_at_the_foot_of_a_page(frame):
    for lines in range(4, 12):
        pieces = [Piece(f'<p class="high">Riga {n}</p>') for n in range(lines)]
        pieces[3:3] = [Piece("<h2>Giorno 2</h2>", leads=True)]
        (pdf,) = printed(frame, pieces, [paper("Anna", *range(len(pieces)))])
        page = next(page for page in pages_of(pdf) if "Giorno 2" in page)
        assert "Riga 3" in page.split("Giorno 2")[1]


def test_a_page_that_several_have_is_drawn_once(frame, monkeypatch):
    drawn, plate = [], pdf_many.Plate
    monkeypatch.setattr(pdf_many, "Plate", lambda page: drawn.append(page) or plate(page))
    pieces = [Piece(f'<p class="high">Riga {n}</p>') for n in range(12)]
    rows = tuple(range(11))
    papers = [paper("Anna", *rows), paper("Bruno", *rows), paper("Carla", *rows[:-1], 11), paper("Dino", *rows[1:])]
    made = printed(frame, pieces, papers)
    assert [len(pages_of(pdf)) for pdf in made] == [3, 3, 3, 3]
    assert len(drawn) == 3 + 0 + 1 + 3
    assert "Riga 11" in pages_of(made[2])[2]
    assert [page.count("Riga") for page in pages_of(made[2])] == [page.count("Riga") for page in pages_of(made[0])]
    monkeypatch.setattr(pdf_many, "MOST_PLATES", 1)  # what is not kept is drawn again, and looks the same
    assert printed(frame, pieces, papers) == made


def test_two_lines_that_say_the_same_both_stand(frame):
    (pdf,) = printed(frame, PIECES, [paper("Anna", 1, 2, 1)])
    assert [line.strip() for line in pages_of(pdf)[0].splitlines() if "Riga" in line] == ["Riga 0", "Riga 1", "Riga 0"]


def test_a_long_insert_has_more_room(frame):
    long = Paper("Anna", "<p>Nome</p>" * 20, "", (0, 1))
    short = Paper("Bruno", "<p>Nome</p>", "", (0, 1))
    for pdf, count in zip(printed(frame, PIECES, [long, short]), (20, 1), strict=True):
        text = pages_of(pdf)[0]
        assert text.count("Nome") == count
        assert text.index("Riga 0") > text.rindex("Nome")


def test_each_is_tagged_has_its_language_and_its_fonts_inside(frame):
    for pdf in printed(frame, PIECES, [paper("Anna", 0, 1), paper("Bruno", 0, 2)]):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert str(opened.Root.Lang) == "it"
            assert opened.open_metadata()["pdfuaid:part"] == "1"
            assert opened.Root.MarkInfo.Marked
            kinds = [str(element.S) for element in opened.Root.StructTreeRoot.K[0].K]
            assert kinds[0] == "/H1"
        fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
        assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])


def test_what_would_stay_behind_is_refused(frame):
    with pytest.raises(ValueError, match="has no background"):
        printed(frame, [Piece('<p style="background: #eee">Riga</p>')], [paper("Anna", 0)])


def test_no_paper_is_no_work(frame):
    assert printed(frame, PIECES, []) == []
