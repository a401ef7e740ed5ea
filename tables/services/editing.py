"""Adding, changing, moving and removing one line of the programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.models import ProgrammeItem, Room, Session
from sessions.translations import noting_translations
from tables.models import ProgrammeEdit
from tables.services.checks import check_line
from tables.services.lines import (
    EMPTY,
    TEXTS,
    changed_names,
    clock_of,
    columns_of,
    fill_item,
    line_of,
    plain,
    save_item,
)
from tables.services.meanwhile import refuse_removed, refuse_stale
from tables.services.parallel import label_there
from taskforce.errors import DomainError

KEEP: Any = object()  # "where it is": None already means "in no room"
Act = ProgrammeEdit.Act
REMEMBERED = 100  # so many edits back the duration of an untimed line is looked for


@contextmanager
def open_programme(session_id: int) -> Iterator[Session]:
    """Enter the programme of a session: one transaction, the session's row locked until the end."""
    with transaction.atomic():
        yield Session.objects.select_for_update().get(pk=session_id)


def add_line(session: Session, values: dict, by: User | None) -> ProgrammeItem:
    """Add a line at the end of the programme's order. ``values`` as ``lines.plain`` takes them; the rest is empty.

    Raises DomainError for what is nonsense: an end before the start, a day or a room that is not the session's.
    """
    with open_programme(session.pk) as session:
        line = EMPTY | plain(values)
        if "position" not in values:
            line["position"] = next_position(session)
        item = ProgrammeItem(session=session)
        write_line(session, item, EMPTY, line, by, new=True)
        record(session, Act.ADDED, [], [line_of(item)], by)
        return item


def change_line(item: ProgrammeItem, values: dict, by: User | None, seen: str | None = None) -> ProgrammeItem:
    """Change what ``values`` name and leave the rest. Where nothing differs nothing is written.

    ``seen`` is ``updated_at.isoformat()`` of the line that the caller looked at: where it has changed since,
    DomainError (code ``stale``) says what changed and who did it. Raises DomainError for nonsense, as ``add_line``.
    """
    with open_programme(item.session_id) as session:
        item, before = current_line(session, item, seen)
        return _change(session, item, before, values, Act.CHANGED, by)


def move_line(
    item: ProgrammeItem,
    *,
    day: int | None,
    starts: dt.time | None,
    room: Room | None = KEEP,
    minutes: int | None = None,
    by: User | None,
    seen: str | None = None,
) -> ProgrammeItem:
    """Move a line to a day, a start (host's local time; None: the time is not known) and a room, with its duration.

    ``minutes`` gives it another duration. A line that becomes untimed has no end either; its duration is found again
    when it gets a start. A room brings its venue with it. The label of parallel lines follows
    (``parallel.label_there``). Raises DomainError as ``change_line``, and where the line would end after midnight.
    """
    with open_programme(item.session_id) as session:
        item, before = current_line(session, item, seen)
        values = {"day": day, **_times(session, before, starts, minutes)}
        if room is not KEEP:
            values |= {"room": room, "venue": room.venue_id} if room else {"room": None}
        line = before | plain(values)
        changed = changed_names(before, line)
        if changed & {"day", "starts"}:
            values["parallel"] = label_there(session, before, line)
        return _change(session, item, before, values, Act.CHANGED if changed == {"ends"} else Act.MOVED, by)


def remove_line(item: ProgrammeItem, by: User | None, seen: str | None = None) -> None:
    """Remove a line; a line that is gone already stays so. Raises DomainError (``stale``) as ``change_line``."""
    with open_programme(item.session_id) as session:
        if seen is None and not session.items.filter(pk=item.pk).exists():
            return
        item, before = current_line(session, item, seen)
        item.delete()
        touch(session)
        record(session, Act.REMOVED, [before], [], by)


def current_line(session: Session, item: ProgrammeItem, seen: str | None) -> tuple[ProgrammeItem, dict]:
    """Return the row as it is now, and its line. Only inside ``open_programme``.

    Raises DomainError where the row is gone, or is not what was seen.
    """
    found = session.items.select_related("sitting").filter(pk=item.pk).first()
    if found is None:
        refuse_removed(session, item.pk)
    found.session = session
    line = line_of(found)
    if seen is not None and seen != line["changed"]:
        refuse_stale(session, line, seen)
    return found, line


def write_line(
    session: Session, item: ProgrammeItem, before: dict, line: dict, by: User | None, *, new: bool = False
) -> None:
    """Bring an item from one line to another, checked, and note which translations that leaves out of date.

    Only inside ``open_programme``. Raises DomainError.
    """
    changed = changed_names(before, line)
    fill_item(item, line, changed)
    check_line(session, item, line, set(line) if new else changed)
    if changed.isdisjoint(TEXTS):
        save_item(item, before, line, new=new)
    else:
        with noting_translations(session, by, [item]):
            save_item(item, before, line, new=new)


def record(session: Session, act: ProgrammeEdit.Act, before: list, after: list, by: User | None) -> ProgrammeEdit:
    """Write down what an act did."""
    return ProgrammeEdit.objects.create(session=session, act=act, before=before, after=after, by=by)


def touch(session: Session) -> None:
    """Move the session's time of change: of a line that is gone nothing else tells whoever keeps a page or a paper."""
    session.save(update_fields=["updated_at"])


def next_position(session: Session) -> int:
    """Return the place after the last line."""
    last = session.items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _change(
    session: Session, item: ProgrammeItem, before: dict, values: dict, act: ProgrammeEdit.Act, by: User | None
) -> ProgrammeItem:
    line = before | plain(values)
    if changed_names(before, line):
        write_line(session, item, before, line, by)
        after = {**line, **columns_of(item), "changed": item.updated_at.isoformat()}
        record(session, act, [before], [after], by)
    return item


def _times(session: Session, before: dict, starts: dt.time | None, minutes: int | None) -> dict:
    if starts is None:
        return {"starts": None, "ends": None}
    if minutes:
        return {"starts": starts, "ends": _later(starts, dt.timedelta(minutes=minutes))}
    if not before["starts"] and before["ends"]:  # an end alone is a time of day, not a duration
        return {"starts": starts, "ends": before["ends"]}
    lasts = _duration(before) or _remembered_duration(session, before["id"])
    return {"starts": starts, "ends": lasts and _later(starts, lasts)}


def _later(starts: dt.time, lasts: dt.timedelta) -> dt.time:
    begins = dt.datetime.combine(dt.date(2000, 1, 1), starts, tzinfo=dt.UTC)
    if (begins + lasts).date() != begins.date():
        raise DomainError(_("The line would not end before midnight."), field="starts")
    return (begins + lasts).time()


def _duration(line: dict) -> dt.timedelta | None:
    starts, ends = clock_of(line["starts"]), clock_of(line["ends"])
    if not starts or not ends:
        return None
    day = dt.date(2000, 1, 1)
    return dt.datetime.combine(day, ends, tzinfo=dt.UTC) - dt.datetime.combine(day, starts, tzinfo=dt.UTC)


def _remembered_duration(session: Session, pk: int) -> dt.timedelta | None:
    """Return how long a line without times lasted when it had some, where one of the last edits took them from it."""
    edits = session.programme_edits.filter(act__in=(Act.MOVED, Act.CHANGED)).values_list("before", flat=True)
    lines = (line for before in edits[:REMEMBERED] for line in before if line["id"] == pk)
    return next(filter(None, map(_duration, lines)), None)
