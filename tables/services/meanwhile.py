"""What happened to a line while somebody looked at it: told in words, so that nothing is overwritten unseen."""

from __future__ import annotations

from typing import NoReturn

from django.utils.translation import gettext as _

from sessions.models import ProgrammeItem, Session
from tables.models import ThematicTable
from tables.services.checks import OF_SESSION
from tables.services.lines import CLOCKS, FIELDS, changed_names
from taskforce.errors import DomainError

LOOKED_THROUGH = 200  # edits back; who looked longer ago is told that something changed, not what
SHORTENED = 60


def refuse_stale(session: Session, line: dict, seen: str) -> NoReturn:
    """Raise DomainError (code ``stale``) that says what changed in a line since somebody saw it, and who did it."""
    was, who = seen_line(session, line["id"], seen)
    if was is None:
        message = _("This line was changed meanwhile, so nothing was saved. Look at it as it is now, and save again.")
        raise DomainError(message, code="stale")
    changes = "; ".join(differences(was, line)) or _("back to what it was")
    message = _("Changed meanwhile by %(who)s, so nothing was saved: %(changes)s. Look at it, and save again.")
    raise DomainError(message % {"who": ", ".join(who) or _("somebody"), "changes": changes}, code="stale")


def refuse_removed(session: Session, pk: int) -> NoReturn:
    """Raise DomainError (code ``gone``) about a line that is not there any more."""
    for edit in session.programme_edits.select_related("by")[:LOOKED_THROUGH]:
        if edit.by and not edit.undone_at and pk in _ids(edit.before) - _ids(edit.after):
            message = _("%(who)s removed this line meanwhile; undoing that brings it back.")
            raise DomainError(message % {"who": edit.by}, code="gone")
    raise DomainError(_("This line was removed meanwhile."), code="gone")


def seen_line(session: Session, pk: int, seen: str) -> tuple[dict | None, list[str]]:
    """Return the line as it was when somebody saw it, and who changed it since, in order; None where no edit tells."""
    who: list[str] = []
    for edit in session.programme_edits.select_related("by", "undone_by")[:LOOKED_THROUGH]:
        steps = ((edit.undone_by, _line(edit.after, pk)), (edit.by, _line(edit.before, pk)))  # backwards
        if not any(line for _by, line in steps):
            continue
        for by, line in steps if edit.undone_at else [(None, steps[0][1]), steps[1]]:
            if by and str(by) not in who:
                who.append(str(by))
            if line and line["changed"] == seen:
                return line, who
    return None, who


def differences(before: dict, after: dict) -> list[str]:
    """Return what differs between two lines, a text a field: its name, what it was, what it is."""
    changed = changed_names(before, after)
    return [
        _("%(field)s: %(before)s → %(after)s")
        % {"field": label(name), "before": words(name, before[name]), "after": words(name, after[name])}
        for name in FIELDS
        if name in changed
    ]


def label(name: str) -> str:
    """Return the name of a part of a line, as forms show it."""
    return str((ThematicTable._meta if name == "table" else ProgrammeItem._meta.get_field(name)).verbose_name)


def words(name: str, value: object) -> str:
    """Return a value of a line for people: names for keys, a dash for nothing."""
    if name in OF_SESSION:
        wanted = value if isinstance(value, list) else [value]
        text = ", ".join(str(row) for row in OF_SESSION[name][0].objects.filter(pk__in=[pk for pk in wanted if pk]))
    elif name == "kind":
        text = str(dict(ProgrammeItem._meta.get_field("kind").choices).get(value, ""))
    elif isinstance(value, list):
        text = ", ".join(map(str, value))
    else:
        text = str(value or "")[: 5 if name in CLOCKS else None]
    return (text[:SHORTENED] + "…" if len(text) > SHORTENED else text) or "–"


def _line(lines: list[dict], pk: int) -> dict | None:
    return next((line for line in lines if line.get("id") == pk), None)


def _ids(lines: list[dict]) -> set[int]:
    return {line["id"] for line in lines if "id" in line}
