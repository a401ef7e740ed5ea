"""Acts that come in: what they are called, when they were signed. Files and parties have pages of their own."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.services import save_act
from documents.exchange.incoming.base import Fault, Line, Writer
from documents.exchange.kinds import AGREEMENTS


class AgreementWriter(Writer):
    kind = AGREEMENTS

    def check(self, line: Line) -> Iterator[Fault]:
        if line.row and "session" in line.values:
            yield "session", _("An act stays with its session.")
        signed = self.value(line, "status") == Agreement.Status.SIGNED
        if signed != bool(self.value(line, "signed_on")):
            yield "signed_on", _("A signed act has the date of signing, and only a signed one.")
        same = (self.value(line, "session"), self.value(line, "title_it"), self.value(line, "signed_on"))
        if line.row is None and (earlier := self.twice(same, line)):
            yield "title_it", _("The same act stands in row %(row)d.") % {"row": earlier}
        elif line.row is None and same in self.there:
            yield "title_it", _("This act is there already.")

    def prepare(self, lines: list[Line]) -> None:
        titles = {line.values.get("title_it") for line in lines if line.row is None}
        rows = Agreement.objects.filter(title_it__in=titles).values_list("session", "title_it", "signed_on")
        self.there = {(session, title, day and day.isoformat()) for session, title, day in rows}

    def label_of(self, line: Line) -> str:
        return self.value(line, "title_it")

    def write(self, lines: list[Line]) -> None:
        for line in lines:
            values = dict(line.values)
            if "position" in values:
                values["position"] = values["position"] or 0
            save_act(self.fill(line.row or Agreement(), values), self.by)
