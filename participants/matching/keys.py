"""Every key an organisation is recognised by. Reads columns only, so that a migration may call it too."""

from __future__ import annotations

from collections.abc import Iterable

from participants.enums import MatchKind
from participants.matching.domains import domain_of_email, domain_of_website
from participants.matching.names import name_keys


def keys_of(organisation, emails: Iterable[str] = ()) -> set[tuple[str, str]]:
    """Return (kind, value) of each way to recognise an organisation; ``emails`` are its contact's and delegates'."""
    side = organisation.side
    numbers = (organisation.vat_number, organisation.fiscal_code, organisation.inn)
    names = (organisation.name_latin, organisation.name_cyrillic)
    domains = {domain_of_website(organisation.website), *map(domain_of_email, emails)}
    return {
        *((str(MatchKind.NUMBER), f"{side}{number}") for number in numbers if number),
        *((str(MatchKind.NAME), key) for name in names for key in name_keys(name)),
        *((str(MatchKind.DOMAIN), domain) for domain in domains if domain),
    }
