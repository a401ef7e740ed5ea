"""Links that are mailed, of which only a hash is kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from participants import enums
from participants.models.delegate import Delegate
from participants.models.registration import Registration


class AccessLink(models.Model):
    """A link mailed to a contact or a delegate. Of its 256 random bits only a hash is kept; one purpose, and an end."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="links", verbose_name=_("registration"))
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("delegate")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=enums.LinkPurpose.choices)
    email = models.EmailField(
        _("e-mail address it is about"), max_length=254, blank=True, help_text=_("The new address to be verified.")
    )
    token_hash = models.CharField(_("hash"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("access link")
        verbose_name_plural = _("access links")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at"], name="access_link_newest")]

    def __str__(self) -> str:
        return self.get_purpose_display()
