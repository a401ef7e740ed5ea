"""The record for ministry staff: what was changed, by whom, and who saw or took away what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Change, Reading
from audit.recorded import recorded
from audit.words import actors_in_words, in_one_line, kind_in_words, model_of, names_of
from taskforce.admin import FIRST_DAY, LAST_DAY, ActsOnly, PortalAdmin
from taskforce.search import search

MOST = 400  # who acted, that one search finds


class TableFilter(admin.SimpleListFilter):
    """What was changed, by the names of the portal's things."""

    title = _("what")
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return sorted(((table, kind_in_words(table)) for table in recorded()), key=lambda one: one[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(table=self.value()) if self.value() else queryset


class PeriodFilter(admin.ListFilter):
    """From a day to a day, each of them whole, on the reader's clock; looked up in the index of the moments."""

    title = _("when")
    template = "admin/audit/period_filter.html"
    parameters = ("from", "to")

    def __init__(self, request: HttpRequest, params: dict, model: type[Model], model_admin: admin.ModelAdmin) -> None:
        super().__init__(request, params, model, model_admin)
        self.days = {name: params.pop(name)[-1] for name in self.parameters if name in params}

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str]:
        return list(self.parameters)

    def choices(self, changelist: ChangeList) -> Iterator[dict]:
        """What the form of the filter holds: its two days, and everything else the list was asked for."""
        others = [(name, value) for name, value in changelist.get_filters_params().items() if name not in self.days]
        kept = [(name, one) for name, values in others for one in (values if isinstance(values, list) else [values])]
        kept += [("q", changelist.query)] if changelist.query else []
        days = [(name, label, self.days.get(name, "")) for name, label in (("from", _("From")), ("to", _("To")))]
        yield {"days": days, "kept": kept, "selected": bool(self.days)}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        try:
            moments = {name: self._midnight(day) for name, day in self.days.items() if day}
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters from error
        if "from" in moments:
            queryset = queryset.filter(at__gte=moments["from"])
        return queryset.filter(at__lt=moments["to"] + dt.timedelta(days=1)) if "to" in moments else queryset

    def _midnight(self, day: str) -> dt.datetime:
        found = dt.date.fromisoformat(day)
        if not FIRST_DAY <= found <= LAST_DAY:
            raise ValueError(day)
        return timezone.make_aware(dt.datetime.combine(found, dt.time()))


class RecordAdmin(ActsOnly, PortalAdmin):
    """A list that is only added to, searched by persons: who acted, and (see participants.admin.record) whose data."""

    ordering = ("-pk",)
    search_fields = ("actor",)  # what get_search_results asks instead
    search_help_text = _("Name or e-mail address of somebody who acted, or whose data it is.")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        words = term.replace("\0", " ").split()
        return (queryset.filter(self.about(request, words)) if words else queryset), False

    def about(self, request: HttpRequest, words: list[str]) -> Q:
        """Lines by whoever has all these words in name or address."""
        found = search(User.objects.order_by(), ("full_name", "email"), words).values_list("pk", flat=True)[:MOST]
        return Q(actor__in=[f"user {pk}" for pk in found])

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        page = super().get_changelist_instance(request)
        self.name_all(page.result_list)
        return page

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        found = super().get_object(request, object_id, from_field)
        self.name_all([found] if found else [])
        return found

    def name_all(self, rows: Iterable[Model]) -> None:
        """Give each row what it shows: as many queries for a page as for one row."""
        actors = actors_in_words(row.actor for row in rows)
        for row in rows:
            row.actor_in_words = actors[row.actor]

    @admin.display(description=_("who"))
    def who(self, row: Model) -> str:
        return row.actor_in_words


@admin.register(Change)
class ChangeAdmin(RecordAdmin):
    reason = _("The database itself writes this record with each change, and lets nobody change it.")
    list_display = ("at", "who", "deed", "thing", "changes")
    list_filter = (PeriodFilter, "act", TableFilter)
    fields = readonly_fields = ("at", "who", "deed", "thing", "changes")

    def name_all(self, rows: Iterable[Change]) -> None:
        super().name_all(rows)
        names = names_of(rows)
        for row in rows:
            row.changes_in_words = in_one_line(row, names)

    @admin.display(description=_("act"))
    def deed(self, row: Change) -> str:
        return capfirst(row.get_act_display())

    @admin.display(description=_("what"))
    def thing(self, row: Change) -> str | SafeString:
        text = gettext("%(what)s no. %(number)s") % {"what": kind_in_words(row.table), "number": row.row}
        model = model_of(row.table)
        try:
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.row])
        except (AttributeError, NoReverseMatch):
            return text
        return format_html('<a href="{}">{}</a>', url, text)

    @admin.display(description=_("changes"))
    def changes(self, row: Change) -> str:
        return row.changes_in_words


@admin.register(Reading)
class ReadingAdmin(RecordAdmin):
    reason = _("The portal writes here who opened or took away personal data. Nobody can change it.")
    list_display = ("at", "who", "act", "subject", "number", "purpose")
    list_filter = (PeriodFilter, "act")
    fields = readonly_fields = ("at", "who", "act", "subject", "number", "purpose")

    @admin.display(description=_("what"))
    def subject(self, row: Reading) -> str:
        return gettext(row.what)
