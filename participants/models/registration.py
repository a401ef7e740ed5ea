"""One organisation's application to one session, and the notice it was sent under."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants import enums
from participants.models.organisation import Organisation
from sessions.models import Session
from taskforce.fields import Block, Line


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
        """Registrations of the sessions all of which this user may see."""
        return self.filter(session__in=Session.objects.for_user(user))

    def received(self) -> RegistrationQuerySet:
        """Registrations that were sent: staff never see a draft somebody is still typing."""
        return self.exclude(state=enums.State.DRAFT)

    def shown_in_catalogue(self, session: Session) -> RegistrationQuerySet:
        """What the catalogue of a session shows: who is confirmed and agreed, read anew each time."""
        return self.filter(session=session, state=enums.State.CONFIRMED, in_catalogue=True)


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
    submitted_through = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="passed_on",
        verbose_name=_("submitted through"),
        help_text=_("The region, chamber or association that passed the registration on."),
    )
    earlier = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="later",
        editable=False,
        verbose_name=_("earlier registration"),
        help_text=_("The registration of the same contact for an earlier session, whose data this one began with."),
    )
    themes = Block(_("themes and projects"), max_length=3000, blank=True)
    aims = Block(_("aims"), max_length=2000, blank=True)
    counterparts = Block(_("counterparts sought"), max_length=2000, blank=True)
    contacts_started = Block(_("contacts already started"), max_length=2000, blank=True)
    investment = models.CharField(
        _("interest in investment"), max_length=12, choices=enums.Investment.choices, blank=True
    )
    in_catalogue = models.BooleanField(
        _("in the catalogue"),
        default=False,
        help_text=_("The organisation agreed to be shown, with the counterparts it seeks, to confirmed participants."),
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
        indexes = [
            models.Index(fields=["session", "state", "verified_at"], name="registration_by_state"),
            models.Index(fields=["submitted_at", "id"], name="registration_by_arrival"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
