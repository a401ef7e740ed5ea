"""What the portal writes: texts that staff may change, what went to whom, reminders, and enquiries from outside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from post_office.models import Email

from participants import enums
from participants.models.delegate import Delegate
from participants.models.registration import Registration
from sessions.models import Session
from taskforce.fields import Block, Line


class MailText(models.Model):
    """Staff's own words for one kind of mail, in place of the portal's; a language left empty keeps the portal's."""

    kind = models.CharField(_("mail"), max_length=20, choices=enums.MailKind.choices, unique=True)
    subject = Line(_("subject"), max_length=200, blank=True)
    body = Block(_("text"), max_length=6000, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Reminder(models.Model):
    """A mail of a session that goes out by itself at a moment, once to each who then belongs to its audience."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="reminders", verbose_name=_("session"))
    audience = models.CharField(_("to whom"), max_length=20, choices=enums.ReminderAudience.choices)
    send_at = models.DateTimeField(_("goes out"))
    subject = Line(_("subject"), max_length=200)
    body = Block(_("text"), max_length=6000)
    sent_at = models.DateTimeField(_("gone out"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["send_at", "pk"]
        indexes = [models.Index(fields=["sent_at", "send_at"], name="reminder_due")]

    def __str__(self) -> str:
        return self.subject


class MailLog(models.Model):
    """What went to whom: a line a mail, kept when the outbox is emptied. What the mail said is not kept here."""

    kind = models.CharField(_("mail"), max_length=20, choices=enums.MailKind.choices)
    registration = models.ForeignKey(
        Registration, models.CASCADE, null=True, blank=True, related_name="mails", verbose_name=_("registration")
    )
    delegate = models.ForeignKey(
        Delegate, models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name=_("delegate")
    )
    reminder = models.ForeignKey(
        Reminder, models.CASCADE, null=True, blank=True, related_name="mails", verbose_name=_("reminder")
    )
    recipient = models.EmailField(_("to"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    email = models.ForeignKey(
        Email, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("mail in the outbox")
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("mail that was written")
        verbose_name_plural = _("mails that were written")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "registration"],
                condition=Q(reminder__isnull=False, delegate=None),
                name="reminder_to_contact_once",
            ),
            models.UniqueConstraint(
                fields=["reminder", "delegate"],
                condition=Q(reminder__isnull=False, delegate__isnull=False),
                name="reminder_to_delegate_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.recipient}"


class Enquiry(models.Model):
    """A question sent through the contact page, and the answer staff gave."""

    client_token = models.UUIDField(_("form token"), unique=True, editable=False)
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="enquiries", verbose_name=_("session")
    )
    name = Line(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="it")
    text = Block(_("question"), max_length=4000)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    answer = Block(_("answer"), max_length=6000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="enquiry_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"
