"""The index of the register, and the triggers that keep it (see agreements.search)."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from agreements.search import of_vendor
from agreements.search.entry import ORIGINS


def make(connection: BaseDatabaseWrapper, tables: set[str]) -> None:
    """Make index and triggers where they are missing or out of date, once every column they read is there."""
    if tables.issuperset(origin.table for origin in ORIGINS) and _has_all_columns(connection):
        of_vendor(connection.vendor).make(connection)


def drop_before_migrations(connection: BaseDatabaseWrapper) -> None:
    """Take away what names columns, and would hinder a migration."""
    of_vendor(connection.vendor).drop(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of what is not as it should be."""
    return of_vendor(connection.vendor).missing(connection)


def _has_all_columns(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        return all(
            {column.name for column in connection.introspection.get_table_description(cursor, origin.table)}.issuperset(
                origin.columns
            )
            for origin in ORIGINS
        )
