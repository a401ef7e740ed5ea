"""Host regions and the spellings that lead to them."""

from __future__ import annotations

import re
from collections import Counter

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sessions.models import HostRegion, RegionAlias
from taskforce.admin import InlineMixin, PortalForm, PortalTranslationAdmin
from taskforce.converters import RegionCodeConverter
from taskforce.text import comparison_key


class AliasForm(PortalForm):
    """An alias counts by its comparison key, which is no field of the form, so it is compared here."""

    class Meta:
        model = RegionAlias
        fields = ["alias"]

    def clean_alias(self) -> str:
        key = comparison_key(self.cleaned_data["alias"])
        if not key:
            raise ValidationError(_("An alias holds at least one letter."))
        if len(key) > RegionAlias._meta.get_field("key").max_length:
            raise ValidationError(_("This alias is too long."))
        if RegionAlias.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This alias already leads to a region."))
        return self.cleaned_data["alias"]


class AliasFormSet(BaseInlineFormSet):
    """The aliases of one region: none of them twice."""

    def clean(self) -> None:
        super().clean()
        live = [form for form in self.forms if form.cleaned_data.get("alias") and not form.cleaned_data.get("DELETE")]
        keys = Counter(comparison_key(form.cleaned_data["alias"]) for form in live)
        for form in live:
            if keys[comparison_key(form.cleaned_data["alias"])] > 1:
                form.add_error("alias", _("This alias stands here twice."))


class RegionAliasInline(InlineMixin, admin.TabularInline):
    model = RegionAlias
    form = AliasForm
    formset = AliasFormSet


class RegionForm(PortalForm):
    beside = {"region_code_of_its_country": "code"}

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not re.fullmatch(RegionCodeConverter.regex, code):
            raise ValidationError(_("A code looks like IT-25 or RU-SVE."))
        return code


@admin.register(HostRegion)
class HostRegionAdmin(PortalTranslationAdmin):
    form = RegionForm
    list_display = ("code", "name", "country", "sessions_linked")
    list_display_links = ("code", "name")
    list_filter = ("country",)
    search_fields = ("code", "name_it", "name_ru", "name_en", "iso_name", "aliases__alias")
    search_folded = True
    ordering = ("country", "code")
    inlines = (RegionAliasInline,)
    fieldsets = ((None, {"fields": ("code", "country")}), (_("Name"), {"fields": ("name", "iso_name")}))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(linked=Count("sessions"))

    @admin.display(description=_("sessions"), ordering="linked")
    def sessions_linked(self, region: HostRegion) -> int:
        return region.linked
