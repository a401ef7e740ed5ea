"""Two registrations side by side, and what staff do when they are one company's, or are not."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from participants.enums import Place
from participants.identifiers import readable_phone
from participants.models import Organisation, Registration
from participants.sectors import sector_name
from participants.services import duplicates_of, merge_registrations, tell_apart
from taskforce.errors import DomainError
from taskforce.text import comparison_key

BODY = (
    "name_latin", "name_cyrillic", "category", "vat_number", "fiscal_code", "inn", "region", "town", "address",
    "website",
)  # fmt: skip
SENT = (
    "state", "submitted_at", "verified_at", "contact_name", "contact_email", "contact_phone", "language",
    "submitted_through", "themes", "aims", "counterparts", "contacts_started", "investment",
)  # fmt: skip


@dataclass
class Line:
    """A fact of two registrations, as people read it."""

    label: str
    values: tuple[str, str]

    @property
    def differs(self) -> bool:
        return comparison_key(self.values[0]) != comparison_key(self.values[1])

    @property
    def empty(self) -> bool:
        return not any(self.values)


class ComparePages:
    """Adds the comparison, merging, and "not the same" to the administration of registrations."""

    def get_urls(self) -> list:
        pages = [
            path(
                f"<id:pk>/{name}/<id:other_pk>/",
                self.admin_site.admin_view(getattr(self, f"{name}_view")),
                name=f"participants_registration_{name}",
            )
            for name in ("compare", "merge", "apart")
        ]
        return [*pages, *super().get_urls()]

    def compare_view(self, request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
        both = [self._one(request, pk), self._one(request, other_pk)]
        match = next((one for one in duplicates_of(both[0]) if one.registration.pk == other_pk), None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Compare two registrations"),
            "opts": self.opts,
            "sides": list(zip(both, reversed(both), strict=True)),
            "lines": [line for line in lines_of(*both) if not line.empty],
            "reasons": [kind.label for kind in match.reasons] if match else [],
            "same_session": both[0].session_id == both[1].session_id,
            "may_decide": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/participants/registration/compare.html", context)

    def merge_view(self, request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
        """Merge the other registration into the first of the address; the first POST shows what that means."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        keep, drop = self.one_to_change(request, pk), self.one_to_change(request, other_pk)
        if "sure" not in request.POST:
            return self._ask_to_merge(request, keep, drop)
        try:
            merge_registrations(keep, drop, request.user)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, keep, _("Merged with registration %(pk)d") % {"pk": drop.pk})
            self.log_change(request, drop, _("Merged into registration %(pk)d") % {"pk": keep.pk})
            self.message_user(request, _("The two registrations are one now."), messages.SUCCESS)
        return self.go_back(request, keep)

    def apart_view(self, request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
        """Record that two registrations are of two organisations."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        one, other = self.one_to_change(request, pk), self.one_to_change(request, other_pk)
        tell_apart(one, other, request.user)
        self.log_change(request, one, _("Not the same organisation as registration %(pk)d") % {"pk": other.pk})
        self.message_user(request, _("They are not shown as duplicates any more."), messages.SUCCESS)
        return self.go_back(request, one)

    def _one(self, request: HttpRequest, pk: int) -> Registration:
        related = ("organisation__region", "session", "submitted_through")
        return get_object_or_404(self.get_queryset(request).select_related(*related), pk=pk)

    def _ask_to_merge(self, request: HttpRequest, keep: Registration, drop: Registration) -> HttpResponse:
        context = {
            "title": _("Merge two registrations"),
            "explanation": _(
                "The second registration ends: its persons go over to the first with the places they have, and its"
                " contact is told by mail. A person named in both keeps the better place. This cannot be undone."
            ),
            "registrations": [keep, drop],
            "button": _("Merge"),
            "back_url": reverse("admin:participants_registration_compare", args=[keep.pk, drop.pk]),
        }
        return self._ask_first(request, self.get_queryset(request).none(), context)


def lines_of(one: Registration, other: Registration) -> list[Line]:
    """Every fact of two registrations, one below the other."""
    lines = [_line(Organisation, name, one.organisation, other.organisation) for name in BODY]
    lines.append(Line(_("Sectors"), (_sectors(one), _sectors(other))))
    lines += [_line(Registration, name, one, other) for name in SENT]
    lines.append(Line(_("Delegates"), (_delegates(one), _delegates(other))))
    return lines


def _line(model: type, name: str, one, other) -> Line:
    label = capfirst(str(model._meta.get_field(name).verbose_name))
    return Line(label, (_shown(one, name), _shown(other, name)))


def _shown(row, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if value and name.endswith("_at"):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if value and name == "contact_phone":
        return readable_phone(value)
    return "" if value is None else str(value)


def _sectors(registration: Registration) -> str:
    codes = registration.organisation.sectors.order_by("pk").values_list("code", flat=True)
    return "\n".join(sector_name(code) for code in codes)


def _delegates(registration: Registration) -> str:
    named = registration.delegates.exclude(place=Place.RELEASED)
    return "\n".join(f"{one.name} ({one.get_place_display()})" for one in named)
