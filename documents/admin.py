"""The documents asked for, as jobs: what waits, what failed and why."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from documents.models import Document
from sessions.admin.of_session import SessionFilter, short_name
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
