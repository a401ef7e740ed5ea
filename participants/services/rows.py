"""Putting facts into rows: what several acts do before they save."""

from __future__ import annotations

from django.db import models

from participants.models import Organisation, OrganisationSector


def fill(row: models.Model, values: dict) -> None:
    """Set these fields of a row; saving it is for the act."""
    for name, value in values.items():
        setattr(row, name, value)


def set_sectors(organisation: Organisation, codes: list[str]) -> None:
    """Make these the organisation's sectors, the main one first: their order is that of the rows."""
    if list(organisation.sectors.order_by("pk").values_list("code", flat=True)) == codes:
        return
    organisation.sectors.all().delete()
    OrganisationSector.objects.bulk_create(OrganisationSector(organisation=organisation, code=code) for code in codes)
