"""What bringing in a row of any kind has in common: found by its key, compared cell by cell, judged, written.

A kind's Writer says what no cell says by itself (``check``) and calls the acts (``write``). The preview and the act go
the same way, so that nothing is carried out which the preview would have refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from documents.exchange.cells import cell_value, csv_value
from documents.exchange.cells_in import Known, Plain, empty_of, parse, plain_of
from documents.exchange.columns import Cell, Column
from documents.exchange.kinds import Kind
from sessions.enums import Side
from sessions.models import HostRegion, Session

Fault = tuple[str, str]  # key of the column (or nothing), what is wrong


@dataclass
class Line:
    """A row of the file: the row it is about, what would become another, and what is wrong with it."""

    number: int
    row: Model | None = None
    values: dict[str, Plain] = field(default_factory=dict)
    before: dict[str, Plain] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    label: str = ""
    written: dict[str, str] = field(default_factory=dict)  # the cells of a refused row as they stand in the file

    def fault(self, key: str, text: object) -> None:
        self.faults.append((key, str(text)))


class Writer:
    """Brings in rows of one kind. One is made for each reading of a file, and for carrying it out."""

    kind: ClassVar[Kind]

    def __init__(self, session: Session | None, by: User | None) -> None:
        self.session, self.by = session, by
        self.known = Known(self.kind, session)
        self.by_key = {column.key: column for column in self.kind.columns}
        self.key = self.kind.keys[0]
        self.seen: dict[Any, int] = {}  # in which row of the file something that stands once stood

    def notices(self) -> list[str]:
        """Return what a person should know of carrying such a table out."""
        return []

    # --- Finding

    def find(self, keys: Iterable[Plain]) -> dict[Plain, Model]:
        """Return the rows of these keys that may be changed here, with what their columns read."""
        return {plain_of(self.by_key[self.key], row): row for row in self.rows(list(keys))}

    def rows(self, keys: list[Plain]) -> QuerySet:
        return self.kind.rows(self.session).filter(**{f"{self.key}__in": keys})

    def prepare(self, lines: list[Line]) -> None:
        """Ask the database once for what ``check`` needs for all of these lines."""

    # --- Comparing

    def side_of(self, row: Model | None, cells: dict[str, Any]) -> str:
        """Return whose telephone numbers a row holds."""
        return getattr(row, "side", "") or Side.IT

    def parse(self, column: Column, cell: Any, side: str) -> Plain:
        """Return the plain value of a cell. Raises ValidationError."""
        return parse(column, cell, self.known, side)

    def compare(self, line: Line, cells: dict[str, Any]) -> None:
        """Note which cells of a row say something else than is there, and which say nothing one could take."""
        side = self.side_of(line.row, cells)
        refused = {key for key, _text in line.faults}
        for key, cell in cells.items():
            column = self.by_key[key]
            if key in refused or key == self.key and line.row or not (column.field or key == self.key):
                continue
            current = plain_of(column, line.row) if line.row else empty_of(column)
            try:
                value = self.parse(column, cell, side)
                self.judge_field(column, value)
            except ValidationError as error:
                if line.row is None or not says_the_same(column, line.row, cell):
                    line.fault(key, " ".join(error.messages))
                continue
            if value != current and not (line.row and says_the_same(column, line.row, cell)):
                line.values[key], line.before[key] = value, current

    def judge_field(self, column: Column, value: Plain) -> None:
        """Judge a value by its field, as a form would. Raises ValidationError."""
        if value in ("", None) or column.cell not in (Cell.TEXT, Cell.NUMBER, Cell.EMAIL) or not column.field:
            return
        try:
            self.kind_model._meta.get_field(column.field).run_validators(value)
        except FieldDoesNotExist:
            return

    @property
    def kind_model(self) -> type[Model]:
        return self.kind.rows(self.session).model

    # --- Judging

    def judge(self, line: Line, cells: dict[str, Any]) -> None:
        """Add what is wrong with a line as a whole."""
        faulty = {key for key, _text in line.faults}
        for column in self.kind.columns:
            missing = self.needs(line, column) and not self.value(line, column.key)
            asked = line.row is None or column.key in line.values
            if missing and asked and column.key not in faulty and column.key != self.key:
                line.fault(column.key, _("This must be filled."))
        if not line.faults and (line.values or line.row is None):
            for key, text in self.check(line):
                line.fault(key, text)

    def needs(self, line: Line, column: Column) -> bool:
        """Whether a column must be filled."""
        return column.required

    def check(self, line: Line) -> Iterator[Fault]:
        """Say what is wrong with a line whose cells are right one by one."""
        return iter(())

    def stored(self, row: Model, key: str) -> Plain:
        """Return what a column of a row holds."""
        return plain_of(self.by_key[key], row)

    def value(self, line: Line, key: str) -> Plain:
        """Return what a column would hold after the line was carried out."""
        if key in line.values:
            return line.values[key]
        return plain_of(self.by_key[key], line.row) if line.row else empty_of(self.by_key[key])

    def twice(self, identity: Any, line: Line) -> int | None:
        """Return in which earlier row of the file the same identity stood; note it where it is the first."""
        earlier = self.seen.setdefault(identity, line.number)
        return earlier if earlier != line.number else None

    def label_of(self, line: Line) -> str:
        """Return by what people recognise a line."""
        return str(line.row or "")

    # --- Writing

    def lock(self, keys: list[Plain]) -> None:
        """Hold the rows until the transaction ends: nobody changes them between the look and the act."""
        list(self.kind_model.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))

    def write(self, lines: list[Line]) -> None:
        """Carry lines out. Raises DomainError or ValidationError."""
        raise NotImplementedError

    def finish(self) -> None:
        """Carry out what belongs to all lines together, after the last of them."""

    def fill(self, row: Model, values: dict[str, Plain]) -> Model:
        """Set the columns of a row that are fields of its own table."""
        for key, value in values.items():
            column = self.by_key[key]
            if column.cell is Cell.REGION:
                row.region = HostRegion.objects.get(code=value) if value else None
            elif column.cell is Cell.SESSION:
                row.session = Session.objects.get(pk=value)
            elif column.cell in (Cell.DATE, Cell.TIME):
                setattr(row, column.field, python_of(column, value))
            else:
                setattr(row, column.field, value)
        return row


def python_of(column: Column, value: Plain) -> Any:
    """Return a plain value of a day or a time as Python's."""
    if not value:
        return None
    return dt.date.fromisoformat(value) if column.cell is Cell.DATE else dt.time.fromisoformat(value)


def says_the_same(column: Column, row: Model, cell: Any) -> bool:
    """Whether a cell holds what is stored as it is written out: what is there already may stay as it is."""
    value = cell_value(column, row)
    text = " ".join(str(cell).split())
    return text in {" ".join(str(one).split()) for one in (value, csv_value(value), column.read(row) or "")}
