"""What the register's index says of an act, and of which acts it says anything: one source for both databases.

Only an act the public may see has an entry; of its texts only the newest signed version of each language, and none
where its texts are not public. What stands here is SQL, because triggers keep the index (see agreements.triggers).
"""

# ruff: noqa: S608 - the names of tables and columns come from the models, what people type goes as parameters.

from __future__ import annotations

from dataclasses import dataclass

from agreements.enums import TextLanguage
from agreements.models import ActRegion, Agreement, Article, AuthenticText, Party, Signatory
from sessions.models import HostRegion, Session

LANGUAGES = tuple(TextLanguage.values)
ACT, PARTY, SIGNATORY = (model._meta.db_table for model in (Agreement, Party, Signatory))
REGION_OF, TEXT, ARTICLE = (model._meta.db_table for model in (ActRegion, AuthenticText, Article))
REGION, SESSION = HostRegion._meta.db_table, Session._meta.db_table

PUBLIC = (
    f"FROM {ACT} a JOIN {SESSION} s ON s.id = a.session_id "
    "WHERE a.is_public AND a.status = 'signed' AND coalesce(s.status, '') <> 'draft'"
)


@dataclass(frozen=True)
class Origin:
    """A table the index reads: its columns that count, and which acts a row of it belongs to (``{row}``)."""

    table: str
    columns: tuple[str, ...]
    acts: str


def translated(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for name in names for language in LANGUAGES)


REGION_NAMES = ("code", *translated("name"))
ORIGINS = (
    Origin(
        ACT,
        ("id", "session_id", "is_public", "texts_public", "status", "signed_on",
         *translated("title", "sector", "place", "subject")),
        "SELECT {row}.id",
    ),
    Origin(PARTY, ("agreement_id", "region_id", *translated("name")), "SELECT {row}.agreement_id"),
    Origin(SIGNATORY, ("agreement_id", *translated("name", "capacity")), "SELECT {row}.agreement_id"),
    Origin(REGION_OF, ("agreement_id", "hostregion_id"), "SELECT {row}.agreement_id"),
    Origin(
        TEXT, ("agreement_id", "language", "version", "state", "title", "preamble", "closing"),
        "SELECT {row}.agreement_id",
    ),
    Origin(
        ARTICLE, ("text_id", "position", "number", "heading", "body"),
        f"SELECT t.agreement_id FROM {TEXT} t WHERE t.id = {{row}}.text_id",
    ),
    Origin(
        SESSION, ("status", "host_region_id", *translated("title", "city")),
        f"SELECT b.id FROM {ACT} b WHERE b.session_id = {{row}}.id",
    ),
    Origin(
        REGION, REGION_NAMES,
        f"SELECT g.agreement_id FROM {REGION_OF} g WHERE g.hostregion_id = {{row}}.id "
        f"UNION SELECT p.agreement_id FROM {PARTY} p WHERE p.region_id = {{row}}.id "
        f"UNION SELECT b.id FROM {ACT} b JOIN {SESSION} o ON o.id = b.session_id WHERE o.host_region_id = {{row}}.id",
    ),
)  # fmt: skip


def spaced(row: str, columns: tuple[str, ...]) -> str:
    """Return one text of several columns, some of which may be empty."""
    return " || ' ' || ".join(f"coalesce({row}.{column}, '')" for column in columns)


def all_of(rows: str, text: str, order: str, gather: str) -> str:
    """Return one text of many rows; ``gather`` is the database's function for that."""
    return f"coalesce((SELECT {gather}(x.words, ' ') FROM (SELECT {text} AS words {rows} ORDER BY {order}) x), '')"


def title() -> str:
    return spaced("a", translated("title"))


def head(gather: str) -> str:
    """Who, where, when and about what: parties, signatories, regions, sector, place, session, year."""
    region = spaced("r", REGION_NAMES)
    return " || ' ' || ".join(
        (
            all_of(f"FROM {PARTY} p WHERE p.agreement_id = a.id", spaced("p", translated("name")), "p.id", gather),
            all_of(
                f"FROM {SIGNATORY} n WHERE n.agreement_id = a.id", spaced("n", translated("name", "capacity")),
                "n.id", gather,
            ),
            all_of(
                f"FROM {REGION} r WHERE r.id = s.host_region_id "
                f"OR r.id IN (SELECT g.hostregion_id FROM {REGION_OF} g WHERE g.agreement_id = a.id) "
                f"OR r.id IN (SELECT q.region_id FROM {PARTY} q WHERE q.agreement_id = a.id)",
                region, "r.id", gather,
            ),
            spaced("a", translated("sector", "place")),
            spaced("s", translated("title", "city")),
            "substr(cast(a.signed_on AS text), 1, 4)",
        )
    )  # fmt: skip


def body(language: str, gather: str) -> str:
    """What the act is about and, where it is public, its text, in one language."""
    article = all_of(
        f"FROM {ARTICLE} c WHERE c.text_id = t.id",
        spaced("c", ("number", "heading", "body")),
        "c.position, c.id",
        gather,
    )
    text = f"{spaced('t', ('title', 'preamble'))} || ' ' || {article} || ' ' || coalesce(t.closing, '')"
    signed = f"t.agreement_id = a.id AND t.language = '{language}' AND t.state = 'signed'"
    newest = (
        f"NOT EXISTS (SELECT 1 FROM {TEXT} v WHERE v.agreement_id = a.id AND v.language = '{language}' "
        "AND v.state = 'signed' AND v.version > t.version)"
    )
    return f"coalesce(a.subject_{language}, '') || ' ' || " + all_of(
        f"FROM {TEXT} t WHERE a.texts_public AND {signed} AND {newest}", text, "t.id", gather
    )
