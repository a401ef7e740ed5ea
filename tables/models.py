"""Thematic tables: the sectors at which collaboration projects are presented."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions.models import Assignment, Official, ProgrammeItem, Room, Session, Venue
from taskforce.fields import Line


class ThematicTable(models.Model):
    """A sector table of a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="tables", verbose_name=_("session"))
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = Line(_("title"), max_length=250)
    venue = models.ForeignKey(
        Venue, models.SET_NULL, null=True, blank=True, related_name="tables", verbose_name=_("venue")
    )
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="tables", verbose_name=_("room")
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty where there is no limit.")
    )
    moderators = models.ManyToManyField(Official, blank=True, related_name="tables", verbose_name=_("moderators"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("thematic table")
        verbose_name_plural = _("thematic tables")
        ordering = ["session", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="table_number_unique",
                violation_error_message=_("The session already has a table with this number."),
            ),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gt=0), name="table_number_above_zero"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gt=0),
                name="table_capacity_above_zero",
                violation_error_message=_("A capacity is above zero, or empty where there is no limit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


class Subsector(models.Model):
    """A sub-sector of a table, in the order the table lists them."""

    table = models.ForeignKey(
        ThematicTable, models.CASCADE, related_name="subsectors", verbose_name=_("thematic table")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = Line(_("title"), max_length=200)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("sub-sector")
        verbose_name_plural = _("sub-sectors")
        ordering = ["table", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class ModeratedTable(models.Model):
    """A table whose people a table moderator sees at the desk. Of another role's assignment it means nothing."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="moderated_tables", verbose_name=_("assignment")
    )
    table = models.ForeignKey(ThematicTable, models.CASCADE, related_name="moderated", verbose_name=_("thematic table"))

    class Meta:
        verbose_name = _("moderated table")
        verbose_name_plural = _("moderated tables")
        ordering = ["table", "assignment"]
        constraints = [models.UniqueConstraint(fields=["assignment", "table"], name="moderated_table_once")]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.table}"


class TableSitting(models.Model):
    """That a line of the programme is a sitting of a table. It stands here because sessions knows nothing of tables."""

    item = models.OneToOneField(ProgrammeItem, models.CASCADE, related_name="sitting", verbose_name=_("programme item"))
    table = models.ForeignKey(ThematicTable, models.CASCADE, related_name="sittings", verbose_name=_("thematic table"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("sitting of a table")
        verbose_name_plural = _("sittings of tables")
        ordering = ["table", "item"]

    def __str__(self) -> str:
        return f"{self.table}: {self.item}"


class ProgrammeEdit(models.Model):
    """One act of an organiser on the programme: the lines as they were before and after, so that it can be undone.

    ``before`` and ``after`` are lists of lines as ``tables.services.lines`` writes them; a line in only one of the two
    was made or removed. It stands here, not in sessions, because a line's table belongs to it.
    """

    class Act(models.TextChoices):
        ADDED = "added", pgettext_lazy("programme", "Line added")
        CHANGED = "changed", pgettext_lazy("programme", "Line changed")
        MOVED = "moved", pgettext_lazy("programme", "Line moved")
        REMOVED = "removed", pgettext_lazy("programme", "Line removed")
        DAY_COPIED = "day_copied", pgettext_lazy("programme", "Day copied")
        STRUCTURE_COPIED = "copied", pgettext_lazy("programme", "Structure of another session copied")
        IMPORTED = "imported", pgettext_lazy("programme", "Brought in from a table")

    session = models.ForeignKey(Session, models.CASCADE, related_name="programme_edits", verbose_name=_("session"))
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    before = models.JSONField(_("before"), default=list)
    after = models.JSONField(_("after"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("edit", "by"),
    )
    at = models.DateTimeField(pgettext_lazy("edit", "at"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        verbose_name = _("edit of the programme")
        verbose_name_plural = _("edits of the programme")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["session", "-at"], name="programme_edit_newest")]

    def __str__(self) -> str:
        return self.get_act_display()
