"""What every kind of document is made of: facts gathered from the database, and a function from facts to bytes."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

Facts = dict[str, Any]
# Told how many parts of how many are laid out; without numbers: all is, and only the file is to be written.
Progress = Callable[..., None]

SETTING = ("taskforce/pdf.py", "taskforce/pdf_many.py", "taskforce/pdf_languages.py", "documents/typography.py")
LAYOUT = ("documents/builders", "documents/protocol", "templates/documents/pdf", "locale")


def no_progress(done: int = 1, of: int = 1) -> None:
    """For callers whom nobody watches."""


@dataclass(frozen=True)
class Builder:
    """A kind of document. ``gather(session, language)`` gives JSON-able facts; ``formats`` a function for each format.

    A personal kind's ``gather`` is also told ``registration`` and ``delegate`` (None: of the whole registration).

    Neither knows of a request, a job or a place where files are kept; the same facts give the same bytes. What is in
    ``formats`` is called with the document's language active. One that ``names_people`` who take part goes when one of
    them is erased.
    """

    kind: str
    label: Any
    gather: Callable[..., Facts]
    formats: Mapping[str, Callable[[Facts, Progress], bytes]]
    languages: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
    names_people: bool = False

    def render(self, format: str, facts: Facts, language: str, progress: Progress = no_progress) -> bytes:
        """Return the document made of these facts."""
        with translation.override(first_of(language)):
            return self.formats[format](facts, progress)

    def hash_of(self, facts: Facts, language: str) -> str:
        """Return the name of these facts: SHA-256 of their sorted JSON, the kind, and the layout they would get."""
        whole = [self.kind, language, layout_digest(), facts]
        text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def first_of(language: str) -> str:
    """Return the language of a document; of one in two languages (``it+ru``) the first."""
    return language.partition("+")[0]


@functools.cache
def layout_digest() -> str:
    """Return a hash of what shapes a document beside its facts: builders, templates, styles, translated words."""
    digest = hashlib.sha256(version("weasyprint").encode())
    for path in (*(settings.BASE_DIR / file for file in SETTING), *map(Path, layout_files())):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def layout_files() -> list[str]:
    wanted = {".py", ".html", ".css", ".svg", ".mo"}
    return sorted(
        str(path) for folder in LAYOUT for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in wanted
    )
