"""What calendars have to know of earlier versions: how often each line was changed, and which lines are gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import get_language

from documents.changes import Change, touched_items
from sessions.models import Session


@dataclass
class History:
    """The versions of a session by what they changed.

    ``last`` is, by line, the number of the version that changed it last, and ``first`` the number of the first one:
    RFC 5545 wants a SEQUENCE that only grows. ``gone`` are lines that were removed, or have no day any more, as
    they last stood.
    """

    released: dict[int, dt.datetime] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    gone: dict[int, dict] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return min(self.released)

    def sequence(self, item: int) -> int:
        return self.last.get(item, self.first)

    def modified(self, item: int) -> dt.datetime:
        return self.released[self.sequence(item)]

    def note(self, change: Change, number: int) -> None:
        """Take in one change of a version."""
        for item in touched_items(change):
            self.last[item] = number
        if change["what"] == "added":
            self.gone.pop(change["line"]["id"], None)
        elif change["what"] == "removed" and change["line"]["date"]:
            self.gone[change["line"]["id"]] = change["line"]
        elif change["what"] == "time":
            self.note_day(change)

    def note_day(self, change: Change) -> None:
        line, before, after = change["line"], change["before"], change["after"]
        if after["date"]:
            self.gone.pop(line["id"], None)
        elif before["date"]:
            self.gone[line["id"]] = line | before


def history_of(session: Session) -> History:
    """Return what all released versions changed, from one query."""
    history = History()
    versions = session.versions.order_by("number").values_list("number", "released_at", "changes")
    for number, released_at, changes in versions:
        history.released[number] = released_at
        for change in changes:
            history.note(change, number)
    return history


def gone_item(line: dict) -> dict:
    """Return of a line that is gone what an event says, in the active language."""
    own = {"table_id": line["tables"], "visit_id": line["visits"]}
    return {
        **{key: line[key] for key in ("id", "date", "starts", "ends")},
        "title": line["title"][get_language()],
        "place": line["place"][get_language()],
        **{key: ids[0] if ids else None for key, ids in own.items()},
    }
