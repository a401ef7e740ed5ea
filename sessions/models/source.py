"""What sources say of a session: kept beside the portal's own data and counts, and never in their place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions import enums
from sessions.models.session import Session
from taskforce.fields import Block, Line


class Source(models.Model):
    """Where a claim was found: an article, a page of a ministry, a Protocol."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="sources", verbose_name=_("session"))
    key = models.SlugField(_("key"), max_length=60, allow_unicode=True)
    what = Line(_("what"), max_length=300)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["session", "key"]
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="source_key_unique")]

    def __str__(self) -> str:
        return self.what


class SourcedFigure(models.Model):
    """A figure one source gives. Where two sources give the same figure there are two rows."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="figures", verbose_name=_("session"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    metric = Line(_("what is counted"), max_length=60)
    side = models.CharField(_("side"), max_length=3, choices=enums.FigureSide.choices, null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=14, choices=enums.Unit.choices, null=True, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=8, choices=enums.Qualifier.choices, null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=enums.Basis.choices, null=True, blank=True)
    source = models.ForeignKey(
        Source, models.RESTRICT, null=True, blank=True, related_name="figures", verbose_name=_("source")
    )
    note = Line(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sourced figure")
        verbose_name_plural = _("sourced figures")
        ordering = ["session", "position", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(value__gte=0), name="figure_not_negative")]

    def __str__(self) -> str:
        return f"{self.metric}: {self.value.normalize():f}"


class SourcedFact(models.Model):
    """How sure a fact of the session is: the value as its sources put it, whether stated, derived or conflicting."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="facts", verbose_name=_("session"))
    field = models.CharField(_("field"), max_length=40)
    value = Block(_("value"), blank=True)
    basis = models.CharField(_("basis"), max_length=11, choices=enums.FactBasis.choices, null=True, blank=True)
    note = Block(_("note"), blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="facts", verbose_name=_("sources"))

    class Meta:
        verbose_name = _("sourced fact")
        verbose_name_plural = _("sourced facts")
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"
