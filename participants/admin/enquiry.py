"""Questions from the contact page: the open ones first, and a field for the answer."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from participants import services
from participants.models import Enquiry
from sessions.admin.of_session import SessionFilter, short_name
from taskforce.admin import PortalAdmin, PortalForm
from taskforce.errors import DomainError


class AnswerForm(PortalForm):
    """The answer, which the sender gets by mail in the language of the question."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "answer" in self.fields:
            self.fields["answer"].required = True
            self.fields["answer"].help_text = _("It is mailed when you save it, and not changed any more.")
            self.fields["answer"].widget.attrs["rows"] = 10

    def _post_clean(self) -> None:
        """The answer is the act's to write: the row stays as it is, and its rule on answers is not asked here."""


class OpenFilter(admin.SimpleListFilter):
    """Answered or not."""

    title = _("state")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("1", _("Not answered")), ("0", _("Answered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in ("0", "1"):
            return queryset
        return queryset.filter(answered_at__isnull=self.value() == "1")


@admin.register(Enquiry)
class EnquiryAdmin(PortalAdmin):
    form = AnswerForm
    reason = _("Visitors write through the contact page. The answer is mailed to them and kept here.")
    list_display = ("name", "email", "beginning", "edition", "created_at", "answered_at")
    list_filter = (OpenFilter, ("session", SessionFilter), "language")
    list_select_related = ("session",)
    search_fields = ("name", "email", "text")
    ordering = (F("answered_at").desc(nulls_first=True), "-created_at", "-pk")
    fields = ("name", "email", "language", "session", "created_at", "text", "answer", "answered_at", "answered_by")
    readonly_fields = ("name", "email", "language", "session", "created_at", "text", "answered_at", "answered_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Enquiry | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Enquiry | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.answered_at)

    def save_model(self, request: HttpRequest, obj: Enquiry, form: forms.ModelForm, change: bool) -> None:
        try:
            services.answer_enquiry(obj, form.cleaned_data["answer"], request.user)
        except DomainError as error:
            self.message_user(request, error, messages.ERROR)

    @admin.display(description=_("session"), ordering="session")
    def edition(self, enquiry: Enquiry) -> str:
        return short_name(enquiry.session) if enquiry.session else ""

    @admin.display(description=_("question"))
    def beginning(self, enquiry: Enquiry) -> str:
        return enquiry.text[:80]
