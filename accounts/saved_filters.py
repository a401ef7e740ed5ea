"""Saved filters of the administration's lists: what of an address is kept, and how it is kept and removed."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, IS_FACETS_VAR, PAGE_VAR
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import SavedFilter
from accounts.services import save_filter
from taskforce.errors import DomainError
from taskforce.fields import LineFormField

PASSING = {ALL_VAR, ERROR_FLAG, IS_FACETS_VAR, IS_POPUP_VAR, PAGE_VAR, TO_FIELD_VAR}  # of a moment, not of a filter


class FilterForm(forms.Form):
    """The name under which the filter of a list is kept."""

    name = LineFormField(label=gettext_lazy("Name"), max_length=SavedFilter._meta.get_field("name").max_length)


class SavedFilterPages:
    """Adds the acts on saved filters to the administration of accounts; each person has only their own."""

    def get_urls(self) -> list:
        save, remove = (self.admin_site.admin_view(view) for view in (self.save_filter_view, self.remove_filter_view))
        return [
            path("filters/save/", save, name="accounts_savedfilter_save"),
            path("filters/<id:pk>/remove/", remove, name="accounts_savedfilter_remove"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def save_filter_view(self, request: HttpRequest) -> HttpResponse:
        """Keep what a list shows now under a name, and lead back to it."""
        model = listed_model(request, request.POST.get("page", ""))
        query = kept_query(request.POST.get("query", ""))
        form = FilterForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.errors["name"]))
        else:
            try:
                saved = save_filter(request.user, model._meta.label_lower, form.cleaned_data["name"], query)
                messages.success(request, _("Saved as a filter of this list: %(name)s") % {"name": saved.name})
            except DomainError as error:
                messages.error(request, str(error))
        return HttpResponseRedirect(list_address(model, query))

    @method_decorator(require_POST)
    def remove_filter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove one's own filter, and lead back to its list."""
        saved = get_object_or_404(request.user.saved_filters, pk=pk)
        model = listed_model(request, saved.page)
        saved.delete()
        messages.success(request, _("Removed: %(name)s") % {"name": saved.name})
        return HttpResponseRedirect(list_address(model, ""))


def listed_model(request: HttpRequest, page: str) -> type[Model]:
    """The model of a list that this user may see, by its label; 404 for any other."""
    for model, model_admin in admin.site._registry.items():
        if model._meta.label_lower == page and model_admin.has_view_permission(request):
            return model
    raise Http404


def kept_query(text: str) -> str:
    """What of a list's address makes its filter: search, filters and order, in one order of their own."""
    found = QueryDict(text[:4000], mutable=True)
    kept = {name: values for name, values in sorted(found.lists()) if name not in PASSING and any(values)}
    clean = QueryDict(mutable=True)
    for name, values in kept.items():
        clean.setlist(name, [value.replace("\0", "") for value in values])
    return clean.urlencode()


def list_address(model: type[Model], query: str) -> str:
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{query}" if query else url
