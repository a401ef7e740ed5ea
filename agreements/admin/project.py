"""Ministry staff's pages about collaboration projects."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.models import Presentation, Project
from sessions.admin.of_session import SESSION, OfSession, SessionFilter
from taskforce.admin import InlineMixin, PortalTranslationAdmin


class PresentationInline(InlineMixin, admin.TabularInline):
    model = Presentation
    fields = ("session", "table", "position", "minutes")
    autocomplete_fields = ("session", "table")


@admin.register(Project)
class ProjectAdmin(OfSession, PortalTranslationAdmin):
    list_display = ("title", "proposer", "organisation", "review", "stage", "edition")
    list_filter = (("session", SessionFilter), "review", "stage", "kind")
    list_select_related = ("session", "organisation")
    search_fields = (
        "title_it", "title_ru", "title_en", "proposer_it", "proposer_ru", "proposer_en",
        "organisation__name_latin", "organisation__name_cyrillic", *SESSION,
    )  # fmt: skip
    autocomplete_fields = ("session", "organisation", "registration")
    inlines = (PresentationInline,)
    fieldsets = (
        (None, {"fields": ("session", "title", "kind", "sector", "language")}),
        (_("Who"), {"fields": ("organisation", "proposer", "side", "registration")}),
        (_("Summary"), {"fields": ("summary", "counterpart", "position", "is_public")}),
    )


