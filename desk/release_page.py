"""What the page of releases shows: what would change, who would be told, what stands in the way, what was released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from desk.clashes import find_clashes, impossible
from desk.translations import PROGRAMME
from documents.audience import touched
from documents.change_words import words
from documents.changes import compare
from documents.models import ProgrammeVersion
from documents.released import released_version
from documents.releasing import Obstacle, digest_of, read_facts
from sessions.models import Session
from sessions.translations import gate

KINDS = ("delegate", "official", "interpreter")


def obstacles(session: Session) -> Iterator[Obstacle]:
    """Yield what speaks against a release: clashes that cannot be, and texts that are not translated."""
    for clash in impossible(find_clashes(session)):
        yield Obstacle(clash.words, grave=True, url=reverse("desk:clashes", args=[session.ref]))
    for stop in gate(session):
        asked = urlencode({"language": stop.language, "state": stop.state, "part": PROGRAMME})
        yield Obstacle(stop.words, url=f"{reverse('desk:translations', args=[session.ref])}?{asked}")


def gather_release(session: Session) -> dict:
    """Return what would be released now, in the words of the reader."""
    newest, facts = released_version(session), read_facts(session)
    changes = compare(newest and newest.facts, facts)
    told = Counter(one.kind for one in touched(session, changes, newest and newest.facts, facts))
    found = list(obstacles(session))
    return {
        "newest": newest,
        "number": newest.number + 1 if newest else 1,
        "digest": digest_of(facts),
        "changes": [(words(change, get_language()), change.get("private", False)) for change in changes],
        "told": {kind: told[kind] for kind in KINDS},
        "grave": [one for one in found if one.grave],
        "doubts": [one for one in found if not one.grave],
        "has_lines": any(facts[get_language()]["days"]),
    }


def list_versions(session: Session) -> QuerySet[ProgrammeVersion]:
    """Return the session's versions, newest first, each with how many are to be told and how many mails are written."""
    return (
        ProgrammeVersion.objects.filter(session=session)
        .defer("facts")
        .select_related("released_by")
        .annotate(told=Count("notices"), written=Count("notices", filter=Q(notices__sent_at__isnull=False)))
        .order_by("-number")
    )
