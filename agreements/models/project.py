"""Collaboration projects: proposed at a session, presented at tables, followed across sessions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements import enums
from participants.models import Organisation, Registration
from sessions.enums import Side
from sessions.models import Session
from tables.models import ThematicTable
from taskforce.fields import Block, Line


class ProjectQuerySet(models.QuerySet):
    def standing(self) -> ProjectQuerySet:
        """Projects that were accepted: those lists, papers and counts speak of."""
        return self.filter(review__in=enums.STANDING)

    def public(self) -> ProjectQuerySet:
        """Projects the catalogue may show: accepted, agreed to be shown, of a session the public may see."""
        return self.standing().filter(is_public=True, session__in=Session.objects.public())

    def at(self, session: Session) -> ProjectQuerySet:
        """Projects of a session: proposed at it, or presented at it again."""
        again = Presentation.objects.filter(session=session).order_by().values("project")
        return self.filter(Q(session=session) | Q(pk__in=again))

    def at_tables(self, session: Session, tables) -> ProjectQuerySet:
        """Projects presented at these tables of a session, and those that wish to be and have no table yet."""
        placed = Presentation.objects.filter(session=session).exclude(table=None).order_by()
        here, anywhere = placed.filter(table__in=tables).values("project"), placed.values("project")
        return self.filter(Q(pk__in=here) | Q(wished_table__in=tables) & ~Q(pk__in=anywhere))

    def written_in(self, language: str) -> ProjectQuerySet:
        """Projects with a title in a language."""
        return self.exclude(Q(**{f"title_{language}": ""}) | Q(**{f"title_{language}": None}))

    def with_place(self, session: Session) -> ProjectQuerySet:
        """Each with ``here``: its presentation at a session, with the table, as a list; in the order of the tables."""
        at_session = Presentation.objects.filter(session=session).select_related("table")
        place = at_session.filter(project=OuterRef("pk")).order_by()
        ordered = self.annotate(
            table_number=Subquery(place.values("table__number")[:1]), place=Subquery(place.values("position")[:1])
        ).order_by(F("table_number").asc(nulls_last=True), F("place").asc(nulls_last=True), "position", "pk")
        return ordered.prefetch_related(Prefetch("presentations", at_session, "here"))


class Project(models.Model):
    """A collaboration project. It lives on across sessions: where it was presented stands in its presentations."""

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="projects", verbose_name=_("session"),
        help_text=_("At which it was proposed first."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = Line(_("title"), max_length=300)
    proposer = Line(_("proposer"), max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("organisation")
    )
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("registration")
    )
    side = models.CharField(_("side"), max_length=2, choices=Side.choices, blank=True)
    summary = Block(_("summary"), blank=True, max_length=3000)
    counterpart = Block(_("counterpart sought"), blank=True, max_length=1500)
    kind = models.CharField(_("kind"), max_length=13, choices=enums.ProjectKind.choices, blank=True)
    sector = models.CharField(_("sector"), max_length=4, blank=True)
    language = models.CharField(
        _("written in"), max_length=2, choices=enums.TextLanguage.choices, default=enums.TextLanguage.IT
    )
    is_public = models.BooleanField(
        _("in the public catalogue"), default=True, help_text=_("Whoever proposed it agreed that it is shown.")
    )
    review = models.CharField(
        pgettext_lazy("project", "review"), max_length=9, choices=enums.Review.choices, default=enums.Review.PROPOSED
    )
    wished_table = models.ForeignKey(
        ThematicTable, models.SET_NULL, null=True, blank=True, related_name="wished_by",
        verbose_name=_("table wished"), help_text=_("Where whoever proposed it wishes to present it."),
    )  # fmt: skip
    review_note = Block(_("note to whoever proposed it"), blank=True, max_length=2000)
    answer = Block(
        _("answer to the clarification asked"), blank=True, max_length=4000, help_text=_("The note holds the question.")
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    stage = models.CharField(
        pgettext_lazy("project", "stage"), max_length=9, choices=enums.Stage.choices, default=enums.Stage.PROPOSED
    )
    outcome = models.CharField(
        pgettext_lazy("project", "outcome"), max_length=9, choices=enums.Outcome.choices, blank=True
    )
    from_file = models.BooleanField(_("named by a session file"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["session", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="closed", outcome__in=enums.Outcome.values) | (~Q(stage="closed") & Q(outcome="")),
                name="project_outcome_if_and_only_if_closed",
                violation_error_message=_("A closed project has an outcome, and only a closed one."),
            ),
            models.CheckConstraint(
                condition=Q(review="accepted") | Q(stage="proposed"),
                name="project_goes_on_once_accepted",
                violation_error_message=_("A project goes on only once it is accepted."),
            ),
        ]
        indexes = [models.Index(fields=["review", "session"], name="project_review")]

    def __str__(self) -> str:
        return self.title


class Presentation(models.Model):
    """That a project is presented at a session: at which table, in which place, for how many minutes, and what came."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="presentations", verbose_name=_("project"))
    session = models.ForeignKey(Session, models.PROTECT, related_name="presentations", verbose_name=_("session"))
    table = models.ForeignKey(
        ThematicTable, models.SET_NULL, null=True, blank=True, related_name="presentations",
        verbose_name=_("thematic table"),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes it is given"), null=True, blank=True)
    record = Block(_("minutes"), blank=True, max_length=5000, help_text=_("What was said and agreed at the table."))
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("presentation of a project")
        verbose_name_plural = _("presentations of projects")
        ordering = ["session", "table", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "session"],
                name="presentation_once_a_session",
                violation_error_message=_("A project is presented once at a session."),
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, 240)),
                name="presentation_minutes_in_range",
                violation_error_message=_("A presentation takes 1 to 240 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}, {self.session}"


class ProjectFile(models.Model):
    """A document that explains a project. ``file`` is a name in the store of uploads (taskforce.uploads)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="files", verbose_name=_("project"))
    title = Line(_("title"), max_length=200)
    file = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    is_public = models.BooleanField(_("in the public catalogue"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("document of a project")
        verbose_name_plural = _("documents of projects")
        ordering = ["project", "pk"]

    def __str__(self) -> str:
        return self.title


class Interest(models.Model):
    """That somebody registered at a session is interested in a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="interests", verbose_name=_("project"))
    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="interests", verbose_name=_("registration")
    )
    message = Block(_("message"), max_length=2000)
    state = models.CharField(
        _("state"), max_length=9, choices=enums.InterestState.choices, default=enums.InterestState.SENT
    )
    answer = Block(_("answer"), blank=True, max_length=2000)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "registration"],
                name="interest_once",
                violation_error_message=_("You have already expressed your interest in this project."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.project}"
