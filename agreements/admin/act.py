"""Ministry staff's pages about acts."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.admin.act_inlines import INLINES
from agreements.enums import ActStatus
from agreements.models import Agreement
from agreements.services import attach_file, check_file
from agreements.services.acts import check_signing, check_taking_back, seal_texts
from sessions.admin.of_session import SESSION, OfSession, SameSessionForm, SessionFilter
from taskforce.admin import PortalTranslationAdmin
from taskforce.errors import DomainError
from taskforce.text import file_name


class AgreementForm(SameSessionForm):
    """An act; its file comes in by an act of its own, which computes the hash."""

    beside = {
        "agreement_signed_if_and_only_if_dated": "signed_on",
        "agreement_value_has_its_currency": "currency",
        "agreement_expires_after_it_is_in_force": "expires_on",
        "agreement_renewed_for_months": "renewal_months",
        "agreement_denounced_after_it_is_signed": "denounced_on",
    }
    same_session = ("table",)

    upload = forms.FileField(
        label=_("New file"),
        required=False,
        help_text=_("A PDF of at most 20 MB. It takes the place of the file there is."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def clean(self) -> dict:
        """Refuse a signing, or taking one back, as the acts of the desk would."""
        found = super().clean()
        status, on = found.get("status"), found.get("signed_on")
        try:
            if "status" in self.changed_data and found.get("session"):
                self.instance.session = found["session"]
                if status == ActStatus.SIGNED and on:
                    check_signing(self.instance, on)
                elif status == ActStatus.DRAFT and self.instance.pk:
                    check_taking_back(self.instance)
        except DomainError as error:
            self.add_error(error.field if error.field in self.fields else None, error.message)
        return found

    def clean_upload(self) -> UploadedFile | None:
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                check_file(self.instance, upload)
            except DomainError as error:
                raise ValidationError(error.message) from error
        return upload


@admin.register(Agreement)
class AgreementAdmin(OfSession, PortalTranslationAdmin):
    form = AgreementForm
    list_display = ("title", "kind", "edition", "status", "signed_on", "is_public", "has_file")
    list_filter = (("session", SessionFilter), "kind", "status", "is_public")
    date_hierarchy = "signed_on"
    search_fields = (
        "title_it",
        "title_ru",
        "title_en",
        "sector_it",
        "sector_ru",
        "parties__name_it",
        "parties__name_ru",
        *SESSION,
    )
    autocomplete_fields = ("session", "table")
    inlines = INLINES
    readonly_fields = ("current_file", "file_sha256")
    fieldsets = (
        (None, {"fields": ("session", "table", "kind", "title", "sector", "subject")}),
        (_("Signing"), {"fields": (("status", "signed_on"), "place", "original_at")}),
        (_("Who may read it"), {"fields": ("is_public", "texts_public")}),
        (_("Time"), {"fields": (("in_force_on", "expires_on"), ("renewal", "renewal_months"))}),
        (_("Denunciation"), {"fields": (("denounced_on", "denounced_by"),)}),
        (_("Value"), {"fields": (("value", "currency"), "value_public")}),
        (_("File"), {"fields": ("current_file", "file_sha256", "upload")}),
        (_("Order"), {"fields": ("position",)}),
    )

    def save_model(self, request: HttpRequest, obj: Agreement, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "status" in form.changed_data and obj.status == ActStatus.SIGNED:
            seal_texts(obj)
        if upload := form.cleaned_data.get("upload"):
            try:
                attach_file(obj, upload)
            except DomainError as error:  # it was signed by somebody else since the form was checked
                self.message_user(request, error.message, messages.ERROR)

    @admin.display(description=_("file"), boolean=True, ordering="file")
    def has_file(self, agreement: Agreement) -> bool:
        return bool(agreement.file)

    @admin.display(description=_("file"))
    def current_file(self, agreement: Agreement) -> str:
        if not agreement.file:
            return "–"
        url = reverse("admin:agreements_agreement_file", args=[agreement.pk])
        return format_html('<a href="{}">{}</a>', url, agreement.file.name.rsplit("/", 1)[-1])

    def view_on_site(self, agreement: Agreement) -> str | None:
        """The page of the public register, where the act is in it."""
        return agreement.get_absolute_url() if Agreement.objects.public().filter(pk=agreement.pk).exists() else None

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<id:pk>/file/", view, name="agreements_agreement_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out the file to who may look at the act; media have no address of their own."""
        agreement = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, agreement):
            raise PermissionDenied
        if not agreement.file or not agreement.file.storage.exists(agreement.file.name):
            raise Http404
        name = f"{file_name(agreement.title, fallback='act')}.pdf"
        return FileResponse(
            agreement.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
        )
