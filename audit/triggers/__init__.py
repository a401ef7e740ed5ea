"""The triggers that write the record, made for each table by one generator for each kind of database."""

from __future__ import annotations

from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import atomic

from audit.models import Change, Reading, ReadingOf
from audit.triggers import postgresql, sqlite

OWN = [model._meta.db_table for model in (Change, Reading, ReadingOf)]  # only added to


def of_vendor(connection: BaseDatabaseWrapper) -> ModuleType:
    """Return the generator for this database."""
    return {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]


def make_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger that is missing or out of date; nothing where the record has no tables yet."""
    tables = set(connection.introspection.table_names())
    if tables.issuperset(OWN):
        with atomic(using=connection.alias):
            of_vendor(connection).make(connection, tables, OWN)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away where they would hinder a migration (SQLite, whose triggers name the columns)."""
    with atomic(using=connection.alias):
        of_vendor(connection).drop_before_migrations(connection)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables whose triggers are not what the models ask for."""
    return of_vendor(connection).missing(connection, OWN)
