"""The 103 regions with every spelling that leads to them."""

from __future__ import annotations

import json
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.utils import translation

from sessions.models import HostRegion, RegionAlias
from taskforce.text import comparison_key


def read_regions() -> list[dict]:
    return json.loads((settings.DATA_DIR / "regions.json").read_text(encoding="utf-8"))["regions"]


def spellings(regions: list[dict]) -> dict[str, tuple[str, str]]:
    """Return code and spelling by comparison key, for every name and alias of the regions.

    A key that would lead to two regions is left out, whichever comes first: nobody could say which one was meant.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for region in regions:
        for spelling in (*region["name"].values(), region["iso_name"], *region["aliases"]):
            found[comparison_key(spelling)].setdefault(region["code"], spelling)
    return {key: next(iter(codes.items())) for key, codes in found.items() if len(codes) == 1}


def load_regions() -> int:
    """Make the regions and aliases that are missing; return how many regions were. What staff edited stays."""
    regions = read_regions()
    with translation.override("it"), transaction.atomic():
        known = set(HostRegion.objects.values_list("code", flat=True))
        missing = [region for region in regions if region["code"] not in known]
        HostRegion.objects.bulk_create(
            HostRegion(
                code=region["code"],
                country=region["country"],
                iso_name=region["iso_name"],
                **{f"name_{code}": text for code, text in region["name"].items()},
            )
            for region in missing
        )
        _load_aliases(spellings(regions))
    return len(missing)


def _load_aliases(wanted: dict[str, tuple[str, str]]) -> None:
    taken = set(RegionAlias.objects.values_list("key", flat=True))
    if not wanted.keys() - taken:
        return
    ids = dict(HostRegion.objects.values_list("code", "pk"))
    RegionAlias.objects.bulk_create(
        RegionAlias(region_id=ids[code], alias=alias, key=key)
        for key, (code, alias) in wanted.items()
        if key not in taken
    )
