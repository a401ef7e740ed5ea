"""Registrations: looked up, corrected in what concerns the contact, and decided through the acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from participants import enums
from participants.admin.refusals import report_refusals
from participants.models import AccessLink, Delegate, PrivacyNotice, Registration, TableSeat, VisitSeat
from participants.services import cancel_registration, confirm_registration, decline_registration, move_to_waiting_list
from sessions.admin.of_session import SessionFilter, short_name
from taskforce.admin import ActsOnly, PortalAdmin, PortalForm, PortalTranslationAdmin
from taskforce.errors import DomainError
from taskforce.fields import BlockFormField

Act = Callable[[Registration], Registration]


class DeclineForm(forms.Form):
    """The reason the company will read."""

    reason = BlockFormField(label=_("Reason"), max_length=2000, help_text=_("The company reads it in the mail."))


class DelegateInline(ActsOnly, admin.TabularInline):
    """The delegates with their places, as the acts left them."""

    model = Delegate
    extra = 0
    fields = ("name", "other_name", "qualification", "place", "queue_number", "tables", "visits")
    readonly_fields = ("name", "other_name", "tables", "visits")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        seats = Prefetch("table_seats", TableSeat.objects.select_related("table"))
        visits = Prefetch("visit_seats", VisitSeat.objects.select_related("visit"))
        return super().get_queryset(request).prefetch_related(seats, visits)

    @admin.display(description=pgettext_lazy("person", "name"))
    def name(self, delegate: Delegate) -> str:
        return delegate.name

    @admin.display(description=_("in the other alphabet"))
    def other_name(self, delegate: Delegate) -> str:
        return delegate.other_name

    @admin.display(description=_("tables"))
    def tables(self, delegate: Delegate) -> str:
        return "; ".join(f"{seat.table} ({seat.get_place_display()})" for seat in delegate.table_seats.all())

    @admin.display(description=_("visits"))
    def visits(self, delegate: Delegate) -> str:
        return "; ".join(f"{seat.visit} ({seat.get_place_display()})" for seat in delegate.visit_seats.all())


@admin.register(Registration)
class RegistrationAdmin(PortalAdmin):
    """Drafts that somebody is still typing are not shown. A state changes only by the acts below."""

    reason = _(
        "A company makes its registration itself. Actions decide it: they keep places and waiting lists in order."
    )
    list_display = ("organisation", "side", "edition", "state", "contact_name", "delegates_named", "submitted_at")
    list_filter = (("session", SessionFilter), "state", "organisation__side", "organisation__category")
    list_select_related = ("organisation", "session")
    date_hierarchy = "submitted_at"
    search_fields = (
        "organisation__name_latin", "organisation__name_cyrillic", "organisation__vat_number",
        "organisation__fiscal_code", "organisation__inn", "contact_name", "contact_email",
    )  # fmt: skip
    search_keys = ("organisation__name_key",)
    ordering = ("-submitted_at", "-pk")
    actions = ("confirm", "move_to_waiting", "decline", "cancel")
    inlines = (DelegateInline,)
    readonly_fields = (
        "session", "organisation", "state", "privacy_notice", "created_at", "submitted_at", "verified_at",
        "decided_at", "decided_by", "decision_reason",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("session", "organisation", "state")}),
        (_("Contact"), {"fields": ("contact_name", "contact_email", "contact_phone", "language")}),
        (_("Decision"), {"fields": (("decided_at", "decided_by"), "decision_reason")}),
        (_("Dates"), {"fields": (("created_at", "submitted_at", "verified_at"), "privacy_notice")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).for_user(request.user).received()
        return rows.annotate(named=Count("delegates"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Registration, form: forms.ModelForm, change: bool) -> None:
        # Not the whole row: an act may have decided it since the page was opened.
        if form.changed_data:
            obj.save(update_fields=form.changed_data)

    @admin.display(description=_("side"), ordering="organisation__side")
    def side(self, registration: Registration) -> str:
        return registration.organisation.get_side_display()

    @admin.display(description=_("session"), ordering="session")
    def edition(self, registration: Registration) -> str:
        return short_name(registration.session)

    @admin.display(description=_("delegates"), ordering="named")
    def delegates_named(self, registration: Registration) -> int:
        return registration.named

    # --- Acts, for ticked rows and from the page of one

    @admin.action(description=_("Confirm"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(request, queryset, lambda registration: confirm_registration(registration, request.user))

    @admin.action(description=_("Move to the waiting list"), permissions=["change"])
    def move_to_waiting(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(request, queryset, lambda registration: move_to_waiting_list(registration, request.user))

    @admin.action(description=_("Cancel at the company's request"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(request, queryset, lambda registration: cancel_registration(registration, request.user))

    @admin.action(description=_("Decline, with a reason"), permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = DeclineForm(request.POST if "decline" in request.POST else None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            self._act(request, queryset, lambda registration: decline_registration(registration, request.user, reason))
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Decline registrations"),
            "opts": self.opts,
            "registrations": queryset.select_related("organisation", "session"),
            "form": form,
            "checkbox": ACTION_CHECKBOX_NAME,
            "action_url": reverse("admin:participants_registration_changelist"),
        }
        return TemplateResponse(request, "admin/participants/registration/decline.html", context)

    def _act(self, request: HttpRequest, queryset: QuerySet, act: Act) -> None:
        """Do the act to each row, oldest first, and tell how many ended in which state and which were refused."""
        ended: Counter[str] = Counter()
        refused = []
        for registration in queryset.select_related("organisation").order_by("submitted_at", "pk"):
            try:
                state = act(registration).state
            except DomainError as error:
                refused.append((str(registration), error))
                continue
            ended[state] += 1
            self.log_change(request, registration, str(enums.State(state).label))
        for state, count in ended.items():
            level = messages.WARNING if state == enums.State.WAIT_LISTED else messages.SUCCESS
            self.message_user(request, outcome(state, count), level)
        report_refusals(self, request, refused)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.act_view)
        acts = [
            path(f"<id:pk>/{act}/", view, {"act": act}, name=f"participants_registration_{act}") for act in self.actions
        ]
        return [*acts, *super().get_urls()]

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do one act to one registration, posted by a button on its page; declining first asks for the reason."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        registration = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, registration):
            raise PermissionDenied
        page = getattr(self, act)(request, self.get_queryset(request).filter(pk=pk))
        return page or HttpResponseRedirect(reverse("admin:participants_registration_change", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, obj: Model | None = None, **kwargs
    ) -> HttpResponse:
        acts = self.get_actions(request) if obj and self.has_change_permission(request, obj) else {}
        context["acts"] = [
            (reverse(f"admin:participants_registration_{act}", args=[obj.pk]), acts[act][2])
            for act in self.actions
            if act in acts
        ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def outcome(state: str, count: int) -> str:
    """One sentence on how many registrations an act left in a state."""
    texts = {
        enums.State.CONFIRMED: ngettext("%(count)d confirmed.", "%(count)d confirmed.", count),
        enums.State.WAIT_LISTED: ngettext(
            "%(count)d placed on the waiting list.", "%(count)d placed on the waiting list.", count
        ),
        enums.State.DECLINED: ngettext("%(count)d declined.", "%(count)d declined.", count),
        enums.State.CANCELLED: ngettext("%(count)d cancelled.", "%(count)d cancelled.", count),
    }
    return texts[enums.State(state)] % {"count": count}


class NoticeForm(PortalForm):
    """A version in use keeps its text: what people were shown is not rewritten."""


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(PortalTranslationAdmin):
    form = NoticeForm
    reason = _("A version that was shown with a registration is not edited or deleted: write a new version.")
    list_display = ("version", "published_at", "shown")
    search_fields = ("version", "text_it", "text_ru", "text_en")
    search_folded = True
    fieldsets = ((None, {"fields": ("version", "published_at", "text")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(registrations_with=Count("registrations"))

    @admin.display(description=_("shown with registrations"), ordering="registrations_with")
    def shown(self, notice: PrivacyNotice) -> int:
        return notice.registrations_with

    def has_change_permission(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.registrations.exists())

    def has_delete_permission(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.registrations.exists())


@admin.register(AccessLink)
class AccessLinkAdmin(ActsOnly, PortalAdmin):
    reason = _(
        "Links are made by the portal when it writes to a contact. Nobody can read one here: only its hash is kept."
    )
    list_display = ("registration", "purpose", "created_at", "expires_at", "used_at", "revoked_at")
    list_filter = ("purpose", ("registration__session", SessionFilter))
    list_select_related = ("registration__organisation",)
    search_fields = ("registration__contact_email", "registration__organisation__name_latin")
    search_keys = ("registration__organisation__name_key",)
    date_hierarchy = "created_at"
    fields = ("registration", "purpose", "created_at", "expires_at", "used_at", "revoked_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).exclude(registration__state=enums.State.DRAFT)
        return rows.filter(registration__in=Registration.objects.for_user(request.user))
