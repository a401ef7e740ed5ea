"""What the tests of documents share: a store of their own, and a kind of document that costs nothing to make."""

from __future__ import annotations

import pytest

from documents.builders import KINDS, Builder
from documents.models import Document
from sessions.tests.factories import SessionFactory


class Mill:
    """A kind of document, "test": counts what it made; ``fault`` is raised instead, ``between`` is called before."""

    def __init__(self) -> None:
        self.made = 0
        self.fault: BaseException | None = None
        self.between = lambda: None
        self.builder = Builder(kind="test", label="Test", gather=self.gather, formats={"pdf": self.render})

    def gather(self, session, language):
        return {"session": session.pk, "city": session.city}

    def render(self, facts, progress):
        self.between()
        if self.fault:
            raise self.fault
        progress()
        self.made += 1
        return b"%PDF- " + facts["city"].encode()


@pytest.fixture
def mill(monkeypatch):
    mill = Mill()
    monkeypatch.setitem(KINDS, "test", mill.builder)
    return mill


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """The store of one test; returns its folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def wish():
    """Make a job for a document of the kind "test"."""

    def make(**fields) -> Document:
        session = fields.pop("session", None) or SessionFactory()
        wish = {"kind": "test", "session": session, "language": "it", "format": "pdf"}
        return Document.objects.create(**wish | fields)

    return make
