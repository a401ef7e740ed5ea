"""Organisations, under the names and numbers their own papers give."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from participants.identifiers import clean_fiscal_code, clean_inn, clean_vat_number
from participants.models import NotTheSame, Organisation, Registration
from participants.sectors import sector_name
from participants.services import change_organisation, merge_organisations
from participants.services.moderation import identifier_taken
from taskforce.admin import AutocompleteSelect, PortalAdmin, PortalForm
from taskforce.errors import DomainError

NUMBERS = ("vat_number", "fiscal_code", "inn")


class MergeForm(forms.Form):
    """Which organisation the one of the page is merged into."""

    def __init__(self, admin_site: admin.AdminSite, drop: Organisation, data: dict | None = None) -> None:
        super().__init__(data)
        others = Organisation.objects.filter(side=drop.side).exclude(pk=drop.pk)
        relation = Registration._meta.get_field("organisation")
        self.fields["into"] = forms.ModelChoiceField(
            others,
            label=_("Organisation that stays"),
            widget=AutocompleteSelect(relation, admin_site),
            help_text=_("Registrations go over to it, and what it does not say is filled from this one."),
        )


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

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and identifier_taken(self.instance):
            field = next((name for name in NUMBERS if self.cleaned_data.get(name)), None)
            self.add_error(field, _("An organisation with the same identifier is already admitted to this session."))

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
    readonly_fields = ("sectors_named", "created_at")
    fieldsets = (
        (None, {"fields": (("side", "category"), "name_latin", "name_cyrillic", "sectors_named")}),
        (_("Identifiers"), {"fields": (("vat_number", "fiscal_code"), "inn")}),
        (_("Address"), {"fields": ("region", "town", "address", "website")}),
        (_("Registrations"), {"fields": ("passes_on",)}),
        (_("Dates"), {"fields": ("created_at",)}),
    )

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Count the registrations of the rows shown only: counting those of every organisation makes a list slow."""
        page = super().get_changelist_instance(request)
        counts = Registration.objects.received().filter(organisation__in=[row.pk for row in page.result_list])
        sent = dict(counts.order_by().values_list("organisation").annotate(number=Count("pk")))
        for row in page.result_list:
            row.sent = sent.get(row.pk, 0)
        return page

    def save_model(self, request: HttpRequest, obj: Organisation, form: forms.ModelForm, change: bool) -> None:
        change_organisation(obj)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args, **kwargs) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except DomainError as error:  # another registration was admitted since the form was checked
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<id:pk>/merge/", view, name="participants_organisation_merge"), *super().get_urls()]

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page on which an organisation is merged into another row of the same body."""
        drop = get_object_or_404(self.get_queryset(request), pk=pk)
        if not (self.has_change_permission(request, drop) and self.has_delete_permission(request, drop)):
            raise PermissionDenied
        form = MergeForm(self.admin_site, drop, request.POST or None)
        if form.is_valid():
            try:
                keep = merge_organisations(form.cleaned_data["into"], drop, request.user)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                self.log_change(request, keep, str(_("Merged with another row of the same organisation")))
                self.message_user(request, _("The two organisations are one now."), messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:participants_organisation_change", args=[keep.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge organisations"),
            "opts": self.opts,
            "original": drop,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/participants/organisation/merge.html", context)

    @admin.display(description=_("sectors"))
    def sectors_named(self, organisation: Organisation) -> str:
        return "; ".join(sector_name(sector.code) for sector in organisation.sectors.order_by("pk"))

    @admin.display(description=_("name"), ordering="name_key")
    def name(self, organisation: Organisation) -> str:
        return organisation.name

    @admin.display(description=_("registrations"))
    def registrations_sent(self, organisation: Organisation) -> int:
        return organisation.sent


@admin.register(NotTheSame)
class NotTheSameAdmin(PortalAdmin):
    """Pairs staff told apart; deleting a row shows the two as possible duplicates again."""

    reason = _("Told apart on the page that compares two registrations. Delete a row to compare the two again.")
    list_display = ("first", "second", "decided_at", "decided_by")
    list_select_related = ("first", "second", "decided_by")
    search_fields = ("first__name_latin", "first__name_cyrillic", "second__name_latin", "second__name_cyrillic")
    search_keys = ("first__name_key", "second__name_key")
    fields = readonly_fields = ("first", "second", "decided_at", "decided_by")
    ordering = ("-decided_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: NotTheSame | None = None) -> bool:
        return False
