"""PostgreSQL: one function for all tables; the arguments of each table's trigger say what to leave out."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from audit.recorded import Recorded, recorded

RECORD = """
CREATE OR REPLACE FUNCTION audit_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb := '{}'; new_row jsonb := '{}'; whole jsonb; was jsonb; is_now jsonb; key_of bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
    whole := CASE WHEN TG_OP = 'DELETE' THEN old_row ELSE new_row END;
    key_of := (whole ->> 'id')::bigint;
    old_row := old_row - TG_ARGV[2:];
    new_row := new_row - TG_ARGV[2:];
    IF TG_OP = 'UPDATE' THEN
        IF old_row = new_row THEN RETURN NULL; END IF;
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key) INTO was, is_now
        FROM jsonb_each(old_row) o WHERE new_row -> o.key IS DISTINCT FROM o.value;
    ELSE
        SELECT coalesce(jsonb_object_agg(o.key, o.value), '{}') INTO was
        FROM jsonb_each(old_row) o WHERE o.value NOT IN ('null', '""');
        SELECT coalesce(jsonb_object_agg(n.key, n.value), '{}') INTO is_now
        FROM jsonb_each(new_row) n WHERE n.value NOT IN ('null', '""');
    END IF;
    INSERT INTO audit_change (at, actor, "table", "row", act, before, after, registration, delegate) VALUES (
        clock_timestamp(), coalesce(nullif(current_setting('audit.actor', true), ''), 'database ' || session_user),
        TG_TABLE_NAME, key_of, left(TG_OP, 1), was, is_now,
        (whole ->> TG_ARGV[0])::bigint, (whole ->> TG_ARGV[1])::bigint
    );
    RETURN NULL;
END $$
"""
KEEP = """
CREATE OR REPLACE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('audit.may_redact', true), '') <> 'on' THEN
        RAISE EXCEPTION 'The record is only added to (%).', TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_LEVEL = 'STATEMENT' THEN NULL WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
WRITTEN = """
CREATE OR REPLACE FUNCTION audit_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'Changes are put on record by triggers only.'; END IF;
    RETURN NEW;
END $$
"""
FOUND = """
SELECT c.relname, t.tgname, encode(t.tgargs, 'escape'), t.tgenabled
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname LIKE 'audit\\_%' AND c.relnamespace = current_schema()::regnamespace
"""


def wanted(own: list[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return, by table and name of a trigger, its arguments and what it says behind its name."""
    found = {(one.table, "audit_record"): record_trigger(one) for one in recorded().values()}
    for table in own:
        found[table, "audit_keep"] = ("", "BEFORE UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION audit_keep()")
        found[table, "audit_keep_all"] = ("", "BEFORE TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION audit_keep()")
    written = "BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION audit_written()"
    found[own[0], "audit_written"] = ("", written)
    return found


def record_trigger(one: Recorded) -> tuple[str, str]:
    arguments = [one.registration, one.delegate, "id", *one.left_out]
    listed = ", ".join(f"'{argument}'" for argument in dict.fromkeys(arguments[2:]))
    call = f"audit_record('{arguments[0]}', '{arguments[1]}', {listed})"
    known = "".join(f"{part}\\000" for part in (*arguments[:2], *dict.fromkeys(arguments[2:])))
    return known, "AFTER INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION " + call


def make(connection: BaseDatabaseWrapper, tables: set[str], own: list[str]) -> None:
    with connection.cursor() as cursor:
        for function in (RECORD, KEEP, WRITTEN):
            cursor.execute(function)
        there = existing(connection)
        for (table, name), (arguments, text) in wanted(own).items():
            if table not in tables or there.get((table, name)) == arguments:
                continue  # a trigger that is right is left alone: to make one locks its table
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {quoted}")
            cursor.execute(f"CREATE TRIGGER {name} {text.format(quoted)}")


def existing(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    """Return the arguments of the triggers that are there and switched on."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        return {(table, name): arguments for table, name, arguments, on in cursor.fetchall() if on in ("O", "A")}


def drop_before_migrations(connection: BaseDatabaseWrapper) -> None:
    """Nothing: the one function reads whatever columns there are."""


def missing(connection: BaseDatabaseWrapper, own: list[str]) -> list[str]:
    there = existing(connection)
    return sorted({key[0] for key, (arguments, _text) in wanted(own).items() if there.get(key) != arguments})
