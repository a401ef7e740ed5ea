"""What a translation was made of: so that it shows when the Italian changed after."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models.session import Session


class TranslationMark(models.Model):
    """That a text in a language was done from the Italian (or, without Italian, whatever there was) of that moment.

    Texts stand in the columns of their rows; a mark holds only digests (``sessions.translations.digest_of``).
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="translation_marks", verbose_name=_("session"))
    model = models.CharField(_("model"), max_length=80)  # "taskforce_sessions.venue"
    object_id = models.PositiveBigIntegerField(_("object"))
    field = models.CharField(_("field"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    source_digest = models.CharField(_("digest of the source"), max_length=32)
    text_digest = models.CharField(_("digest of the text"), max_length=32)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("done"), auto_now=True)

    class Meta:
        verbose_name = _("mark of a translation")
        verbose_name_plural = _("marks of translations")
        ordering = ["session", "model", "object_id", "field", "language"]
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id", "field", "language"], name="translation_mark_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}, {self.field}_{self.language}"
