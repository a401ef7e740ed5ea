"""From a cell of a file that comes in to a plain value: text, number, true or false, a code, a key, or a list of these.

Plain values can be kept as JSON and compared: ``plain_of`` gives that of a row there is, ``parse`` that of a cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from documents.exchange.columns import Cell, Column
from documents.exchange.kinds import Kind
from documents.exchange.reading import Broken
from participants.identifiers import clean_phone
from participants.sectors import sectors
from sessions.enums import Side
from sessions.models import HostRegion, RegionAlias, Session
from taskforce.admin import FIRST_DAY, LAST_DAY
from taskforce.text import clean_block, clean_line, comparison_key

Plain = Any
LISTS = (Cell.CODES, Cell.NAMES, Cell.REFS)
NUMBERS = (Cell.NUMBER, Cell.REF, Cell.SESSION)
MAX_NUMBER = 2_147_483_647
MAX_LISTED = 100
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
REFERENCE = re.compile(r"#\s?(\d{1,15})$")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")
CLOCKS = ("%H:%M", "%H:%M:%S", "%H.%M")
ZEROS = {"vat_number": (11,), "fiscal_code": (11,), "inn": (10, 12)}  # what a numeric cell has lost
YES = {"1", "true", "x", "yes", "si", "sì", "да", "y", "s"}
NO = {"0", "false", "no", "нет", "n", "-", "–"}


def empty_of(column: Column) -> Plain:
    """Return what an empty cell of a column means."""
    if column.cell in LISTS:
        return []
    if column.cell is Cell.FLAG:
        return False
    return None if column.cell in (*NUMBERS, Cell.DATE, Cell.TIME, Cell.MOMENT) else ""


def plain_of(column: Column, row: Model) -> Plain:
    """Return the plain value of a row that is there."""
    value = column.read(row)
    if value is None or value == "":
        return empty_of(column)
    if isinstance(value, HostRegion):
        return value.code
    if isinstance(value, Model):
        return value.pk
    if column.cell is Cell.REFS:
        return sorted(one.pk for one in value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


@dataclass
class Known:
    """What the cells of one import may name, asked of the database once."""

    kind: Kind
    session: Session | None = None
    refs: dict[str, dict[int, Model]] = field(default_factory=dict)

    @cached_property
    def regions(self) -> dict[str, str]:
        """The code of each region by comparison key of its code, names and aliases."""
        found = dict(RegionAlias.objects.values_list("key", "region__code"))
        for region in HostRegion.objects.all():
            names = (region.code, region.name_it, region.name_ru, region.name_en)
            found |= {comparison_key(name): region.code for name in names if name}
        return found

    @cached_property
    def sessions(self) -> dict[str, int]:
        return {one.ref: one.pk for one in Session.objects.order_by()}

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """For each column with a closed list what may be written (code or label, in any language) and its code."""
        found: dict[str, dict[str, str]] = {}
        for code, _name in settings.LANGUAGES:
            with override(code):
                for column in self.kind.columns:
                    words = found.setdefault(column.key, {})
                    for value, label in column.choices:
                        words |= {comparison_key(str(label)): value, comparison_key(str(value)): value}
        return found

    def referred(self, column: Column) -> dict[int, Model]:
        """The rows a REF may lead to, by key: those of the session."""
        if column.refers not in self.refs:
            model = apps.get_model(column.refers)
            way = "venue__session" if model._meta.model_name == "room" else "session"
            self.refs[column.refers] = model.objects.filter(**{way: self.session}).in_bulk()
        return self.refs[column.refers]

    @cached_property
    def _names(self) -> dict[str, dict[str, list[int]]]:
        return {}

    def named(self, column: Column, text: str) -> list[int]:
        """Return the keys of the rows of that name, in the words of the active language."""
        if column.refers not in self._names:
            names: dict[str, list[int]] = {}
            for key, row in self.referred(column).items():
                names.setdefault(comparison_key(str(row)), []).append(key)
            self._names[column.refers] = names
        return self._names[column.refers].get(comparison_key(text), [])


def parse(column: Column, value: Any, known: Known, side: str = Side.IT) -> Plain:
    """Return the plain value of a cell. Raises ValidationError with what is wrong, for people.

    ``side`` is whose telephone numbers are written without their country.
    """
    if isinstance(value, Broken):
        raise ValidationError(value.reason)
    if value == "" or value is None:
        return empty_of(column)
    if column.cell is Cell.PHONE:
        return clean_phone(_text(column, value), side)
    return PARSERS[column.cell](column, value, known)


def _text(column: Column, value: Any, known: Known | None = None) -> str:
    if isinstance(value, bool | float | dt.date | dt.time):
        raise ValidationError(_("Text is expected here. Format the cell as text."))
    text = str(value)
    if isinstance(value, int):
        lengths = [length for length in ZEROS.get(column.key, ()) if len(text) <= length]
        text = text.zfill(lengths[0]) if lengths else text
        text = f"+{text}" if column.cell is Cell.PHONE and len(text) > 10 else text
    if "\ufffd" in text:
        raise ValidationError(_("A character was lost here when the file was saved. Save it as UTF-8 or XLSX."))
    text = (clean_block if column.cell is Cell.BLOCK else clean_line)(text)
    if column.max_length and len(text) > column.max_length:
        message = _("At most %(limit)d characters fit here; there are %(number)d.")
        raise ValidationError(message % {"limit": column.max_length, "number": len(text)})
    return text


def _email(column: Column, value: Any, known: Known) -> str:
    text = _text(column, value)
    validate_email(text)
    return text


def _number(column: Column, value: Any, known: Known) -> int:
    if isinstance(value, str) and re.fullmatch(r"\d{1,15}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValidationError(_("A whole number is expected here."))
    if not 0 <= value <= MAX_NUMBER:
        raise ValidationError(_("This number is too small or too large."))
    return value


def _date(column: Column, value: Any, known: Known) -> str:
    if isinstance(value, str):
        value = _of_formats(value, DAYS)
    if isinstance(value, dt.datetime):
        value = value.date()
    if not isinstance(value, dt.date):
        raise ValidationError(_("A date is expected here, such as 14/05/2026."))
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValidationError(_("This date is too early or too late."))
    return value.isoformat()


def _time(column: Column, value: Any, known: Known) -> str:
    if isinstance(value, str):
        found = _of_formats(value, CLOCKS)
        value = found.time() if found else value
    if isinstance(value, dt.datetime) or not isinstance(value, dt.time):
        raise ValidationError(_("A time is expected here, such as 09:30."))
    return value.replace(microsecond=0).isoformat()


def _of_formats(text: str, formats: Iterable[str]) -> dt.datetime | None:
    for one in formats:
        try:
            return dt.datetime.strptime(text, one)  # noqa: DTZ007 - a day or a time of day, in no zone
        except ValueError:
            continue
    return None


def _flag(column: Column, value: Any, known: Known) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().casefold()
    yes, no = YES | {pgettext("answer", "yes").casefold()}, NO | {pgettext("answer", "no").casefold()}
    if text not in yes | no:
        raise ValidationError(_("Write yes or no."))
    return text in yes


def _choice(column: Column, value: Any, known: Known) -> str:
    found = known.choices[column.key].get(comparison_key(str(value)[:200]))
    if found is None:
        raise ValidationError(_("“%(value)s” is not in the list.") % {"value": shortened(value)})
    return found


def _codes(column: Column, value: Any, known: Known) -> list[str]:
    wanted = [word.partition(" ")[0] for word in _list(column, re.split(r"[;,]", _text(column, value)))]
    allowed = sectors() if column.key == "sectors" else None
    for code in wanted:
        if code not in allowed if allowed is not None else not LANGUAGE_CODE.fullmatch(code):
            raise ValidationError(_("“%(value)s” is not in the list.") % {"value": shortened(code)})
    return wanted


def _names(column: Column, value: Any, known: Known) -> list[str]:
    return _list(column, _text(column, value).split(";"))


def _list(column: Column, words: Iterable[str]) -> list[str]:
    found = list(filter(None, (word.strip() for word in words)))
    if len(found) > MAX_LISTED:
        raise ValidationError(_("There are too many values in this cell."))
    if len(set(found)) != len(found):
        raise ValidationError(_("The same value stands in this cell twice."))
    return found


def _region(column: Column, value: Any, known: Known) -> str:
    found = known.regions.get(comparison_key(str(value)[:200]))
    if found is None:
        raise ValidationError(_("No region is called “%(value)s”.") % {"value": shortened(value)})
    return found


def _session(column: Column, value: Any, known: Known) -> int:
    found = known.sessions.get(str(value).strip())
    if found is None:
        raise ValidationError(_("There is no session “%(value)s”.") % {"value": shortened(value)})
    return found


def _ref(column: Column, value: Any, known: Known) -> int:
    text = _text(column, value)
    written = REFERENCE.search(text)
    keys = [int(written[1])] if written else known.named(column, text)
    keys = [key for key in keys if key in known.referred(column)]
    if not keys:
        raise ValidationError(_("The session has nothing called “%(value)s”.") % {"value": shortened(text)})
    if len(keys) > 1:
        raise ValidationError(_("Several are called “%(value)s”: write # and the number.") % {"value": shortened(text)})
    return keys[0]


def _refs(column: Column, value: Any, known: Known) -> list[int]:
    found, text = [], ""
    for piece in _text(column, value).split(";"):  # a name may hold a semicolon: the number ends it
        text = f"{text};{piece}".strip("; ")
        if REFERENCE.search(text) or known.named(column, text):
            found.append(_ref(column, text, known))
            text = ""
    if text:
        found.append(_ref(column, text, known))
    return sorted(set(found))


def _shown(column: Column, value: Any, known: Known) -> Plain:
    raise ValidationError(_("This column is only shown."))


PARSERS = {
    Cell.TEXT: _text, Cell.BLOCK: _text, Cell.EMAIL: _email, Cell.NUMBER: _number, Cell.DATE: _date,
    Cell.TIME: _time, Cell.CHOICE: _choice, Cell.FLAG: _flag, Cell.CODES: _codes, Cell.NAMES: _names,
    Cell.REGION: _region, Cell.SESSION: _session, Cell.REF: _ref, Cell.REFS: _refs, Cell.MOMENT: _shown,
}  # fmt: skip


def shortened(value: Any) -> str:
    """Return the beginning of a cell, to be named in a sentence: without what cannot be written."""
    text = "".join(char for char in str(value) if char.isprintable() and not "\ud800" <= char <= "\udfff")
    return text[:40] + "…" if len(text) > 40 else text
