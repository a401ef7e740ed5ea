"""The triggers that write the record, made for each table by one generator for each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from django.apps import apps
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
            for module in of_apps():
                module.make(connection, tables)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away where they would hinder a migration (SQLite, whose triggers name the columns)."""
    with atomic(using=connection.alias):
        of_vendor(connection).drop_before_migrations(connection)
        for module in of_apps():
            module.drop_before_migrations(connection)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables, or on SQLite the triggers, that are not what the models ask for."""
    others = [name for module in of_apps() for name in module.missing(connection)]
    return [*of_vendor(connection).missing(connection, OWN), *others]


def of_apps() -> Iterator[ModuleType]:
    """Yield the modules in which apps keep triggers of their own, as ``triggers`` of their AppConfig names them.

    Each has make(connection, tables), drop_before_migrations(connection) and missing(connection).
    """
    for config in apps.get_app_configs():
        if name := getattr(config, "triggers", ""):
            yield import_module(name)
