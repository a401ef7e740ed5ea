"""Projects presented at tables, and the acts signed: the Protocol and agreements between parties."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.models import Organisation
from sessions.enums import Side
from sessions.models import HostRegion, Session
from tables.models import ThematicTable
from taskforce.fields import Block, Line


class Project(models.Model):
    """A collaboration project presented at a table of a session."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="projects", verbose_name=_("session"))
    table = models.ForeignKey(
        ThematicTable, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("thematic table")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = Line(_("title"), max_length=300)
    proposer = Line(_("proposer"), max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("organisation")
    )
    summary = Block(_("summary"), blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["session", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class AgreementQuerySet(models.QuerySet):
    def public(self) -> AgreementQuerySet:
        """Acts the public register shows: signed, not confidential, of a session the public may see."""
        return self.filter(is_public=True, status=Agreement.Status.SIGNED, session__in=Session.objects.public())


class Agreement(models.Model):
    """An act: the Protocol of a session, or an agreement, MoU or understanding between parties."""

    class Kind(models.TextChoices):
        PROTOCOL = "protocol", _("Protocol")
        AGREEMENT = "agreement", _("Agreement")
        MOU = "mou", _("Memorandum of understanding")
        UNDERSTANDING = "understanding", _("Understanding")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", _("Signed")

    session = models.ForeignKey(Session, models.PROTECT, related_name="agreements", verbose_name=_("session"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices, blank=True)
    title = Line(_("title"), max_length=300)
    status = models.CharField(_("status"), max_length=6, choices=Status.choices, default=Status.DRAFT)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    sector = Line(_("sector"), max_length=200, blank=True)
    is_public = models.BooleanField(_("in the public register"), default=True)
    file = models.FileField(_("file"), upload_to="agreements/", max_length=200, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["session", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="signed", signed_on__isnull=False) | Q(status="draft", signed_on=None),
                name="agreement_signed_if_and_only_if_dated",
                violation_error_message=_("A signed act has the date of signing, and only a signed one."),
            ),
            models.CheckConstraint(
                condition=Q(file="", file_sha256="") | (~Q(file="") & ~Q(file_sha256="")),
                name="agreement_file_has_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.pk])


class Party(models.Model):
    """A party to an act, by the name the act gives it; the link to an organisation or region is added where known."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties", verbose_name=_("agreement"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Line(_("name"), max_length=250)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices, null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name=_("organisation")
    )
    region = models.ForeignKey(
        HostRegion, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name=_("region")
    )

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["agreement", "position", "pk"]

    def __str__(self) -> str:
        return self.name
