"""The row is the job: how a worker takes one, works on it under a lease, and ends it.

Every write says ``WHERE attempt = mine``. A worker that was thought dead and comes back late finds no row to write to,
and what it made is dropped; so a document is made by whoever holds the newest attempt, once.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import store
from documents.builders import builder_of
from documents.builders.base import Progress, first_of
from documents.models import Document, SheetExport, SheetImport
from taskforce.errors import DomainError

logger = logging.getLogger(__name__)

Job = Document | SheetExport | SheetImport
MAX_ATTEMPTS = 3
BACKOFF_SECONDS = 10  # twice as long before each further attempt
TELL_SECONDS = 0.5
WHOLE = ("session__host_region", "requested_by", "registration__organisation")
TRANSIENT = (OperationalError, OSError, MemoryError, SoftTimeLimitExceeded)
# What is being done after so many steps.
STEPS = (
    gettext_lazy("Gathering the facts"),
    gettext_lazy("Laying out the pages"),
    gettext_lazy("Writing the file"),
    gettext_lazy("Putting the file away"),
)


class JobLost(Exception):
    """The job is not mine any more: its lease ran out and another worker holds it, or somebody stopped it."""


def run_document(pk: int) -> None:
    """Make the document of a job, if it is due; do nothing if it is done or somebody works on it.

    Failures end in the row: a rule's own words, or a reference under which the log has the traceback.
    """
    document = take(pk)
    if document:
        work_on(document, make)


def work_on(document: Job, make: Callable[[Any], None]) -> None:
    """Do the work of a job that is mine, and write into its row how it ended."""
    try:
        make(document)
    except JobLost:
        logger.warning("%s came too late, or was stopped; its work is dropped.", reference(document))
    except DomainError as refusal:
        fail(document, refusal.message)
    except TRANSIENT as error:
        logger.warning("%s was interrupted: %s", reference(document), type(error).__name__, exc_info=error)
        put_off(document)
    except Exception:
        logger.exception("%s failed.", reference(document))
        fail(document, could_not_be_made(document))


def make(document: Document) -> None:
    """Gather, render and keep, step by step; facts that were rendered before are not rendered again."""
    builder = builder_of(document.kind)
    with snapshot():
        facts = builder.gather(document.session, document.language, **document.whose)
    document.facts_hash = builder.hash_of(facts, document.language)
    advance(document, 1, facts_hash=document.facts_hash)
    name = store.name_of(document.facts_hash, document.format)
    content = store.get(name)
    if content is None:
        content = builder.render(document.format, facts, document.language, teller(document))
        advance(document, document.steps - 1)
        name = store.put(name, content)
    finish(document, name, content)


def teller(document: Job) -> Progress:
    """Return what a builder tells of its progress to: a document of many parts has as many more steps.

    Parts that follow fast on each other are written down now and then, so that telling costs less than making. Each
    time the lease begins anew, and a job that was stopped ends with JobLost.
    """
    told_at = time.monotonic()

    def tell(done: int = 1, of: int = 1) -> None:
        nonlocal told_at
        if done < of and time.monotonic() - told_at < TELL_SECONDS:
            return
        told_at = time.monotonic()
        document.steps = len(STEPS) - 1 + of
        advance(document, 1 + done)

    return tell


def words_of(step: int, steps: int) -> str:
    """Return what is being done after so many steps of how many, in words."""
    parts = steps - len(STEPS) + 1
    if parts > 1 and 0 < step <= parts:
        return _("%(done)d of %(total)d laid out") % {"done": step - 1, "total": parts}
    return str(STEPS[min(step if step < 2 else max(step - parts + 1, 1), len(STEPS) - 1)])


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as of one moment, and lock out no writer. Within a transaction that is open, that one's view."""
    if connection.in_atomic_block:
        yield
        return
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # reading needs no write lock
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode


# --- The row --------------------------------------------------------------------------------------------------------


def take(pk: int, now: dt.datetime | None = None, rows: QuerySet | None = None):
    """Take a due job under a lease and return it with the attempt that is now mine; None where there is nothing to do.

    It is a document, or one of ``rows``. A job whose workers were lost too often is given up.
    """
    now = now or timezone.now()
    rows = Document.objects.select_related(*WHOLE) if rows is None else rows
    document = rows.due(now).filter(pk=pk).first()
    if document is None:
        return None
    if document.attempt >= MAX_ATTEMPTS:
        logger.error("%s is given up: its workers were lost.", reference(document))
        fail(document, could_not_be_made(document))
        return None
    return document if claim(document, now) else None


def claim(document: Job, now: dt.datetime) -> bool:
    """Make the job mine if it is still as I read it (one statement: of two workers, one finds no row)."""
    unchanged = type(document).objects.due(now).filter(pk=document.pk, attempt=document.attempt)
    document.attempt += 1
    document.state, document.steps = document.State.RUNNING, len(STEPS)
    taken = {"attempt": document.attempt, "state": document.state, "lease_until": now + lease()}
    return bool(unchanged.update(**taken, step=0, steps=document.steps, error=""))


def advance(document: Job, step: int, **more) -> None:
    """Write that so many steps are done, and hold the job for another lease. Raises JobLost where it is not mine."""
    changes = {"step": step, "steps": document.steps, "lease_until": timezone.now() + lease(), **more}
    if not mine(document).update(**changes):
        raise JobLost


def finish(document: Job, name: str, content: bytes, **more) -> None:
    """Write the file into the row. Raises JobLost where the job is no longer mine."""
    ended = mine(document).update(
        state=document.State.DONE,
        step=document.steps,
        steps=document.steps,
        file=name,
        file_sha256=store.digest(content),
        size=len(content),
        lease_until=None,
        finished_at=timezone.now(),
        **more,
    )
    if not ended:
        raise JobLost


def fail(document: Job, reason: object) -> None:
    """End the job with a reason for the person who asked, in that person's language."""
    with translation.override(reader_language(document)):
        text = str(reason)[: Document._meta.get_field("error").max_length]
    mine(document).update(state=document.State.FAILED, error=text, lease_until=None, finished_at=timezone.now())


def put_off(document: Job) -> None:
    """Let the job be tried again in a while, or fail it when it has been tried often enough."""
    if document.attempt >= MAX_ATTEMPTS:
        fail(document, could_not_be_made(document))
        return
    due_at = timezone.now() + dt.timedelta(seconds=BACKOFF_SECONDS * 2 ** (document.attempt - 1))
    mine(document).update(state=document.State.QUEUED, due_at=due_at, lease_until=None, step=0)


def mine(document: Job):
    """The row as long as I hold it."""
    return type(document).objects.filter(pk=document.pk, attempt=document.attempt, state=document.state)


def lease() -> dt.timedelta:
    """How long one step may take before the worker counts as dead."""
    return dt.timedelta(seconds=settings.DOCUMENT_LEASE_SECONDS)


def reference(document: Job) -> str:
    """What the desk and the log both call one attempt at one document."""
    return f"{document.LETTER}{document.pk}-{document.attempt}"


def reader_language(document: Job) -> str:
    return document.requested_by.language if document.requested_by else first_of(document.language)


def could_not_be_made(document: Job) -> str:
    with translation.override(reader_language(document)):
        text = getattr(document, "NOT_DONE", _("The document could not be made (reference %(reference)s)."))
        return text % {"reference": reference(document)}
