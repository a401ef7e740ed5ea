"""The sectors an organisation may name: sections and divisions of ATECO 2025 (data/ateco.json says whose they are)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

MAX_SECTORS = 3
_FILE = Path(__file__).parent / "data" / "ateco.json"


@cache
def sectors() -> dict[str, dict[str, str]]:
    """Return each sector by its code: ``section`` (of itself for a section) and its title in it, ru and en."""
    return {row["code"]: row for row in json.loads(_FILE.read_text(encoding="utf-8"))["sectors"]}


def sector_name(code: str, language: str | None = None) -> str:
    """Return code and title in a language (default: the active one); a code that is none stands for itself."""
    row = sectors().get(code)
    return f"{code} {row[language or get_language() or 'it']}" if row else code


def sector_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the sectors for a select, in the active language: each section's name, and it with its divisions."""
    return _choices(get_language() or "it")


@cache
def _choices(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, row in sectors().items():
        groups.setdefault(row["section"], []).append((code, sector_name(code, language)))
    return [(sector_name(section, language), choices) for section, choices in groups.items()]
