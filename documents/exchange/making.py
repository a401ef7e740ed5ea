"""The worker's part: an export that is due becomes a file, and it stands on record whose data were taken out."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audit.models import ReadingAct
from audit.services import record_reading
from documents import jobs, store
from documents.exchange.columns import Column
from documents.exchange.kinds import KINDS, Kind, columns_of, narrowed
from documents.exchange.writing import write_csv, write_xlsx
from documents.models import SheetExport
from taskforce.errors import DomainError

PORTION = 1000
WHOLE = ("session__host_region", "requested_by", "decided_by")


def run_export(pk: int) -> None:
    """Make the file of an export, if it is due; do nothing if it is done or somebody works on it."""
    export = jobs.take(pk, rows=SheetExport.objects.select_related(*WHOLE))
    if export:
        jobs.work_on(export, make)


def make(export: SheetExport) -> None:
    """Read the rows in portions, write them, keep the file, and put on record whose data it holds."""
    kind = KINDS[export.kind]
    if not (export.requested_by and export.requested_by.is_active):
        raise DomainError(_("Whoever asked for it has no account any more."))
    rows = narrowed(kind, export)
    keys = list(rows.values_list("pk", flat=True))
    jobs.advance(export, 1)
    with translation.override(export.language):
        content = write(export, kind, portions(rows, keys, jobs.teller(export)))
    jobs.advance(export, export.steps - 1)
    name = store.put(f"documents/exports/{secrets.token_hex(16)}.{export.format}", content)
    try:
        with transaction.atomic():
            jobs.finish(export, name, content, number=len(keys))
            record(export, kind, rows.model, keys)
    except BaseException:
        store.delete(name)
        raise


def write(export: SheetExport, kind: Kind, rows: Iterator[Model]) -> bytes:
    """Return the file of these rows, with the columns in the order in which they are declared."""
    columns = [column for column in columns_of(kind, export.session) if column.key in export.columns]
    if export.format == SheetExport.Format.CSV:
        return write_csv(columns, rows)
    about = about_lines(export, columns) if kind.personal else []
    return write_xlsx(str(kind.label), columns, rows, about, about_first=export.needs_approval)


def portions(rows: QuerySet, keys: list[int], tell: jobs.Progress) -> Iterator[Model]:
    """Yield the rows with these keys, in their order, fetched in portions with all that belongs to them."""
    parts = -(-len(keys) // PORTION)
    for part in range(parts):
        some = keys[part * PORTION : (part + 1) * PORTION]
        found = {row.pk: row for row in rows.filter(pk__in=some)}
        yield from (found[key] for key in some if key in found)  # what was deleted meanwhile is not there
        tell(part + 1, parts)


def about_lines(export: SheetExport, columns: list[Column]) -> list[tuple[str, str]]:
    """Return what the sheet about a list says: for whom, for what, made when and by whom, approved by whom."""
    side = export.get_recipient_side_display()
    now = timezone.localtime()
    lines = [
        (_("List"), f"{KINDS[export.kind].label} – {export.session}"),
        (_("Recipient"), f"{export.recipient} ({side})"),
        (_("Purpose"), export.purpose),
        (_("Made"), date_format(now, "SHORT_DATETIME_FORMAT")),
        (pgettext("list", "Made by"), str(export.requested_by)),
    ]
    if export.needs_approval:
        lines.append((pgettext("list", "Approved by"), str(export.decided_by or "–")))
    lines.append((_("Columns"), ", ".join(column.heading for column in columns)))
    text = _("This list holds personal data. It is for the recipient and the purpose named here alone.")
    return [*lines, (settings.PORTAL_NAME, text)]


def record(export: SheetExport, kind: Kind, model: type[Model], keys: list[int]) -> None:
    """Put on record whose data were taken out, for what and for whom."""
    if kind.personal:
        purpose = f"{export.purpose} → {export.recipient} ({export.recipient_side}); {jobs.reference(export)}"
        rows = (model(pk=key) for key in keys)
        record_reading(export.requested_by, kind.label, rows, purpose=purpose, act=ReadingAct.EXPORTED)
