"""What was done to a programme, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tables.models import ProgrammeEdit
from tables.services.lines import by_id, title_of
from tables.services.meanwhile import differences


def describe_edit(edit: ProgrammeEdit) -> str:
    """Return what an act did, in one line: its name, and the title of its line or how many lines there were."""
    lines = list({**by_id(edit.before), **by_id(edit.after)}.values())
    if len(lines) == 1:
        return _("%(act)s: “%(title)s”") % {"act": edit.get_act_display(), "title": title_of(lines[0])}
    text = ngettext("%(act)s: %(count)d line", "%(act)s: %(count)d lines", len(lines))
    return text % {"act": edit.get_act_display(), "count": len(lines)}


def changes_of(edit: ProgrammeEdit) -> list[str]:
    """Return what an act did to each line, a text a line: that it came, that it went, or what of it changed."""
    before, after = by_id(edit.before), by_id(edit.after)
    return [_words(before.get(pk), after.get(pk)) for pk in {**before, **after}]


def _words(before: dict | None, after: dict | None) -> str:
    if before is None:
        return pgettext("line of the programme", "Added: %(title)s") % {"title": title_of(after)}
    if after is None:
        return pgettext("line of the programme", "Removed: %(title)s") % {"title": title_of(before)}
    told = {"title": title_of(before), "changes": "; ".join(differences(before, after))}
    return _("%(title)s: %(changes)s") % told
