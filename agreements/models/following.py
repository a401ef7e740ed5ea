"""What becomes of a project: who is asked, what they tell, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements import enums
from agreements.models.project import Project
from participants.models import Organisation
from sessions.enums import Side
from sessions.models import Session
from taskforce.fields import Block, Line


class ProjectContact(models.Model):
    """Somebody of one side who can tell how a project goes on."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="contacts", verbose_name=_("project"))
    role = models.CharField(_("role"), max_length=11, choices=enums.ContactRole.choices)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    name = Line(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(
        _("language"), max_length=2, choices=enums.TextLanguage.choices, default=enums.TextLanguage.IT
    )
    is_asked = models.BooleanField(_("is asked for news"), default=True)

    class Meta:
        verbose_name = _("contact of a project")
        verbose_name_plural = _("contacts of projects")
        ordering = ["project", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "email"],
                name="project_contact_once",
                violation_error_message=_("This address is already a contact of the project."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FollowUp(models.Model):
    """One question to one contact: how does the project go on? Of the link that is mailed only a hash is kept."""

    contact = models.ForeignKey(ProjectContact, models.CASCADE, related_name="follow_ups", verbose_name=_("contact"))
    due_on = models.DateField(_("due"))
    token_hash = models.CharField(_("hash"), max_length=64, unique=True, null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(pgettext_lazy("mail", "sent"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("question about a project")
        verbose_name_plural = _("questions about projects")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "due_on"], name="follow_up_once_a_day"),
            models.CheckConstraint(
                condition=Q(sent_at=None, token_hash=None) | Q(sent_at__isnull=False, expires_at__isnull=False),
                name="follow_up_sent_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["due_on", "sent_at"], name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.contact}, {self.due_on:%Y-%m-%d}"


class ProjectNews(models.Model):
    """Dated news of a project: how far it has come, in the words of whoever told it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="news", verbose_name=_("project"))
    on = models.DateField(_("date"))
    stage = models.CharField(
        pgettext_lazy("project", "stage"), max_length=9, choices=enums.Stage.choices, blank=True,
        help_text=_("Where the project came to with this news; empty where it stayed as it was."),
    )  # fmt: skip
    text = Block(_("text"), max_length=3000)
    language = models.CharField(_("written in"), max_length=2, choices=enums.TextLanguage.choices)
    outcome = models.CharField(
        pgettext_lazy("project", "outcome"), max_length=9, choices=enums.Outcome.choices, blank=True
    )
    source = models.CharField(_("told by"), max_length=7, choices=enums.NewsSource.choices)
    contact = models.ForeignKey(
        ProjectContact, models.SET_NULL, null=True, blank=True, related_name="news", verbose_name=_("contact")
    )
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("session")
    )
    may_be_shown = models.BooleanField(
        _("may be shown"), default=False, help_text=_("Whoever told it agreed that everybody may read it.")
    )
    is_public = models.BooleanField(_("in the public catalogue"), default=False)
    seen_at = models.DateTimeField(
        _("seen by staff"), null=True, blank=True, help_text=_("From then on it counts for the stage of the project.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("edit", "by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("news of a project")
        verbose_name_plural = _("news of projects")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="closed", outcome__in=enums.Outcome.values) | (~Q(stage="closed") & Q(outcome="")),
                name="news_outcome_if_and_only_if_closed",
                violation_error_message=_("A closed project has an outcome, and only a closed one."),
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(seen_at__isnull=False),
                name="news_public_once_seen",
                violation_error_message=_("News is shown to the public only after staff saw it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}, {self.on:%Y-%m-%d}"
