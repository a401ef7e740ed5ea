"""The worker's part of an import: a file is read into rows that say what they would do, and these are carried out.

Both go in portions. Reading writes each portion by itself, so that its progress is seen; carrying out is one
transaction, in which every row is looked at, judged and written as it is then.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import record_reading
from documents import jobs
from documents.exchange.cells_in import shortened
from documents.exchange.columns import Column
from documents.exchange.import_models import SheetImport, SheetRow
from documents.exchange.import_services import drop_rest
from documents.exchange.incoming import WRITERS, Line, Writer
from documents.exchange.kinds import Kind
from documents.exchange.reading import Broken, Table, Unreadable, read_rows
from taskforce.actor import acting
from taskforce.errors import DomainError
from taskforce.text import comparison_key, sheet_text

logger = logging.getLogger(__name__)

PORTION = 500
LONGEST_KEPT = 500  # characters of a cell of a refused row
FEWEST_KNOWN = 2  # a row that names as many columns may be the row of headings
State, Outcome = SheetImport.State, SheetRow.Outcome


class ChangedMeanwhile(Exception):
    """Rows are not as they were when the table was read, or would be refused now; the message says which."""


def run_import(pk: int) -> None:
    """Read the file of an import, or carry it out, if it is due; do nothing where somebody else is at it."""
    whole = SheetImport.objects.select_related("session", "requested_by", "carried_out_by")
    sheet = jobs.take(pk, rows=whole)
    if sheet is None:
        return
    with translation.override(sheet.language):
        jobs.work_on(sheet, carry_out if sheet.carrying_out else read)
    drop_rest(sheet)


# --- Reading --------------------------------------------------------------------------------------------------------


def read(sheet: SheetImport) -> None:
    """Read the file and keep what each row would do. Raises DomainError for a file that is no such table."""
    writer = WRITERS[sheet.kind](sheet.session, sheet.requested_by)
    sheet.rows.all().delete()  # of an attempt that was lost
    counts: Counter[str] = Counter()
    try:
        with default_storage.open(sheet.file) as file:
            table = read_rows(file, lambda headings: columns_of(writer.kind, headings))
            notices = [*notices_of(writer.kind, table), *writer.notices()]
            for portion in portions(table.rows, PORTION):
                lines = lines_of(writer, table, portion)
                keep(sheet, lines, counts)
                done = sum(counts.values())
                sheet.steps = max(table.total, done)
                jobs.advance(sheet, done)
    except Unreadable as error:
        raise DomainError(str(error), code="unreadable") from error
    if not counts:
        raise DomainError(_("Below the headings there is no row."), code="empty")
    ready = {outcome: counts[outcome] for outcome in ("new", "changed", "unchanged", "refused")}
    done = jobs.mine(sheet).update(state=State.READY, lease_until=None, notices=notices, error="", **ready)
    if not done:
        raise jobs.JobLost
    record_what_is_shown(sheet, writer)


def record_what_is_shown(sheet: SheetImport, writer: Writer) -> None:
    """Put on record whose data the page shows that a person's own file did not tell: those of rows it would change."""
    if writer.kind.personal:
        keys = sheet.rows.filter(outcome=Outcome.CHANGED).values_list("object_id", flat=True)
        rows = (writer.kind_model(pk=key) for key in keys)
        record_reading(sheet.requested_by, writer.kind.label, rows, purpose=jobs.reference(sheet))


def columns_of(kind: Kind, headings: list[str]) -> dict[int, Column]:
    """Return which column of a table is which of ours; nothing where this is not the row of headings.

    Raises Unreadable where the row is one, of which two columns say they are the same.
    """
    known = headings_of(kind)
    keys = [comparison_key(text[:200]) for text in headings]
    found = {index: known[key] for index, key in enumerate(keys) if key in known}
    written = sum(map(bool, keys))
    if len(found) < FEWEST_KNOWN or 2 * len(found) < written:
        return {}
    twice = [column for column, times in Counter(column.key for column in found.values()).items() if times > 1]
    if twice:
        raise Unreadable(_("The heading “%(heading)s” stands twice.") % {"heading": kind.column(twice[0]).heading})
    return found


def headings_of(kind: Kind) -> dict[str, Column]:
    """Return each column of a kind by what its heading may be: in any language, or its key."""
    found = {comparison_key(column.key.replace("_", " ")): column for column in kind.columns}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {comparison_key(column.heading): column for column in kind.columns}
    return found


def notices_of(kind: Kind, table: Table) -> list[str]:
    """Return what a person should know of the file beside its rows."""
    ours = {column.key for column in kind.written}
    shown = [column.heading for column in table.columns.values() if column.key not in ours]
    others = [shortened(text) for index, text in enumerate(table.headings) if text and index not in table.columns]
    notices = []
    if shown:
        notices.append(
            _("Only shown, so what was changed there is not taken: %(columns)s.") % {"columns": ", ".join(shown)}
        )
    if others:
        notices.append(_("No columns of such a table, and not read: %(columns)s.") % {"columns": ", ".join(others)})
    if not any(column.key in kind.keys for column in table.columns.values()):
        heading = kind.column(kind.keys[0]).heading
        notices.append(_("The column “%(column)s” is not there, so every row is a new one.") % {"column": heading})
    if table.hidden:
        text = ngettext("%(count)d hidden row was read too.", "%(count)d hidden rows were read too.", table.hidden)
        notices.append(text % {"count": table.hidden})
    return notices


def lines_of(writer: Writer, table: Table, portion: list[tuple[int, list]]) -> list[Line]:
    """Return what some rows of a table would do, and what is wrong with them."""
    lines = [(Line(number), _cells(table, row)) for number, row in portion]
    keys = {line.number: _key(writer, line, cells) for line, cells in lines}
    rows = writer.find(key for key in keys.values() if key)
    for line, cells in lines:
        key = keys[line.number]
        line.row = rows.get(key) if key else None
        if key and line.row is None and writer.key == "id":
            line.fault("id", _("There is no row %(key)s here. Leave the cell empty for a new one.") % {"key": key})
        elif key and (earlier := writer.twice(("key", key), line)):
            line.fault(writer.key, _("The same row stands in row %(row)d.") % {"row": earlier})
        if line.number in table.merged:
            line.fault("", _("Cells are merged in this row. Take the merging out, and fill each cell."))
        writer.compare(line, cells)
    writer.prepare([line for line, _cells in lines])
    for line, cells in lines:
        writer.judge(line, cells)
        line.label = writer.label_of(line)
        if line.faults:
            line.written = {key: readable(cell) for key, cell in cells.items()}
    return [line for line, _cells in lines]


def _cells(table: Table, row: list) -> dict[str, Any]:
    return {column.key: row[index] if index < len(row) else "" for index, column in table.columns.items()}


def _key(writer: Writer, line: Line, cells: dict[str, Any]) -> Any:
    """Return what tells a row from others; None of a new one, and of one whose key cannot be read."""
    if writer.key not in cells or cells[writer.key] == "":
        return None
    try:
        return writer.parse(writer.by_key[writer.key], cells[writer.key], "")
    except ValidationError as error:
        line.fault(writer.key, " ".join(error.messages))
        return None


def readable(cell: Any) -> str:
    """Return what stands in a cell as text that can be kept and shown, whatever it is."""
    return "" if isinstance(cell, Broken) else sheet_text(cell)[:LONGEST_KEPT]


def keep(sheet: SheetImport, lines: Iterable[Line], counts: Counter[str]) -> None:
    """Keep the lines that would do something, and count them all."""
    kept = []
    for line in lines:
        outcome = outcome_of(line)
        counts[outcome] += 1
        if outcome != "unchanged":
            row = SheetRow(sheet=sheet, number=line.number, outcome=outcome, label=line.label[:200], faults=line.faults)
            row.values = line.written if outcome == Outcome.REFUSED else line.values
            if line.row:
                row.object_id, row.before = line.row.pk, line.before
            kept.append(row)
    SheetRow.objects.bulk_create(kept, batch_size=PORTION)


def outcome_of(line: Line) -> str:
    if line.faults:
        return Outcome.REFUSED
    if line.row is None:
        return Outcome.NEW
    return Outcome.CHANGED if line.values else "unchanged"


# --- Carrying out ---------------------------------------------------------------------------------------------------


def carry_out(sheet: SheetImport) -> None:
    """Do what was read, all of it or nothing: where a row is another by now, the table waits to be read again."""
    by = sheet.carried_out_by
    hold(sheet)
    try:
        if not (by and by.is_active):
            raise DomainError(_("Whoever wished it has no account any more."))
        with acting(f"user {by.pk}"), transaction.atomic():
            writer = WRITERS[sheet.kind](sheet.session, by)
            for portion in portions(sheet.rows.order_by("number").iterator(chunk_size=PORTION), PORTION):
                writer.write(still_so(writer, portion))
            writer.finish()
            finished = {"state": State.DONE, "lease_until": None, "finished_at": timezone.now(), "file": ""}
            if not jobs.mine(sheet).update(**finished):
                raise jobs.JobLost
            sheet.rows.all().delete()
    except (ChangedMeanwhile, DomainError, ValidationError, IntegrityError) as error:
        send_back(sheet, error)
    else:
        default_storage.delete(sheet.file)


def still_so(writer: Writer, rows: list[SheetRow]) -> list[Line]:
    """Return rows as lines to be written, held until the transaction ends. Raises ChangedMeanwhile."""
    keys = [row.object_id for row in rows if row.object_id]
    writer.lock(keys)
    found = {one.pk: one for one in writer.kind.rows(writer.session).filter(pk__in=keys)}
    lines = [Line(row.number, found.get(row.object_id), row.values, row.before, label=row.label) for row in rows]
    for line, row in zip(lines, rows, strict=True):
        gone = row.object_id and line.row is None
        if gone or (line.row and any(writer.stored(line.row, key) != value for key, value in line.before.items())):
            raise ChangedMeanwhile(
                _("Row %(row)d (%(name)s) was changed since the table was read.")
                % {"row": row.number, "name": row.label}
            )
    writer.prepare(lines)
    for line in lines:
        writer.judge(line, {})
        if line.faults:
            told = {"row": line.number, "reason": line.faults[0][1]}
            raise ChangedMeanwhile(_("Row %(row)d: %(reason)s") % told)
    return lines


def send_back(sheet: SheetImport, error: Exception) -> None:
    """Let the table wait to be looked at again, with the reason; nothing of it was done."""
    if isinstance(error, IntegrityError):
        logger.warning("%s was refused by the database.", jobs.reference(sheet), exc_info=error)
        reason = _("The database refused a row: it no longer goes with what is there.")
    else:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    text = _("Nothing was changed. %(reason)s Have the table read again.") % {"reason": reason}
    back = {"state": State.READY, "carrying_out": False, "carried_out_by": None, "lease_until": None}
    jobs.mine(sheet).update(**back, error=text[:500])


def hold(sheet: SheetImport) -> None:
    """Hold the job for as long as a worker may take: within one transaction nothing can be told in between."""
    until = timezone.now() + dt.timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)
    if not jobs.mine(sheet).update(lease_until=until):
        raise jobs.JobLost


def portions(rows: Iterable, size: int) -> Iterator[list]:
    """Cut rows into lists."""
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some
