"""Companies, chambers, universities and the other bodies that register."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants import enums
from sessions.enums import Side
from sessions.models import HostRegion
from taskforce.fields import Line


class Organisation(models.Model):
    """A body that takes part, with its name in one alphabet or both as its own papers write it."""

    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    category = models.CharField(_("category"), max_length=20, choices=enums.Category.choices)
    name_latin = Line(_("name in Latin letters"), max_length=200, blank=True)
    name_cyrillic = Line(_("name in Cyrillic letters"), max_length=200, blank=True)
    name_key = models.CharField(_("comparison key"), max_length=420, editable=False, db_index=True)
    region = models.ForeignKey(
        HostRegion, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("region")
    )
    town = Line(_("town"), max_length=120, blank=True)
    address = Line(_("address"), max_length=250, blank=True)
    website = models.URLField(_("website"), max_length=250, blank=True)
    vat_number = models.CharField(_("VAT number (P. IVA)"), max_length=11, blank=True)
    fiscal_code = models.CharField(_("tax code (codice fiscale)"), max_length=16, blank=True)
    inn = models.CharField(_("INN"), max_length=12, blank=True)
    passes_on = models.BooleanField(
        _("passes registrations on"),
        default=False,
        help_text=_("A region, chamber or association that companies may name as the body they register through."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_latin="") | ~Q(name_cyrillic=""),
                name="organisation_has_a_name",
                violation_error_message=_("An organisation has a name in one alphabet at least."),
            ),
            models.CheckConstraint(
                condition=Q(side="IT", inn="") | Q(side="RU", vat_number="", fiscal_code=""),
                name="organisation_identifiers_of_its_side",
                violation_error_message=_("P. IVA and codice fiscale are Italian identifiers, INN is a Russian one."),
            ),
        ]
        indexes = [
            models.Index(fields=["vat_number"], name="organisation_vat"),
            models.Index(fields=["inn"], name="organisation_inn"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name for the reader: Cyrillic on Russian pages, Latin elsewhere, the other one where it is missing."""
        if get_language() == "ru":
            return self.name_cyrillic or self.name_latin
        return self.name_latin or self.name_cyrillic

    @property
    def identifier(self) -> str:
        """What tells it from all others: ``IT`` and P. IVA or codice fiscale, ``RU`` and INN; or nothing."""
        number = self.vat_number or self.fiscal_code if self.side == Side.IT else self.inn
        return f"{self.side}{number}" if number else ""


class OrganisationSector(models.Model):
    """That an organisation works in a sector; ``code`` is one of participants.sectors (ATECO sections, divisions)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="sectors", verbose_name=_("organisation")
    )
    code = models.CharField(_("sector"), max_length=4)

    class Meta:
        verbose_name = _("sector of an organisation")
        verbose_name_plural = _("sectors of organisations")
        ordering = ["organisation_id", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="organisation_sector_once")]
        indexes = [models.Index(fields=["code"], name="organisation_sector_code")]

    def __str__(self) -> str:
        return self.code


class MatchKey(models.Model):
    """One way to recognise an organisation: two that share a key may be the same body.

    Made by participants.services.duplicates whenever an organisation was sent or changed: numbers as they are, names
    without legal form in Latin letters whatever alphabet they were in, domains of website and of the contact's e-mail.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="match_keys", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=enums.MatchKind.choices)
    value = models.CharField(_("value"), max_length=250)

    class Meta:
        verbose_name = _("comparison key")
        verbose_name_plural = _("comparison keys")
        ordering = ["organisation_id", "kind", "value"]
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "value"], name="match_key_once")]
        indexes = [models.Index(fields=["kind", "value"], name="match_key_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


class NotTheSame(models.Model):
    """That staff looked at two organisations which share a key, and found that they are two. The lower id is first."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation"))
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("other organisation"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("two organisations that are not the same")
        verbose_name_plural = _("organisations that are not the same")
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_the_same_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_the_same_lower_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
