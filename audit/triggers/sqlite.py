"""SQLite: three triggers a table, which name its columns, and functions of the connection (see audit.connection)."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from audit.recorded import Recorded, recorded

INSERT = """INSERT INTO audit_change (at, actor, "table", "row", act, before, after, registration, delegate)
SELECT strftime('%Y-%m-%d %H:%M:%f', 'now'), audit_actor(), '{table}', {row}."id", '{act}', {before}, {after}, {whose}
FROM (SELECT {pairs}) WHERE {condition};"""
REFUSED = "SELECT RAISE(ABORT, 'The record is only added to.')"


def wanted(own: list[str], columns: dict[str, set[str]] | None = None) -> dict[str, str]:
    """Return each trigger's statement by its name; with ``columns`` only of those tables and columns."""
    found: dict[str, str] = {}
    for one in recorded().values():
        known = columns.get(one.table, set()) if columns is not None else set(one.columns)
        names = [column for column in one.columns if column in known]
        if names:
            found |= record_triggers(one, names)
    for table in own:
        for act in ("UPDATE", "DELETE"):
            name = f"audit_{act[0].lower()}_{table}"
            found[name] = (
                f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" WHEN NOT audit_may_redact() BEGIN {REFUSED}; END'
            )
        name = f"audit_i_{table}"  # INSERT OR REPLACE takes a row away without the trigger of DELETE
        there = f'NEW."id" IN (SELECT "id" FROM "{table}")'  # noqa: S608
        found[name] = f'CREATE TRIGGER "{name}" BEFORE INSERT ON "{table}" WHEN {there} BEGIN {REFUSED}; END'
    return found


def record_triggers(one: Recorded, columns: list[str]) -> dict[str, str]:
    added, was = "json_group_object(k, v)", "'{}'"
    filled = "v IS NOT NULL AND v IS NOT ''"
    found = {}
    for act, row, before, after in (("INSERT", "NEW", was, added), ("DELETE", "OLD", added, was)):
        pairs = " UNION ALL SELECT ".join(f"'{name}' AS k, {row}.\"{name}\" AS v" for name in columns)
        found |= _trigger(one, act, "", row, before=before, after=after, pairs=pairs, condition=filled)
    pairs = " UNION ALL SELECT ".join(f'\'{name}\' AS k, OLD."{name}" AS o, NEW."{name}" AS n' for name in columns)
    differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in columns)
    both = {"before": "json_group_object(k, o)", "after": "json_group_object(k, n)"}
    return found | _trigger(one, "UPDATE", f" WHEN {differs}", "NEW", **both, pairs=pairs, condition="o IS NOT n")


def _trigger(one: Recorded, act: str, when: str, row: str, **parts: str) -> dict[str, str]:
    whose = ", ".join(f'{row}."{column}"' if column else "NULL" for column in (one.registration, one.delegate))
    text = INSERT.format(table=one.table, row=row, act=act[0], whose=whose, **parts)
    name = f"audit_{act[0].lower()}_{one.table}"
    return {name: f'CREATE TRIGGER "{name}" AFTER {act} ON "{one.table}"{when} BEGIN {text} END'}


def make(connection: BaseDatabaseWrapper, tables: set[str], own: list[str]) -> None:
    with connection.cursor() as cursor:
        there = existing(connection)
        columns = {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for table in tables & set(recorded())
        }
        for name, statement in wanted(own, columns).items():
            if there.get(name) != statement:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(statement)


def existing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'audit_*'")
        return dict(cursor.fetchall())


def drop_before_migrations(connection: BaseDatabaseWrapper) -> None:
    """Django remakes a table to change it, which loses its triggers, or drops columns that they name."""
    with connection.cursor() as cursor:
        for name in existing(connection):
            cursor.execute(f'DROP TRIGGER "{name}"')


def missing(connection: BaseDatabaseWrapper, own: list[str]) -> list[str]:
    there = existing(connection)
    return sorted(name for name, statement in wanted(own).items() if there.get(name) != statement)
