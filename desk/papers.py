"""The documents of a session as its desk shows them."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from documents.builders import KINDS
from documents.models import Document
from sessions.models import Session

FORMATS = {"pdf": "PDF", "xlsx": "XLSX", "docx": "DOCX", "csv": "CSV"}


def list_documents(user: User, session: Session) -> QuerySet[Document]:
    """Return the session's documents, newest first, each with ``renewed``: the same was asked for again later."""
    documents = Document.objects.for_user(user).filter(session=session, registration=None)
    return with_renewed(documents).select_related("requested_by")


def with_renewed(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Annotate documents with whether the same document was asked for again later."""
    same = {name: OuterRef(name) for name in ("session", "kind", "language", "format")}
    return documents.annotate(renewed=Exists(Document.objects.filter(**same, pk__gt=OuterRef("pk"))))


def kind_choices() -> list[tuple[str, str]]:
    return [(kind, builder.label) for kind, builder in KINDS.items()]


def language_choices() -> list[tuple[str, str]]:
    """Return every language that some kind is made in, under its name for the reader."""
    known = dict(settings.LANGUAGES)
    found = dict.fromkeys(code for builder in KINDS.values() for code in builder.languages)
    return [(code, known.get(code, code)) for code in found]


def format_choices() -> list[tuple[str, str]]:
    """Return every format that some kind is made in."""
    found = dict.fromkeys(format for builder in KINDS.values() for format in builder.formats)
    return [(format, FORMATS.get(format, format.upper())) for format in found]
