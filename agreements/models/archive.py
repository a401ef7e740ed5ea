"""What is known of texts beside each other, and of files that are not what they were."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.act import Agreement
from agreements.models.text import AuthenticText
from taskforce.fields import Line


class AcceptedDifference(models.Model):
    """Why two texts of an act may say different numbers. ``digest`` is of what was found, and voids it once another."""

    one = models.ForeignKey(AuthenticText, models.CASCADE, related_name="+", verbose_name=_("text"))
    other = models.ForeignKey(AuthenticText, models.CASCADE, related_name="+", verbose_name=_("other text"))
    digest = models.CharField(_("hash"), max_length=64, editable=False)
    reason = Line(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=pgettext_lazy("edit", "by")
    )
    at = models.DateTimeField(_("when"), auto_now=True)

    class Meta:
        verbose_name = _("accepted difference between texts")
        verbose_name_plural = _("accepted differences between texts")
        ordering = ["one", "other"]
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="difference_accepted_once")]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class ArchiveFault(models.Model):
    """A file or text of the archive that is not what it was at arrival; the row goes when it is found right again."""

    class Kind(models.TextChoices):
        ACT = "act", _("File of an act")
        TEXT = "text", _("File of a text")
        ARTICLES = "articles", _("Articles of a signed text")
        SIGNED = "signed", _("Signed file")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="faults", verbose_name=_("agreement"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    row = models.BigIntegerField(_("number"))
    name = models.CharField(_("file"), max_length=200, blank=True)
    expected = models.CharField(_("SHA-256 at arrival"), max_length=64)
    found = models.CharField(_("SHA-256 now"), max_length=64, blank=True, help_text=_("Empty: the file is not there."))
    seen_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        verbose_name = _("fault of the archive")
        verbose_name_plural = _("faults of the archive")
        ordering = ["seen_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="archive_fault_once")]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_kind_display()}"
