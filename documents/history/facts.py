"""Everything a source tells of a session, as facts: the value as it was put, its basis, its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents.history.figures import is_number, metric_words
from sessions.enums import FactBasis

FIELDS = ("status", "mode", "start", "end", "city", "region", "iso", "country", "venue", "announced_on")
FIELDS = (*FIELDS, "registration_deadline")


@dataclass(frozen=True)
class Fact:
    """The columns of a SourcedFact; ``sources`` are keys, sorted."""

    field: str
    value: str
    basis: str | None
    note: str = ""
    sources: tuple[str, ...] = ()

    def with_prefix(self, prefix: str) -> Fact:
        return replace(self, sources=tuple(sorted(prefix + key for key in self.sources)))


def read_facts(told: dict) -> list[Fact]:
    """Return the facts of a session, in the order of its fields."""
    return [*_fields(told), *_planned(told), *_lists(told), *_conflicts(told)]


def _fact(field: str, value: str, entry: dict, basis: str | None = FactBasis.STATED) -> Fact:
    basis = str(basis) if basis else None
    return Fact(field, value, basis, entry.get("note", ""), tuple(sorted(set(entry.get("source") or []))))


def _fields(told: dict) -> Iterator[Fact]:
    for name in FIELDS:
        entry = told.get(name)
        if entry and (entry["value"] or entry.get("note") or entry["source"]):
            yield _fact(name, entry["value"] or "", entry, entry["basis"])


def _planned(told: dict) -> Iterator[Fact]:
    if plan := told.get("planned"):
        parts = (plan["starts_on"], plan["ends_on"], plan["city"]["it"], plan["note"]["it"])
        yield _fact("planned", ", ".join(filter(None, parts)), {"source": plan["source"]})


def _lists(told: dict) -> Iterator[Fact]:
    for entry in told.get("programme_parts", []):
        day = f"{entry['day']}. " if entry["day"] else ""
        yield _fact("programme", f"{day}{entry['part']}", entry)
    for entry in told.get("seminars", []):
        yield _fact("seminars", entry["name_it"], entry)
    for entry in told.get("themes_or_tables", []):
        parts = (entry["name_it"], entry.get("venue"), entry["source_calls_it"])
        yield _fact("themes", " — ".join(filter(None, parts)), entry)
    for entry in told.get("visits", []):
        yield _fact("visits", ", ".join(filter(None, (entry["name"], entry.get("sector")))), entry)
    for entry in told.get("delegations", []):
        yield _fact("delegations", f"{entry['side']}: {entry['region']}", entry)
    for entry in told.get("people", []):
        parts = (entry["side"], entry["role"], entry["name"], entry["office_as_written"])
        yield _fact("people", ", ".join(filter(None, parts)), entry)
    for entry in told.get("agreements", []):
        yield _fact("agreements", ", ".join(filter(None, (entry["kind"], entry["title"], entry["date"]))), entry)
    for entry in told.get("figures", []):
        if not is_number(entry):
            words = (metric_words(entry["metric"]), entry["side"], entry["qualifier"], entry["value"], entry["basis"])
            yield _fact("figures", ", ".join(filter(None, words)), entry)


def _conflicts(told: dict) -> Iterator[Fact]:
    for text in told.get("conflicts", []):
        yield Fact("conflict", text, str(FactBasis.CONFLICTING))
