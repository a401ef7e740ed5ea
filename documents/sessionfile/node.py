"""One value of a session file with the path that leads to it, and the types the format knows.

Every reading method returns None (or an empty list) for null, which means *not known*, and raises SessionFileError with
the path for anything the format does not allow there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from documents.sessionfile.errors import SessionFileError, quoted
from documents.sessionfile.reader import NotANumber, RepeatedKeys
from taskforce.fields import Block
from taskforce.text import clean_block, clean_line

LANGUAGES = ("it", "ru", "en")
YEARS = range(1900, 2200)
MAX_ENTRIES = 10_000
MAX_INTEGER = 2_147_483_647  # PostgreSQL's
MAX_KEY = 60
MAX_BLOCK = 20_000  # characters

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{6})?)?)(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Node:
    """A JSON value and its path."""

    __slots__ = ("given", "path", "value")

    def __init__(self, value: object, path: str = "$", *, given: bool = True) -> None:
        self.value = value
        self.path = path
        self.given = given  # False where the key is not there at all; its value is null then

    def refuse(self, reason: str) -> NoReturn:
        raise SessionFileError(self.path, reason)

    @property
    def known(self) -> bool:
        """Whether there is a value; null and a missing key both mean *not known*."""
        return self.value is not None

    def _child(self, key: str) -> Node:
        step = f".{key}" if _PLAIN_KEY.fullmatch(key) else f"[{quoted(key)}]"
        return Node(self.value.get(key), self.path + step, given=key in self.value)

    def _expect(self, kind: type | tuple[type, ...], name: str) -> bool:
        """Whether there is a value; refuse one that is not of the kind. True and false are no numbers."""
        if self.value is None:
            return False
        if isinstance(self.value, NotANumber):
            self.refuse(f"{self.value} is no number of JSON")
        if not isinstance(self.value, kind) or isinstance(self.value, bool):
            self.refuse(f"{name} is expected, not {_name_of(self.value)}")
        return True

    # --- Objects and lists

    def members(self, *keys: str, what: str = "key") -> dict[str, Node]:
        """Return a node for each key an object may have; every one is null where the object itself is."""
        if not self._expect(dict, "an object"):
            return {key: Node(None, f"{self.path}.{key}", given=False) for key in keys}
        if isinstance(self.value, RepeatedKeys):
            self._child(self.value.repeated).refuse("this key is given twice")
        for key in self.value:
            if key not in keys:
                self._child(key).refuse(f"unknown {what}; known here: {', '.join(keys)}")
        return {key: self._child(key) for key in keys}

    def items(self) -> list[tuple[str, Node]]:
        """Return the pairs of an object whose keys are the writer's own."""
        if not self._expect(dict, "an object"):
            return []
        if isinstance(self.value, RepeatedKeys):
            self._child(self.value.repeated).refuse("this key is given twice")
        return [(key, self._child(key)) for key in self.value]

    def entries(self) -> list[Node]:
        """Return the entries of a list."""
        if not self._expect(list, "a list"):
            return []
        if len(self.value) > MAX_ENTRIES:
            self.refuse(f"the list has {len(self.value):,} entries; at most {MAX_ENTRIES:,} are read")
        nodes = [Node(value, f"{self.path}[{index}]") for index, value in enumerate(self.value)]
        for node in nodes:
            if not node.known:
                node.refuse("an entry of a list is not null")
        return nodes

    # --- Text

    def text(self, model: type[models.Model], name: str) -> dict[str, str | None]:
        """Return the columns of a translated field (``title_it`` …): a string is Italian, an object has languages."""
        if isinstance(self.value, str) and not isinstance(self.value, NotANumber):
            nodes = {"it": self}
        else:
            self._expect(dict, "text, or an object of languages,")
            nodes = self.members(*LANGUAGES, what="language")
        field = model._meta.get_field(f"{name}_it")
        return {f"{name}_{code}": nodes[code]._clean(field) if code in nodes else None for code in LANGUAGES}

    def line(self, model: type[models.Model], name: str) -> str:
        """Return one line of text for a column; empty where it is not known."""
        return self._clean(model._meta.get_field(name)) or ""

    def _clean(self, field: models.Field) -> str | None:
        if not self._expect(str, "text"):
            return None
        clean = clean_block if isinstance(field, Block) else clean_line
        longest = field.max_length or MAX_BLOCK
        try:
            text = clean(self.value)
        except ValidationError as error:
            with translation.override("en"):
                self.refuse(str(error.messages[0]))
        if len(text) > longest:
            self.refuse(f"the text has {len(text):,} characters; at most {longest:,} fit")
        return text or None

    def key(self) -> str:
        """Return a key by which other entries refer to this one; empty where it has none."""
        if not self._expect(str, "a key"):
            return ""
        if not self.value or len(self.value) > MAX_KEY:
            self.refuse(f"a key has 1 to {MAX_KEY} characters")
        try:
            is_clean = clean_line(self.value) == self.value
        except ValidationError:
            is_clean = False
        if not is_clean:
            self.refuse("a key has no spaces around it and no invisible or unwritable characters")
        return self.value

    # --- Closed lists, numbers

    def choice(self, values: Iterable[str]) -> str | None:
        """Return one of the values of a closed list."""
        values = [str(value) for value in values]
        if not self._expect(str, "one of a list of words"):
            return None
        if self.value not in values:
            self.refuse(f"{quoted(self.value)} is unknown; known here: {', '.join(values)}")
        return self.value

    def flag(self) -> bool | None:
        """Return true or false."""
        if self.known and not isinstance(self.value, bool):
            self.refuse(f"true or false is expected, not {_name_of(self.value)}")
        return self.value

    def integer(self, smallest: int = 1, largest: int = MAX_INTEGER) -> int | None:
        """Return a whole number within the limits."""
        if not self._expect((int, Decimal), "a whole number"):
            return None
        if not smallest <= self.value <= largest:
            self.refuse(f"the number is out of range: {smallest:,} to {largest:,} are possible")
        if not isinstance(self.value, int):
            self.refuse("a whole number is expected, without a decimal point")
        return self.value

    def decimal(self, field: models.DecimalField) -> Decimal | None:
        """Return a number for a column: not negative, and no longer than it."""
        if not self._expect((int, Decimal), "a number"):
            return None
        value = Decimal(self.value)
        limit = Decimal(10) ** (field.max_digits - field.decimal_places)
        if not 0 <= value < limit:
            self.refuse(f"the number is out of range: 0 to {limit - 1:,} are possible")
        if value != value.quantize(Decimal(1).scaleb(-field.decimal_places)):
            self.refuse(f"the number has more than {field.decimal_places} decimals")
        return value

    # --- Dates and times

    def _string(self, pattern: re.Pattern, example: str) -> re.Match | None:
        if not self._expect(str, f"text such as “{example}”"):
            return None
        return pattern.fullmatch(self.value) or self.refuse(f"{quoted(self.value)} is not written as “{example}”")

    def date(self) -> dt.date | None:
        """Return an ISO date."""
        match = self._string(_DATE, "2016-12-01")
        if match is None:
            return None
        try:
            return self._in_years(dt.date.fromisoformat(match[0]))
        except ValueError:
            self.refuse(f"there is no date {match[0]}")

    def clock(self) -> dt.time | None:
        """Return a local time of the day."""
        match = self._string(_TIME, "09:30")
        if match is None:
            return None
        try:
            return dt.time.fromisoformat(match[0])
        except ValueError:
            self.refuse(f"there is no time {match[0]}")

    def moment(self) -> dt.datetime | None:
        """Return an ISO date and time with its offset, in UTC."""
        match = self._string(_MOMENT, "2016-10-01T09:00:00+02:00")
        if match is None:
            return None
        local, sign, hours, minutes = match.groups()
        try:
            offset = dt.timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
            moment = dt.datetime.fromisoformat(local).replace(tzinfo=dt.timezone(offset))
        except ValueError:
            self.refuse(f"there is no moment {match[0]}")
        self._in_years(moment.date())
        return moment.astimezone(dt.UTC)

    def _in_years(self, date: dt.date) -> dt.date:
        if date.year not in YEARS:
            self.refuse(f"the year is out of range: {YEARS.start} to {YEARS.stop - 1} are possible")
        return date


def _name_of(value: object) -> str:
    names = {bool: "true or false", str: "text", dict: "an object", list: "a list"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")
