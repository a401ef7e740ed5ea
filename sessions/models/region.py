"""The regions that may host a session: 20 Italian regions and 83 Russian federal subjects, by ISO 3166-2 code."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sessions.enums import Side
from taskforce.fields import Line
from taskforce.text import comparison_key


class HostRegionQuerySet(models.QuerySet):
    def resolve(self, name: str) -> HostRegion:
        """Return the region of an ISO code, an alias, or a name in any of the three languages.

        Raises HostRegion.DoesNotExist where no region, or more than one, answers to it.
        """
        found = self.filter(
            models.Q(code=name.strip().upper()) | models.Q(aliases__key=comparison_key(name))
        ).distinct()
        if len(found) != 1:
            raise self.model.DoesNotExist(name)
        return found[0]


class HostRegion(models.Model):
    """An Italian region or a Russian federal subject."""

    code = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    country = models.CharField(_("country"), max_length=2, choices=Side.choices)
    name = Line(_("name"), max_length=120)
    iso_name = Line(_("name in the ISO list"), max_length=120, blank=True)

    objects = HostRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("host region")
        verbose_name_plural = _("host regions")
        ordering = ["country", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__startswith="IT-", country="IT")
                | models.Q(code__startswith="RU-", country="RU"),
                name="region_code_of_its_country",
                violation_error_message=_("The code starts with the country: IT- or RU-."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    def get_absolute_url(self) -> str:
        return reverse("sessions:region", args=[self.code])


class RegionAlias(models.Model):
    """A spelling met in a source (``Ekaterimburg``), and each of the region's own names, by comparison key."""

    region = models.ForeignKey(HostRegion, models.CASCADE, related_name="aliases", verbose_name=_("host region"))
    alias = Line(_("alias"), max_length=120)
    key = models.CharField(_("comparison key"), max_length=120, editable=False)

    class Meta:
        verbose_name = _("alias of a region")
        verbose_name_plural = _("aliases of regions")
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="region_alias_unique",
                violation_error_message=_("This alias already leads to a region."),
            ),
        ]

    def __str__(self) -> str:
        return self.alias

    def clean(self) -> None:
        self.key = comparison_key(self.alias)
