"""The index on SQLite: a table of FTS5, which folds letters itself; endings are left to the search (see words)."""

# ruff: noqa: S608 - the names of tables and columns come from the models, what people type goes as parameters.

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from agreements.search import entry
from agreements.search.words import Word

TABLE = "agreements_register"
PARTS = {"title": "{title}", "head": "{title head}", "whole": "{title head body}"}
MAKE = f"CREATE VIRTUAL TABLE \"{TABLE}\" USING fts5(title, head, body, tokenize = 'unicode61 remove_diacritics 2')"
NAMES = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'register_*'"


def without_yo(text: str) -> str:
    return f"replace(replace({text}, 'ё', 'е'), 'Ё', 'Е')"


def fill(acts: str = "") -> str:
    """Return the statement that writes the entries of these acts (a query), or of all."""
    bodies = " || ' ' || ".join(entry.body(language, "group_concat") for language in entry.LANGUAGES)
    columns = ", ".join(without_yo(text) for text in (entry.title(), entry.head("group_concat"), bodies))
    which = f" AND a.id IN ({acts})" if acts else ""
    return f'INSERT INTO "{TABLE}" (rowid, title, head, body) SELECT a.id, {columns} {entry.PUBLIC}{which}'


def wanted() -> dict[str, str]:
    """Return each trigger's statement by its name."""
    found = {}
    for origin in entry.ORIGINS:
        differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in origin.columns)
        for act, rows, when in (("INSERT", ("NEW",), ""), ("DELETE", ("OLD",), ""),
                                ("UPDATE", ("OLD", "NEW"), f" WHEN {differs}")):  # fmt: skip
            acts = " UNION ".join(origin.acts.format(row=row) for row in rows)
            name = f"register_{act[0].lower()}_{origin.table}"
            found[name] = (
                f'CREATE TRIGGER "{name}" AFTER {act} ON "{origin.table}"{when} BEGIN '
                f'DELETE FROM "{TABLE}" WHERE rowid IN ({acts}); {fill(acts)}; END'
            )
    return found


def make(connection: BaseDatabaseWrapper) -> None:
    """Make table and triggers where one is missing or another than it should be, and the index with them."""
    if not missing(connection):
        return
    drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{TABLE}"')
        cursor.execute(MAKE)
        for statement in wanted().values():
            cursor.execute(statement)
    rebuild(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, which name columns."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        for name, _statement in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        there = dict(cursor.fetchall())
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [TABLE])
        table = cursor.fetchone()
    found = [name for name, statement in wanted().items() if there.get(name) != statement]
    return sorted(found) if table == (MAKE,) else [TABLE, *sorted(found)]


def rebuild(connection: BaseDatabaseWrapper) -> int:
    """Write the index anew from the rows, and return how many acts it holds."""
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{TABLE}"')
        cursor.execute(fill())
        cursor.execute(f'INSERT INTO "{TABLE}" ("{TABLE}") VALUES (\'optimize\')')
        cursor.execute(f'SELECT count(*) FROM "{TABLE}"')
        return cursor.fetchone()[0]


def keys(words: Sequence[Word], part: str) -> tuple[str, list[str]]:
    """Return the query, with its parameters, for the keys of acts that hold all words in this part of their entry."""
    tests = " AND ".join(f"({' OR '.join(_token(word, one) for one in word.beginnings)})" for word in words)
    return f'SELECT rowid FROM "{TABLE}" WHERE "{TABLE}" MATCH %s', [f"{PARTS[part]} : ({tests})"]


def _token(word: Word, beginning: str) -> str:
    return f'"{beginning}"{" *" if word.open else ""}'
