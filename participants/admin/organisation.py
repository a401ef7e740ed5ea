"""Organisations, under the names and numbers their own papers give."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from participants.identifiers import clean_fiscal_code, clean_inn, clean_vat_number
from participants.models import Organisation
from taskforce.admin import PortalAdmin, PortalForm, name_key


class OrganisationForm(PortalForm):
    beside = {"organisation_has_a_name": "name_latin"}

    # Longer than the columns: a number may be typed with spaces, or with IT in front.
    vat_number = forms.CharField(label=_("VAT number (P. IVA)"), max_length=20, required=False)
    fiscal_code = forms.CharField(label=_("Tax code (codice fiscale)"), max_length=25, required=False)
    inn = forms.CharField(label=_("INN"), max_length=20, required=False)

    def clean_vat_number(self) -> str:
        return self._checked("vat_number", clean_vat_number)

    def clean_fiscal_code(self) -> str:
        return self._checked("fiscal_code", clean_fiscal_code)

    def clean_inn(self) -> str:
        return self._checked("inn", clean_inn)

    def _checked(self, field: str, check: Callable[[str], str]) -> str:
        value = self.cleaned_data[field]
        return check(value) if value else value


@admin.register(Organisation)
class OrganisationAdmin(PortalAdmin):
    form = OrganisationForm
    list_display = ("name", "side", "category", "region", "town", "registrations_sent")
    list_filter = ("side", "category", ("region", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("region",)
    search_fields = ("name_latin", "name_cyrillic", "vat_number", "fiscal_code", "inn", "town")
    search_keys = ("name_key",)
    ordering = ("name_key", "pk")
    autocomplete_fields = ("region",)
    readonly_fields = ("created_at",)
    fieldsets = (
        (None, {"fields": (("side", "category"), "name_latin", "name_cyrillic")}),
        (_("Identifiers"), {"fields": (("vat_number", "fiscal_code"), "inn")}),
        (_("Address"), {"fields": ("region", "town", "address", "website")}),
        (_("Dates"), {"fields": ("created_at",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(sent=Count("registrations"))

    def save_model(self, request: HttpRequest, obj: Organisation, form: forms.ModelForm, change: bool) -> None:
        obj.name_key = name_key(obj, obj.name_latin, obj.name_cyrillic)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"), ordering="name_key")
    def name(self, organisation: Organisation) -> str:
        return organisation.name

    @admin.display(description=_("registrations"), ordering="sent")
    def registrations_sent(self, organisation: Organisation) -> int:
        return organisation.sent
