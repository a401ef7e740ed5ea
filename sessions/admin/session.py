"""Sessions, who organises them, and who may work at their desk."""

from __future__ import annotations

from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from sessions.admin.account import AssignmentInline
from sessions.admin.keeping import KeepsOrganisers
from sessions.admin.of_session import NotesTranslations, OfSession, SessionFilter
from sessions.admin.programme import TravelTimeInline
from sessions.models import Assignment, Session, SessionOrganiser
from taskforce.admin import InlineMixin, PortalAdmin, PortalForm, PortalTranslationAdmin, languages
from taskforce.dates import date_span


class SessionForm(PortalForm):
    beside = {
        "session_ends_after_start": "ends_on",
        "session_planned_ends_after_start": "planned_ends_on",
        "session_registration_closes_after_opening": "closes_at",
        "session_number_unique": "number",
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "capacity_it", "capacity_ru", "acceptance_hours"):
            if name in self.fields:  # not there for who may only look
                self.fields[name].widget.attrs["min"] = 1
                self.fields[name].validators.append(MinValueValidator(1, _("A number above zero, or nothing.")))
        if "number" in self.fields:  # an address has room for four digits
            self.fields["number"].validators.append(MaxValueValidator(9999))


class SessionOrganiserInline(InlineMixin, TranslationStackedInline):
    model = SessionOrganiser
    fieldsets = ((None, {"fields": ("name", ("role", "side", "position"))}),)


@admin.register(Session)
class SessionAdmin(NotesTranslations, PortalTranslationAdmin):
    form = SessionForm
    list_display = ("number", "__str__", "place", "dates", "phase_now")
    list_display_links = ("number", "__str__")
    list_filter = ("status", "mode", "host_region__country", "is_demonstration")
    list_select_related = ("host_region",)
    date_hierarchy = "starts_on"
    search_fields = (
        "number", "title_it", "title_ru", "title_en", "city_it", "city_ru", "city_en", "planned_city", "dates_note_it",
        "host_region__name_it", "host_region__name_ru", "host_region__name_en", "host_region__code",
    )  # fmt: skip
    search_folded = True
    autocomplete_fields = ("host_region",)
    inlines = (SessionOrganiserInline, AssignmentInline, TravelTimeInline)
    readonly_fields = ("updated_at",)
    fieldsets = (
        (None, {"fields": (("number", "status", "mode"), "title", "is_demonstration")}),
        (_("Where"), {"fields": ("host_region", languages("city"), "timezone")}),
        (_("When"), {"fields": (("starts_on", "ends_on"), "dates_note")}),
        (
            _("As it was planned"),
            {
                "classes": ("collapse",),
                "fields": (("planned_starts_on", "planned_ends_on"), "planned_city", "planned_note"),
            },
        ),
        (
            _("Registration"),
            {
                "fields": (
                    "opens_at",
                    "closes_at",
                    "changes_until",
                    ("capacity_it", "capacity_ru"),
                    ("admission", "acceptance_hours"),
                )
            },
        ),
        (_("Ways between venues"), {"fields": (("minutes_within_town", "minutes_between_towns"),)}),
        (_("Introduction"), {"fields": ("introduction", "updated_at")}),
        (_("Conditions of participation"), {"fields": ("conditions",)}),
    )

    def get_inlines(self, request: HttpRequest, obj: Session | None = None) -> tuple:
        """A new session has no venues yet between which there could be a way."""
        return self.inlines if obj else tuple(one for one in self.inlines if one is not TravelTimeInline)

    @admin.display(description=_("where"), ordering="host_region__name")
    def place(self, session: Session) -> str:
        return ", ".join(str(part) for part in (session.city, session.host_region) if part)

    @admin.display(description=_("dates"), ordering="starts_on")
    def dates(self, session: Session) -> str:
        return date_span(session.starts_on, session.ends_on) or session.dates_note

    @admin.display(description=_("state"), ordering="status")
    def phase_now(self, session: Session) -> str:
        return session.phase().label

    def view_on_site(self, session: Session) -> str | None:
        """The public page, for all but drafts. Of the stored row: the one given holds what was typed, also wrongly."""
        stored = Session.objects.public().filter(pk=session.pk).first()
        return stored.get_absolute_url() if stored else None


@admin.register(Assignment)
class AssignmentAdmin(KeepsOrganisers, OfSession, PortalAdmin):
    list_display = ("user", "edition", "role", "side", "expires_on")
    list_filter = ("role", "side", ("session", SessionFilter))
    list_select_related = ("user", "session")
    search_fields = ("user__email", "user__full_name", "session__title_it", "session__title_ru", "session__number")
    search_folded = True
    autocomplete_fields = ("user", "session")
