"""Delegates of a session that come in. Nobody gets, or loses, a place by an import: that is for the acts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from documents.exchange.incoming.base import Fault, Line, Writer
from documents.exchange.kinds import DELEGATES
from participants.enums import ADMITTED, ENDED, Place
from participants.models import Delegate, Registration
from participants.services import correct_delegate, name_delegate
from participants.services.keys import delegate_key
from participants.services.limits import MAX_DELEGATES
from sessions.enums import Side

PAIRS = (("given_latin", "family_latin"), ("given_cyrillic", "family_cyrillic"))
NAMES = tuple(name for pair in PAIRS for name in pair)


class DelegateWriter(Writer):
    kind = DELEGATES

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.registrations: dict[int, Registration] = {}
        self.added: Counter[int] = Counter()
        self.sides = dict(
            Registration.objects.received().filter(session=self.session).values_list("pk", "organisation__side")
        )
        # Ministry staff who decide on changes need not propose them to themselves.
        self.decides = bool(self.by and self.by.is_staff and self.by.has_perm("participants.change_registration"))

    def notices(self) -> list[str]:
        if self.decides:
            return []
        return [
            _("New names of delegates who are admitted are only proposed: whoever decides on changes approves them.")
        ]

    def side_of(self, row: Delegate | None, cells: dict[str, Any]) -> str:
        return row.side if row else self.sides.get(cells.get("registration"), Side.IT)

    def prepare(self, lines: list[Line]) -> None:
        wanted = {line.values.get("registration") for line in lines if line.row is None} - {None}
        rows = Registration.objects.received().filter(session=self.session).select_related("organisation", "session")
        named = Count("delegates", filter=~Q(delegates__place=Place.RELEASED))
        self.registrations = rows.annotate(named=named).in_bulk(wanted)
        people = Delegate.objects.filter(registration__in=self.registrations).exclude(place=Place.RELEASED)
        self.there = set(people.order_by().values_list("registration", "name_key", "email"))

    def check(self, line: Line) -> Iterator[Fault]:
        yield from self._may_change(line) if line.row else self._may_add(line)
        for given, family in PAIRS:
            if bool(self.value(line, given)) != bool(self.value(line, family)):
                missing = family if self.value(line, given) else given
                if not line.row or {given, family} & line.values.keys():
                    yield missing, _("Write the given name and the family name in the same alphabet.")
        if not any(self.value(line, name) for name in NAMES):
            yield "family_latin", _("Write the name in one alphabet at least.")

    def _may_change(self, line: Line) -> Iterator[Fault]:
        row = line.row
        if "registration" in line.values:
            yield "registration", _("A delegate stays with the registration that named this person.")
        if row.registration.state in ENDED:
            yield "", _("This registration has ended, so nothing in it is changed any more.")
        elif row.place == Place.RELEASED:
            yield "", _("This delegate has given up the place already.")

    def _may_add(self, line: Line) -> Iterator[Fault]:
        registration = self.registrations.get(line.values.get("registration"))
        if registration is None:
            yield "registration", _("The session has no such registration.")
            return
        self.added[registration.pk] += 1
        if registration.state in ENDED:
            yield "registration", _("This registration has ended, so nothing in it is changed any more.")
        elif registration.state in ADMITTED:
            yield (
                "registration",
                _("This registration is admitted: a further person needs a place, which no import gives."),
            )
        elif registration.named + self.added[registration.pk] > MAX_DELEGATES:
            text = _("At most %(number)d persons come for one organisation.")
            yield "registration", text % {"number": MAX_DELEGATES}
        who = (registration.pk, self._name_key(line), self.value(line, "email"))
        if who in self.there or self.twice(who, line):
            yield "family_latin", _("This person is already named in the registration.")

    def label_of(self, line: Line) -> str:
        for given, family in PAIRS:
            if name := f"{self.value(line, given)} {self.value(line, family)}".strip():
                return name
        return ""

    def write(self, lines: list[Line]) -> None:
        for line in lines:
            values = {key: value for key, value in line.values.items() if key != "registration"}
            if line.row:
                correct_delegate(line.row, values, decides=self.decides)
            else:
                name_delegate(self.registrations[line.values["registration"]], values)
        self.added.clear()  # they are counted by the database from now on

    def _name_key(self, line: Line) -> str:
        return delegate_key(Delegate(**{name: self.value(line, name) for name in NAMES}))
