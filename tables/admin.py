"""Ministry staff's pages about thematic tables."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from sessions.admin.of_session import SESSION, OfSession, SameSessionForm, SessionFilter
from sessions.models import ProgrammeItem
from tables.models import Subsector, TableSitting, ThematicTable
from taskforce.admin import InlineMixin, PortalForm, PortalTranslationAdmin


class TableForm(SameSessionForm):
    same_session = ("venue", "room", "moderators")
    beside = {
        "table_number_unique": "number",
        "table_number_above_zero": "number",
        "table_capacity_above_zero": "capacity",
    }


class SubsectorInline(InlineMixin, TranslationStackedInline):
    model = Subsector
    fieldsets = ((None, {"fields": ("title", "position")}),)


class SittingForm(PortalForm):
    """A sitting is a line of the programme of the table's own session."""

    def clean_item(self) -> ProgrammeItem:
        item = self.cleaned_data["item"]
        if self.instance.table.session_id and item.session_id != self.instance.table.session_id:
            raise ValidationError(_("This line of the programme belongs to another session."))
        return item


class TableSittingInline(InlineMixin, admin.TabularInline):
    model = TableSitting
    form = SittingForm
    autocomplete_fields = ("item",)


@admin.register(ThematicTable)
class ThematicTableAdmin(OfSession, PortalTranslationAdmin):
    form = TableForm
    list_display = ("__str__", "edition", "venue", "room", "capacity", "subsectors_listed")
    list_filter = (("session", SessionFilter),)
    list_select_related = ("session", "venue", "room")
    search_fields = (
        "number",
        "title_it",
        "title_ru",
        "title_en",
        "subsectors__title_it",
        "subsectors__title_ru",
        *SESSION,
    )
    autocomplete_fields = ("session", "venue", "room", "moderators")
    inlines = (SubsectorInline, TableSittingInline)
    fieldsets = (
        (None, {"fields": ("session", "number", "title", "capacity")}),
        (_("Where"), {"fields": ("venue", "room")}),
        (_("Who"), {"fields": ("moderators",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(sectors=Count("subsectors"))

    @admin.display(description=_("sub-sectors"), ordering="sectors")
    def subsectors_listed(self, table: ThematicTable) -> int:
        return table.sectors
