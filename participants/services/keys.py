"""The comparison keys of names: how a person or an organisation is found however it is typed."""

from __future__ import annotations

from participants.models import Delegate, Organisation
from taskforce.text import comparison_key


def organisation_key(organisation: Organisation) -> str:
    """The key of both names of an organisation."""
    return _key(organisation, organisation.name_latin, organisation.name_cyrillic)


def delegate_key(delegate: Delegate) -> str:
    """The key of a person's names in both alphabets."""
    names = (delegate.given_latin, delegate.family_latin, delegate.given_cyrillic, delegate.family_cyrillic)
    return _key(delegate, *names)


def _key(row: Delegate | Organisation, *names: str) -> str:
    return comparison_key(" ".join(names))[: row._meta.get_field("name_key").max_length]
