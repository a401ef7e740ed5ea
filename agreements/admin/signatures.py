"""Ministry staff's list of signed files. One comes in, is checked again or taken away at the desk of its session."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.models import SignedFile
from agreements.signatures.words import summary
from sessions.admin.of_session import SESSION, SessionFilter


@admin.register(SignedFile)
class SignedFileAdmin(admin.ModelAdmin):
    """What was signed, and what its check found. The file never changes, so there is nothing to fill in."""

    list_display = ("file_name", "agreement", "kind", "state", "verdict", "created_at")
    list_filter = (("agreement__session", SessionFilter), "kind", "state", "verdict")
    list_select_related = ("agreement",)
    search_fields = ("file_name", "agreement__title_it", "agreement__title_ru", "agreement__title_en",
                     *(f"agreement__{name}" for name in SESSION))  # fmt: skip
    fields = (
        "agreement", "report_page", "file_name", "kind", "state", "verdict", "finding", "sha256", "size", "text",
        "checked_at", "uploaded_by", "created_at",
    )  # fmt: skip
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignedFile | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SignedFile | None = None) -> bool:
        return False

    @admin.display(description=_("in words"))
    def finding(self, signed: SignedFile) -> str:
        return summary(signed) or "–"

    @admin.display(description=_("report"))
    def report_page(self, signed: SignedFile) -> str:
        url = reverse("desk:signed_file", args=[signed.agreement.session.ref, signed.pk])
        return format_html('<a href="{}">{}</a>', url, _("The report at the desk of the session"))
