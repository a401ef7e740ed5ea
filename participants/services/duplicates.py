"""Which registrations may be of one organisation: by its numbers, its name in any spelling, its domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from participants.enums import MatchKind, State
from participants.matching import keys_of
from participants.models import Delegate, MatchKey, NotTheSame, Organisation, Registration

# A name or a domain shared by more organisations of a session than this tells none of them from the others.
WIDELY_SHARED = 25
MOST_ELSEWHERE = 10
# Nobody has to tell these from another registration: one is still typed, the other has withdrawn.
NOT_COMPARED = (State.DRAFT, State.CANCELLED)
COMPARED = tuple(state for state in State if state not in NOT_COMPARED)
ORDER = [str(kind) for kind in MatchKind]


@dataclass
class Duplicate:
    """Another registration that may be of the same organisation, and in what the two are the same, surest first."""

    registration: Registration
    reasons: list[MatchKind] = field(default_factory=list)


def index_organisation(organisation: Organisation, emails: Iterable[str] | None = None) -> None:
    """Make the organisation's comparison keys anew.

    ``emails`` are those of its contacts and delegates; left out, they are looked up.
    """
    wanted = keys_of(organisation, emails_of(organisation) if emails is None else emails)
    have = {(key.kind, key.value): key.pk for key in organisation.match_keys.all()}
    gone = [pk for key, pk in have.items() if key not in wanted]
    if gone:
        MatchKey.objects.filter(pk__in=gone).delete()
    missing = sorted(wanted - have.keys())
    MatchKey.objects.bulk_create(
        [MatchKey(organisation=organisation, kind=kind, value=value) for kind, value in missing], ignore_conflicts=True
    )


def emails_of(organisation: Organisation) -> set[str]:
    """Every address the organisation's registrations name."""
    contacts = organisation.registrations.order_by().values_list("contact_email", flat=True)
    delegates = Delegate.objects.filter(registration__organisation=organisation).exclude(email="")
    return set(contacts.union(delegates.order_by().values_list("email", flat=True)))


def duplicates_of(registration: Registration) -> list[Duplicate]:
    """Return the other registrations of the same session that may be of the same organisation, surest first."""
    return duplicates_among([registration]).get(registration.pk, [])


def duplicates_among(registrations: list[Registration]) -> dict[int, list[Duplicate]]:
    """Return the possible duplicates of each of one page of a session's registrations, with five queries at most.

    Left out are registrations that withdrew, pairs staff found to be two, and keys that are shared widely.
    """
    own = _keys_by_value({one.organisation_id for one in registrations})
    sessions = {one.session_id for one in registrations}
    telling = _telling(own, sessions)
    if not telling:
        return {}
    same = list(_same(telling).values_list("organisation_id", "kind", "value"))
    others = _registrations_of({organisation_id for organisation_id, _kind, _value in same}, sessions)
    apart = _told_apart({one.organisation_id for one in registrations})
    reasons: dict[tuple[int, int], set[str]] = defaultdict(set)
    for organisation_id, kind, value in same:
        for mine in own[kind, value] - {organisation_id} - apart[organisation_id]:
            reasons[mine, organisation_id].add(kind)
    return {one.pk: found for one in registrations if (found := _duplicates(one, others, reasons))}


def elsewhere(registration: Registration) -> list[Registration]:
    """Return registrations for other sessions of what seems to be the same organisation, by number or name."""
    own = _keys_by_value({registration.organisation_id})
    telling = {key for key in own if key[0] != MatchKind.DOMAIN}
    same = _same(telling).values("organisation") if telling else MatchKey.objects.none().values("organisation")
    rows = Registration.objects.filter(Q(organisation__in=same) | Q(organisation=registration.organisation_id))
    rows = rows.exclude(session=registration.session_id).exclude(state=State.DRAFT)
    return list(rows.select_related("organisation", "session").order_by("-submitted_at")[:MOST_ELSEWHERE])


def with_duplicates(registrations: QuerySet) -> QuerySet:
    """Those of the registrations which share a key with another one of the same session."""
    other = MatchKey.objects.filter(
        kind=OuterRef("kind"),
        value=OuterRef("value"),
        organisation__registrations__session=OuterRef(OuterRef("session")),
        organisation__registrations__state__in=COMPARED,
    ).exclude(organisation=OuterRef("organisation"))
    return registrations.filter(Exists(MatchKey.objects.filter(Exists(other), organisation=OuterRef("organisation"))))


def tell_apart(one: Registration, other: Registration, by: User) -> None:
    """Record that two registrations are of two organisations: they are not shown as duplicates any more."""
    first, second = sorted((one.organisation_id, other.organisation_id))
    if first != second:
        NotTheSame.objects.get_or_create(first_id=first, second_id=second, defaults={"decided_by": by})


def _keys_by_value(organisations: set[int]) -> dict[tuple[str, str], set[int]]:
    own: dict[tuple[str, str], set[int]] = defaultdict(set)
    keys = MatchKey.objects.filter(organisation__in=organisations).order_by()
    for organisation_id, kind, value in keys.values_list("organisation_id", "kind", "value"):
        own[kind, value].add(organisation_id)
    return own


def _telling(keys: Iterable[tuple[str, str]], sessions: set[int]) -> set[tuple[str, str]]:
    """The keys that two to a few organisations of the sessions share."""
    if not keys:
        return set()
    shared = _same(keys).filter(organisation__registrations__session__in=sessions).values_list("kind", "value")
    shared = shared.annotate(sharing=Count("organisation", distinct=True)).filter(sharing__gt=1)
    return {(kind, value) for kind, value, number in shared if number <= WIDELY_SHARED or kind == MatchKind.NUMBER}


def _same(keys: Iterable[tuple[str, str]]) -> QuerySet:
    values = defaultdict(list)
    for kind, value in keys:
        values[kind].append(value)
    either = Q()
    for kind, found in values.items():
        either |= Q(kind=kind, value__in=found)
    return MatchKey.objects.filter(either).order_by()


def _registrations_of(organisations: set[int], sessions: set[int]) -> dict[int, list[Registration]]:
    rows = Registration.objects.filter(organisation__in=organisations, session__in=sessions)
    found: dict[int, list[Registration]] = defaultdict(list)
    for row in rows.exclude(state__in=NOT_COMPARED).select_related("organisation", "session").order_by("pk"):
        found[row.organisation_id].append(row)
    return found


def _told_apart(organisations: set[int]) -> dict[int, set[int]]:
    pairs = NotTheSame.objects.filter(Q(first__in=organisations) | Q(second__in=organisations)).order_by()
    apart: dict[int, set[int]] = defaultdict(set)
    for first, second in pairs.values_list("first_id", "second_id"):
        apart[first].add(second)
        apart[second].add(first)
    return apart


def _duplicates(
    mine: Registration, others: dict[int, list[Registration]], reasons: dict[tuple[int, int], set[str]]
) -> list[Duplicate]:
    found = [
        Duplicate(other, [MatchKind(kind) for kind in sorted(kinds, key=ORDER.index)])
        for (organisation_id, other_id), kinds in reasons.items()
        if organisation_id == mine.organisation_id
        for other in others.get(other_id, ())
        if other.session_id == mine.session_id
    ]
    return sorted(found, key=lambda match: (ORDER.index(match.reasons[0]), match.registration.pk))
