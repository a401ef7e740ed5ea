"""What was asked of a company after it sent its registration, and what it asked to change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.models.delegate import Delegate
from participants.models.registration import Registration
from taskforce.fields import Block, Line


def decided_by() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )


class ProposedChange(models.Model):
    """A sensitive fact that an admitted company wishes to change. The old one stays in force until staff approve."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="proposed_changes", verbose_name=_("registration")
    )
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, blank=True, related_name="proposed_changes", verbose_name=_("delegate")
    )
    field = models.CharField(_("field"), max_length=30)
    before = Line(_("before"), max_length=300, blank=True)
    after = Line(_("after"), max_length=300, blank=True)
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    approved = models.BooleanField(_("approved"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = decided_by()
    reason = Block(_("reason"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "field"],
                condition=Q(approved=None, delegate=None),
                name="proposed_change_of_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["delegate", "field"],
                condition=Q(approved=None, delegate__isnull=False),
                name="proposed_change_of_delegate_once",
            ),
            models.CheckConstraint(
                condition=Q(approved=None, decided_at=None) | Q(approved__isnull=False, decided_at__isnull=False),
                name="proposed_change_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.before} → {self.after}"


class Clarification(models.Model):
    """A question of staff on one registration, and what the company answered."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="clarifications", verbose_name=_("registration")
    )
    question = Block(_("question"), max_length=2000)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    answer = Block(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="clarification_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:80]


class ErasureRequest(models.Model):
    """That a contact or a delegate asked for their data to be erased. Staff decide: the law gives reasons to keep."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="erasure_requests", verbose_name=_("registration")
    )
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, blank=True, related_name="erasure_requests", verbose_name=_("delegate")
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    decided_by = decided_by()

    class Meta:
        verbose_name = _("request to erase")
        verbose_name_plural = _("requests to erase")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(done_at=None, delegate=None),
                name="erasure_request_of_contact_once",
            ),
            models.UniqueConstraint(
                fields=["delegate"],
                condition=Q(done_at=None, delegate__isnull=False),
                name="erasure_request_of_delegate_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.delegate or self.registration)
