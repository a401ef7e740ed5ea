"""How the triggers in the database learn who acts: told with each statement that writes, at no query of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from django.db import connection as default_connection
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from taskforce.actor import UNKNOWN, current_actor

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|MERGE)\b|\s*WITH\b.*\b(INSERT\s+INTO|DELETE\s+FROM|SET)\b", re.IGNORECASE | re.DOTALL
)
NO_ACTOR = re.compile(r"[^\w .:-]")  # an actor stands within a statement: nothing in it can end a text
told = local()  # what the functions of SQLite answer in this thread


def name_actors(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Make a new connection say who acts. SQLite asks functions; one without them cannot write to the portal's rows."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("audit_actor", 0, lambda: getattr(told, "actor", UNKNOWN))
        connection.connection.create_function("audit_may_redact", 0, lambda: int(getattr(told, "may_redact", False)))
    if name_actor not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, name_actor)


def name_actor(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Say who acts before something is written: to PostgreSQL in the same message, to SQLite in memory."""
    if not isinstance(sql, str) or not WRITES.match(sql):
        return execute(sql, params, many, context)
    actor = NO_ACTOR.sub("_", current_actor())[:150]
    if context["connection"].vendor == "sqlite":
        told.actor = actor
    else:
        sql = f"SELECT set_config('audit.actor', '{actor}', false); {sql}"
    return execute(sql, params, many, context)


@contextmanager
def may_redact() -> Iterator[None]:
    """Within, what is on record may be changed: for erasure and for emptying a database, and for nothing else."""
    with transaction.atomic():
        _set_may_redact(True)
        try:
            yield
            _set_may_redact(False)  # after an error PostgreSQL forgets the setting with the transaction
        finally:
            told.may_redact = False


def _set_may_redact(value: bool) -> None:
    told.may_redact = value
    if default_connection.vendor == "postgresql":
        with default_connection.cursor() as cursor:
            cursor.execute("SELECT set_config('audit.may_redact', %s, true)", ["on" if value else ""])
