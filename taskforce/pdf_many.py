"""Many documents made of the same pieces, each a PDF of its own: what several have in common is laid out once.

As a printer does it: every piece of text is set once (the galley), the pieces of a document are made up into pages,
the pages of all who have the same pieces are drawn once (the forme), and the lines that only one has, the insert, are
put into the room that the first page keeps for them. Each PDF has fonts, tags and a title of its own, and holds no
letter of the others. This reaches below the surface of WeasyPrint 70: to the boxes of its pages and how they are drawn.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import itertools
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taskforce.pdf import VARIANT, one_at_a_time, type_case

LEAST, STEP = 84.0, 24.0  # CSS pixels: the room for an insert, and by how much it grows
ABOVE_HEADING = 23.0  # CSS pixels between a heading and what stands above it on the page
MOST_PLATES = 96  # some 400 kB each
GALLEY = '<html lang="{language}"><body class="{kind}">{things}</body></html>'
NEXT = '<div class="next-page"></div>'


@dataclass(frozen=True)
class Piece:
    """HTML that is never divided between pages; a heading ``leads``: it does not stand at the foot of one."""

    html: str
    leads: bool = False


@dataclass(frozen=True)
class Paper:
    """One document: its title, the HTML of its insert and of the left of each page's foot, and its pieces in order."""

    title: str
    insert: str
    foot: str
    pieces: tuple[int, ...]


@dataclass(frozen=True)
class Frame:
    """What every document has: its HTML without pieces, with an empty ``<div class="insert">``, and how it is set."""

    html: str
    language: str
    kind: str  # the class of its body
    stylesheets: tuple[Path, ...]

    def lay_out(self, html: str, rules: str = "") -> list:
        """Return WeasyPrint's document of some HTML in the frame's style."""
        return type_case(self.stylesheets).lay_out(html, rules)

    def galley(self, name: str, things: Sequence[str]) -> list[list]:
        """Return the laid out boxes of each thing: one, or one a page where it is longer than a page."""
        divisions = "".join(f'<div class="{name}" data-place="{n}">{html}</div>' for n, html in enumerate(things))
        document = self.lay_out(GALLEY.format(language=self.language, kind=self.kind, things=divisions))
        found = [[] for _thing in things]
        for page in document.pages:
            for box in page._page_box.descendants():
                if is_division(box, name):
                    found[int(box.element.get("data-place"))].append(movable(box))
        return found


def render_many(frame: Frame, pieces: Sequence[Piece], papers: Sequence[Paper]) -> Iterator[tuple[int, bytes]]:
    """Yield the position of each paper and its PDF (PDF/UA-1), those with the same pieces together.

    The same paper of the same frame gives the same bytes in any company.
    """
    with one_at_a_time:
        inserts = [boxes[0] for boxes in frame.galley("insert", [paper.insert for paper in papers])]
        feet = [boxes[0] for boxes in frame.galley("foot", [paper.foot for paper in papers])]
        press = Press(frame, pieces)
    alike = defaultdict(list)
    for position, paper in enumerate(papers):
        alike[paper.pieces, room_for(inserts[position])].append(position)
    for (own, room), positions in alike.items():
        with one_at_a_time:
            forme = press.forme(own, room)
        for position in positions:
            with one_at_a_time:
                content = forme.print(papers[position], inserts[position], feet[position])
            yield position, content


def is_division(box, name: str) -> bool:
    """Whether this is the outer box of a division of a class."""
    return box.element_tag == "div" and box.element is not None and box.element.get("class") == name


def movable(box):
    """Return a box that can be put elsewhere. Raises ValueError where something in it would stay behind."""
    if any(getattr(inner, "background", None) for inner in box.descendants()):
        raise ValueError("A piece or an insert has no background.")
    return box


def room_for(box) -> float:
    """Return the height, in CSS pixels, that is kept for an insert: few heights, so that few layouts serve all."""
    steps = -(-max(box.height - LEAST, 0) // STEP)
    return LEAST + STEP * steps


# --- Making up pages ------------------------------------------------------------------------------------------------


def blank_pages(frame: Frame, room: float, count: int):
    """Return WeasyPrint's document of so many pages that hold the frame and nothing else."""
    rules = f".insert {{ height: {room}px; }} .next-page {{ break-before: page; }}"
    return frame.lay_out(frame.html.replace("</body>", NEXT * (count - 1) + "</body>"), rules)


@dataclass(frozen=True)
class Block:
    """The box of a piece, or of what a page holds of it, and its place in the galley."""

    place: int
    box: Any
    leads: bool


def made_up(blank, blocks: Sequence[Block]) -> list[list[tuple[Block, float]]]:
    """Return the blocks of each page with their places on it (CSS pixels from its top), one below the other.

    ``blank`` has two pages at least: what the frame says ends above the first block, other pages begin with one.
    """
    first, other = (page._page_box for page in blank.pages[:2])
    y = max(box.position_y + box.margin_height() for box in body_of(first).children)
    bottom = first.content_box_y() + first.height
    pages = [[]]
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        above = ABOVE_HEADING if block.leads else 0
        followed = following.box.border_height() if block.leads and following else 0
        if y + above + block.box.border_height() + followed > bottom:
            pages.append([])
            y, above = other.content_box_y(), 0
        pages[-1].append((block, y + above))
        y += above + block.box.border_height()
    return pages


def placed(places: Sequence[tuple[Block, float]]) -> list:
    """Return the boxes of a page, each moved to its place; one that stands there twice is copied."""
    used = []
    for block, y in places:
        box = block.box.deepcopy() if block.box in used else block.box
        box.translate(0, y - box.border_box_y())
        used.append(box)
    return used


def body_of(page_box):
    """Return the box of ``<body>`` on a page."""
    return next(box for box in page_box.descendants() if box.element_tag == "body")


def way_to(box, wanted) -> list:
    """Return the boxes from this one down to the first that is ``wanted``; nothing where there is none."""
    if wanted(box):
        return [box]
    ways = (way_to(child, wanted) for child in box.children)
    way = next(filter(None, ways), [])
    return [box, *way] if way else []


def with_last(way: Sequence, box):
    """Return a copy of the way's first box that leads down to ``box`` in place of the way's last."""
    for child, parent in itertools.pairwise(reversed(way)):
        box = parent.copy_with_children([box if other is child else other for other in parent.children])
    return box


class Press:
    """The pieces of a frame, laid out, and the pages made of them, of which the newest are kept."""

    def __init__(self, frame: Frame, pieces: Sequence[Piece]) -> None:
        places = itertools.count()
        self.blocks = [
            [Block(next(places), box, piece.leads) for box in boxes]
            for piece, boxes in zip(pieces, frame.galley("piece", [piece.html for piece in pieces]), strict=True)
        ]
        self.blank = functools.cache(functools.partial(blank_pages, frame))
        self.plates: OrderedDict[tuple, Plate] = OrderedDict()

    def forme(self, own: Sequence[int], room: float) -> Forme:
        """Return the pages made up of these pieces, drawn."""
        pages = made_up(self.blank(room, 2), [block for piece in own for block in self.blocks[piece]])
        document = self.blank(room, len(pages))
        return Forme(document, [self.plate(document, number, places, room) for number, places in enumerate(pages)])

    def plate(self, document, number: int, places: list[tuple[Block, float]], room: float) -> Plate:
        """Return one page as it is drawn: another forme may have had the same."""
        key = (room if number == 0 else None, number, len(document.pages), tuple((at.place, y) for at, y in places))
        plate = self.plates.pop(key, None) or Plate(with_blocks(document.pages[number], placed(places)))
        self.plates[key] = plate
        if len(self.plates) > MOST_PLATES:
            self.plates.popitem(last=False)
        return plate


def with_blocks(page, boxes: Sequence):
    """Return a copy of WeasyPrint's page that holds these boxes too, at the end of its body."""
    from weasyprint.document import Page

    way = way_to(page._page_box, lambda box: box.element_tag == "body")
    return Page(with_last(way, way[-1].copy_with_children([*way[-1].children, *boxes])))


class Forme:
    """The pages that papers with the same pieces and the same room share."""

    def __init__(self, document, plates: Sequence[Plate]) -> None:
        self.document, self.plates = document, plates
        self.fonts = functools.reduce(with_letters, (plate.fonts for plate in plates), {})
        self.way = way_to(plates[0].page._page_box, lambda box: is_division(box, "insert"))

    def print(self, paper: Paper, insert, foot) -> bytes:
        """Return the PDF of one paper."""
        pages = [Impression(plate) for plate in self.plates]
        for page in pages:
            page.put_at_foot(foot)
        pages[0].put_in(insert, self.way)
        document = self.document.copy(pages)
        document.fonts = with_letters({}, self.fonts)
        document.metadata = copy.copy(document.metadata)
        document.metadata.title = paper.title
        return document.write_pdf(pdf_identifier=self.identifier(paper), pdf_variant=VARIANT, pdf_tags=True)

    def identifier(self, paper: Paper) -> bytes:
        """Return what tells this file from every other."""
        digest = hashlib.sha256(b"".join(plate.ink for plate in self.plates))
        digest.update("\0".join((paper.title, paper.insert, paper.foot)).encode())
        return digest.hexdigest()[:32].encode()


# --- Drawing --------------------------------------------------------------------------------------------------------


def with_letters(fonts: dict, more: dict) -> dict:
    """Return fonts with the letters of more besides, each to be added to; the files they are cut from are shared."""
    found = dict(fonts)
    for key, font in more.items():
        found[key] = joined = copy.copy(font)
        for letters in ("widths", "to_unicode", "missing"):
            known = getattr(fonts[key], letters) if key in fonts else {}
            setattr(joined, letters, getattr(font, letters) | known)
    return found


class Plate:
    """One common page as it is drawn: its ink, its letters, and which marked text stands for which box."""

    def __init__(self, page) -> None:
        from pydyf import _to_bytes
        from weasyprint.pdf.stream import Stream

        self.page, self.fonts, self.tags, self.states = page, {}, {}, {}
        resources = {"ExtGState": self.states, "XObject": {}, "Pattern": {}, "Shading": {}}
        stream = Stream(self.fonts, (0, 0, page.width, page.height), resources, {}, self.tags, {}, None)
        page.paint(stream)
        if any(resources[name] for name in ("XObject", "Pattern", "Shading")):
            raise ValueError("A common page holds letters, lines and areas, no images.")
        self.ink = b"\n".join(map(_to_bytes, stream.stream))


class Impression:
    """One page of one document, in the shape of WeasyPrint's own: a plate's ink, and what only this one has."""

    def __init__(self, plate: Plate) -> None:
        for name in ("width", "height", "bleed", "bookmarks", "links", "anchors", "forms", "_page_box"):
            setattr(self, name, getattr(plate.page, name))
        self.plate, self.own = plate, []

    def put_in(self, insert, way: list) -> None:
        """Put the insert in the place of the room for it, the last box of the way that leads down from the page."""
        room = way[-1]
        insert.translate(room.position_x - insert.position_x, room.position_y - insert.position_y)
        self.own.append(insert)
        self._page_box = with_last([self._page_box, *way[1:]], insert)

    def put_at_foot(self, foot) -> None:
        """Put the foot beside what the frame has at the right of the page's; it is no part of the text read out."""
        box = next(box for box in self._page_box.children if getattr(box, "at_keyword", "") == "@bottom-right")
        foot.translate(0, box.content_box_y() - foot.position_y)
        self.own.append(foot)
        self._page_box = with_last([self._page_box, box], box.copy_with_children([*box.children, foot]))

    def paint(self, stream, scale: float = 1) -> None:
        """Draw the page into a PDF."""
        from weasyprint.draw import draw_stacking_context
        from weasyprint.stacking import StackingContext

        stream._tags.update(self.plate.tags)
        stream._resources["ExtGState"].update(self.plate.states)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            with stream.stacked():
                stream.stream.append(self.plate.ink)
            for box in self.own:
                draw_stacking_context(stream, StackingContext.from_box(box, self._page_box))
