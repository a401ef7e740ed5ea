"""The index on PostgreSQL: a vector of words for each part of an entry, by Italian, Russian and English endings."""

# ruff: noqa: S608 - the names of tables and columns come from the models, what people type goes as parameters.

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from agreements.search import entry
from agreements.search.words import Word, folding

TABLE = "agreements_register"
CONFIGURATIONS = {"it": "italian", "ru": "russian", "en": "english"}
PARTS = ("title", "head", "whole")
MOST_HEAD, MOST_TEXT = 30_000, 120_000  # characters: a vector of words holds a megabyte, and refuses more


def dictionaries() -> list[str]:
    """Endings are cut as PostgreSQL's own configurations cut them, but no word is left out as too common."""
    made = []
    for name in CONFIGURATIONS.values():
        own = f"register_{name}"
        made += [
            f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {own}",
            f"DROP TEXT SEARCH DICTIONARY IF EXISTS {own}",
            f"CREATE TEXT SEARCH DICTIONARY {own} (TEMPLATE = snowball, LANGUAGE = {name})",
            f"CREATE TEXT SEARCH CONFIGURATION {own} (COPY = simple)",
            f"ALTER TEXT SEARCH CONFIGURATION {own} ALTER MAPPING FOR asciiword, word WITH {own}",
        ]
    return made


def plain() -> str:
    """A function that folds letters as words.fold does, whatever the database's locale, and leaves words alone."""
    table = {code: small for code, small in folding().items() if len(small) == 1}
    capitals, small = "".join(map(chr, table)), "".join(table.values())
    return f"""
CREATE OR REPLACE FUNCTION register_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(translate(words, '{capitals}', '{small}'), '[^0-9a-zа-яѐ-ӿ]+', ' ', 'g')
$$"""


def vector(text: str, most: int, *languages: str) -> str:
    names = (f"register_{CONFIGURATIONS[language]}" for language in languages)
    return " || ".join(f"strip(to_tsvector('{name}', register_plain(left({text}, {most}))))" for name in names)


def fill(acts: str = "") -> str:
    """Return the statement that writes the entries of these acts (an array), or of all."""
    which = f" AND a.id = ANY ({acts})" if acts else ""
    names = {f"text_{language}": entry.body(language, "string_agg") for language in entry.LANGUAGES}
    bodies = ", ".join(f"{text} AS {name}" for name, text in names.items())
    gathered = (
        f"SELECT a.id, {entry.title()} AS title, {entry.head('string_agg')} AS head, {bodies} {entry.PUBLIC}{which}"
    )
    title, head = (vector(name, MOST_HEAD, *entry.LANGUAGES) for name in ("e.title", "e.head"))
    whole = " || ".join(vector(f"e.text_{language}", MOST_TEXT, language) for language in entry.LANGUAGES)
    return (
        f"INSERT INTO {TABLE} (act, title, head, whole) "
        f"SELECT v.id, v.title, v.title || v.head, v.title || v.head || v.whole "
        f"FROM (SELECT e.id, {title} AS title, {head} AS head, {whole} AS whole FROM ({gathered}) e) v"
    )


def functions() -> list[str]:
    """The act is locked before it is read: of two who change it at once the second sees what the first wrote."""
    made = [
        plain(),
        f"""
CREATE OR REPLACE FUNCTION register_index(acts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM {entry.ACT} WHERE id = ANY (acts) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM {TABLE} WHERE act = ANY (acts);
    {fill("acts")};
END $$""",
        f"""
CREATE OR REPLACE FUNCTION register_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM {TABLE};
    RETURN NULL;
END $$""",
    ]
    return made + [changed(origin) for origin in entry.ORIGINS]


def changed(origin: entry.Origin) -> str:
    old, new = (f"ARRAY({origin.acts.format(row=row)})" for row in ("OLD", "NEW"))
    was, is_now = (", ".join(f"{row}.{column}" for column in origin.columns) for row in ("OLD", "NEW"))
    return f"""
CREATE OR REPLACE FUNCTION register_{origin.table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE acts bigint[] := '{{}}';
BEGIN
    IF TG_OP = 'UPDATE' AND ROW({was}) IS NOT DISTINCT FROM ROW({is_now}) THEN RETURN NULL; END IF;
    IF TG_OP <> 'INSERT' THEN acts := acts || {old}; END IF;
    IF TG_OP <> 'DELETE' THEN acts := acts || {new}; END IF;
    IF acts <> '{{}}' THEN PERFORM register_index(acts); END IF;
    RETURN NULL;
END $$"""


def triggers() -> dict[tuple[str, str], str]:
    """Return the end of each trigger's statement by table and name."""
    always = "AFTER INSERT OR UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION register_{0}()"
    tables = [origin.table for origin in entry.ORIGINS]
    found = {(table, f"register_{table}"): always.format(table) for table in tables}
    emptied = f"AFTER TRUNCATE ON {entry.ACT} FOR EACH STATEMENT EXECUTE FUNCTION register_emptied()"
    return found | {(entry.ACT, "register_emptied"): emptied}


def table() -> list[str]:
    columns = ", ".join(f"{part} tsvector NOT NULL" for part in PARTS)
    indexes = [f"CREATE INDEX {TABLE}_{part} ON {TABLE} USING gin ({part})" for part in PARTS]
    return [f"DROP TABLE IF EXISTS {TABLE}", f"CREATE TABLE {TABLE} (act bigint PRIMARY KEY, {columns})", *indexes]


def definition() -> str:
    """Return what says whether index and functions are those of this version of the portal."""
    parts = [*dictionaries(), *table(), *functions(), str(triggers())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def make(connection: BaseDatabaseWrapper) -> None:
    """Make all that is missing, or all anew where one part is another than it should be, and the index with it."""
    if not missing(connection):
        return
    with connection.cursor() as cursor:
        for of, name in _existing(connection) | triggers().keys():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {of}")
        for statement in (*dictionaries(), *table(), *functions()):
            cursor.execute(statement)
        for (_of, name), text in triggers().items():
            cursor.execute(f"CREATE TRIGGER {name} {text}")
        cursor.execute(f"COMMENT ON TABLE {TABLE} IS '{definition()}'")
    rebuild(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Nothing: functions name columns only when they run."""


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [TABLE])
        told = cursor.fetchone()[0]
    found = sorted(name for _of, name in triggers().keys() - _existing(connection))
    return found if told == definition() else [TABLE, *found]


def _existing(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'register\\_%' AND t.tgenabled IN ('O', 'A') "
            "AND c.relnamespace = current_schema()::regnamespace"
        )
        return set(cursor.fetchall())


def rebuild(connection: BaseDatabaseWrapper) -> int:
    """Write the index anew from the rows, and return how many acts it holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {TABLE}")
        cursor.execute(f"DELETE FROM {TABLE}")
        cursor.execute(fill())
        return cursor.rowcount


def keys(words: Sequence[Word], part: str) -> tuple[str, list[str]]:
    """Return the query, with its parameters, for the keys of acts that hold all words in this part of their entry."""
    tests, typed = [], []
    for word in words:
        either = " || ".join(f"to_tsquery('register_{language}', %s)" for language in word.languages)
        tests.append(f"({either})")
        typed += [f"{word.text}:*" if word.open else word.text] * len(word.languages)
    return f"SELECT act FROM {TABLE} WHERE {part} @@ ({' && '.join(tests)})", typed
