"""Registrations: looked up, corrected in what concerns the contact, and decided through the acts."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants import enums
from participants.admin.acts import ACTS, RegistrationActs
from participants.admin.changes import ChangesPage
from participants.admin.compare import ComparePages
from participants.admin.export import ExportsRegistrations
from participants.admin.question import AnswerInline
from participants.admin.queue import QueuePage
from participants.admin.record import RecordsReading
from participants.models import (
    AccessLink,
    Clarification,
    Delegate,
    MailLog,
    PrivacyNotice,
    ProposedChange,
    Registration,
    TableSeat,
    VisitSeat,
)
from participants.sectors import sector_name
from participants.services import duplicates_of, elsewhere, index_organisation
from participants.wording import field_name, field_value
from sessions.admin.of_session import SessionFilter, short_name
from taskforce.admin import ActsOnly, PortalAdmin, PortalForm, PortalTranslationAdmin


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


class ClarificationInline(ActsOnly, admin.TabularInline):
    """What staff asked, and what was answered."""

    model = Clarification
    extra = 0
    fields = readonly_fields = ("question", "asked_at", "asked_by", "answer", "answered_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("asked_by")


class ProposedChangeInline(ActsOnly, admin.TabularInline):
    """What the company wished to change; decided on the page of changes."""

    model = ProposedChange
    extra = 0
    fields = readonly_fields = ("what", "was", "will_be", "proposed_at", "approved", "decided_by", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("delegate", "decided_by")

    @admin.display(description=_("what"))
    def what(self, change: ProposedChange) -> str:
        name = field_name(change.field)
        return f"{change.delegate.name}: {name}" if change.delegate else name

    @admin.display(description=_("before"))
    def was(self, change: ProposedChange) -> str:
        return field_value(change.field, change.before)

    @admin.display(description=_("after"))
    def will_be(self, change: ProposedChange) -> str:
        return field_value(change.field, change.after)


class MailInline(ActsOnly, admin.TabularInline):
    """Which mails were written about the registration, and what became of each."""

    model = MailLog
    extra = 0
    fields = readonly_fields = ("kind", "recipient", "language", "created_at", "sent")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("email")

    @admin.display(description=_("state"))
    def sent(self, mail: MailLog) -> str:
        return mail.email.get_status_display() if mail.email else ""


@admin.register(Registration)
class RegistrationAdmin(
    RecordsReading, QueuePage, ChangesPage, ComparePages, RegistrationActs, ExportsRegistrations, PortalAdmin
):
    """Drafts that somebody is still typing are not shown. A state changes only by the acts below."""

    reason = _(
        "A company makes its registration itself. Actions decide it: they keep places and waiting lists in order."
    )
    list_display = ("organisation", "side", "edition", "state", "contact_name", "delegates_named", "submitted_at")
    list_filter = (("session", SessionFilter), "state", "organisation__side", "organisation__category")
    list_select_related = ("organisation", "session")
    search_fields = (
        "organisation__name_latin", "organisation__name_cyrillic", "organisation__vat_number",
        "organisation__fiscal_code", "organisation__inn", "contact_name", "contact_email",
    )  # fmt: skip
    search_keys = ("organisation__name_key",)
    ordering = ("-submitted_at", "-pk")
    actions = (*ACTS, "export")
    inlines = (DelegateInline, AnswerInline, ClarificationInline, ProposedChangeInline, MailInline)
    readonly_fields = (
        "session", "organisation", "state", "privacy_notice", "created_at", "submitted_at", "verified_at",
        "decided_at", "decided_by", "decision_reason", "submitted_through", "earlier", "sectors", "themes", "aims",
        "counterparts", "contacts_started", "investment", "in_catalogue",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("session", "organisation", "state")}),
        (_("Contact"), {"fields": ("contact_name", "contact_email", "contact_phone", "language")}),
        (
            _("What the organisation seeks"),
            {
                "fields": (
                    "sectors",
                    "themes",
                    "aims",
                    "counterparts",
                    "contacts_started",
                    "investment",
                    "in_catalogue",
                    ("submitted_through", "earlier"),
                )
            },
        ),
        (_("Decision"), {"fields": (("decided_at", "decided_by"), "decision_reason")}),
        (_("Dates"), {"fields": (("created_at", "submitted_at", "verified_at"), "privacy_notice")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_user(request.user).received()

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Count the delegates of the rows shown only: counting those of every registration makes a long list slow."""
        page = super().get_changelist_instance(request)
        counts = Delegate.objects.filter(registration__in=[row.pk for row in page.result_list]).order_by()
        named = dict(counts.values_list("registration").annotate(number=Count("pk")))
        for row in page.result_list:
            row.named = named.get(row.pk, 0)
        return page

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Registration, form: forms.ModelForm, change: bool) -> None:
        # Not the whole row: an act may have decided it since the page was opened.
        if form.changed_data:
            obj.save(update_fields=form.changed_data)
        if "contact_email" in form.changed_data:
            index_organisation(obj.organisation)

    @admin.display(description=_("side"), ordering="organisation__side")
    def side(self, registration: Registration) -> str:
        return registration.organisation.get_side_display()

    @admin.display(description=_("session"), ordering="session")
    def edition(self, registration: Registration) -> str:
        return short_name(registration.session)

    @admin.display(description=_("delegates"))
    def delegates_named(self, registration: Registration) -> int:
        return registration.named

    @admin.display(description=_("sectors"))
    def sectors(self, registration: Registration) -> str:
        codes = registration.organisation.sectors.order_by("pk").values_list("code", flat=True)
        return "; ".join(sector_name(code) for code in codes)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, obj: Model | None = None, **kwargs
    ) -> HttpResponse:
        acts = self.get_actions(request) if obj and self.has_change_permission(request, obj) else {}
        context["acts"] = [
            (reverse(f"admin:participants_registration_{act}", args=[obj.pk]), acts[act][2])
            for act in ACTS
            if act in acts
        ]
        if obj:
            context |= {"duplicates": duplicates_of(obj), "elsewhere": elsewhere(obj)}
            asked = list(obj.clarifications.values_list("answered_at", flat=True))
            context["answer_state"] = asked and ("waiting" if None in asked else "answered")
            context["open_changes"] = obj.proposed_changes.filter(approved=None).count()
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


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
