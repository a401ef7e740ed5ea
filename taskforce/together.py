"""Several queries asked as one: their rows come back as JSON, each query's in a column of the one row there is.

It is for pages that need many short lists of a session at once, where the way to the database costs more than the rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import DateField, Field, QuerySet, TimeField

Row = tuple[Any, ...]
JSON = {  # how a database gathers rows, and one row
    "sqlite": ("json_group_array", "json_array"),
    "postgresql": ("json_agg", "json_build_array"),
}


def read_together(queries: Sequence[QuerySet]) -> list[list[Row]]:
    """Return the rows of each query (``values_list``), from one query. They come in no order.

    Values are numbers, texts, dates and times: what JSON has no word for is made of its text by the field.
    """
    gather, one = JSON[connection.vendor]
    tables, columns, params, readers = [], [], [], []
    for number, query in enumerate(queries):
        compiler = query.order_by().query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        names = ", ".join(f"c{n}" for n in range(len(compiler.select)))
        tables.append(f"q{number}({names}) AS ({sql})")
        columns.append(f"(SELECT {gather}({one}({names})) FROM q{number})")  # noqa: S608 – nothing in it was typed
        params += given
        readers.append([reader(column[0].output_field) for column in compiler.select])
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(tables)} SELECT {', '.join(columns)}", params)
        found = cursor.fetchone()
    return [rows_of(value, reading) for value, reading in zip(found, readers, strict=True)]


def reader(field: Field) -> Callable[[Any], Any] | None:
    """Return what makes a value of its text; None for what JSON keeps as it is."""
    return field.to_python if isinstance(field, DateField | TimeField) else None


def rows_of(value: str | list | None, readers: list[Callable | None]) -> list[Row]:
    """Return the rows of one column: SQLite gives the text of the JSON, PostgreSQL what it holds (null for no rows)."""
    rows = json.loads(value) if isinstance(value, str) else value or []
    if not any(readers):
        return [tuple(row) for row in rows]
    return [tuple(read(one) if read else one for one, read in zip(row, readers, strict=True)) for row in rows]
