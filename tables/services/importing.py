"""Lines of the programme that come in from a table: added and changed as one act, which can be undone as one."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from sessions.models import ProgrammeItem, Session
from sessions.translations import note_translations, noting_translations
from tables.models import ProgrammeEdit
from tables.services.checks import check_line
from tables.services.editing import next_position, open_programme, record
from tables.services.lines import (
    EMPTY,
    changed_names,
    columns_of,
    fill_item,
    line_of,
    make_items,
    plain,
    save_item,
)


def import_lines(
    session: Session, lines: Iterable[tuple[ProgrammeItem | None, dict]], by: User | None
) -> ProgrammeEdit | None:
    """Change lines (an item, and ``values`` as ``change_line`` takes them) and add others (None, and values).

    All of them or none. Returns what undoes it; None where nothing differs. Raises DomainError for nonsense.
    """
    lines = list(lines)
    with open_programme(session.pk) as session:
        before, after = _change(session, [(item, values) for item, values in lines if item], by)
        after += _add(session, [values for item, values in lines if item is None], by)
        return record(session, ProgrammeEdit.Act.IMPORTED, before, after, by) if after else None


def _change(session: Session, lines: list, by: User | None) -> tuple[list[dict], list[dict]]:
    before, after = [], []
    with noting_translations(session, by, [item for item, _values in lines]):
        for item, values in lines:
            item.session = session
            was = line_of(item)
            line = was | plain(values)
            if changed := changed_names(was, line):
                fill_item(item, line, changed)
                check_line(session, item, line, changed)
                save_item(item, was, line)
                before.append(was)
                after.append({**line, **columns_of(item), "changed": item.updated_at.isoformat()})
    return before, after


def _add(session: Session, lines: list[dict], by: User | None) -> list[dict]:
    position, whole = next_position(session), []
    for number, values in enumerate(lines):
        line = EMPTY | {"position": position + number} | plain(values)
        item = ProgrammeItem(session=session)
        fill_item(item, line, set(line))
        check_line(session, item, line, set(line))
        whole.append(line | {name: value for name, value in columns_of(item).items() if name in line})
    items = make_items(session, whole)
    note_translations(session, by, items)
    return [
        {"id": item.pk, "changed": item.updated_at.isoformat(), **line} for item, line in zip(items, whole, strict=True)
    ]
