"""What an act names, on its page of the administration."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from modeltranslation.admin import TranslationStackedInline

from agreements.models import ActLink, ActProject, ActRegion, Party, Signatory, Signing
from agreements.services.acts import check_link
from taskforce.admin import InlineMixin, PortalForm
from taskforce.errors import DomainError


class PartyInline(InlineMixin, TranslationStackedInline):
    model = Party
    autocomplete_fields = ("organisation", "region")
    fieldsets = ((None, {"fields": ("name", ("kind", "side", "position"), "organisation", "region")}),)


class SignatoryInline(InlineMixin, TranslationStackedInline):
    """Who signs; for which party is said at the desk, where its parties are offered."""

    model = Signatory
    autocomplete_fields = ("official",)
    fieldsets = ((None, {"fields": ("name", "capacity", "official", "position")}),)


class NamedFormSet(BaseInlineFormSet):
    """Rows of a relation that has no name from the act."""

    @classmethod
    def get_default_prefix(cls) -> str:
        return cls.model._meta.model_name


class RegionInline(InlineMixin, admin.TabularInline):
    model = ActRegion
    formset = NamedFormSet
    autocomplete_fields = ("hostregion",)


class ProjectInline(InlineMixin, admin.TabularInline):
    model = ActProject
    formset = NamedFormSet
    autocomplete_fields = ("project",)


class LinkForm(PortalForm):
    """An act that this one follows, amends or ends; refused beside its field as at the desk."""

    def clean(self) -> dict:
        found = super().clean()
        if found.get("other") and found.get("kind"):
            try:
                check_link(self.instance.act, found["kind"], found["other"])
            except DomainError as error:
                self.add_error("other", forms.ValidationError(error.message))
        return found


class LinkInline(InlineMixin, admin.TabularInline):
    model = ActLink
    fk_name = "act"
    form = LinkForm
    autocomplete_fields = ("other",)


class SigningInline(InlineMixin, admin.StackedInline):
    model = Signing
    max_num = 1


INLINES = (PartyInline, SignatoryInline, RegionInline, ProjectInline, LinkInline, SigningInline)
