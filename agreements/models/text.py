"""The texts of an act in its languages, their versions, and the signed files."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements import enums
from agreements.models.act import Agreement, Signatory
from sessions.enums import Side
from taskforce.fields import Block, Line


class AuthenticText(models.Model):
    """One version of an act's text in one language. A signed version never changes: the database refuses it.

    ``sha256`` is that of the file's bytes at arrival or, without a file, of the articles as services.texts writes them.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="texts", verbose_name=_("agreement"))
    language = models.CharField(_("language"), max_length=2, choices=enums.TextLanguage.choices)
    authority = models.CharField(
        _("authority"), max_length=11, choices=enums.Authority.choices, default=enums.Authority.AUTHENTIC
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=6, choices=enums.TextState.choices, default=enums.TextState.DRAFT)
    title = Line(_("title"), max_length=500, blank=True)
    preamble = Block(_("preamble"), blank=True)
    closing = Block(_("closing"), blank=True)
    file = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    file_name = Line(_("name of the file"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by",
        verbose_name=_("takes the place of"),
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("text of an act")
        verbose_name_plural = _("texts of acts")
        ordering = ["agreement", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "language", "version"], name="text_version_once"),
            models.CheckConstraint(condition=Q(state="draft") | ~Q(sha256=""), name="text_final_has_its_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} ({self.language}, {self.version})"


class Article(models.Model):
    """One article of a text, as it is numbered there. ``key`` names a part that is drawn up from the portal's facts."""

    text = models.ForeignKey(AuthenticText, models.CASCADE, related_name="articles", verbose_name=_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    number = Line(_("number"), max_length=20, blank=True)
    heading = Line(_("heading"), max_length=300, blank=True)
    body = Block(_("text"), blank=True)
    key = models.CharField(_("part"), max_length=30, blank=True, editable=False)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["text", "position", "pk"]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.number, self.heading))) or f"{self.position}"


class TextApproval(models.Model):
    """That the office of a side approved a version of a text; ``digest`` is of what it approved."""

    text = models.ForeignKey(AuthenticText, models.CASCADE, related_name="approvals", verbose_name=_("text"))
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    digest = models.CharField(_("hash"), max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("approved by")
    )
    at = models.DateTimeField(_("approved"), auto_now_add=True)

    class Meta:
        verbose_name = _("approval of a text")
        verbose_name_plural = _("approvals of texts")
        ordering = ["text", "side"]
        constraints = [models.UniqueConstraint(fields=["text", "side"], name="text_approved_once_a_side")]

    def __str__(self) -> str:
        return f"{self.text}: {self.get_side_display()}"


class FrozenFigures(models.Model):
    """The figures and facts a draft Protocol speaks of, as they were at a stated moment, with what they count."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="frozen", verbose_name=_("agreement"))
    facts = models.JSONField(_("facts"))
    as_of = models.DateTimeField(_("as of"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("edit", "by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("figures of a Protocol")
        verbose_name_plural = _("figures of Protocols")
        ordering = ["-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.as_of:%Y-%m-%d %H:%M}"


class SignedFileQuerySet(models.QuerySet):
    def due(self, now: dt.datetime | None = None) -> SignedFileQuerySet:
        """Files a worker should check: waiting, or being checked with a lease that ran out (its worker died)."""
        now = now or timezone.now()
        waiting = Q(state=enums.CheckState.QUEUED, due_at__lte=now)
        return self.filter(waiting | Q(state=enums.CheckState.RUNNING, lease_until__lte=now))


class SignedFile(models.Model):
    """A signed file of an act as it arrived, and the job that checks it: the row is the job. The file never changes.

    ``report`` is what the check found, in codes and facts without words; the page says it in the reader's language.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signed_files", verbose_name=_("agreement"))
    text = models.ForeignKey(
        AuthenticText, models.PROTECT, null=True, blank=True, related_name="signed_files", verbose_name=_("text")
    )
    signatories = models.ManyToManyField(
        Signatory, blank=True, related_name="signed_files", verbose_name=_("signatories")
    )
    kind = models.CharField(_("kind"), max_length=5, choices=enums.SignatureKind.choices)
    file = models.CharField(_("file"), max_length=200, editable=False)
    file_name = Line(_("name of the file"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    state = models.CharField(
        _("state"), max_length=7, choices=enums.CheckState.choices, default=enums.CheckState.QUEUED
    )
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(_("lease ends"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    verdict = models.CharField(_("finding"), max_length=10, choices=enums.Verdict.choices, blank=True)
    report = models.JSONField(_("report"), default=dict, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = SignedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")
        ordering = ["agreement", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "sha256"],
                name="signed_file_once",
                violation_error_message=_("This file is already kept with the act."),
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False) | ~Q(state="running"),
                name="signed_file_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(verdict="") & Q(checked_at__isnull=False)),
                name="signed_file_checked_has_a_finding",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="signed_file_due")]

    def __str__(self) -> str:
        return self.file_name or self.file
