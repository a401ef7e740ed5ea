"""Companies that a region, chamber or association registers from one spreadsheet."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from participants.models.registration import Registration
from taskforce.fields import Line


class Spreadsheet(models.Model):
    """A spreadsheet as it was read, shown before anything is registered; then all its companies or none."""

    client_token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="spreadsheets", verbose_name=_("registration of who passes them on")
    )
    file_name = Line(_("name of the file"), max_length=150, blank=True)
    rows = models.JSONField(_("rows"), default=list, help_text=_("What was read; emptied when registered."))
    faults = models.JSONField(_("faults"), default=list, help_text=_("Row, column and what is wrong."))
    companies = models.PositiveIntegerField(_("companies"), default=0)
    uploaded_at = models.DateTimeField(_("read"), auto_now_add=True)
    registered_at = models.DateTimeField(_("registered"), null=True, blank=True)

    class Meta:
        verbose_name = _("spreadsheet of companies")
        verbose_name_plural = _("spreadsheets of companies")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name or str(self.pk)
