"""Ministry staff's pages about thematic tables, and which of them a moderator's role is for."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from sessions.admin import AssignmentAdmin
from sessions.admin.of_session import SESSION, OfSession, SameSessionForm, SessionFilter, short_name
from sessions.enums import AssignmentRole
from sessions.models import Assignment, ProgrammeItem
from tables.models import ModeratedTable, ProgrammeEdit, Subsector, TableSitting, ThematicTable
from tables.services import changes_of, describe_edit
from taskforce.admin import ActsOnly, InlineMixin, PortalAdmin, PortalForm, PortalTranslationAdmin


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


@admin.register(ProgrammeEdit)
class ProgrammeEditAdmin(ActsOnly, PortalAdmin):
    """Who did what to a programme, and what was undone."""

    reason = _("What was done to a programme is written down as it is done at the organisers' desk, and undone there.")
    list_display = ("what", "edition", "by", "at", "undone_at", "undone_by")
    list_filter = ("act", ("session", SessionFilter))
    list_select_related = ("session", "by", "undone_by")
    date_hierarchy = "at"
    search_fields = ("by__email", "by__full_name", *SESSION)
    fields = ("session", "act", "by", "at", "undone_at", "undone_by", "changes")
    readonly_fields = ("changes",)

    @admin.display(description=_("act"), ordering="act")
    def what(self, edit: ProgrammeEdit) -> str:
        return describe_edit(edit)

    @admin.display(description=_("what changed"))
    def changes(self, edit: ProgrammeEdit) -> str:
        return format_html_join(mark_safe("<br>"), "{}", ([words] for words in changes_of(edit)))

    @admin.display(description=_("session"), ordering="session")
    def edition(self, edit: ProgrammeEdit) -> str:
        return short_name(edit.session)


class ModeratedTableFormSet(forms.BaseInlineFormSet):
    """The tables of a moderator: at least one, all of the role's session; other roles have none."""

    def clean(self) -> None:
        super().clean()
        if any(form.errors for form in self.forms):
            return
        named = [form.cleaned_data["table"] for form in self.forms if form.cleaned_data and not self.is_removed(form)]
        if self.instance.role != AssignmentRole.MODERATOR:
            if named:
                raise ValidationError(_("Tables are for a table moderator alone."))
        elif not named:
            raise ValidationError(_("Choose the tables this person moderates."))
        elif any(table.session_id != self.instance.session_id for table in named):
            raise ValidationError(_("This table belongs to another session."))

    def is_removed(self, form: forms.ModelForm) -> bool:
        return bool(form.cleaned_data.get("DELETE"))


class ModeratedTableInline(InlineMixin, admin.TabularInline):
    model = ModeratedTable
    formset = ModeratedTableFormSet
    autocomplete_fields = ("table",)


admin.site.unregister(Assignment)


@admin.register(Assignment)
class AssignmentWithTablesAdmin(AssignmentAdmin):
    inlines = (ModeratedTableInline,)
