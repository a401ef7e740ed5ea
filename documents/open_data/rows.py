"""What open data give of an act, a project and a session: what their public pages show, and no address of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model, Prefetch, QuerySet
from django.urls import reverse
from django.utils import translation

from agreements.enums import TextLanguage
from agreements.models import ActLink, Agreement, Project
from agreements.search.facets import standing_on
from agreements.search.texts import public_texts
from sessions.models import Session
from taskforce.dates import today_in_rome

Row = dict[str, Any]


def acts(found: QuerySet[Agreement]) -> Iterator[Row]:
    """Yield the acts, of links and projects those alone that are public themselves."""
    public = Agreement.objects.public()
    rows = list(
        found.annotate(standing=standing_on(today_in_rome())).select_related("session").prefetch_related(
            "parties__region", "signatories", "regions",
            Prefetch("leads_to", ActLink.objects.filter(other__in=public), to_attr="links"),
            Prefetch("projects", Project.objects.public(), to_attr="shown_projects"),
        )
    )  # fmt: skip
    texts = defaultdict(list)
    for text in public_texts(rows):
        texts[text.agreement_id].append(
            {"language": text.language, "authority": text.authority, "version": text.version, "sha256": text.sha256}
        )
    yield from (act(row, texts[row.pk]) for row in rows)


def act(row: Agreement, texts: list[Row]) -> Row:
    has_file = bool(row.file) and row.texts_public
    shown = row.value is not None and row.value_public
    return {
        "id": row.pk,
        "url": address("agreements:agreement", row.pk),
        "kind": row.kind,
        "title": spoken(row, "title"),
        "subject": spoken(row, "subject"),
        "sector": spoken(row, "sector"),
        "place": spoken(row, "place"),
        "signed_on": row.signed_on,
        "in_force_on": row.in_force_on,
        "expires_on": row.expires_on,
        "denounced_on": row.denounced_on,
        "standing": row.standing,
        "value": str(row.value) if shown else None,
        "currency": row.currency if shown else None,
        "session": row.session_id,
        "session_number": row.session.number,
        "regions": sorted(
            {one.code for one in row.regions.all()} | {p.region.code for p in row.parties.all() if p.region}
        ),
        "parties": [
            {"name": spoken(party, "name"), "kind": party.kind, "side": party.side} for party in row.parties.all()
        ],
        "signatories": [
            {"name": spoken(one, "name"), "capacity": spoken(one, "capacity")} for one in row.signatories.all()
        ],
        "links": [{"kind": link.kind, "act": link.other_id} for link in row.links],
        "projects": [project.pk for project in row.shown_projects],
        "texts": texts,
        "file": address("agreements:file", row.pk) if has_file else None,
        "file_sha256": row.file_sha256 if has_file else None,
        "updated_at": row.updated_at,
    }


def projects(found: QuerySet[Project]) -> Iterator[Row]:
    """Yield the projects of the public catalogue."""
    for row in found.select_related("session", "organisation"):
        proposer = spoken(row, "proposer")
        name = row.organisation.name if row.organisation else ""
        yield {
            "id": row.pk,
            "title": spoken(row, "title"),
            "summary": spoken(row, "summary"),
            "counterpart": spoken(row, "counterpart"),
            "proposer": proposer if any(proposer.values()) else dict.fromkeys(proposer, name or None),
            "side": row.side,
            "kind": row.kind,
            "sector": row.sector,
            "language": row.language,
            "stage": row.stage,
            "outcome": row.outcome,
            "session": row.session_id,
            "session_number": row.session.number,
            "updated_at": row.updated_at,
        }


def sessions(found: QuerySet[Session]) -> Iterator[Row]:
    """Yield the sessions the public may see."""
    for row in found.select_related("host_region"):
        yield {
            "id": row.pk,
            "url": absolute(row.get_absolute_url),
            "number": row.number,
            "title": spoken(row, "title"),
            "status": row.status,
            "mode": row.mode,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "city": spoken(row, "city"),
            "host_region": row.host_region.code if row.host_region else None,
            "is_demonstration": row.is_demonstration,
            "updated_at": row.updated_at,
        }


def spoken(row: Model, field: str) -> dict[str, str | None]:
    """Return a text in each language it is in."""
    return {code: getattr(row, f"{field}_{code}") or None for code in TextLanguage.values}


def address(name: str, *args: Any) -> str:
    return absolute(lambda: reverse(name, args=args))


def absolute(path) -> str:
    with translation.override("it"):
        return settings.BASE_URL + path()


def flat(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Yield rows as lines of a table: a column a language, and lists as one text."""
    for row in rows:
        line: dict[str, Any] = {}
        for name, value in row.items():
            if name == "parties":
                line |= {
                    f"parties_{code}": joined(party["name"][code] for party in value) for code in TextLanguage.values
                }
                line["sides"] = joined(sorted({party["side"] for party in value if party["side"]}))
            elif name == "signatories":
                line |= {
                    f"signatories_{code}": joined(one["name"][code] for one in value) for code in TextLanguage.values
                }
            elif name == "links":
                line[name] = joined(f"{link['kind']} {link['act']}" for link in value)
            elif name == "texts":
                line["text_languages"] = joined(text["language"] for text in value)
            elif isinstance(value, dict):
                line |= {f"{name}_{code}": text for code, text in value.items()}
            else:
                line[name] = joined(map(str, value)) if isinstance(value, list) else value
        yield line


def joined(values: Iterable[str | None]) -> str:
    return "; ".join(filter(None, values))
