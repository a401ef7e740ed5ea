"""How people sign in: where they are signed in, their second factor, and every attempt."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Outcome
from taskforce.fields import Line


class SignedIn(AbstractBaseSession):
    """Django's session, with whose it is beside it: so a person sees where they are signed in, and ends it.

    ``user`` is empty for a visitor who is not signed in. What is shown of it stands in the session's own data.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="signed_in", verbose_name=_("user")
    )

    class Meta:
        verbose_name = _("sign-in that lasts")
        verbose_name_plural = _("sign-ins that last")

    @classmethod
    def get_session_store_class(cls) -> type:
        from accounts.session_store import SessionStore

        return SessionStore


class SecondFactor(models.Model):
    """The program on a telephone that shows a new code every half minute (TOTP, RFC 6238)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor", verbose_name=_("user")
    )
    secret = models.CharField(max_length=200, editable=False)  # encrypted: see accounts.codes
    set_up_at = models.DateTimeField(_("set up"), default=timezone.now, editable=False)
    last_step = models.BigIntegerField(default=0, editable=False)  # of the last code taken: none is taken twice

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code on paper that stands for the telephone once. Only its hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", verbose_name=_("user")
    )
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_unique")]

    def __str__(self) -> str:
        return str(self.user)


class Passkey(models.Model):
    """A key kept by a device or its maker (WebAuthn), in place of the code. Of it only the public half is here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys", verbose_name=_("user"))
    name = Line(_("name"), max_length=60)
    credential = models.BinaryField(editable=False)  # as fido2 packs it: identifier and public key
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """Somebody tried to sign in. Of an address that has no account only a hash is kept: it may hold anything."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="attempts", verbose_name=_("user")
    )
    key = models.CharField(max_length=64, editable=False)  # of the e-mail address typed, and of where it came from
    address = models.CharField(_("network address"), max_length=45, blank=True, editable=False)
    browser = models.CharField(_("browser"), max_length=200, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, editable=False)

    class Meta:
        verbose_name = _("attempt to sign in")
        verbose_name_plural = _("attempts to sign in")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["key", "at"], name="attempt_key_at")]

    def __str__(self) -> str:
        return self.get_outcome_display()
