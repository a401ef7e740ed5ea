"""What an act obliges a side to do, and what it reported of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements import enums
from agreements.models.act import Agreement
from agreements.models.text import Article
from sessions.enums import Side
from sessions.models import Session
from taskforce.fields import Block, Line


class CommitmentQuerySet(models.QuerySet):
    def public(self) -> CommitmentQuerySet:
        """Commitments the public may see: not kept back, of an act the public register shows."""
        return self.filter(is_public=True, agreement__in=Agreement.objects.public())

    def owed(self) -> CommitmentQuerySet:
        """Commitments that are still to be carried out."""
        return self.filter(state__in=enums.OWED)

    def overdue(self, on: dt.date) -> CommitmentQuerySet:
        """Commitments still to be carried out whose day has passed."""
        return self.owed().filter(due_on__lt=on)


class Commitment(models.Model):
    """Something an act obliges a side, or both, to do; followed up at later sessions."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="commitments", verbose_name=_("agreement"))
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name=_("article")
    )
    article_number = Line(_("number of the article"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = Block(_("text"), max_length=2000)
    side = models.CharField(
        _("side"), max_length=2, choices=Side.choices, blank=True, help_text=_("Empty where it obliges both sides.")
    )
    owner = Line(_("who sees to it"), max_length=250, blank=True)
    owner_email = models.EmailField(_("e-mail address for reminders"), max_length=254, blank=True)
    is_reminded = models.BooleanField(_("is reminded"), default=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=enums.CommitmentState.choices, default=enums.CommitmentState.OPEN
    )
    is_public = models.BooleanField(_("in the public register"), default=True)
    reminded_on = models.DateField(_("last reminder"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["agreement", "position", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="commitment_due")]

    def __str__(self) -> str:
        return self.text[:100]

    @property
    def is_owed(self) -> bool:
        return self.state in enums.OWED

    def is_overdue(self, on: dt.date) -> bool:
        """Whether the day has passed and it is still to be carried out."""
        return self.is_owed and self.due_on is not None and self.due_on < on


class CommitmentReport(models.Model):
    """What was reported of a commitment, when, and by what it can be seen. ``file`` names an upload."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="reports", verbose_name=_("commitment"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("session"),
        help_text=_("To which it was reported."),
    )  # fmt: skip
    on = models.DateField(_("date"))
    state = models.CharField(_("state"), max_length=9, choices=enums.CommitmentState.choices)
    text = Block(_("text"), max_length=3000)
    language = models.CharField(
        _("written in"), max_length=2, choices=enums.TextLanguage.choices, default=enums.TextLanguage.IT
    )
    is_public = models.BooleanField(_("in the public register"), default=True)
    evidence = models.URLField(_("evidence (address)"), max_length=300, blank=True)
    file = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("edit", "by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("report on a commitment")
        verbose_name_plural = _("reports on commitments")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", sha256="") | (~Q(file="") & ~Q(sha256="")),
                name="commitment_report_file_has_its_hash",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment}, {self.on:%Y-%m-%d}"

    @property
    def as_state(self) -> enums.CommitmentState:
        """The state it tells, with its words."""
        return enums.CommitmentState(self.state)
