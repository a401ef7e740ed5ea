"""What the pages about a session's versions show: what changed in each, and whether one is still the latest."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from documents.change_words import words
from documents.changes import Change, compare
from documents.models import ProgrammeVersion
from participants.wording import host_time
from sessions.models import Session
from taskforce.context import portal
from taskforce.dates import long_date


def versions_html(request: HttpRequest, session: Session) -> bytes:
    """Return the list of versions, newest first, with what each changed."""
    versions = [shown_version(version) for version in newest_first(session)]
    return page(request, session, "documents/versions.html", {"versions": versions})


def version_html(request: HttpRequest, session: Session, number: int) -> bytes | None:
    """Return the page that says whether a version is the latest, and if not what changed since; None of no version.

    ``number`` 0 stands for a draft: a paper made before anything was released, or of what was not released yet.
    """
    newest = newest_first(session).first()
    asked = session.versions.filter(number=number).first() if number else None
    if number and asked is None:
        return None
    context = {
        "number": number,
        "asked": asked and shown_version(asked),
        "newest": newest and shown_version(newest),
        "is_latest": bool(newest) and number == newest.number,
        "since": [],
    }
    if asked and not context["is_latest"]:
        latest = session.versions.get(pk=newest.pk)
        context["since"] = sentences(compare(asked.facts, latest.facts))
    return page(request, session, "documents/version.html", context)


def page(request: HttpRequest, session: Session, template: str, context: dict) -> bytes:
    """Render a page that is the same for everybody: no user, no messages."""
    return render_to_string(template, {"request": request, **portal(request), "session": session, **context}).encode()


def newest_first(session: Session):
    return session.versions.defer("facts").order_by("-number")


def shown_version(version: ProgrammeVersion) -> dict:
    return {
        "number": version.number,
        "released": released_words(version.session, version.released_at),
        "note": version.note,
        "changes": sentences(version.changes),
    }


def released_words(session: Session, moment: dt.datetime) -> str:
    """Return when a version was released, in the host's time; in UTC where the host's zone is not known."""
    if session.timezone:
        return host_time(session, moment)
    return f"{long_date(moment.astimezone(dt.UTC).date())}, {moment.astimezone(dt.UTC):%H:%M} UTC"


def sentences(changes: list[Change]) -> list[str]:
    """Return what the public may read of changes; what concerns a few persons alone is theirs."""
    return [words(change, get_language()) for change in changes if not change.get("private")]
