"""Documents made from the portal's facts. A row is the job that makes one: it is the truth, Celery only the bell."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.exchange.export_models import ExportPreset, SheetExport
from documents.exchange.import_models import SheetImport, SheetRow
from participants.models import Delegate, Registration
from sessions.models import Interpreter, Official, Session
from taskforce.fields import Block, Line

__all__ = ["Document", "ExportPreset", "ProgrammeVersion", "SheetExport", "SheetImport", "SheetRow", "VersionNotice"]


class DocumentQuerySet(models.QuerySet):
    def for_user(self, user) -> DocumentQuerySet:
        """Documents of the sessions all of which this user may see."""
        return self.filter(session__in=Session.objects.for_user(user))

    def live(self) -> DocumentQuerySet:
        """Jobs that are not ended."""
        return self.filter(state__in=Document.LIVE)

    def due(self, now: dt.datetime | None = None) -> DocumentQuerySet:
        """Jobs a worker should take up: queued and due, or running with a lease that ran out (its worker died)."""
        now = now or timezone.now()
        return self.filter(
            Q(state=Document.State.QUEUED, due_at__lte=now) | Q(state=Document.State.RUNNING, lease_until__lte=now)
        )


class Document(models.Model):
    """One wish for one document: kind, session (or whose it is), language, format.

    Results are written ``WHERE attempt = mine``.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for a worker")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    LETTER = "D"  # of its reference in words and in the log
    LIVE = (State.QUEUED, State.RUNNING)
    ENDED_WITHOUT = (State.FAILED, State.STOPPED)  # a file: it may be asked for again

    kind = models.CharField(_("kind"), max_length=30)
    session = models.ForeignKey(Session, models.CASCADE, related_name="documents", verbose_name=_("session"))
    registration = models.ForeignKey(
        Registration,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registration"),
        help_text=_("Whose paper it is; nobody's own where it is about the session."),
    )
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("delegate")
    )
    language = models.CharField(_("language"), max_length=5, default="it")
    format = models.CharField(_("format"), max_length=4, default="pdf")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(_("lease ends"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    step = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps = models.PositiveSmallIntegerField(_("steps in all"), default=1)
    error = Line(_("error"), max_length=500, blank=True)
    facts_hash = models.CharField(_("hash of the facts"), max_length=64, blank=True)
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

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "session", "language", "format"],
                condition=Q(state__in=["queued", "running"], registration=None),
                name="document_one_live_job",
            ),
            models.UniqueConstraint(
                fields=["kind", "registration", "language", "format"],
                condition=Q(state__in=["queued", "running"], registration__isnull=False, delegate=None),
                name="document_one_live_job_of_contact",
            ),
            models.UniqueConstraint(
                fields=["kind", "delegate", "language", "format"],
                condition=Q(state__in=["queued", "running"], delegate__isnull=False),
                name="document_one_live_job_of_delegate",
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False) & ~Q(file="") & ~Q(file_sha256="")
                | ~Q(state="done"),
                name="document_done_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False) | ~Q(state="running"),
                name="document_running_has_a_lease",
            ),
            models.CheckConstraint(condition=Q(step__lte=models.F("steps")), name="document_steps_in_range"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="document_due")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.session.ref}-{self.language}.{self.format}"

    @property
    def whose(self) -> dict[str, Registration | Delegate | None]:
        """Whose paper it is, for the builder of a personal kind; empty for one about the session."""
        return {"registration": self.registration, "delegate": self.delegate} if self.registration_id else {}


class ProgrammeVersion(models.Model):
    """The programme as it was released. The public reads the newest; what is edited meanwhile is a draft.

    ``facts`` holds, for each language of the portal, what documents.programme.programme_facts gave at that moment, with
    identities, and under ``people`` who is at which line (documents.releasing.people_of). ``changes`` is what changed
    since the version before (documents.changes), without words.
    A version never changes.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="versions", verbose_name=_("session"))
    number = models.PositiveSmallIntegerField(_("version"))
    facts = models.JSONField(_("facts"))
    changes = models.JSONField(_("changes"), default=list)
    note = Block(_("note"), blank=True, help_text=_("Shown above the list of changes."))
    overruled = Line(
        _("released in spite of"),
        max_length=300,
        blank=True,
        help_text=_("Why texts that were not translated did not stop it."),
    )
    released_at = models.DateTimeField(_("released"), default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("released by"),
    )

    class Meta:
        verbose_name = _("version of the programme")
        verbose_name_plural = _("versions of the programme")
        ordering = ["session", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="version_number_unique"),
            models.CheckConstraint(condition=Q(number__gt=0), name="version_number_above_zero"),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d") % {"number": self.number})


class VersionNotice(models.Model):
    """That somebody is to be told by mail what a version changes for them. The row is the job: due until it is sent."""

    version = models.ForeignKey(ProgrammeVersion, models.CASCADE, related_name="notices", verbose_name=_("version"))
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("delegate")
    )
    official = models.ForeignKey(
        Official, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("official")
    )
    interpreter = models.ForeignKey(
        Interpreter, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("interpreter")
    )
    changes = models.JSONField(_("changes"), default=list)  # positions in the version's changes
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice of a version")
        verbose_name_plural = _("notices of versions")
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "delegate"], condition=Q(delegate__isnull=False), name="notice_once_a_delegate"
            ),
            models.UniqueConstraint(
                fields=["version", "official"], condition=Q(official__isnull=False), name="notice_once_an_official"
            ),
            models.UniqueConstraint(
                fields=["version", "interpreter"],
                condition=Q(interpreter__isnull=False),
                name="notice_once_an_interpreter",
            ),
            models.CheckConstraint(
                condition=Q(delegate__isnull=False, official=None, interpreter=None)
                | Q(delegate=None, official__isnull=False, interpreter=None)
                | Q(delegate=None, official=None, interpreter__isnull=False),
                name="notice_of_one_person",
            ),
        ]
        indexes = [models.Index(fields=["version", "sent_at"], name="notice_due")]

    def __str__(self) -> str:
        return f"{self.version}, {self.delegate or self.official or self.interpreter}"
