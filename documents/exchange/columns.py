"""What a table of each kind of row holds. Exporting and importing both read this, so what went out can come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
BETWEEN = "; "  # between the values of a list in one cell


class Cell(Enum):
    """What a cell holds, and so how it is written and read back.

    CHOICE: the label in the language of the file; a code, or a label in any language, comes back. FLAG: yes or no.
    CODES: codes with BETWEEN. REGION: an ISO code. REF: ``name #12``, where 12 is the primary key of one of
    ``Column.refers``; REFS: several with BETWEEN. SESSION: its number, or s12. NAMES: texts with BETWEEN.
    """

    TEXT = "text"
    BLOCK = "block"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    CHOICE = "choice"
    FLAG = "flag"
    CODES = "codes"
    NAMES = "names"
    REGION = "region"
    REF = "ref"
    REFS = "refs"
    SESSION = "session"


@dataclass(frozen=True)
class Column:
    """One column. ``read(row)`` is the plain value: text, number, date, True/False, code, list, row or None.

    ``key`` names it in addresses, presets and, beside the heading, in the first row of a file that is read. ``field``
    is the model's field it is written back to; without one it is only shown. ``personal``: tells of a person.
    """

    key: str
    label: str | Promise
    cell: Cell
    read: Callable[[Any], Any]
    field: str = ""
    choices: tuple[tuple[str, Any], ...] = ()
    refers: str = ""  # label of the model a REF leads to
    max_length: int | None = None
    required: bool = False
    personal: bool = False

    @property
    def heading(self) -> str:
        """The heading in the active language."""
        return capfirst(str(self.label))


def of_field(model: type[Model], name: str, cell: Cell | None = None, *, through: str = "", **more) -> Column:
    """Return the column of a model's field. One reached ``through`` a relation is shown and never written."""
    field = model._meta.get_field(name)
    guessed = {
        "BooleanField": Cell.FLAG, "DateField": Cell.DATE, "DateTimeField": Cell.MOMENT, "TimeField": Cell.TIME,
        "PositiveSmallIntegerField": Cell.NUMBER, "PositiveIntegerField": Cell.NUMBER, "EmailField": Cell.EMAIL,
        "Block": Cell.BLOCK,
    }.get(type(field).__name__.removeprefix("Translation"), Cell.TEXT)  # fmt: skip
    choices = tuple((code, label) for code, label in field.flatchoices if code)
    given = {
        "label": field.verbose_name,
        "cell": cell or (Cell.CHOICE if choices else guessed),
        "field": "" if through else name,
        "choices": choices,
        "max_length": field.max_length,
    }
    return Column(key=name, read=_reader(through, name), **{**given, **more})


def translated(model: type[Model], name: str, cell: Cell = Cell.TEXT, *, required: bool = False) -> list[Column]:
    """Return a column for each language of a translated field; the Italian one is the source."""
    field = model._meta.get_field(name)
    return [
        Column(
            key=f"{name}_{code}",
            label=format_lazy("{label} ({code})", label=field.verbose_name, code=code),
            cell=cell,
            read=_reader("", f"{name}_{code}"),
            field=f"{name}_{code}",
            max_length=field.max_length,
            required=required and code == "it",
        )
        for code in LANGUAGES
    ]


def shown(key: str, label: str | Promise, read: Callable, cell: Cell = Cell.TEXT, **more) -> Column:
    """Return a column that is only shown."""
    return Column(key=key, label=label, cell=cell, read=read, **more)


def ref_text(row: Model | None) -> str:
    """Return a row as a REF cell names it."""
    return f"{row} #{row.pk}" if row else ""


def joined(values: Iterable) -> str:
    """Return a list as one cell."""
    return BETWEEN.join(str(value) for value in values)


def _reader(through: str, name: str) -> Callable[[Any], Any]:
    def read(row: Model) -> Any:
        owner = getattr(row, through) if through else row
        return getattr(owner, name) if owner else None

    return read
