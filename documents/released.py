"""Which programme somebody reads: the newest release, or the draft as it is edited."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from documents.models import ProgrammeVersion
from documents.programme import programme_facts, session_facts
from sessions.models import Session

Facts = dict[str, Any]
IDENTITIES = ("id", "changed", "table_id", "visit_id")


def released_version(session: Session) -> ProgrammeVersion | None:
    """Return the newest release of a session's programme; None where nothing was ever released."""
    return session.versions.order_by("-number").first()


def public_facts(session: Session, language: str, *, identities: bool = False) -> Facts:
    """Return what programme_facts gives, of the newest release; while nothing was released, of the rows themselves.

    ``version`` says which release it is ({"number", "released_at"}) or is None. What the session is (status, mode,
    dates, organisers) is always as it is now: that it was postponed needs no release.
    """
    version = released_version(session)
    if version is None:
        return draft_facts(session, language, identities=identities)
    return version_facts(version, session, language, identities=identities)


def draft_facts(session: Session, language: str, *, identities: bool = False) -> Facts:
    """Return the programme as it is edited now; ``version`` is None."""
    return programme_facts(session, language, identities=identities) | {"version": None}


def version_facts(version: ProgrammeVersion, session: Session, language: str, *, identities: bool = False) -> Facts:
    """Return the facts of one version in a language."""
    with translation.override(language):
        head = session_facts(session)
    facts = {**version.facts[language], "session": head, "version": version_line(version)}
    if identities:
        return facts
    days = [{**day, "groups": [without_identities(group) for group in day["groups"]]} for day in facts["days"]]
    return {**facts, "days": days}


def version_line(version: ProgrammeVersion) -> dict:
    return {"number": version.number, "released_at": version.released_at.isoformat()}


def without_identities(group: dict) -> dict:
    items = [{key: value for key, value in item.items() if key not in IDENTITIES} for item in group["items"]]
    return {**group, "items": items}
