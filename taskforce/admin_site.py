"""The administration's site: what it is called, the order of its menu, and its answer to addresses nobody can mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import DisallowedModelAdminLookup, DisallowedModelAdminToField
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from taskforce.admin_work import group_by_work

# Django's own sentences that need a model's name in another case than the one it has: our catalogues say them anew.
SENTENCES = [gettext_noop("Add %(name)s"), gettext_noop("Add another %(verbose_name)s")]
# Parameters that hold what a person typed, or an address: any number of digits may stand in them.
FREE_TEXT = {"q", "term", "next", "_changelist_filters"}
LONG_NUMBER = re.compile(r"\d{16}")
PRIMARY_KEY = re.compile(r"[1-9]\d{0,14}")
DATE_PARTS = {"year": re.compile(r"(19|20)\d\d"), "month": re.compile(r"\d\d?"), "day": re.compile(r"\d\d?")}


def is_key(value: object) -> bool:
    """Whether a value from a form or an address can be a primary key of ours at all."""
    return PRIMARY_KEY.fullmatch(str(value)) is not None


def is_impossible(request: HttpRequest) -> bool:
    """Whether a value of the request would make the database, or Django's lists, fail instead of finding nothing.

    That is NUL (PostgreSQL), numbers beyond 64 bits (SQLite), years beyond a calendar, ticked rows that are no keys.
    """
    for name, values in request.GET.lists():
        part = DATE_PARTS.get(name.rpartition("__")[2])
        for value in values:
            if (
                "\0" in value
                or (name not in FREE_TEXT and LONG_NUMBER.search(value))
                or (part and not part.fullmatch(value))
            ):
                return True
    return not all(map(is_key, request.POST.getlist("_selected_action")))


class PortalAutocomplete(AutocompleteJsonView):
    """Answers what is typed in an autocomplete field; where labels repeat across sessions they name the session."""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related(*getattr(self.model_admin, "label_related", ()))

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "autocomplete_label", None)
        return {**result, "text": label(obj)} if label else result


class PortalAdminSite(AdminSite):
    """The door of the ministry's staff."""

    site_header = site_title = _("Administration of the Task Force")
    index_title = _("Administration")

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Wrap every page of the site: an impossible request gets the plain page, as Django does for wrong filters."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            plain = HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
            if is_impossible(request):
                return plain
            try:
                return inner(request, *args, **kwargs)
            except (DisallowedModelAdminLookup, DisallowedModelAdminToField):
                return plain
            except OverflowError:  # a date that no time zone can move
                if request.method == "GET":
                    return plain
                raise

        return update_wrapper(guarded, inner)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one door for everybody: lead to it, and from there back."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("accounts:login"))

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """One's own password is changed on the page of one's account."""
        return HttpResponseRedirect(reverse("accounts:password"))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return PortalAutocomplete.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """The lists grouped by the work they are for; of one app alone, as Django gives them."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else group_by_work(apps, reverse("admin:index"))
