"""Organisations that come in. A number or a name that is there already is no new organisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from documents.exchange.columns import Column
from documents.exchange.incoming.base import Fault, Line, Plain, Writer
from documents.exchange.kinds import ORGANISATIONS
from participants.identifiers import clean_fiscal_code, clean_inn, clean_vat_number
from participants.models import Organisation
from participants.sectors import MAX_SECTORS
from participants.services import add_organisations, change_organisations
from participants.services.keys import organisation_key
from participants.services.moderation import identifier_taken
from sessions.enums import Side
from sessions.models import HostRegion

CLEAN = {"vat_number": clean_vat_number, "fiscal_code": clean_fiscal_code, "inn": clean_inn}
OF_SIDE = {Side.IT: ("vat_number", "fiscal_code"), Side.RU: ("inn",)}


class OrganisationWriter(Writer):
    kind = ORGANISATIONS

    def prepare(self, lines: list[Line]) -> None:
        """Find what is there under the numbers and names of new lines."""
        new = [line for line in lines if line.row is None]
        numbers = {name: {line.values.get(name) for line in new} - {None, ""} for name in CLEAN}
        keys = {self._name_key(line) for line in new} - {""}
        same = Q(name_key__in=keys)
        for name, wanted in numbers.items():
            same |= Q(**{f"{name}__in": wanted})
        self.there: dict[tuple[str, str, str], int] = {}
        for row in Organisation.objects.filter(same).order_by("-pk"):
            self.there |= {(row.side, name, getattr(row, name)): row.pk for name in ("name_key", *CLEAN)}

    def parse(self, column: Column, cell: Any, side: str) -> Plain:
        value = super().parse(column, cell, side)
        return CLEAN[column.key](value) if value and column.key in CLEAN else value

    def check(self, line: Line) -> Iterator[Fault]:
        side = self.value(line, "side")
        if line.row and "side" in line.values:
            yield "side", _("The side of an organisation that is there already does not change.")
        if not self.value(line, "name_latin") and not self.value(line, "name_cyrillic"):
            yield "name_latin", _("An organisation has a name in one alphabet at least.")
        region = self.value(line, "region")
        if region and not region.startswith(side):
            yield "region", _("This region is not in the country of the side.")
        if len(self.value(line, "sectors")) > MAX_SECTORS:
            yield "sectors", _("At most %(number)d sectors are named.") % {"number": MAX_SECTORS}
        for other, names in OF_SIDE.items():
            for name in names:
                if other != side and self.value(line, name):
                    yield name, _("This number does not belong to the side of the organisation.")
        yield from self._alone(line, side)

    def _alone(self, line: Line, side: str) -> Iterator[Fault]:
        """Say where a new organisation is there already, or stands in the file twice."""
        if line.row is not None:
            if line.values.keys() & CLEAN.keys() and identifier_taken(self._filled(line)):
                name = next(iter(line.values.keys() & CLEAN.keys()))
                yield name, _("An organisation with the same identifier is already admitted to this session.")
            return
        numbers = [name for name in CLEAN if line.values.get(name)]
        identities = [(name, line.values[name]) for name in numbers] or [("name_key", self._name_key(line))]
        for name, value in identities:
            column = name if name in CLEAN else "name_latin"
            if there := self.there.get((side, name, value)):
                message = _("This organisation is there already: write %(number)d in the column of the number.")
                yield column, message % {"number": there}
            elif earlier := self.twice((side, name, value), line):
                yield column, _("The same organisation stands in row %(row)d.") % {"row": earlier}

    def label_of(self, line: Line) -> str:
        return self.value(line, "name_latin") or self.value(line, "name_cyrillic")

    def write(self, lines: list[Line]) -> None:
        regions = {region.code: region for region in HostRegion.objects.all()}
        new = [(self._filled(line, regions), line.values.get("sectors", [])) for line in lines if line.row is None]
        add_organisations(new)
        old = [line for line in lines if line.row is not None]
        change_organisations(
            (self._filled(line, regions), set(line.values) - {"sectors"}, line.values.get("sectors")) for line in old
        )

    def _filled(self, line: Line, regions: dict[str, HostRegion] | None = None) -> Organisation:
        """Return the organisation as it would be."""
        row = line.row or Organisation()
        for key, value in line.values.items():
            if key == "region":
                if regions is not None:
                    row.region = regions[value] if value else None
            elif key != "sectors":
                setattr(row, self.by_key[key].field, value)
        return row

    def _name_key(self, line: Line) -> str:
        names = {name: line.values.get(name, "") for name in ("name_latin", "name_cyrillic")}
        return organisation_key(Organisation(**names))
