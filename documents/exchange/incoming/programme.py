"""Lines of the programme that come in: one act of the editor, which can be undone there."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from documents.exchange.columns import Column
from documents.exchange.incoming.base import Fault, Line, Writer
from documents.exchange.kinds import PROGRAMME_LINES
from sessions.models import Room
from tables.services import import_lines
from tables.services.checks import TITLES


class ProgrammeWriter(Writer):
    kind = PROGRAMME_LINES

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.lines: list[tuple] = []
        self.venues = dict(Room.objects.filter(venue__session=self.session).values_list("pk", "venue"))

    def needs(self, line: Line, column: Column) -> bool:
        """Whether a column must be filled: a line may be called by any of its titles."""
        return super().needs(line, column) and not any(self.value(line, title) for title in TITLES)

    def check(self, line: Line) -> Iterator[Fault]:
        day, starts, ends = (self.value(line, name) for name in ("day", "starts", "ends"))
        days = self.session.days
        if "day" in line.values and day == 0:
            yield "day", _("Days are counted from 1.")
        if "day" in line.values and day and days and day > days:
            yield "day", _("The session has %(days)d days.") % {"days": days}
        if {"starts", "ends"} & line.values.keys() and starts and ends and ends <= starts:
            yield "ends", _("The end is not after the start.")
        room, venue = self.value(line, "room"), self.value(line, "venue")
        if {"room", "venue"} & line.values.keys() and room and venue and self.venues.get(room) != venue:
            yield "room", _("This room is in another venue.")

    def label_of(self, line: Line) -> str:
        return next((text for title in TITLES if (text := self.value(line, title))), "")

    def write(self, lines: list[Line]) -> None:
        self.lines += [(line.row, self._values(line)) for line in lines]

    def finish(self) -> None:
        import_lines(self.session, self.lines, self.by)

    def _values(self, line: Line) -> dict:
        values = dict(line.values)
        if values.get("room") and not self.value(line, "venue"):
            values["venue"] = self.venues[values["room"]]  # a room brings its venue with it
        if "position" in values:
            values["position"] = values["position"] or 0
        return {self.by_key[key].field: value for key, value in values.items()}
