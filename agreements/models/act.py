"""Acts: the Protocol of a session, and agreements, memoranda and understandings between parties."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements import enums
from agreements.models.project import Project
from participants.models import Organisation
from sessions.enums import Side
from sessions.models import HostRegion, Official, Session
from tables.models import ThematicTable
from taskforce.fields import Block, Line


class AgreementQuerySet(models.QuerySet):
    def public(self) -> AgreementQuerySet:
        """Acts the public register shows: signed, not confidential, of a session the public may see."""
        return self.filter(is_public=True, status=Agreement.Status.SIGNED, session__in=Session.objects.public())


class Agreement(models.Model):
    """An act: the Protocol of a session, or an agreement, MoU or understanding between parties."""

    Kind = enums.ActKind
    Status = enums.ActStatus

    session = models.ForeignKey(Session, models.PROTECT, related_name="agreements", verbose_name=_("session"))
    table = models.ForeignKey(
        ThematicTable, models.SET_NULL, null=True, blank=True, related_name="agreements",
        verbose_name=_("thematic table"),
    )  # fmt: skip
    projects = models.ManyToManyField(
        Project, through="ActProject", blank=True, related_name="agreements", verbose_name=_("projects")
    )
    regions = models.ManyToManyField(
        HostRegion, through="ActRegion", blank=True, related_name="agreements", verbose_name=_("regions")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices, blank=True)
    title = Line(_("title"), max_length=300)
    status = models.CharField(_("status"), max_length=6, choices=Status.choices, default=Status.DRAFT)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    place = Line(_("place of signing"), max_length=200, blank=True)
    sector = Line(_("sector"), max_length=200, blank=True)
    subject = Block(_("subject"), blank=True, max_length=3000)
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("EUR, RUB, USD …"))
    value_public = models.BooleanField(_("the value is public"), default=False)
    is_public = models.BooleanField(
        _("in the public register"), default=True, help_text=_("An act that is not is confidential in every form.")
    )
    texts_public = models.BooleanField(
        _("its texts are public"), default=True, help_text=_("If not, the register tells of the act without its texts.")
    )
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    renewal = models.CharField(_("renewal"), max_length=7, choices=enums.Renewal.choices, blank=True)
    renewal_months = models.PositiveSmallIntegerField(_("renewed for months"), null=True, blank=True)
    denounced_on = models.DateField(_("denounced on"), null=True, blank=True)
    denounced_by = Line(_("denounced by"), max_length=250, blank=True)
    original_at = Line(_("where the paper original is"), max_length=250, blank=True)
    file = models.FileField(_("file"), upload_to="agreements/", max_length=200, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

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
            models.CheckConstraint(
                condition=Q(value=None, currency="") | (Q(value__gte=0) & ~Q(currency="")),
                name="agreement_value_has_its_currency",
                violation_error_message=_("A value has its currency, and is not below zero."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(in_force_on=None) | Q(expires_on__gte=F("in_force_on")),
                name="agreement_expires_after_it_is_in_force",
                violation_error_message=_("An act does not expire before it is in force."),
            ),
            models.CheckConstraint(
                condition=Q(renewal_months=None) | Q(renewal__in=["tacit", "express"]),
                name="agreement_renewed_for_months",
                violation_error_message=_("Only an act that is renewed has a time it is renewed for."),
            ),
            models.CheckConstraint(
                condition=Q(denounced_on=None, denounced_by="")
                | Q(denounced_on__isnull=False, status="signed", denounced_on__gte=F("signed_on")),
                name="agreement_denounced_after_it_is_signed",
                violation_error_message=_("Only a signed act is denounced, and not before it was signed."),
            ),
        ]
        indexes = [models.Index(fields=["status", "is_public", "-signed_on"], name="agreement_register")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.pk])

    def in_force(self, on: dt.date) -> bool | None:
        """Whether the act is in force on a day; None where it does not say from when. Renewals are not guessed."""
        if self.status != self.Status.SIGNED or not self.in_force_on:
            return None
        ended = (self.expires_on and on > self.expires_on) or (self.denounced_on and on >= self.denounced_on)
        return on >= self.in_force_on and not ended


class ActRegion(models.Model):
    """That an act concerns a region, which can then not be deleted."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+", verbose_name=_("agreement"))
    hostregion = models.ForeignKey(HostRegion, models.PROTECT, related_name="+", verbose_name=_("region"))

    class Meta:
        db_table = "agreements_agreement_regions"
        verbose_name = _("region of an act")
        verbose_name_plural = _("regions of an act")
        unique_together = [("agreement", "hostregion")]

    def __str__(self) -> str:
        return str(self.hostregion)


class ActProject(models.Model):
    """That an act came of a project, which can then not be deleted."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+", verbose_name=_("agreement"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name=_("project"))

    class Meta:
        db_table = "agreements_agreement_projects"
        verbose_name = _("project of an act")
        verbose_name_plural = _("projects of an act")
        unique_together = [("agreement", "project")]

    def __str__(self) -> str:
        return str(self.project)


class Party(models.Model):
    """A party to an act, by the name the act gives it; the link to an organisation or region is added where known."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties", verbose_name=_("agreement"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Line(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=12, choices=enums.PartyKind.choices, blank=True)
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


class Signatory(models.Model):
    """A person who signs an act, for which party and in which capacity, as the act writes it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatories", verbose_name=_("agreement"))
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="signatories", verbose_name=_("party")
    )
    official = models.ForeignKey(
        Official, models.SET_NULL, null=True, blank=True, related_name="signed", verbose_name=_("official")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Line(_("name"), max_length=200)
    capacity = Line(_("capacity"), max_length=250, blank=True, help_text=_("As the act writes it."))

    class Meta:
        verbose_name = _("signatory of an act")
        verbose_name_plural = _("signatories of an act")
        ordering = ["agreement", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class ActLink(models.Model):
    """That an act follows, amends or ends another."""

    act = models.ForeignKey(Agreement, models.CASCADE, related_name="leads_to", verbose_name=_("act"))
    kind = models.CharField(_("kind"), max_length=7, choices=enums.LinkKind.choices)
    other = models.ForeignKey(Agreement, models.PROTECT, related_name="led_from", verbose_name=_("other act"))

    class Meta:
        verbose_name = _("link between acts")
        verbose_name_plural = _("links between acts")
        ordering = ["act", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "kind", "other"], name="act_link_once"),
            models.CheckConstraint(
                condition=~Q(act=F("other")),
                name="act_link_to_another",
                violation_error_message=_("An act is linked to another, not to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.get_kind_display()} {self.other}"


class Signing(models.Model):
    """The place of an act in the signing ceremony of its session."""

    agreement = models.OneToOneField(Agreement, models.CASCADE, related_name="signing", verbose_name=_("agreement"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    where = Line(_("at which desk"), max_length=200, blank=True)
    copies = models.PositiveSmallIntegerField(_("copies of each text"), default=2)
    flags = Line(_("flags"), max_length=200, blank=True)
    note = Line(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("place in the signing ceremony")
        verbose_name_plural = _("signing ceremony")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 240)),
                name="signing_minutes_in_range",
                violation_error_message=_("A signing takes 1 to 240 minutes."),
            ),
            models.CheckConstraint(
                condition=Q(copies__range=(1, 50)),
                name="signing_copies_in_range",
                violation_error_message=_("There are 1 to 50 copies of a text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.agreement}"
