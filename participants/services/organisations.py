"""Acts on many organisations at once, as staff bring them in: each as moderation.change_organisation would save it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from participants.matching import keys_of
from participants.models import MatchKey, Organisation, OrganisationSector, Registration
from participants.services.keys import organisation_key
from participants.services.moderation import change_organisation
from participants.services.rows import set_sectors

BATCH = 500
# What the comparison keys are made of (participants.matching).
TELLING = {"side", "name_latin", "name_cyrillic", "vat_number", "fiscal_code", "inn", "website"}


def add_organisations(organisations: Iterable[tuple[Organisation, list[str]]]) -> list[Organisation]:
    """Make organisations that were checked, each with its sectors, the main one first."""
    pairs = list(organisations)
    with transaction.atomic():
        for organisation, _codes in pairs:
            organisation.name_key = organisation_key(organisation)
        made = Organisation.objects.bulk_create([one for one, _codes in pairs], batch_size=BATCH)
        sectors = [OrganisationSector(organisation=one, code=code) for one, codes in pairs for code in codes]
        OrganisationSector.objects.bulk_create(sectors, batch_size=BATCH)
        index_unregistered(made)
        return made


def change_organisations(changes: Iterable[tuple[Organisation, set[str], list[str] | None]]) -> None:
    """Save organisations given as they should be, with the names of what was changed, and sectors where these change.

    Those with registrations pass through the gate of each of their sessions. Raises DomainError as
    ``change_organisation`` does: then nothing is changed.
    """
    changes = list(changes)
    with transaction.atomic():
        registered = Registration.objects.filter(organisation__in=[one.pk for one, _names, _codes in changes])
        registered = set(registered.order_by().values_list("organisation", flat=True))
        for organisation, names, codes in changes:
            if organisation.pk in registered:
                change_organisation(organisation)
            elif names:
                organisation.name_key = organisation_key(organisation)
                organisation.save(update_fields=[*names, "name_key"])
            if codes is not None:
                set_sectors(organisation, codes)
        index_unregistered(one for one, names, _codes in changes if one.pk not in registered and names & TELLING)


def index_unregistered(organisations: Iterable[Organisation]) -> None:
    """Make the comparison keys of organisations anew that no registration, and so no e-mail address, belongs to."""
    organisations = list(organisations)
    MatchKey.objects.filter(organisation__in=[one.pk for one in organisations]).delete()
    keys = [MatchKey(organisation=one, kind=kind, value=value) for one in organisations for kind, value in keys_of(one)]
    MatchKey.objects.bulk_create(keys, batch_size=BATCH, ignore_conflicts=True)
