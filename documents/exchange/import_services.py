"""Acts on tables that are brought in: to bring one, to have it carried out, to read it again, to give it up.

Reading and carrying out is documents.exchange.import_jobs, for the worker.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from documents.exchange.import_models import SheetImport
from documents.exchange.incoming import WRITERS
from documents.exchange.reading import MAX_BYTES
from participants.models import ErasureRequest
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.jobs import ring
from taskforce.text import clean_line

TASK = "documents.tasks.work_on_import"
KEPT_DAYS = 7  # a table that was read and not carried out, with the personal data in it
State = SheetImport.State
ENDED_WITHOUT = (State.FAILED, State.STOPPED)


def bring_in(kind: str, session: Session | None, file: BinaryIO, name: str, by: User | None) -> SheetImport:
    """Keep a file and have it read. It takes the place of what the same person brought in before and left.

    Raises DomainError for a kind that does not come in, and for a file that is too large or empty.
    """
    writer = WRITERS.get(kind)
    if writer is None or writer.kind.of_session != (session is not None):
        raise DomainError(_("Tables of this kind are not brought in here."), field="kind", code="kind")
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise DomainError(_("The file is empty."), field="file", code="size")
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise DomainError(_("The file is larger than %(limit)d MB.") % {"limit": limit}, field="file", code="size")
    stored = default_storage.save(f"imports/{uuid.uuid4().hex}", File(file))
    try:
        with transaction.atomic():
            earlier = SheetImport.objects.filter(
                kind=kind, session=session, requested_by=by, state__in=SheetImport.OPEN
            )
            for one in earlier.exclude(carrying_out=True, state__in=SheetImport.LIVE):
                give_up(one)
            sheet = SheetImport.objects.create(
                kind=kind, session=session, file=stored, file_name=_readable(name), requested_by=by,
                language=get_language() or "it",
            )  # fmt: skip
            transaction.on_commit(partial(ring, TASK, sheet.pk))
    except BaseException:
        default_storage.delete(stored)
        raise
    return sheet


def carry_out(sheet: SheetImport, by: User) -> SheetImport:
    """Have what was read carried out. Asked again it changes nothing.

    Raises DomainError where something in it is refused, nothing would change, or it is not (or no longer) ready.
    """
    with transaction.atomic():
        sheet = _lock(sheet)
        if sheet.carrying_out and sheet.state in (*SheetImport.LIVE, State.DONE):
            return sheet
        if sheet.state != State.READY:
            raise DomainError(_("This table is not ready to be carried out."), code="state")
        if sheet.refused:
            raise DomainError(_("Nothing is carried out while a row is refused."), code="refused")
        if not sheet.new and not sheet.changed:
            raise DomainError(_("Nothing in this table would change anything."), code="nothing")
        return _queue(sheet, carrying_out=True, carried_out_by=by)


def read_again(sheet: SheetImport) -> SheetImport:
    """Have the same file read once more, against what is there now. Raises DomainError where it cannot be."""
    with transaction.atomic():
        sheet = _lock(sheet)
        if sheet.state in SheetImport.LIVE:
            return sheet
        if sheet.state != State.READY or not sheet.file:
            raise DomainError(_("The file is not kept any more. Choose it again."), code="state")
        return _queue(sheet, carrying_out=False, carried_out_by=None)


def give_up(sheet: SheetImport) -> SheetImport:
    """Drop a table that is not carried out, with its file and rows; one that ended already stays as it is.

    A worker on it sees so when it next writes. Raises DomainError while it is being carried out.
    """
    with transaction.atomic():
        sheet = _lock(sheet)
        if sheet.state not in SheetImport.OPEN:
            return sheet
        if sheet.carrying_out and sheet.state == State.RUNNING:
            raise DomainError(_("This table is being carried out just now."), code="state")
        end(sheet, State.STOPPED)
        return sheet


def end(sheet: SheetImport, state: State, **more) -> None:
    """End an import of one's own: its rows go now, its file when that is committed."""
    stored = sheet.file
    sheet.rows.all().delete()
    for name, value in {"state": state, "file": "", "lease_until": None, "finished_at": timezone.now(), **more}.items():
        setattr(sheet, name, value)
    sheet.save()
    if stored:
        transaction.on_commit(partial(default_storage.delete, stored))


def drop_old_imports(now: dt.datetime | None = None) -> int:
    """Give up tables that nobody carried out for a week, and those that may name somebody who was erased since."""
    before = (now or timezone.now()) - dt.timedelta(days=KEPT_DAYS)
    erased = Exists(
        ErasureRequest.objects.filter(done_at__gte=OuterRef("created_at"), registration__session=OuterRef("session"))
    )
    waiting = SheetImport.objects.filter(state=State.READY)
    old = list(waiting.filter(Q(created_at__lt=before) | (Q(kind="delegates") & erased)))
    for sheet in old:
        give_up(sheet)
    for ended in SheetImport.objects.filter(state__in=ENDED_WITHOUT).exclude(file=""):
        drop_rest(ended)
    return len(old)


def drop_rest(sheet: SheetImport) -> None:
    """Keep nothing of an import that failed or was stopped but why: the file is the person's, who brings it again."""
    with transaction.atomic():
        ended = _lock(sheet)
        if ended.state in ENDED_WITHOUT and ended.file:
            end(ended, ended.state, finished_at=ended.finished_at)


def _queue(sheet: SheetImport, **more) -> SheetImport:
    values = {"state": State.QUEUED, "attempt": 0, "due_at": timezone.now(), "error": "", "step": 0, **more}
    for name, value in values.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(values))
    transaction.on_commit(partial(ring, TASK, sheet.pk))
    return sheet


def _lock(sheet: SheetImport) -> SheetImport:
    return SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet.pk)


def _readable(name: str) -> str:
    try:
        return clean_line(name)[:150]
    except ValidationError:
        return ""
