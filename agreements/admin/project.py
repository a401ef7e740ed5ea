"""Ministry staff's pages about collaboration projects. Decisions, and how far one has come, are acts at the desk."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.models import Interest, Presentation, Project, ProjectContact, ProjectFile, ProjectNews
from sessions.admin.of_session import SESSION, OfSession, SameSessionForm, SessionFilter
from taskforce.admin import InlineMixin, PortalTranslationAdmin


class ReadInline(InlineMixin, admin.TabularInline):
    """Rows that acts make, and that are only read here."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return False


class PresentationInline(InlineMixin, admin.TabularInline):
    model = Presentation
    fields = ("session", "table", "position", "minutes", "record")
    autocomplete_fields = ("session", "table")


class FileInline(ReadInline):
    model = ProjectFile
    fields = ("download", "length", "is_public", "created_at")
    readonly_fields = fields

    @admin.display(description=_("file"))
    def download(self, file: ProjectFile) -> str:
        url = reverse("desk:project_document", args=[file.project.session.ref, file.project_id, file.pk])
        return format_html('<a href="{}">{}</a>', url, file.title)

    @admin.display(description=_("size"))
    def length(self, file: ProjectFile) -> str:
        return filesizeformat(file.size)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("project__session")


class ContactInline(InlineMixin, admin.TabularInline):
    model = ProjectContact
    fields = ("role", "side", "name", "email", "organisation", "language", "is_asked")
    autocomplete_fields = ("organisation",)


class InterestInline(ReadInline):
    model = Interest
    fields = ("registration", "message", "state", "answer", "created_at", "answered_at")
    readonly_fields = ("created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("registration__organisation")


class NewsInline(ReadInline):
    model = ProjectNews
    fields = ("on", "stage", "text", "source", "is_public")


class ProjectForm(SameSessionForm):
    """A project; the table it wishes is one of its session."""

    same_session = ("wished_table", "registration")


@admin.register(Project)
class ProjectAdmin(OfSession, PortalTranslationAdmin):
    form = ProjectForm
    list_display = ("title", "proposer", "organisation", "review", "stage", "edition")
    list_filter = (("session", SessionFilter), "review", "stage", "kind", "side", "is_public")
    list_select_related = ("session", "organisation")
    search_fields = (
        "title_it", "title_ru", "title_en", "proposer_it", "proposer_ru", "proposer_en",
        "organisation__name_latin", "organisation__name_cyrillic", *SESSION,
    )  # fmt: skip
    autocomplete_fields = ("session", "organisation", "registration", "wished_table")
    inlines = (PresentationInline, FileInline, ContactInline, InterestInline, NewsInline)
    readonly_fields = (
        "review", "review_note", "answer", "reviewed_by", "reviewed_at", "stage", "outcome", "at_desk",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("at_desk", "session", "title", "kind", "sector", "language")}),
        (_("Who"), {"fields": ("organisation", "proposer", "side", "registration")}),
        (_("Summary"), {"fields": ("summary", "counterpart", "wished_table", "position", "is_public")}),
        (_("What was decided"), {"fields": ("review", "review_note", "answer", "reviewed_by", "reviewed_at")}),
        (_("How far it has come"), {"fields": ("stage", "outcome")}),
    )

    @admin.display(description=_("at the desk"))
    def at_desk(self, project: Project) -> str:
        """The page where a project is reviewed, put at a table and followed."""
        if not project.pk:
            return "–"
        url = reverse("desk:project", args=[project.session.ref, project.pk])
        return format_html('<a href="{}">{}</a>', url, _("Review, tables and news of the project"))

    def view_on_site(self, project: Project) -> str | None:
        """The page of the catalogue, where the project is in it."""
        if not Project.objects.public().filter(pk=project.pk).exists():
            return None
        return reverse("agreements:project", args=[project.session.ref, project.pk])
