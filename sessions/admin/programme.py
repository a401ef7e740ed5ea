"""Venues, rooms, officials, interpreters, visits and the lines of the programme."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from sessions.admin.of_session import SESSION, NotesTranslations, OfSession, SameSessionForm, SessionFilter, short_name
from sessions.models import CompanyVisit, Interpreter, Official, ProgrammeItem, Room, TravelTime, Venue
from taskforce.admin import InlineMixin, PortalAdmin, PortalForm, PortalTranslationAdmin, languages


class DayMixin:
    """A day counted from 1, within the session where its length is known."""

    def clean_day(self) -> int | None:
        day, session = self.cleaned_data["day"], self.cleaned_data.get("session")
        if day is not None and day < 1:
            raise ValidationError(_("Days are counted from 1."))
        if day and session and session.days and day > session.days:
            raise ValidationError(_("The session has %(days)d days."), params={"days": session.days})
        return day


class TickedLanguages:
    """Lists of languages are ticked, not typed; ``ticked`` names the fields."""

    ticked: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.ticked:
            if name in self.fields:
                self.fields[name].widget = forms.CheckboxSelectMultiple(choices=settings.LANGUAGES)


def languages_field(label) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, choices=settings.LANGUAGES)


class RoomInline(InlineMixin, TranslationStackedInline):
    model = Room
    fieldsets = ((None, {"fields": (languages("name"), ("capacity", "position"))}),)


class VenueForm(PortalForm):
    beside = {"venue_closes_after_opening": "closes"}


@admin.register(Venue)
class VenueAdmin(OfSession, PortalTranslationAdmin):
    form = VenueForm
    list_display = ("name", "town", "address", "opens", "closes", "edition")
    list_filter = (("session", SessionFilter),)
    search_fields = ("name_it", "name_ru", "name_en", "town_it", "town_ru", "town_en", "address", *SESSION)
    autocomplete_fields = ("session",)
    readonly_fields = ("key",)
    inlines = (RoomInline,)
    fieldsets = (
        (None, {"fields": ("session", "name")}),
        (_("Address"), {"fields": ("address", languages("town"))}),
        (_("Opening hours"), {"fields": (("opens", "closes"),)}),
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
        (_("Person"), {"fields": ("name", "office", "email")}),
        (_("Order"), {"fields": (("position", "key"),)}),
    )


class InterpreterForm(TickedLanguages, PortalForm):
    ticked = ("languages",)
    languages = languages_field(_("Languages"))


@admin.register(Interpreter)
class InterpreterAdmin(OfSession, PortalAdmin):
    form = InterpreterForm
    list_display = ("name", "between", "email", "edition")
    list_filter = (("session", SessionFilter),)
    search_fields = ("name", "email", *SESSION)
    autocomplete_fields = ("session",)
    readonly_fields = ("key",)
    fieldsets = (
        (None, {"fields": ("session", "name", "languages", "email")}),
        (_("Order"), {"fields": (("position", "key"),)}),
    )

    @admin.display(description=_("languages"))
    def between(self, interpreter: Interpreter) -> str:
        names = dict(settings.LANGUAGES)
        return ", ".join(str(names.get(code, code)) for code in interpreter.languages)


class TravelTimeForm(SameSessionForm):
    """The way between two venues of the session; it takes the same time back, so the pair is kept in one order."""

    same_session = ("one", "other")
    beside = {"travel_time_unique": "other", "travel_time_pair_in_order": "other"}

    def clean(self) -> dict:
        cleaned = super().clean()
        one, other = cleaned.get("one"), cleaned.get("other")
        if one and other and one == other:
            self.add_error("other", _("Choose two different venues."))
        elif one and other and one.pk > other.pk:
            cleaned |= {"one": other, "other": one}
        return cleaned


class TravelTimeInline(InlineMixin, admin.TabularInline):
    model = TravelTime
    form = TravelTimeForm
    fields = ("one", "other", "minutes")
    autocomplete_fields = ("one", "other")


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
        (None, {"fields": ("session", ("day", "seats", "travel_minutes"))}),
        (_("Company"), {"fields": ("company", "sector", languages("town"))}),
        (_("Order"), {"fields": (("position", "key"),)}),
    )


class ItemForm(TickedLanguages, DayMixin, SameSessionForm):
    """A line of the programme."""

    same_session = ("venue", "room", "visit", "speakers", "interpreters")
    beside = {"item_ends_after_start": "ends"}
    ticked = ("spoken", "interpreted")

    spoken = languages_field(_("Languages spoken"))
    interpreted = languages_field(_("Interpretation into"))


@admin.register(ProgrammeItem)
class ProgrammeItemAdmin(OfSession, PortalTranslationAdmin):
    form = ItemForm
    list_display = ("title", "kind", "day", "starts", "ends", "room", "edition")
    list_filter = (("session", SessionFilter), "kind", "day")
    list_select_related = ("session", "room")
    search_fields = ("title_it", "title_ru", "title_en", "note_it", "note_ru", "note_en", *SESSION)
    autocomplete_fields = ("session", "venue", "room", "visit", "speakers", "interpreters")
    fieldsets = (
        (None, {"fields": ("session", "kind", "title")}),
        (_("When"), {"fields": (("day", "starts", "ends"), "parallel", "position")}),
        (_("Where"), {"fields": ("venue", "room", "visit", "expected")}),
        (_("Who"), {"fields": ("speakers", "interpreters", "spoken", "interpreted")}),
        (_("Note"), {"fields": ("note",)}),
    )

    def autocomplete_label(self, item: ProgrammeItem) -> str:
        when = f"{item.day} · {item.starts:%H:%M} " if item.day and item.starts else ""
        return f"{when}{item} ({short_name(item.session)})"
