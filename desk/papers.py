"""The documents of a session as its desk shows them."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from documents.builders import KINDS
from documents.builders.dossier import OF_TABLES
from documents.builders.programme import DAYS
from documents.models import Document
from documents.personal import OWN
from sessions.models import Session

FORMATS = {"pdf": "PDF", "zip": "ZIP", "xlsx": "XLSX", "docx": "DOCX", "csv": "CSV"}


def list_documents(user: User, session: Session) -> QuerySet[Document]:
    """Return the session's documents, newest first, each with ``renewed``: the same was asked for again later."""
    documents = Document.objects.for_user(user).filter(session=session, registration=None)
    return with_renewed(documents).select_related("requested_by")


def with_renewed(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Annotate documents with whether the same document was asked for again later."""
    same = {name: OuterRef(name) for name in ("session", "kind", "language", "format")}
    return documents.annotate(renewed=Exists(Document.objects.filter(**same, pk__gt=OuterRef("pk"))))


def kind_choices(days: int | None = None) -> list[tuple[str, str]]:
    """Return the kinds, those of single days only as far as the session has such a day; a table's at its own page."""
    beyond = {builder.kind for builder in DAYS[days:]} if days else set()
    beyond |= OF_TABLES
    return [(kind, builder.label) for kind, builder in KINDS.items() if kind not in beyond]


def language_choices() -> list[tuple[str, str]]:
    """Return every language that some kind is made in, under its name for the reader."""
    found = dict.fromkeys(code for builder in KINDS.values() for code in builder.languages)
    return [(code, language_name(code)) for code in found]


def language_name(code: str) -> str:
    """Return the name of a language, of two that stand side by side, or that each person has another."""
    if code == OWN:
        return _("Each delegate's own language")
    known = dict(settings.LANGUAGES)
    names = [str(known.get(part, part)) for part in code.split("+")]
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(second)s side by side") % {"first": names[0], "second": names[1]}


def format_choices() -> list[tuple[str, str]]:
    """Return every format that some kind is made in."""
    found = dict.fromkeys(format for builder in KINDS.values() for format in builder.formats)
    return [(format, FORMATS.get(format, format.upper())) for format in found]
