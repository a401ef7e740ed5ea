"""The triggers of this app, which ``migrate`` makes anew from the models (see audit.triggers)."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from agreements.triggers import frozen, register

PARTS = (frozen, register)


def make(connection: BaseDatabaseWrapper, tables: set[str]) -> None:
    """Make every trigger that is missing or out of date, of the tables there are."""
    for part in PARTS:
        part.make(connection, tables)


def drop_before_migrations(connection: BaseDatabaseWrapper) -> None:
    """Take away what names columns, and would hinder a migration."""
    for part in PARTS:
        part.drop_before_migrations(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that are not as they should be."""
    return [name for part in PARTS for name in part.missing(connection)]
