"""Acts: to ask for a table, to approve or refuse one for the other side, to stop one; and what the sweep deletes."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from documents import store
from documents.exchange import emails
from documents.exchange.export_models import KEPT_DAYS
from documents.exchange.kinds import KINDS, Kind, columns_of
from documents.exchange.presets import OTHER_SIDE, minimal_of
from documents.models import SheetExport
from participants.models import ErasureRequest
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.jobs import ring

TASK = "documents.tasks.make_export"
State = SheetExport.State


def ask_export(by: User, kind: Kind, session: Session | None, **wish) -> SheetExport:
    """Write the wish down and wake a worker; one for the other side waits until a second person approves it.

    ``wish``: columns, format, only_confirmed, of_side, rows, purpose, recipient, recipient_side. Raises DomainError.
    """
    _check_wish(kind, session, wish)
    if not kind.personal:
        wish |= {"purpose": "", "recipient": "", "recipient_side": ""}
    waits = wish["recipient_side"] == OTHER_SIDE
    with transaction.atomic():
        export = SheetExport.objects.create(
            kind=kind.code,
            session=session,
            language=get_language() or "it",
            requested_by=by,
            needs_approval=waits,
            state=State.ASKED if waits else State.QUEUED,
            **wish,
        )
        if waits:
            emails.send_to_approve(export)
        else:
            transaction.on_commit(partial(ring, TASK, export.pk))
    return export


def approve_export(export: SheetExport, by: User) -> SheetExport:
    """Let the file be made, and tell whoever asked. Raises DomainError for the one who asked, or if it is decided."""
    with transaction.atomic():
        export = _to_decide(export, by)
        _decide(export, by, State.QUEUED, due_at=timezone.now())
        emails.send_decided(export)
        transaction.on_commit(partial(ring, TASK, export.pk))
    return export


def refuse_export(export: SheetExport, by: User, reason: str) -> SheetExport:
    """Refuse a list with a reason, and tell whoever asked. Raises DomainError as approving does."""
    with transaction.atomic():
        export = _to_decide(export, by)
        if not reason:
            raise DomainError(_("Say why the list is refused."), field="refusal")
        _decide(export, by, State.REFUSED, refusal=reason, finished_at=timezone.now())
        emails.send_decided(export)
    return export


def stop_export(export: SheetExport) -> None:
    """Stop an export that waits or is being made; a worker on it drops its work. Raises DomainError if it ended."""
    if not stop_exports(SheetExport.objects.filter(pk=export.pk)):
        raise DomainError(_("There is nothing to stop: it has ended already."), code="state")


def stop_exports(exports) -> int:
    """Stop those of these exports that wait or are being made; returns how many."""
    live = exports.filter(state__in=SheetExport.OPEN)
    return live.update(state=State.STOPPED, lease_until=None, finished_at=timezone.now())


def drop_old_exports(now: dt.datetime | None = None) -> int:
    """Delete the files that are too old, and those that hold the data of somebody erased since. Returns how many."""
    now = now or timezone.now()
    erased = ErasureRequest.objects.filter(
        registration__session=OuterRef("session"), done_at__gte=OuterRef("created_at")
    )
    personal = [kind.code for kind in KINDS.values() if kind.personal]
    old = Q(finished_at__lte=now - dt.timedelta(days=KEPT_DAYS)) | (Q(kind__in=personal) & Exists(erased))
    dropped = 0
    for export in SheetExport.objects.filter(old, state=State.DONE):
        store.delete(export.file)
        dropped += SheetExport.objects.filter(pk=export.pk, state=State.DONE).update(state=State.DELETED, file="")
    return dropped


def _check_wish(kind: Kind, session: Session | None, wish: dict) -> None:
    known = {column.key for column in columns_of(kind, session)}
    if not wish["columns"] or not set(wish["columns"]) <= known:
        raise DomainError(_("Choose at least one column."), field="columns")
    if not kind.personal:
        return
    if not (wish["purpose"] and wish["recipient"] and wish["recipient_side"]):
        raise DomainError(_("Say for what and for whom the list is: it tells of persons."), field="purpose")
    if wish["recipient_side"] == OTHER_SIDE:
        if not set(wish["columns"]) <= set(minimal_of(kind.code)):
            raise DomainError(
                _("A list for the other side holds no more than the set “Minimal list for the other side”."),
                field="columns",
            )
        if wish["format"] != SheetExport.Format.XLSX:
            raise DomainError(
                _("A list for the other side is an XLSX file: its first sheet says whose it is."), field="format"
            )


def _to_decide(export: SheetExport, by: User) -> SheetExport:
    export = (
        SheetExport.objects.select_for_update(of=("self",)).select_related("session", "requested_by").get(pk=export.pk)
    )
    if export.state != State.ASKED:
        raise DomainError(_("This has been decided already, or was stopped."), code="state")
    if export.requested_by_id == by.pk:
        raise DomainError(_("Whoever asked for a list cannot approve it."), code="approver")
    return export


def _decide(export: SheetExport, by: User, state: str, **more) -> None:
    changes = {"state": state, "decided_by": by, "decided_at": timezone.now(), **more}
    for name, value in changes.items():
        setattr(export, name, value)
    export.save(update_fields=list(changes))
