"""Which registrations may be of one organisation: by its numbers, its name in any spelling, its domain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from participants.enums import MatchKind, State
from participants.matching import domain_of_email, domain_of_website, name_keys
from participants.models import MatchKey, Organisation, Registration
from sessions.enums import Side


@dataclass
class Duplicate:
    """Another registration that may be of the same organisation, and in what the two are the same."""

    registration: Registration
    reasons: list[MatchKind] = field(default_factory=list)


def index_organisation(organisation: Organisation, emails: Iterable[str] = ()) -> None:
    """Make the organisation's comparison keys anew; ``emails`` are those of its contact and delegates."""
    wanted = {(kind, value) for kind, value in keys_of(organisation, emails) if value}
    have = {(key.kind, key.value): key.pk for key in organisation.match_keys.all()}
    MatchKey.objects.filter(pk__in=[pk for key, pk in have.items() if key not in wanted]).delete()
    MatchKey.objects.bulk_create(
        [MatchKey(organisation=organisation, kind=kind, value=value) for kind, value in wanted - have.keys()],
        ignore_conflicts=True,
    )


def keys_of(organisation: Organisation, emails: Iterable[str] = ()) -> list[tuple[MatchKind, str]]:
    """Return (kind, value) of each way to recognise an organisation; values may be empty or stand twice."""
    russian = organisation.side == Side.RU
    numbers = [organisation.inn] if russian else [organisation.vat_number, organisation.fiscal_code]
    names = (organisation.name_latin, organisation.name_cyrillic)
    return [
        *((MatchKind.NUMBER, f"{organisation.side}{number}") for number in numbers if number),
        *((MatchKind.NAME, key) for name in names for key in name_keys(name)),
        (MatchKind.DOMAIN, domain_of_website(organisation.website)),
        *((MatchKind.DOMAIN, domain_of_email(email)) for email in emails),
    ]


def duplicates_of(registration: Registration) -> list[Duplicate]:
    """Return the other registrations of the same session that may be of the same organisation, surest first."""
    return duplicates_among([registration]).get(registration.pk, [])


def duplicates_among(registrations: list[Registration]) -> dict[int, list[Duplicate]]:
    """Return the possible duplicates of each of one page of a session's registrations, with three queries in all."""
    if not registrations:
        return {}
    own: dict[tuple[str, str], set[int]] = {}
    for key in MatchKey.objects.filter(organisation__in={one.organisation_id for one in registrations}):
        own.setdefault((key.kind, key.value), set()).add(key.organisation_id)
    same = MatchKey.objects.filter(value__in={value for _kind, value in own})
    others = _registrations_of({key.organisation_id for key in same}, {one.session_id for one in registrations})
    found: dict[int, dict[int, Duplicate]] = {}
    for key in same:
        for organisation_id in own.get((key.kind, key.value), ()):
            for mine in (one for one in registrations if one.organisation_id == organisation_id):
                for other in others.get(key.organisation_id, ()):
                    if other.pk != mine.pk and other.session_id == mine.session_id:
                        match = found.setdefault(mine.pk, {}).setdefault(other.pk, Duplicate(other))
                        match.reasons = sorted({*match.reasons, MatchKind(key.kind)}, key=list(MatchKind).index)
    order = list(MatchKind)
    return {
        pk: sorted(matches.values(), key=lambda match: (order.index(match.reasons[0]), match.registration.pk))
        for pk, matches in found.items()
    }


def _registrations_of(organisations: set[int], sessions: set[int]) -> dict[int, list[Registration]]:
    rows = Registration.objects.filter(organisation__in=organisations, session__in=sessions)
    found: dict[int, list[Registration]] = {}
    for row in rows.exclude(state=State.DRAFT).select_related("organisation__region", "session"):
        found.setdefault(row.organisation_id, []).append(row)
    return found
