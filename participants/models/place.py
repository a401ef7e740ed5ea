"""Seats at tables and on visits, and attendance."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants import enums
from participants.models.delegate import WAITING_HAS_NUMBER, Delegate
from sessions.models import CompanyVisit
from tables.models import ThematicTable


class TableSeat(models.Model):
    """A delegate's seat at a table; ``preference`` counts the delegate's wishes from 1."""

    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="table_seats", verbose_name=_("delegate"))
    table = models.ForeignKey(ThematicTable, models.PROTECT, related_name="seats", verbose_name=_("thematic table"))
    place = models.CharField(_("place"), max_length=10, choices=enums.Place.choices, default=enums.Place.REQUESTED)
    queue_number = models.PositiveIntegerField(_("queue number"), null=True, blank=True)
    preference = models.PositiveSmallIntegerField(_("preference"), default=1)

    class Meta:
        verbose_name = _("seat at a table")
        verbose_name_plural = _("seats at tables")
        ordering = ["delegate_id", "preference", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "table"],
                name="table_seat_once",
                violation_error_message=_("This delegate already has a seat at this table."),
            ),
            models.CheckConstraint(condition=WAITING_HAS_NUMBER, name="table_seat_queue_number_while_waiting"),
            models.UniqueConstraint(fields=["table", "queue_number"], name="table_seat_queue_number_unique"),
        ]
        indexes = [models.Index(fields=["table", "place"], name="table_seat_by_place")]

    def __str__(self) -> str:
        return f"{self.delegate}, {self.table}"


class VisitSeat(models.Model):
    """A delegate's seat on a company visit."""

    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="visit_seats", verbose_name=_("delegate"))
    visit = models.ForeignKey(
        CompanyVisit, models.PROTECT, related_name="booked_seats", verbose_name=_("company visit")
    )
    place = models.CharField(_("place"), max_length=10, choices=enums.Place.choices, default=enums.Place.REQUESTED)
    queue_number = models.PositiveIntegerField(_("queue number"), null=True, blank=True)

    class Meta:
        verbose_name = _("seat on a visit")
        verbose_name_plural = _("seats on visits")
        ordering = ["delegate_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "visit"],
                name="visit_seat_once",
                violation_error_message=_("This delegate already has a seat on this visit."),
            ),
            models.CheckConstraint(condition=WAITING_HAS_NUMBER, name="visit_seat_queue_number_while_waiting"),
            models.UniqueConstraint(fields=["visit", "queue_number"], name="visit_seat_queue_number_unique"),
        ]
        indexes = [models.Index(fields=["visit", "place"], name="visit_seat_by_place")]

    def __str__(self) -> str:
        return f"{self.delegate}, {self.visit}"


class CheckIn(models.Model):
    """That a delegate was present on a day of the session, counted from 1; a second scan changes nothing."""

    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="check_ins", verbose_name=_("delegate"))
    day = models.PositiveSmallIntegerField(_("day"), default=1)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "day"],
                name="check_in_once_a_day",
                violation_error_message=_("This delegate is already in."),
            ),
            models.CheckConstraint(condition=Q(day__gte=1), name="check_in_day_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}, {self.day}"
