"""A session's own questions: written, put in order, copied from an earlier session; and what was answered."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationStackedInline

from participants.enums import QuestionKind
from participants.models import Answer, Question, QuestionChoice, Registration
from participants.services import copy_questions
from participants.wording import answer_words
from sessions.admin.of_session import SESSION, OfSession, SessionFilter, short_name
from sessions.models import Session
from taskforce import uploads
from taskforce.admin import ActsOnly, InlineMixin, PortalAdmin, PortalForm, PortalTranslationAdmin
from taskforce.errors import DomainError

KEPT_ONCE_ANSWERED = ("session", "audience", "kind")


class ChoiceFormSet(BaseInlineFormSet):
    """The possible answers: at least two where the question is a choice, none elsewhere."""

    def clean(self) -> None:
        super().clean()
        live = [one for one in self.forms if one.cleaned_data and not one.cleaned_data.get("DELETE")]
        live = [one for one in live if one.has_changed() or one.instance.pk]
        if self.instance.kind == QuestionKind.CHOICE and len(live) < 2:
            raise ValidationError(_("A choice needs at least two possible answers."))
        if self.instance.kind and self.instance.kind != QuestionKind.CHOICE and live:
            raise ValidationError(_("Possible answers belong to a choice only."))


class ChoiceInline(InlineMixin, TranslationStackedInline):
    model = QuestionChoice
    formset = ChoiceFormSet
    fieldsets = ((None, {"fields": ("label", "position")}),)


@admin.register(Question)
class QuestionAdmin(OfSession, PortalTranslationAdmin):
    """Once answered, a question keeps whom it asks and what an answer is; its words may be put better."""

    form = PortalForm
    reason = _("A question with answers keeps its session, whom it asks and the kind of answer, and is not deleted.")
    list_display = ("__str__", "edition", "position", "audience", "moment", "kind", "required", "answers_given")
    list_filter = (("session", SessionFilter), "audience", "moment", "kind")
    list_select_related = ("session",)
    search_fields = ("label_it", "label_ru", "label_en", *SESSION)
    autocomplete_fields = ("session", "shown_if")
    ordering = ("session", "position", "pk")
    inlines = (ChoiceInline,)
    change_list_template = "admin/participants/question/change_list.html"
    fieldsets = (
        (None, {"fields": ("session", "label", "hint")}),
        (_("Whom and when"), {"fields": (("audience", "moment"), ("kind", "required"), "position")}),
        (_("Condition"), {"fields": ("shown_if",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).filter(session__in=Session.objects.for_user(request.user))
        return rows.annotate(answered=Count("answers"))

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> tuple[str, ...]:
        return KEPT_ONCE_ANSWERED if obj and obj.answers.exists() else ()

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.answers.exists())

    @admin.display(description=_("answers"), ordering="answered")
    def answers_given(self, question: Question) -> int:
        return question.answered

    def get_urls(self) -> list:
        own = [
            path("copy/", self.admin_site.admin_view(self.copy_view), name="participants_question_copy"),
            path("answers/<id:pk>/", self.admin_site.admin_view(self.file_view), name="participants_answer_file"),
        ]
        return [*own, *super().get_urls()]

    def copy_view(self, request: HttpRequest) -> HttpResponse:
        """Choose from which session to which, and copy."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CopyForm(request.POST or None, sessions=Session.objects.for_user(request.user))
        if form.is_valid() and self._copied(request, form):
            target = form.cleaned_data["target"]
            address = reverse("admin:participants_question_changelist")
            return HttpResponseRedirect(f"{address}?session__id__exact={target.pk}")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Copy questions from an earlier session"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/participants/question/copy.html", context)

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand staff the file of an answer, to be saved."""
        if not request.user.has_perm("participants.view_registration"):
            raise PermissionDenied
        registrations = Registration.objects.for_user(request.user)
        answer = get_object_or_404(Answer.objects.filter(registration__in=registrations), pk=pk)
        return uploads.handed_out(answer.file.name or "", answer.file_name)

    def _copied(self, request: HttpRequest, form: CopyForm) -> bool:
        source, target = form.cleaned_data["source"], form.cleaned_data["target"]
        try:
            copied, skipped = copy_questions(source, target)
        except DomainError as error:
            form.add_error(error.field, error.message)
            return False
        text = ngettext("%(count)d question copied.", "%(count)d questions copied.", copied) % {"count": copied}
        self.log_change(request, target, f"{source}: {text}")
        self.message_user(request, text, messages.SUCCESS)
        if skipped:
            text = ngettext(
                "%(count)d question is there already, word for word.",
                "%(count)d questions are there already, word for word.",
                skipped,
            )
            self.message_user(request, text % {"count": skipped}, messages.WARNING)
        return True


@admin.register(QuestionChoice)
class QuestionChoiceAdmin(ActsOnly, PortalAdmin):
    """Here to be found when a condition is set."""

    reason = _("Possible answers are written on the page of their question.")
    list_display = ("__str__", "question")
    list_select_related = ("question__session",)
    search_fields = (
        "label_it", "label_ru", "label_en", "question__label_it", "question__label_ru", "question__label_en",
    )  # fmt: skip
    search_folded = True
    label_related = ("question__session",)
    fields = ("question", "label_it", "label_ru", "label_en", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.filter(question__session__in=Session.objects.for_user(request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def autocomplete_label(self, choice: QuestionChoice) -> str:
        return f"{choice.question} → {choice} ({short_name(choice.question.session)})"


class CopyForm(forms.Form):
    """From which session to which."""

    source = forms.ModelChoiceField(Session.objects.none(), label=_("Copy from"))
    target = forms.ModelChoiceField(Session.objects.none(), label=_("Copy to"))

    def __init__(self, data=None, *, sessions: QuerySet) -> None:
        super().__init__(data)
        self.fields["source"].queryset = sessions.filter(questions__isnull=False).distinct()
        self.fields["target"].queryset = sessions


class AnswerInline(ActsOnly, admin.TabularInline):
    """What an organisation and its delegates answered, on the page of their registration."""

    model = Answer
    extra = 0
    fields = readonly_fields = ("question", "who", "answer", "answered_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("question", "choice", "delegate")
        return rows.order_by("question__position", "question", "delegate__position", "delegate")

    @admin.display(description=_("who"))
    def who(self, answer: Answer) -> str:
        return answer.delegate.name if answer.delegate else str(_("The organisation"))

    @admin.display(description=_("answer"))
    def answer(self, answer: Answer) -> str:
        if not answer.file:
            return answer_words(answer)
        address = reverse("admin:participants_answer_file", args=[answer.pk])
        return format_html('<a href="{}">{}</a>', address, answer_words(answer))
