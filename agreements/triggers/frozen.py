"""A signed text and its articles never change: the database refuses it, whoever asks.

Only that an account goes (``created_by`` becomes empty) is let through, and ``audit.connection.may_redact``, which
emptying a database needs.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from agreements.models import Article, AuthenticText

TEXT, ARTICLE = AuthenticText._meta.db_table, Article._meta.db_table
FREE = "created_by_id"
COLUMNS = [field.column for field in AuthenticText._meta.local_concrete_fields if field.column != FREE]
REFUSAL = "A signed text never changes."

# --- SQLite: a trigger for each act; they name the columns

_REFUSED = f"SELECT RAISE(ABORT, '{REFUSAL}');"
_DIFFERS = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in COLUMNS)
_SIGNED = "EXISTS (SELECT 1 FROM \"{table}\" WHERE state = 'signed' AND id IN ({keys}))"


def _sqlite(name: str, moment: str, table: str, condition: str) -> str:
    return (
        f'CREATE TRIGGER "{name}" BEFORE {moment} ON "{table}" '
        f"WHEN NOT audit_may_redact() AND ({condition}) BEGIN {_REFUSED} END"
    )


def _within(keys: str) -> str:
    return _SIGNED.format(table=TEXT, keys=keys)


SQLITE = {
    name: _sqlite(name, moment, table, condition)
    for name, moment, table, condition in (
        ("frozen_u_text", "UPDATE", TEXT, f"OLD.state = 'signed' AND ({_DIFFERS})"),
        ("frozen_d_text", "DELETE", TEXT, "OLD.state = 'signed'"),
        ("frozen_i_text", "INSERT", TEXT, _within("NEW.id")),  # INSERT OR REPLACE knows no trigger of DELETE
        ("frozen_u_article", "UPDATE", ARTICLE, _within("OLD.text_id, NEW.text_id")),
        ("frozen_d_article", "DELETE", ARTICLE, _within("OLD.text_id")),
        ("frozen_i_article", "INSERT", ARTICLE, _within("NEW.text_id")),
    )
}

# --- PostgreSQL: two functions that read whatever columns there are

_OPEN = "coalesce(current_setting('audit.may_redact', true), '') = 'on'"
_PASSES = "RETURN CASE WHEN TG_LEVEL = 'STATEMENT' THEN NULL WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;"
FUNCTIONS = (
    f"""
CREATE OR REPLACE FUNCTION frozen_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_OPEN} THEN {_PASSES} END IF;
    IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
    IF OLD.state = 'signed' AND (
        TG_OP = 'DELETE' OR to_jsonb(OLD) - '{FREE}' IS DISTINCT FROM to_jsonb(NEW) - '{FREE}'
    ) THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
    {_PASSES}
END $$
""",
    # The text is locked, so that it cannot be signed while an article of it is being written.
    f"""
CREATE OR REPLACE FUNCTION frozen_article() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE keys bigint[] := '{{}}'; is_signed boolean;
BEGIN
    IF {_OPEN} THEN {_PASSES} END IF;
    IF TG_LEVEL = 'STATEMENT' THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
    IF TG_OP <> 'INSERT' THEN keys := keys || OLD.text_id; END IF;
    IF TG_OP <> 'DELETE' THEN keys := keys || NEW.text_id; END IF;
    SELECT bool_or(t.state = 'signed') INTO is_signed
    FROM (SELECT state FROM {TEXT} WHERE id = ANY (keys) FOR SHARE) t;
    IF is_signed THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
    {_PASSES}
END $$
""",  # noqa: S608
)
_KEEP_ARTICLE = "EXECUTE FUNCTION frozen_article()"
POSTGRESQL = {
    (TEXT, "frozen_text"): "BEFORE UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION frozen_text()",
    (TEXT, "frozen_text_all"): "BEFORE TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION frozen_text()",
    (
        ARTICLE,
        "frozen_article",
    ): "BEFORE INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION frozen_article()",
    (ARTICLE, "frozen_article_all"): "BEFORE TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION frozen_article()",
}
_FOUND = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname LIKE 'frozen\\_%' AND t.tgenabled IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace
"""


def make(connection: BaseDatabaseWrapper, tables: set[str]) -> None:
    if not {TEXT, ARTICLE} <= tables or not _has_all_columns(connection):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in missing(connection):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(SQLITE[name])
            return
        for function in FUNCTIONS:
            cursor.execute(function)
        for table, name in POSTGRESQL.keys() - _existing(connection):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {quoted}")
            cursor.execute(f"CREATE TRIGGER {name} {POSTGRESQL[table, name].format(quoted)}")


def drop_before_migrations(connection: BaseDatabaseWrapper) -> None:
    """SQLite alone: Django remakes a table to change it, or drops columns that the triggers name."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in _existing(connection):
                cursor.execute(f'DROP TRIGGER "{name}"')


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    there = _existing(connection)
    if connection.vendor == "sqlite":
        return sorted(name for name, statement in SQLITE.items() if there.get(name) != statement)
    return sorted(name for _table, name in POSTGRESQL.keys() - there)


def _existing(connection: BaseDatabaseWrapper) -> dict[str, str] | set[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'frozen_*'")
            return dict(cursor.fetchall())
        cursor.execute(_FOUND)
        return set(cursor.fetchall())


def _has_all_columns(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        there = {column.name for column in connection.introspection.get_table_description(cursor, TEXT)}
    return there.issuperset(COLUMNS)
