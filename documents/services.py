"""Acts: to ask for a document, to stop it, and to ask again for one that failed. Making them is documents.jobs."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import store
from documents.builders import KINDS, PERSONAL, builder_of
from documents.models import Document
from participants.models import ErasureRequest
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.jobs import ring

TASK = "documents.tasks.make_document"
FAILED_SECONDS = 600  # so long nobody but the desk asks again for what has just failed


def request_document(kind: str, session: Session, language: str, format: str, by=None, **whose) -> Document:
    """Return the job that makes this document: the one that is under way, else a new one, and wake a worker for it.

    ``whose`` are registration and delegate (or None) of a personal kind. The row is written in the caller's
    transaction, if there is one; the bell rings when that is committed. Raises DomainError for a kind, language or
    format that does not exist.
    """
    check_wish(kind, language, format, personal=bool(whose))
    wish = {"kind": kind, "session": session, "language": language, "format": format, **whose}
    with transaction.atomic():
        document = Document.objects.live().filter(**wish).first()
        if document is None:
            try:
                with transaction.atomic():
                    document = Document.objects.create(**wish, requested_by=by)
                transaction.on_commit(partial(ring, TASK, document.pk))
            except IntegrityError:  # somebody else asked for it at the same moment
                document = Document.objects.filter(**wish).latest("pk")
    return document


def ask_again(document: Document, by=None) -> Document:
    """Return a new job for the same wish as one that failed; one that is still under way is returned as it is."""
    return request_document(document.kind, document.session, document.language, document.format, by, **document.whose)


def stop_document(document: Document) -> None:
    """Stop a job that waits or is being made: a worker on it sees so when it next tells of its progress, and drops it.

    Raises DomainError where it has ended already.
    """
    live = Document.objects.live().filter(pk=document.pk)
    if not live.update(state=Document.State.STOPPED, lease_until=None, finished_at=timezone.now()):
        raise DomainError(_("There is nothing to stop: it has ended already."), code="state")


def check_wish(kind: str, language: str, format: str, *, personal: bool = False) -> None:
    """Raise DomainError for a kind, language or format that does not exist."""
    builder = (PERSONAL if personal else KINDS).get(kind)
    if builder is None:
        raise DomainError(_("There is no document of the kind “%(kind)s”.") % {"kind": kind}, field="kind")
    if language not in builder.languages:
        raise DomainError(_("This document is not made in this language."), field="language")
    if format not in builder.formats:
        raise DomainError(_("This document is not made in this format."), field="format")


def current_hash(kind: str, session: Session, language: str, **whose) -> str:
    """Return the hash of what the document would say if it were made now."""
    builder = builder_of(kind)
    return builder.hash_of(builder.gather(session, language, **whose), language)


def stored(facts_hash: str, format: str) -> Document | None:
    """Return a finished document of these very facts whose file is there, or None."""
    found = Document.objects.filter(state=Document.State.DONE, facts_hash=facts_hash, format=format).first()
    return found if found and store.exists(found.file) else None


def failed_lately(facts_hash: str) -> bool:
    """Whether a document of these very facts has just failed, so that asking again at once would fail again."""
    since = timezone.now() - dt.timedelta(seconds=FAILED_SECONDS)
    return Document.objects.filter(state=Document.State.FAILED, facts_hash=facts_hash, finished_at__gte=since).exists()


def drop_erased() -> int:
    """Delete the papers of people whose data were erased, and those that name everybody, with their files.

    A paper that is not begun will not name them. Returns how many there were.
    """
    asked = ErasureRequest.objects.filter(done_at__gte=OuterRef("created_at"))
    own = Q(registration__isnull=False) & Exists(asked.filter(registration=OuterRef("registration")))
    naming = Q(registration=None, kind__in=[kind for kind, builder in KINDS.items() if builder.names_people])
    of_session = Exists(asked.filter(registration__session=OuterRef("session")))
    dropped = 0
    for document in Document.objects.filter(own | (naming & ~Q(state=Document.State.QUEUED) & of_session)):
        document.delete()
        dropped += 1
        if document.file and not Document.objects.filter(file=document.file).exists():
            store.delete(document.file)
    return dropped
