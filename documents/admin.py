"""The documents asked for, as jobs: what waits, what failed and why; the versions of programmes, and who was told."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from documents.change_words import words
from documents.exchange.kinds import KINDS
from documents.models import Document, ExportPreset, ProgrammeVersion, SheetExport, SheetImport, VersionNotice
from sessions.admin.of_session import SessionFilter, short_name
from sessions.models import Session
from taskforce.admin import ActsOnly, PortalAdmin
from taskforce.errors import DomainError


@admin.register(Document)
class DocumentAdmin(ActsOnly, PortalAdmin):
    reason = _(
        "Documents are asked for at the organisers' desk. One that failed can be asked for again from this list."
    )
    list_display = ("name", "edition", "state", "progress", "error", "requested_by", "created_at", "finished_at")
    list_filter = ("state", "kind", "language", "format", ("session", SessionFilter))
    list_select_related = ("session", "requested_by")
    date_hierarchy = "created_at"
    search_fields = (
        "kind",
        "error",
        "session__number",
        "session__title_it",
        "session__title_ru",
        "requested_by__email",
    )
    ordering = ("-created_at", "-pk")
    actions = ("ask_again",)
    fields = (
        "kind", "session", "language", "format", "state", "progress", "error", "attempt", "due_at", "lease_until",
        "size", "file_sha256", "facts_hash", "requested_by", "created_at", "finished_at",
    )  # fmt: skip
    readonly_fields = ("progress",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_user(request.user)

    @admin.display(description=_("document"), ordering="kind")
    def name(self, document: Document) -> str:
        return str(document)

    @admin.display(description=_("session"), ordering="session")
    def edition(self, document: Document) -> str:
        return short_name(document.session)

    @admin.display(description=_("progress"))
    def progress(self, document: Document) -> str:
        return _("%(step)d of %(steps)d") % {"step": document.step, "steps": document.steps}

    @admin.action(description=_("Ask again"), permissions=["ask"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        from documents import services  # the worker's libraries are not loaded to look at a list

        asked = 0
        for document in queryset.select_related("session"):
            try:
                services.ask_again(document, request.user)
                asked += 1
            except DomainError as error:
                self.message_user(request, f"{document}: {error}", messages.ERROR)
        if asked:
            text = ngettext("%(count)d document asked for again.", "%(count)d documents asked for again.", asked)
            self.message_user(request, text % {"count": asked}, messages.SUCCESS)

    def has_ask_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("documents.change_document")


@admin.register(SheetExport)
class SheetExportAdmin(ActsOnly, PortalAdmin):
    reason = _("Tables are taken out at the desk of their session; those of the whole portal on a page of their own.")
    list_display = ("table", "edition", "state", "number", "purpose", "recipient", "requested_by", "created_at", "page")
    list_filter = ("state", "kind", "recipient_side", ("session", SessionFilter))
    list_select_related = ("session", "requested_by")
    date_hierarchy = "created_at"
    search_fields = ("purpose", "recipient", "requested_by__email", "requested_by__full_name")
    ordering = ("-created_at", "-pk")
    fields = readonly_fields = (
        "table", "session", "page", "state", "format", "language", "columns", "only_confirmed", "of_side", "number",
        "purpose", "recipient", "recipient_side", "needs_approval", "decided_by", "decided_at", "refusal",
        "requested_by", "created_at", "finished_at", "size", "file_sha256", "error",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request)
        return found.filter(Q(session=None) | Q(session__in=Session.objects.for_user(request.user)))

    @admin.display(description=_("table"), ordering="kind")
    def table(self, export: SheetExport) -> str:
        return str(KINDS[export.kind].label) if export.kind in KINDS else export.kind

    @admin.display(description=_("session"), ordering="session")
    def edition(self, export: SheetExport) -> str:
        return short_name(export.session) if export.session else ""

    @admin.display(description=_("page"))
    def page(self, export: SheetExport) -> SafeString:
        ref = [export.session.ref] if export.session else []
        url = reverse("desk:exports" if ref else "exchange:exports", args=ref)
        return format_html('<a href="{}#export-{}">{}</a>', url, export.pk, _("Exports"))


@admin.register(SheetImport)
class SheetImportAdmin(ActsOnly, PortalAdmin):
    reason = _("Tables are brought in at the desk of their session; those of the whole portal on a page of their own.")
    list_display = ("table", "edition", "state", "new", "changed", "refused", "requested_by", "created_at", "page")
    list_filter = ("state", "kind", ("session", SessionFilter))
    list_select_related = ("session", "requested_by")
    date_hierarchy = "created_at"
    search_fields = ("file_name", "requested_by__email", "requested_by__full_name")
    ordering = ("-created_at", "-pk")
    fields = readonly_fields = (
        "table", "session", "page", "file_name", "state", "carrying_out", "new", "changed", "unchanged", "refused",
        "requested_by", "carried_out_by", "created_at", "finished_at", "error",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).for_user(request.user)

    @admin.display(description=_("table"), ordering="kind")
    def table(self, sheet: SheetImport) -> str:
        return str(KINDS[sheet.kind].label) if sheet.kind in KINDS else sheet.kind

    @admin.display(description=_("session"), ordering="session")
    def edition(self, sheet: SheetImport) -> str:
        return short_name(sheet.session) if sheet.session else ""

    @admin.display(description=_("page"))
    def page(self, sheet: SheetImport) -> SafeString:
        name, ref = ("desk:import", [sheet.session.ref]) if sheet.session else ("exchange:import", [])
        return format_html('<a href="{}">{}</a>', reverse(name, args=[*ref, sheet.pk]), _("Table"))


@admin.register(ExportPreset)
class ExportPresetAdmin(ActsOnly, PortalAdmin):
    reason = _("Sets of columns are kept and removed on the page where a table is taken out.")
    list_display = ("name", "kind", "user", "shared")
    list_filter = ("kind", "shared")
    list_select_related = ("user",)
    search_fields = ("name", "user__email")
    fields = readonly_fields = ("name", "kind", "columns", "user", "shared")


@admin.register(ProgrammeVersion)
class ProgrammeVersionAdmin(ActsOnly, PortalAdmin):
    reason = _("A programme is released at the organisers' desk. A version never changes: a new one follows it.")
    list_display = ("__str__", "edition", "released_at", "released_by", "number_of_changes", "mails", "overruled")
    list_filter = (("session", SessionFilter),)
    list_select_related = ("session", "released_by")
    date_hierarchy = "released_at"
    search_fields = ("note", "overruled", "session__number", "session__title_it", "session__title_ru")
    ordering = ("-released_at", "-pk")
    fields = readonly_fields = (
        "session", "number", "released_at", "released_by", "note", "overruled", "what_changed", "mails",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request).filter(session__in=Session.objects.for_user(request.user))
        return found.defer("facts")

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Count the mails of the versions shown only, and not of every version there is."""
        page = super().get_changelist_instance(request)
        count_mails(page.result_list)
        return page

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        found = super().get_object(request, object_id, from_field)
        count_mails([found] if found else [])
        return found

    @admin.display(description=_("session"), ordering="session")
    def edition(self, version: ProgrammeVersion) -> str:
        return short_name(version.session)

    @admin.display(description=_("changes"))
    def number_of_changes(self, version: ProgrammeVersion) -> int:
        return len(version.changes)

    @admin.display(description=_("mails written"))
    def mails(self, version: ProgrammeVersion) -> str:
        return _("%(step)d of %(steps)d") % {"step": version.written, "steps": version.told}

    @admin.display(description=_("what changed"))
    def what_changed(self, version: ProgrammeVersion) -> SafeString:
        sentences = ((words(change, get_language()),) for change in version.changes)
        return format_html_join("", "<p>{}</p>", sentences)


def count_mails(versions: Iterable[ProgrammeVersion]) -> None:
    """Give each version how many persons are told of it, and how many of these mails are written."""
    notices = VersionNotice.objects.filter(version__in=[version.pk for version in versions]).order_by()
    written = Count("pk", filter=Q(sent_at__isnull=False))
    counts = {
        key: numbers for key, *numbers in notices.values_list("version").annotate(told=Count("pk"), written=written)
    }
    for version in versions:
        version.told, version.written = counts.get(version.pk, (0, 0))


@admin.register(VersionNotice)
class VersionNoticeAdmin(ActsOnly, PortalAdmin):
    reason = _("Written when a version is released: who is told of it by mail, and whether the mail is written.")
    list_display = ("person", "version", "edition", "sent_at")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), ("version__session", SessionFilter))
    list_select_related = ("version__session", "delegate", "official", "interpreter")
    search_fields = ("delegate__email", "official__email", "interpreter__email")
    search_keys = ("delegate__name_key",)
    ordering = ("-version", "pk")
    fields = readonly_fields = ("person", "version", "edition", "sent_at", "what_changed")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request).filter(version__session__in=Session.objects.for_user(request.user))
        return found.defer("version__facts")

    @admin.display(description=_("person"))
    def person(self, notice: VersionNotice) -> str:
        return str(notice.delegate or notice.official or notice.interpreter)

    @admin.display(description=_("session"), ordering="version__session")
    def edition(self, notice: VersionNotice) -> str:
        return short_name(notice.version.session)

    @admin.display(description=_("what changed"))
    def what_changed(self, notice: VersionNotice) -> SafeString:
        changes = (notice.version.changes[position] for position in notice.changes)
        return format_html_join("", "<p>{}</p>", ((words(change, get_language()),) for change in changes))
