"""Venues, rooms, officials, visits and the lines of the programme."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from sessions.admin.of_session import SESSION, NotesTranslations, OfSession, SameSessionForm, SessionFilter, short_name
from sessions.models import CompanyVisit, Official, ProgrammeItem, Room, Venue
from taskforce.admin import InlineMixin, PortalForm, PortalTranslationAdmin, languages


class DayMixin:
    """A day counted from 1, within the session where its length is known."""

    def clean_day(self) -> int | None:
        day, session = self.cleaned_data["day"], self.cleaned_data.get("session")
        if day is not None and day < 1:
            raise ValidationError(_("Days are counted from 1."))
        if day and session and session.days and day > session.days:
            raise ValidationError(_("The session has %(days)d days."), params={"days": session.days})
        return day


class RoomInline(InlineMixin, TranslationStackedInline):
    model = Room
    fieldsets = ((None, {"fields": (languages("name"), ("capacity", "position"))}),)


@admin.register(Venue)
class VenueAdmin(OfSession, PortalTranslationAdmin):
    list_display = ("name", "town", "address", "edition")
    list_filter = (("session", SessionFilter),)
    search_fields = ("name_it", "name_ru", "name_en", "town_it", "town_ru", "town_en", "address", *SESSION)
    autocomplete_fields = ("session",)
    readonly_fields = ("key",)
    inlines = (RoomInline,)
    fieldsets = (
        (None, {"fields": ("session", "name")}),
        (_("Address"), {"fields": ("address", languages("town"))}),
        (_("Order"), {"fields": (("position", "key"),)}),
    )


@admin.register(Room)
class RoomAdmin(NotesTranslations, PortalTranslationAdmin):
    list_display = ("name", "venue", "edition", "capacity")
    list_filter = (("venue__session", SessionFilter),)
    list_select_related = ("venue__session",)
    label_related = ("venue__session",)
    search_fields = (
        "name_it",
        "name_ru",
        "name_en",
        "venue__name_it",
        "venue__name_ru",
        *(f"venue__{f}" for f in SESSION),
    )
    search_folded = True
    autocomplete_fields = ("venue",)
    readonly_fields = ("key",)
    fieldsets = ((None, {"fields": ("venue", languages("name"), "capacity", ("position", "key"))}),)

    @admin.display(description=_("session"), ordering="venue__session")
    def edition(self, room: Room) -> str:
        return short_name(room.venue.session)

    def autocomplete_label(self, room: Room) -> str:
        return f"{room}, {room.venue} ({short_name(room.venue.session)})"


@admin.register(Official)
class OfficialAdmin(OfSession, PortalTranslationAdmin):
    list_display = ("name", "office", "role", "side", "edition")
    list_filter = (("session", SessionFilter), "role", "side")
    search_fields = ("name_it", "name_ru", "name_en", "office_it", "office_ru", "office_en", *SESSION)
    autocomplete_fields = ("session",)
    readonly_fields = ("key",)
    fieldsets = (
        (None, {"fields": ("session", ("role", "side"))}),
        (_("Person"), {"fields": ("name", "office")}),
        (_("Order"), {"fields": (("position", "key"),)}),
    )


class VisitForm(DayMixin, PortalForm):
    beside = {"visit_seats_above_zero": "seats"}


@admin.register(CompanyVisit)
class CompanyVisitAdmin(OfSession, PortalTranslationAdmin):
    form = VisitForm
    list_display = ("company", "town", "day", "seats", "edition")
    list_filter = (("session", SessionFilter),)
    search_fields = ("company_it", "company_ru", "company_en", "town_it", "town_ru", "sector_it", "sector_ru", *SESSION)
    autocomplete_fields = ("session",)
    readonly_fields = ("key",)
    fieldsets = (
        (None, {"fields": ("session", ("day", "seats"))}),
        (_("Company"), {"fields": ("company", "sector", languages("town"))}),
        (_("Order"), {"fields": (("position", "key"),)}),
    )


class ItemForm(DayMixin, SameSessionForm):
    """A line of the programme; ``spoken`` and ``interpreted`` are ticked, not typed."""

    same_session = ("venue", "room", "visit", "speakers")
    beside = {"item_ends_after_start": "ends"}

    spoken = forms.MultipleChoiceField(label=_("Languages spoken"), required=False, choices=settings.LANGUAGES)
    interpreted = forms.MultipleChoiceField(label=_("Interpretation into"), required=False, choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("spoken", "interpreted"):
            if name in self.fields:
                self.fields[name].widget = forms.CheckboxSelectMultiple(choices=settings.LANGUAGES)


@admin.register(ProgrammeItem)
class ProgrammeItemAdmin(OfSession, PortalTranslationAdmin):
    form = ItemForm
    list_display = ("title", "kind", "day", "starts", "ends", "room", "edition")
    list_filter = (("session", SessionFilter), "kind", "day")
    list_select_related = ("session", "room")
    search_fields = ("title_it", "title_ru", "title_en", "note_it", "note_ru", "note_en", *SESSION)
    autocomplete_fields = ("session", "venue", "room", "visit", "speakers")
    fieldsets = (
        (None, {"fields": ("session", "kind", "title")}),
        (_("When"), {"fields": (("day", "starts", "ends"), "parallel", "position")}),
        (_("Where"), {"fields": ("venue", "room", "visit")}),
        (_("Who"), {"fields": ("speakers", "spoken", "interpreted")}),
        (_("Note"), {"fields": ("note",)}),
    )

    def autocomplete_label(self, item: ProgrammeItem) -> str:
        when = f"{item.day} · {item.starts:%H:%M} " if item.day and item.starts else ""
        return f"{when}{item} ({short_name(item.session)})"
