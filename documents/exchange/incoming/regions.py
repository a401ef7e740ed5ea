"""Host regions that come in, told by their ISO code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from documents.exchange.incoming.base import Fault, Line, Writer
from documents.exchange.kinds import HOST_REGIONS
from sessions.models import HostRegion, RegionAlias
from sessions.regions import save_region
from taskforce.converters import RegionCodeConverter
from taskforce.text import comparison_key

LONGEST_KEY = RegionAlias._meta.get_field("key").max_length


class RegionWriter(Writer):
    kind = HOST_REGIONS

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.aliases = dict(RegionAlias.objects.values_list("key", "region__code"))

    def check(self, line: Line) -> Iterator[Fault]:
        code = self.value(line, "code")
        if not re.fullmatch(RegionCodeConverter.regex, code):
            yield "code", _("A code looks like IT-25 or RU-SVE.")
        if not code.startswith(f"{self.value(line, 'country')}-"):
            yield "country", _("The code starts with the country: IT- or RU-.")
        for alias in line.values.get("aliases", []):
            key = comparison_key(alias)
            if not key or len(key) > LONGEST_KEY:
                yield "aliases", _("“%(alias)s” is too long, or holds no letter.") % {"alias": alias[:40]}
            elif self.aliases.get(key, code) != code:
                yield "aliases", _("“%(alias)s” already leads to another region.") % {"alias": alias}
            elif earlier := self.twice(("alias", key), line):
                yield "aliases", _("“%(alias)s” stands in row %(row)d too.") % {"alias": alias, "row": earlier}

    def label_of(self, line: Line) -> str:
        return self.value(line, "code")

    def write(self, lines: list[Line]) -> None:
        for line in lines:
            row = line.row or HostRegion()
            values = {key: value for key, value in line.values.items() if key != "aliases"}
            save_region(self.fill(row, values), line.values.get("aliases"))
