"""A table that is taken out: the wish, who said yes to it, the job that makes the file; and sets of columns kept."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions.enums import Side
from sessions.models import Session
from taskforce.fields import Line

KEPT_DAYS = 7  # that a file is there for whoever asked


class SheetExportQuerySet(models.QuerySet):
    def live(self) -> SheetExportQuerySet:
        """Jobs that are not ended."""
        return self.filter(state__in=SheetExport.LIVE)

    def due(self, now: dt.datetime | None = None) -> SheetExportQuerySet:
        """Jobs a worker should take up: queued and due, or running with a lease that ran out (its worker died)."""
        now = now or timezone.now()
        queued = Q(state=SheetExport.State.QUEUED, due_at__lte=now)
        return self.filter(queued | Q(state=SheetExport.State.RUNNING, lease_until__lte=now))


class SheetExport(models.Model):
    """One table asked for, with purpose and recipient where it tells of persons. The row is the job.

    A list for the other side waits until a second person agrees. The file is kept for some days only.
    Results are written ``WHERE attempt = mine``, as those of a Document.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("export", "To be approved")
        REFUSED = "refused", pgettext_lazy("export", "Refused")
        QUEUED = "queued", _("Waiting for a worker")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")
        DELETED = "deleted", pgettext_lazy("export", "File deleted")

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    LETTER = "E"  # of its reference in words and in the log
    LIVE = (State.QUEUED, State.RUNNING)
    OPEN = (State.ASKED, *LIVE)

    kind = models.CharField(_("kind"), max_length=20)
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="exports", verbose_name=_("session")
    )
    format = models.CharField(_("format"), max_length=4, choices=Format.choices, default=Format.XLSX)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="it")
    columns = models.JSONField(_("columns"), default=list)
    only_confirmed = models.BooleanField(_("only who has a place"), default=False)
    of_side = models.CharField(_("only of a side"), max_length=2, choices=Side.choices, blank=True)
    rows = models.JSONField(_("rows that were ticked"), default=list, blank=True)
    purpose = Line(_("purpose"), max_length=200, blank=True)
    recipient = Line(_("recipient"), max_length=200, blank=True)
    recipient_side = models.CharField(_("side of the recipient"), max_length=2, choices=Side.choices, blank=True)
    needs_approval = models.BooleanField(_("needs a second person"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("export", "approved or refused by"),
    )
    decided_at = models.DateTimeField(pgettext_lazy("export", "approved or refused"), null=True, blank=True)
    refusal = Line(_("reason of the refusal"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(_("lease ends"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    step = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps = models.PositiveSmallIntegerField(_("steps in all"), default=1)
    error = Line(_("error"), max_length=500, blank=True)
    number = models.PositiveIntegerField(_("rows"), default=0)
    file = models.CharField(_("file"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = SheetExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of a table")
        verbose_name_plural = _("exports of tables")
        ordering = ["-created_at", "-pk"]
        permissions = [("approve_sheetexport", "Can approve an export for the other side")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(requested_by=None) | ~Q(decided_by=F("requested_by")),
                name="export_approved_by_another",
                violation_error_message=_("Whoever asked for a list cannot approve it."),
            ),
            models.CheckConstraint(
                condition=Q(needs_approval=False) | Q(state__in=["asked", "stopped"]) | Q(decided_at__isnull=False),
                name="export_for_other_side_is_approved",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refusal=""), name="export_refused_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(finished_at__isnull=False) & ~Q(file="") & ~Q(file_sha256="")),
                name="export_done_has_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="export_running_has_a_lease"
            ),
            models.CheckConstraint(condition=Q(step__lte=F("steps")), name="export_steps_in_range"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="export_due"),
            models.Index(fields=["session", "-created_at"], name="export_of_session"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d}" if self.created_at else self.kind

    @property
    def percent(self) -> int:
        """How far the file is, of a hundred."""
        return 100 if self.state == self.State.DONE else round(100 * self.step / max(self.steps, 1))

    @property
    def kept_until(self) -> dt.datetime | None:
        """When the file is deleted."""
        return self.finished_at + dt.timedelta(days=KEPT_DAYS) if self.finished_at else None


class ExportPreset(models.Model):
    """A set of columns with a name: of whoever made it, or shared with everybody who may take such a table out."""

    kind = models.CharField(_("kind"), max_length=20)
    name = Line(_("name"), max_length=60)
    columns = models.JSONField(_("columns"), default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="export_presets", verbose_name=_("made by")
    )
    shared = models.BooleanField(_("for everybody"), default=False)

    class Meta:
        verbose_name = _("set of columns")
        verbose_name_plural = _("sets of columns")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "name"],
                name="export_preset_name_once",
                violation_error_message=_("You have a set of columns with this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
