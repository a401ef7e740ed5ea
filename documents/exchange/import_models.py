"""A table that is brought in: the file, what it would do row by row, and the job of reading and carrying it out."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions.models import Session
from taskforce.fields import Line


class SheetImportQuerySet(models.QuerySet):
    def for_user(self, user) -> SheetImportQuerySet:
        """Imports at the desks all of which this user may see; those of no session are the ministry's alone."""
        of_session = Q(session__in=Session.objects.for_user(user))
        return self.filter(of_session | Q(session=None)) if user.is_staff else self.filter(of_session)

    def due(self, now: dt.datetime | None = None) -> SheetImportQuerySet:
        """Imports a worker should take up: queued and due, or running with a lease that ran out (its worker died)."""
        now = now or timezone.now()
        return self.filter(
            Q(state=SheetImport.State.QUEUED, due_at__lte=now)
            | Q(state=SheetImport.State.RUNNING, lease_until__lte=now)
        )


class SheetImport(models.Model):
    """One file. A worker reads it; a person looks at what it would do and says so; a worker does it, all or nothing.

    Results are written ``WHERE attempt = mine``, as those of a Document. Once it is carried out, or given up, the file
    and the rows are gone: what was done is in the record.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for a worker")
        RUNNING = "running", pgettext_lazy("import", "In work")
        READY = "ready", pgettext_lazy("import", "To be looked at")
        DONE = "done", pgettext_lazy("import", "Carried out")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    LETTER = "I"  # of its reference in words and in the log
    NOT_DONE = _("The table could not be read or carried out, and nothing was changed (reference %(reference)s).")
    LIVE = (State.QUEUED, State.RUNNING)
    OPEN = (*LIVE, State.READY)

    kind = models.CharField(_("kind"), max_length=20)
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="imports", verbose_name=_("session")
    )
    file_name = Line(_("name of the file"), max_length=150, blank=True)
    file = models.CharField(_("file"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    carrying_out = models.BooleanField(
        _("to be carried out"), default=False, help_text=_("Whether the job is to do what was read, or to read it.")
    )
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(_("lease ends"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    step = models.PositiveIntegerField(_("rows read"), default=0)
    steps = models.PositiveIntegerField(_("rows in all"), default=0, help_text=_("As far as is known."))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="it")
    error = Line(_("error"), max_length=500, blank=True)
    new = models.PositiveIntegerField(_("new rows"), default=0)
    changed = models.PositiveIntegerField(_("changed rows"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged rows"), default=0)
    refused = models.PositiveIntegerField(_("refused rows"), default=0)
    notices = models.JSONField(_("notices"), default=list, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brought in by"),
    )
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("carried out by"),
    )
    created_at = models.DateTimeField(_("brought in"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a table")
        verbose_name_plural = _("imports of tables")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="import_running_has_a_lease"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(carrying_out=True, refused=0, finished_at__isnull=False),
                name="import_done_without_a_fault",
                violation_error_message=_("A table with a fault in it is not carried out."),
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(file=""), name="import_done_keeps_no_file"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="import_due")]

    def __str__(self) -> str:
        return self.file_name or f"{self.kind} {self.pk}"

    @property
    def percent(self) -> int:
        """How much of the file is read."""
        return min(100 * self.step // self.steps, 100) if self.steps else 0


class SheetRow(models.Model):
    """A row of a table that would do something, or is refused. Rows that say what is there already are only counted.

    Values are plain, as JSON holds them, by the key of the column; ``before`` those of the row it would change. Of a
    refused row they are the texts of its cells.
    """

    class Outcome(models.TextChoices):
        REFUSED = "refused", pgettext_lazy("row of a table", "Refused")
        NEW = "new", pgettext_lazy("row of a table", "New")
        CHANGED = "changed", pgettext_lazy("row of a table", "Changed")

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows", verbose_name=_("import of a table"))
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    object_id = models.PositiveBigIntegerField(_("row of the portal"), null=True, blank=True)
    label = models.CharField(_("name"), max_length=200, blank=True)
    values = models.JSONField(_("after"), default=dict)
    before = models.JSONField(_("before"), default=dict)
    faults = models.JSONField(_("faults"), default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["sheet", "number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_number_once")]
        indexes = [models.Index(fields=["sheet", "outcome", "number"], name="sheet_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number}: {self.label}"
