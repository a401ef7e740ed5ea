"""Delegates, their seats and their attendance."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from participants.admin.record import RecordsList, RecordsReading
from participants.admin.refusals import report_refusals
from participants.admin.waiting import WaitingPage
from participants.enums import State
from participants.identifiers import clean_phone
from participants.models import CheckIn, Delegate, TableSeat, VisitSeat
from participants.services import release_delegate
from sessions.admin.of_session import SessionFilter, short_name
from taskforce.admin import ActsOnly, PortalAdmin, PortalForm, name_key
from taskforce.errors import DomainError

BY_NAME = ("delegate__given_latin", "delegate__family_latin", "delegate__given_cyrillic", "delegate__family_cyrillic")


class DelegateForm(PortalForm):
    beside = {"delegate_has_a_name": "family_latin"}

    def clean_phone(self) -> str:
        value = self.cleaned_data["phone"]
        try:
            return clean_phone(value, self.instance.side) if value else value
        except ValidationError:
            if value == self.initial.get("phone"):  # what is stored already may stay
                return value
            raise


class SeatInline(ActsOnly, admin.TabularInline):
    extra = 0
    verbose_name_plural = _("seats")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(self.thing)


class TableSeatInline(SeatInline):
    model = TableSeat
    thing = "table"
    fields = ("table", "place", "queue_number", "preference")
    verbose_name_plural = TableSeat._meta.verbose_name_plural


class VisitSeatInline(SeatInline):
    model = VisitSeat
    thing = "visit"
    fields = ("visit", "place", "queue_number")
    verbose_name_plural = VisitSeat._meta.verbose_name_plural


class CheckInInline(ActsOnly, admin.TabularInline):
    model = CheckIn
    extra = 0
    fields = ("day", "at", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by")


@admin.register(Delegate)
class DelegateAdmin(RecordsReading, WaitingPage, PortalAdmin):
    """Names and addresses may be corrected here; who has a place is decided by the acts alone."""

    form = DelegateForm
    reason = _("Delegates are named in a registration. Places are given and taken by the acts on the registration.")
    list_display = ("name", "other_name", "organisation", "side", "edition", "place", "queue_number")
    list_filter = (("session", SessionFilter), "side", "place", "registration__organisation__category")
    list_select_related = ("registration__organisation", "session")
    search_fields = (
        "given_latin", "family_latin", "given_cyrillic", "family_cyrillic", "email",
        "registration__organisation__name_latin",
    )  # fmt: skip
    search_keys = ("name_key", "registration__organisation__name_key")
    label_related = ("session",)
    ordering = ("name_key", "pk")
    actions = ("release",)
    inlines = (TableSeatInline, VisitSeatInline, CheckInInline)
    readonly_fields = (
        "registration", "session", "side", "place", "queue_number", "accept_by", "accepted_at", "conditions_read_at",
        "speaks",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("registration", "session", "side", ("place", "queue_number"))}),
        (
            _("Person"),
            {"fields": (("given_latin", "family_latin"), ("given_cyrillic", "family_cyrillic"), "qualification")},
        ),
        (_("Contact"), {"fields": ("email", "phone", "language")}),
        (_("Needs"), {"fields": ("speaks", "needs_interpreter", "dietary_needs", "access_needs")}),
        (_("Own word"), {"fields": ("accept_by", "accepted_at", "conditions_read_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_user(request.user).exclude(registration__state=State.DRAFT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delegate | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Delegate, form: ModelForm, change: bool) -> None:
        obj.name_key = name_key(obj, obj.given_latin, obj.family_latin, obj.given_cyrillic, obj.family_cyrillic)
        # Not the whole row: an act may have given the delegate a place since the page was opened.
        obj.save(update_fields=[*form.changed_data, "name_key"])

    @admin.action(description=_("Take out of the session"), permissions=["change"])
    def release(self, request: HttpRequest, queryset: QuerySet) -> None:
        done, refused = 0, []
        for delegate in queryset.select_related("registration__organisation"):
            try:
                release_delegate(delegate)
                done += 1
            except DomainError as error:
                refused.append((str(delegate), error))
        if done:
            text = ngettext("%(count)d delegate taken out.", "%(count)d delegates taken out.", done)
            self.message_user(request, text % {"count": done}, messages.SUCCESS)
        report_refusals(self, request, refused)

    @admin.display(description=pgettext_lazy("person", "name"), ordering="name_key")
    def name(self, delegate: Delegate) -> str:
        return delegate.name

    @admin.display(description=_("in the other alphabet"))
    def other_name(self, delegate: Delegate) -> str:
        return delegate.other_name

    @admin.display(description=_("session"), ordering="session")
    def edition(self, delegate: Delegate) -> str:
        return short_name(delegate.session)

    @admin.display(description=_("organisation"), ordering="registration__organisation__name_key")
    def organisation(self, delegate: Delegate) -> str:
        return delegate.registration.organisation.name

    def autocomplete_label(self, delegate: Delegate) -> str:
        return f"{delegate} ({short_name(delegate.session)})"


class OfDelegate(RecordsList, ActsOnly, PortalAdmin):
    """Rows that belong to a delegate and are made by acts."""

    person = "delegate"
    search_fields = BY_NAME
    search_keys = ("delegate__name_key", "delegate__registration__organisation__name_key")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(delegate__in=Delegate.objects.for_user(request.user))

    @admin.display(description=_("session"), ordering="delegate__session")
    def edition(self, row: TableSeat | VisitSeat | CheckIn) -> str:
        return short_name(row.delegate.session)


@admin.register(TableSeat)
class TableSeatAdmin(OfDelegate):
    reason = _("Seats are asked for in the registration and given in order of arrival; nobody edits them by hand.")
    list_display = ("delegate", "table", "edition", "place", "queue_number", "preference")
    list_filter = (("delegate__session", SessionFilter), "place")
    list_select_related = ("delegate__session", "table")


@admin.register(VisitSeat)
class VisitSeatAdmin(OfDelegate):
    reason = _("Seats are asked for in the registration and given in order of arrival; nobody edits them by hand.")
    list_display = ("delegate", "visit", "edition", "place", "queue_number")
    list_filter = (("delegate__session", SessionFilter), "place")
    list_select_related = ("delegate__session", "visit")


@admin.register(CheckIn)
class CheckInAdmin(OfDelegate):
    reason = _("Attendance is ticked at the organisers' desk, which records who did it and when.")
    list_display = ("delegate", "edition", "day", "at", "by")
    list_filter = (("delegate__session", SessionFilter), "day")
    list_select_related = ("delegate__session", "by")
    date_hierarchy = "at"
