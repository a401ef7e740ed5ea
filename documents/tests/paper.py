"""Looks at pages as they come out of the printer: where each word stands, and what is ink."""

from __future__ import annotations

import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import pikepdf
from django.conf import settings
from PIL import Image

from documents.builders import KINDS
from documents.sessionfile import load_session
from sessions.models import Session

MM = 72 / 25.4  # points
FILES = {25: "bergamo-2016", 29: "demo-session", 30: "ural-2027"}


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Paper:
    """A document as it lies on the desk."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __len__(self) -> int:
        return len(self.pages)

    @cached_property
    def pages(self) -> list[list[Word]]:
        """The words of each page in reading order, in points from the top left corner."""
        found = run("pdftotext", "-bbox", "-", "-", content=self.content)
        tree = ET.fromstring(re.sub(r"[\x00-\x08\x0b-\x1f]", "", found.decode()))
        names = ("xMin", "yMin", "xMax", "yMax")
        return [
            [Word(word.text or "", *(float(word.attrib[name]) for name in names)) for word in page]
            for page in tree.iter("{http://www.w3.org/1999/xhtml}page")
        ]

    @cached_property
    def texts(self) -> list[str]:
        """The text of each page, words parted by one space."""
        return [plain(" ".join(word.text for word in page)) for page in self.pages]

    @cached_property
    def text(self) -> str:
        return " ".join(self.texts)

    def column(self, page: int, left: float, right: float) -> list[Word]:
        """The words of a page between two distances from its left edge, in millimetres, from top to bottom."""
        inside = [word for line in self.lines(page) for word in line if left * MM <= word.left < right * MM]
        return sorted(inside, key=lambda word: (round(word.bottom), word.left))

    def lines(self, page: int) -> list[list[Word]]:
        """The lines of a page from top to bottom, without what stands in its margins."""
        by_foot = defaultdict(list)
        for word in self.pages[page]:
            if word.top > 20 * MM and word.bottom < 278 * MM:
                by_foot[round(word.bottom)].append(word)
        return [by_foot[foot] for foot in sorted(by_foot)]

    def picture(self, page: int = 0, dpi: int = 60) -> Image.Image:
        number = str(page + 1)
        shown = run("pdftoppm", "-r", str(dpi), "-png", "-f", number, "-l", number, "-", content=self.content)
        return Image.open(io.BytesIO(shown)).convert("RGB")

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.content))

    def structure(self) -> list[pikepdf.Dictionary]:
        """Every element of the tree of tags, from the top."""
        found, waiting = [], [self.opened.Root.StructTreeRoot]
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Array):
                waiting.extend(reversed(list(element)))
            elif isinstance(element, pikepdf.Dictionary):
                if "/S" in element:
                    found.append(element)
                if "/K" in element:
                    waiting.append(element.K)
        return found


def plain(text: str) -> str:
    """Text with ordinary spaces, as somebody would type it."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def run(*command: str, content: bytes) -> bytes:
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def paper_of(kind: str, session: Session, language: str = "it") -> Paper:
    """The document of a kind, made now."""
    builder = KINDS[kind]
    return Paper(builder.render("pdf", builder.gather(session, language), language))


_MADE: dict[tuple[str, int, str], Paper] = {}


def own_paper(kind: str, session: Session, language: str = "it") -> Paper:
    """The document of one of the portal's own sessions as its file says it, made once for all tests of the process."""
    key = (kind, session.number, language)
    if key not in _MADE:
        _MADE[key] = paper_of(kind, session, language)
    return _MADE[key]


def load(number: int) -> Session:
    """One of the portal's own three sessions: Bergamo, Samara, Yekaterinburg."""
    data = json.loads((settings.DATA_DIR / f"{FILES[number]}.json").read_text(encoding="utf-8"))
    return load_session(json.dumps(data | {"host_region": None}).encode()).session
