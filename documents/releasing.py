"""Acts: to release the programme as it stands in the rows, as a version of its own that never changes."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from documents import kept
from documents.audience import touched
from documents.changes import LANGUAGES, Change, Facts, compare
from documents.models import ProgrammeVersion, VersionNotice
from documents.programme import programme_facts
from documents.released import released_version
from sessions.models import ProgrammeItem, Session
from tables.models import ThematicTable
from taskforce.errors import DomainError
from taskforce.jobs import ring

TELL = "documents.tasks.tell_of_version"
REASONS = 3  # how many a refusal names
LOOKS = 3  # how often the rows are read anew where somebody changes them at the same moment


@dataclass(frozen=True)
class Obstacle:
    """What speaks against a release, in the words of whoever releases; a reason overrules one that is not grave."""

    words: str
    grave: bool = False
    url: str = ""


def release_programme(
    session: Session,
    by=None,
    *,
    note: str = "",
    overrule: str = "",
    tell: bool = True,
    seen: str = "",
    obstacles: Callable[[Session], Iterable[Obstacle]] = lambda session: (),
) -> ProgrammeVersion:
    """Make the programme as it is edited now the public's, and write down whom to tell of what changed for them.

    ``obstacles`` says what speaks against it: a grave one cannot be overruled, the others need ``overrule``, a reason.
    ``seen`` is the digest of the facts that were shown to whoever releases (``digest_of``): if they are others by
    now, nothing is released. Raises DomainError for all that, and where nothing changed since the last version.
    """
    with locked(session) as session:
        last = released_version(session)
        facts = whole_facts(session)
        changes = compare(last and last.facts, facts)
        check_release(seen, last, facts, changes)
        overruled = check_obstacles(list(obstacles(session)), overrule)
        version = ProgrammeVersion.objects.create(
            session=session,
            number=last.number + 1 if last else 1,
            facts=facts,
            changes=changes,
            note=note,
            overruled=overruled,
            released_by=by,
        )
        if tell and last:
            write_notices(version, last.facts)
    return version


@contextmanager
def locked(session: Session) -> Iterator[Session]:
    """Open one transaction with the session's row locked: who releases waits, and so do the editor's acts."""
    with transaction.atomic():
        yield Session.objects.select_for_update(of=("self",)).select_related("host_region").get(pk=session.pk)


def check_release(seen: str, last: ProgrammeVersion | None, facts: Facts, changes: list[Change]) -> None:
    """Raise DomainError where there is nothing to release, or something else than was looked at."""
    if not any(facts[code]["days"] for code in LANGUAGES):
        raise DomainError(_("The programme has no lines yet."))
    if last and not changes:
        raise DomainError(_("Nothing has changed since version %(number)d.") % {"number": last.number})
    if seen and seen != digest_of(facts):
        raise DomainError(
            _("The programme was changed while you were looking at it. This is what would be released now."),
            code="changed",
        )


def check_obstacles(found: list[Obstacle], overrule: str) -> str:
    """Return the reason that overrules what speaks against it, if anything does. Raises DomainError where none can."""
    if any(one.grave for one in found):
        raise DomainError(_("This makes it impossible: %(words)s") % {"words": sentence(found, grave=True)})
    if found and not overrule:
        told = {"words": sentence(found, grave=False)}
        raise DomainError(_("%(words)s To release it all the same, say why.") % told, field="overrule")
    return overrule if found else ""


def sentence(found: list[Obstacle], *, grave: bool) -> str:
    """Return the first reasons in a row; the page lists them all."""
    reasons = [one.words for one in found if one.grave == grave]
    return " ".join(reasons[:REASONS]) + (" …" if len(reasons) > REASONS else "")


def write_notices(version: ProgrammeVersion, before: Facts) -> None:
    """Write down whom to tell of which changes, and wake a worker for it."""
    told = touched(version.session, version.changes, before, version.facts)
    VersionNotice.objects.bulk_create(
        VersionNotice(version=version, changes=one.changes, **{f"{one.kind}_id": one.pk}) for one in told
    )
    if told:
        transaction.on_commit(partial(ring, TELL, version.pk))


# --- The facts ------------------------------------------------------------------------------------------------------


def whole_facts(session: Session) -> Facts:
    """Return the rows' programme in every language, with identities, and who is at which line: one moment's facts.

    The editor's acts wait for the session's row, which a release holds. The administration does not: where a row was
    saved meanwhile, all is read once more.
    """
    for _look in range(LOOKS):
        before, facts = stamp(session), read_facts(session)
        if stamp(session) == before:
            return facts
    raise DomainError(_("Somebody is changing the programme at this moment. Please try again."))


def read_facts(session: Session) -> Facts:
    """Return the same without asking whether somebody saved a row meanwhile: to be shown, not to be kept."""
    facts = {code: programme_facts(session, code, identities=True) for code in LANGUAGES}
    return json.loads(json.dumps(facts | {"people": people_of(session)}))


def stamp(session: Session) -> str:
    return kept.stamp_of(kept.stamped(Session.objects.filter(pk=session.pk)).get())


def people_of(session: Session) -> dict[str, dict[str, list[int]]]:
    """Return for each line the primary keys of its officials (speakers and its table's moderators) and interpreters."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: {"officials": [], "interpreters": []})
    items = ProgrammeItem.objects.filter(session=session)
    sat = ThematicTable.objects.filter(session=session, sittings__isnull=False)
    for kind, rows in (
        ("officials", items.filter(speakers__isnull=False).values_list("pk", "speakers")),
        ("officials", sat.filter(moderators__isnull=False).values_list("sittings__item", "moderators")),
        ("interpreters", items.filter(interpreters__isnull=False).values_list("pk", "interpreters")),
    ):
        for item, person in sorted(set(rows.order_by())):
            if person not in found[str(item)][kind]:
                found[str(item)][kind].append(person)
    return dict(found)


def digest_of(facts: Facts) -> str:
    """Return what is the same while the programme that would be released is the same."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
