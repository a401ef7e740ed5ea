"""The act on host regions: to save one, with the spellings that lead to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import translation

from sessions.models import HostRegion, RegionAlias
from taskforce.text import comparison_key


def save_region(region: HostRegion, aliases: Iterable[str] | None = None) -> HostRegion:
    """Save a region given as it should be; ``aliases``, where they are given, become the spellings that lead to it."""
    with transaction.atomic():
        with translation.override("it"):  # the untranslated column repeats the current language's: always Italian
            region.save()
        if aliases is not None:
            wanted = {comparison_key(alias): alias for alias in aliases}
            region.aliases.exclude(key__in=wanted).delete()
            there = dict(region.aliases.values_list("key", "alias"))
            region.aliases.filter(key__in=[key for key in there if wanted[key] != there[key]]).delete()
            RegionAlias.objects.bulk_create(
                RegionAlias(region=region, alias=alias, key=key)
                for key, alias in wanted.items()
                if there.get(key) != alias
            )
        return region
