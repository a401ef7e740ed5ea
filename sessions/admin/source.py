"""What sources say of a session."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sessions.admin.of_session import SESSION, OfSession, SameSessionForm, SessionFilter
from sessions.models import Source, SourcedFact, SourcedFigure
from taskforce.admin import PortalAdmin, PortalForm


class SourceForm(PortalForm):
    beside = {"source_key_unique": "key"}


@admin.register(Source)
class SourceAdmin(OfSession, PortalAdmin):
    form = SourceForm
    list_display = ("what", "key", "edition")
    list_filter = (("session", SessionFilter),)
    search_fields = ("what", "key", "url", *SESSION)
    autocomplete_fields = ("session",)


class FigureForm(SameSessionForm):
    same_session = ("source",)
    beside = {"figure_not_negative": "value"}


@admin.register(SourcedFigure)
class SourcedFigureAdmin(OfSession, PortalAdmin):
    form = FigureForm
    list_display = ("metric", "qualifier", "value", "unit", "side", "basis", "source", "edition")
    list_filter = (("session", SessionFilter), "unit", "side", "basis")
    list_select_related = ("session", "source")
    search_fields = ("metric", "note", "source__what", *SESSION)
    autocomplete_fields = ("session", "source")
    fieldsets = (
        (None, {"fields": ("session", "metric", ("qualifier", "value", "unit"), ("side", "basis"))}),
        (_("Source"), {"fields": ("source", "note", "position")}),
    )


class FactForm(SameSessionForm):
    same_session = ("sources",)


@admin.register(SourcedFact)
class SourcedFactAdmin(OfSession, PortalAdmin):
    form = FactForm
    list_display = ("field", "value", "basis", "edition")
    list_filter = (("session", SessionFilter), "basis", "field")
    search_fields = ("field", "value", "note", *SESSION)
    autocomplete_fields = ("session", "sources")
