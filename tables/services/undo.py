"""Undoing an act on the programme, and doing it again: only while nobody changed its lines after."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.models import ProgrammeItem, Session
from sessions.translations import note_translations
from tables.models import ProgrammeEdit
from tables.services.checks import OF_SESSION, check_day, check_line
from tables.services.editing import open_programme, touch, write_line
from tables.services.lines import by_id, lines_of, make_items, same, title_of
from tables.services.made_tables import bring_back, take_away
from tables.services.meanwhile import differences
from taskforce.errors import DomainError


def undoable(session: Session, by: User | None = None) -> ProgrammeEdit | None:
    """Return the newest act that was not undone, of one person where ``by`` says whose; None where there is none."""
    edits = session.programme_edits.filter(undone_at=None)
    return (edits.filter(by=by) if by else edits).first()


def redoable(session: Session, by: User) -> ProgrammeEdit | None:
    """Return the act that a person undid last, while they have not done another one since; else None."""
    edits = session.programme_edits
    found = edits.filter(undone_by=by, undone_at__isnull=False).order_by("-undone_at", "pk").first()
    if found is None or edits.filter(by=by, undone_at=None, at__gt=found.undone_at).exists():
        return None
    return found


def undo_last(session: Session, by: User) -> ProgrammeEdit:
    """Undo the newest act of a person, never a colleague's; return it. Raises DomainError as ``undo_edit``."""
    edit = undoable(session, by)
    if edit is None:
        raise DomainError(_("There is nothing to undo."), code="nothing")
    return undo_edit(edit, by)


def undo_edit(edit: ProgrammeEdit, by: User | None) -> ProgrammeEdit:
    """Bring the lines of one act back to what they were before it; a removed line comes back as the same row.

    Raises DomainError where it was undone already, or somebody changed one of its lines after: nothing is overwritten.
    """
    with open_programme(edit.session_id) as session:
        edit = session.programme_edits.get(pk=edit.pk)
        if edit.undone_at:
            raise DomainError(_("This was undone already."), code="undone")
        _turn(session, edit.after, edit.before, by)
        edit.undone_at, edit.undone_by = timezone.now(), by
        edit.save(update_fields=["undone_at", "undone_by"])
        return edit


def redo_last(session: Session, by: User) -> ProgrammeEdit:
    """Do again what a person undid last; return it. Raises DomainError as ``undo_edit``."""
    with open_programme(session.pk) as session:
        edit = redoable(session, by)
        if edit is None:
            raise DomainError(_("There is nothing to do again."), code="nothing")
        _turn(session, edit.before, edit.after, by)
        edit.undone_at = edit.undone_by = None
        edit.save(update_fields=["undone_at", "undone_by"])
        return edit


def _turn(session: Session, here: list[dict], there: list[dict], by: User | None) -> None:
    """Bring the lines from what they are to what they shall be; tables come before their lines and go after them."""
    old, new = by_id(here), by_id(there)
    items = {item.pk: item for item in session.items.select_related("sitting").filter(pk__in=old.keys() | new.keys())}
    _check_untouched(session, old, new)
    bring_back(session, _tables(there))
    for pk in old.keys() & new.keys():
        _restore(session, items[pk], old[pk], new[pk], by)
    restored = make_items(session, _restorable(session, [line for pk, line in new.items() if pk not in old]))
    note_translations(session, by, restored)
    if gone := old.keys() - new.keys():
        session.items.filter(pk__in=gone).delete()
        touch(session)
    take_away(session, _tables(here))


def _check_untouched(session: Session, old: dict[int, dict], new: dict[int, dict]) -> None:
    """Refuse where a line is not as the act left it."""
    now = by_id(lines_of(session.items.filter(pk__in=old.keys() | new.keys())))
    for pk in [*old, *(pk for pk in new if pk not in old)]:
        line, left = now.get(pk), old.get(pk)
        if same(line, left):
            continue
        title = title_of(line or left)
        if line is None or left is None:
            message = _("“%(title)s” was removed or brought back after that: this can no longer be undone.")
            raise DomainError(message % {"title": title}, code="changed")
        message = _("“%(title)s” was changed after that, so this can no longer be undone: %(changes)s.")
        raise DomainError(message % {"title": title, "changes": "; ".join(differences(left, line))}, code="changed")


def _restore(session: Session, item: ProgrammeItem, old: dict, new: dict, by: User | None) -> None:
    item.session = session
    try:
        write_line(session, item, old, new, by)
    except DomainError as error:
        _refuse(new, error)


def _restorable(session: Session, lines: list[dict]) -> list[dict]:
    """Return lines that come back, checked: what they name may be gone, or the session be shorter than it was."""
    for line in lines:
        try:
            check_line(session, ProgrammeItem(session=session), line, set(OF_SESSION))
            check_day(session, line["day"])
        except DomainError as error:
            _refuse(line, error)
    return lines


def _refuse(line: dict, error: DomainError) -> None:
    message = _("“%(title)s” cannot be brought back as it was. %(reason)s")
    raise DomainError(message % {"title": title_of(line), "reason": error}, code="changed") from error


def _tables(lines: list[dict]) -> list[dict]:
    return [line for line in lines if "table_made" in line]
