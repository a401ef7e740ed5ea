"""One organisation's application to one session, and the persons it names."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants import enums
from participants.models.organisation import Organisation
from sessions.enums import Side
from sessions.models import Session
from taskforce.fields import Block, Line

WAITING_HAS_NUMBER = Q(place="waiting", queue_number__isnull=False) | (~Q(place="waiting") & Q(queue_number=None))


class PrivacyNotice(models.Model):
    """The notice shown at registration. A version in use is never edited: a change is a new version."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    text = Block(_("text"))
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return self.version


class RegistrationQuerySet(models.QuerySet):
    def for_user(self, user) -> RegistrationQuerySet:
        """Registrations of the sessions whose desk this user may enter."""
        return self.filter(session__in=Session.objects.for_user(user))

    def received(self) -> RegistrationQuerySet:
        """Registrations that were sent: staff never see a draft somebody is still typing."""
        return self.exclude(state=enums.State.DRAFT)


class Registration(models.Model):
    """An application. Only participants.services changes ``state``."""

    client_token = models.UUIDField(_("form token"), unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations", verbose_name=_("session"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="registrations", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=12, choices=enums.State.choices, default=enums.State.DRAFT)
    identifier = models.CharField(_("identifier"), max_length=20, blank=True, editable=False)
    contact_name = Line(_("contact person"), max_length=150)
    contact_email = models.EmailField(_("e-mail of the contact"), max_length=254)
    contact_phone = models.CharField(_("telephone of the contact"), max_length=30, blank=True)
    language = models.CharField(_("language of the mails"), max_length=2, choices=settings.LANGUAGES, default="it")
    privacy_notice = models.ForeignKey(
        PrivacyNotice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("privacy notice"),
    )
    decision_reason = Block(_("reason of the decision"), blank=True)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    verified_at = models.DateTimeField(_("e-mail verified"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "organisation"],
                name="registration_once_a_session",
                violation_error_message=_("This organisation already has a registration for this session."),
            ),
            models.UniqueConstraint(
                fields=["session", "identifier"],
                condition=Q(state__in=["confirmed", "wait_listed"]) & ~Q(identifier=""),
                name="registration_admitted_once",
                violation_error_message=_(
                    "An organisation with the same identifier is already admitted to this session."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | (~Q(state="draft") & Q(submitted_at__isnull=False, privacy_notice__isnull=False)),
                name="registration_sent_with_notice",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["under_review", "confirmed", "wait_listed"]) | Q(verified_at__isnull=False),
                name="registration_verified_before_review",
            ),
        ]
        indexes = [models.Index(fields=["session", "state"], name="registration_by_state")]

    def __str__(self) -> str:
        return str(self.organisation)


class DelegateQuerySet(models.QuerySet):
    def for_user(self, user) -> DelegateQuerySet:
        """Delegates of the sessions whose desk this user may enter."""
        return self.filter(session__in=Session.objects.for_user(user))

    def confirmed(self) -> DelegateQuerySet:
        return self.filter(place=enums.Place.CONFIRMED)

    def waiting(self) -> DelegateQuerySet:
        return self.filter(place=enums.Place.WAITING).order_by("queue_number")


class Delegate(models.Model):
    """A person named in a registration. ``session`` and ``side`` repeat the registration's for the constraints."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="delegates", verbose_name=_("registration")
    )
    session = models.ForeignKey(Session, models.PROTECT, related_name="delegates", verbose_name=_("session"))
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    given_latin = Line(_("given name in Latin letters"), max_length=80, blank=True)
    family_latin = Line(_("family name in Latin letters"), max_length=80, blank=True)
    given_cyrillic = Line(_("given name in Cyrillic letters"), max_length=80, blank=True)
    family_cyrillic = Line(_("family name in Cyrillic letters"), max_length=80, blank=True)
    name_key = models.CharField(_("comparison key"), max_length=350, editable=False, db_index=True)
    qualification = Line(_("qualification"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    place = models.CharField(_("place"), max_length=10, choices=enums.Place.choices, default=enums.Place.REQUESTED)
    queue_number = models.PositiveIntegerField(_("queue number"), null=True, blank=True)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["registration", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_latin="", family_latin="") | ~Q(given_cyrillic="", family_cyrillic=""),
                name="delegate_has_a_name",
                violation_error_message=_("A delegate has a name in one alphabet at least."),
            ),
            models.CheckConstraint(condition=WAITING_HAS_NUMBER, name="delegate_queue_number_while_waiting"),
            models.UniqueConstraint(fields=["session", "side", "queue_number"], name="delegate_queue_number_unique"),
        ]
        indexes = [models.Index(fields=["session", "side", "place"], name="delegate_by_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given and family name for the reader: Cyrillic on Russian pages, Latin elsewhere, else the one there is."""
        latin = f"{self.given_latin} {self.family_latin}".strip()
        cyrillic = f"{self.given_cyrillic} {self.family_cyrillic}".strip()
        return (cyrillic or latin) if get_language() == "ru" else (latin or cyrillic)

    @property
    def other_name(self) -> str:
        """The name in the alphabet that ``name`` does not show; empty where it is not known."""
        latin = f"{self.given_latin} {self.family_latin}".strip()
        cyrillic = f"{self.given_cyrillic} {self.family_cyrillic}".strip()
        other = latin if get_language() == "ru" else cyrillic
        return other if other != self.name else ""


class AccessLink(models.Model):
    """A link mailed to a contact. Of its 256 random bits only a hash is kept; it has one purpose and an end."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="links", verbose_name=_("registration"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=enums.LinkPurpose.choices)
    token_hash = models.CharField(_("hash"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("access link")
        verbose_name_plural = _("access links")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.get_purpose_display()
