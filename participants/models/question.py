"""A session's own questions, and what was answered."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants import enums
from participants.models.delegate import Delegate
from participants.models.registration import Registration
from sessions.models import Session
from taskforce.fields import Block, Line


class Question(models.Model):
    """Something a session asks beside what every session asks. Questions go with an answered one, never under it."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="questions", verbose_name=_("session"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    audience = models.CharField(_("asked of"), max_length=12, choices=enums.Audience.choices)
    moment = models.CharField(
        _("asked when"), max_length=6, choices=enums.Moment.choices, default=enums.Moment.BEFORE
    )
    kind = models.CharField(_("kind of answer"), max_length=6, choices=enums.QuestionKind.choices)
    label = Line(_("question"), max_length=250)
    hint = Line(_("hint"), max_length=300, blank=True)
    required = models.BooleanField(_("required"), default=False)
    shown_if = models.ForeignKey(
        "QuestionChoice",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opens",
        verbose_name=_("shown only after the answer"),
    )

    class Meta:
        verbose_name = _("question of a session")
        verbose_name_plural = _("questions of sessions")
        ordering = ["session_id", "position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def order(self) -> tuple[int, float]:
        """Where the question stands among those of its session; one that is not stored yet comes last."""
        return self.position, self.pk or float("inf")

    def clean(self) -> None:
        """Refuse a condition that cannot be known when the question is asked, of this one and of those it opens."""
        if self.shown_if_id and (refusal := self.why_not_after(self.shown_if.question)):
            raise ValidationError({"shown_if": refusal})
        if self.pk:
            opened = Question.objects.filter(shown_if__question=self.pk).exclude(pk=self.pk)
            refusals = [(one, one.why_not_after(self)) for one in opened]
            for question, refusal in refusals:
                if refusal:
                    words = _("The question “%(question)s” depends on this one: %(reason)s")
                    raise ValidationError(words % {"question": question, "reason": refusal})

    def why_not_after(self, parent: Question) -> str:
        """Say why this question cannot depend on an answer to another; nothing where it can."""
        if parent.session_id != self.session_id:
            return gettext("The other question belongs to another session.")
        if parent.kind != enums.QuestionKind.CHOICE:
            return gettext("The other question offers no choice.")
        if parent.order >= self.order:
            return gettext("The other question comes later: give it a lower position.")
        if parent.audience not in (self.audience, enums.Audience.ORGANISATION):
            return gettext("The other question is asked of each delegate, and this one of the organisation.")
        if parent.moment == enums.Moment.AFTER and self.moment == enums.Moment.BEFORE:
            return gettext("The other question is asked after confirmation, and this one before.")
        return ""


class QuestionChoice(models.Model):
    """One answer a choice offers."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", verbose_name=_("question"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = Line(_("answer"), max_length=200)

    class Meta:
        verbose_name = _("possible answer")
        verbose_name_plural = _("possible answers")
        ordering = ["question_id", "position", "pk"]

    def __str__(self) -> str:
        return self.label


class Answer(models.Model):
    """What an organisation or a delegate answered; the column of the question's kind holds it."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="answers", verbose_name=_("registration")
    )
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("delegate")
    )
    text = Block(_("text"), max_length=3000, blank=True)
    choice = models.ForeignKey(
        QuestionChoice, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("choice")
    )
    date = models.DateField(_("date"), null=True, blank=True)
    number = models.DecimalField(_("number"), max_digits=15, decimal_places=3, null=True, blank=True)
    file = models.FileField(_("file"), max_length=200, upload_to="answers/%Y/", blank=True)
    file_name = Line(_("name of the file"), max_length=150, blank=True)
    file_size = models.PositiveIntegerField(
        _("size of the file"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("In bytes.")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), auto_now=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "registration"],
                condition=Q(delegate=None),
                name="answer_of_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["question", "delegate"],
                condition=Q(delegate__isnull=False),
                name="answer_of_delegate_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)
