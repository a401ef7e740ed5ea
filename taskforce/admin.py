"""What every app's admin is built on: finding rows however they are typed, safe fields, messages beside fields."""

from __future__ import annotations

import datetime as dt
import operator
import unicodedata
from functools import partial, reduce
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import widgets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Page, Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields

from taskforce.admin_site import is_key
from taskforce.meanwhile import MeanwhilePages
from taskforce.search import search
from taskforce.text import comparison_key

MOST_KEYS = 5000  # found by one search, that are told to the database again
FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


def languages(field: str) -> tuple[str, ...]:
    """The columns of a translated field, for one row of a fieldset."""
    return tuple(get_translation_fields(field))


def name_key(row: models.Model, *names: str) -> str:
    """The comparison key of names, as long as the column ``name_key`` of the row can hold it."""
    return comparison_key(" ".join(names))[: row._meta.get_field("name_key").max_length]


class PortalForm(forms.ModelForm):
    """A form that shows a constraint's message beside the field it is about; ``beside`` says which that is."""

    beside: dict[str, str] = {}

    def _update_errors(self, errors: ValidationError) -> None:
        """Take in what full_clean() found; Django knows of a constraint's error only its message."""
        found = errors.update_error_dict({})
        said_by: dict[object, str] = {}
        for one in self.instance._meta.constraints:
            said_by |= {str(one.get_violation_error_message()): one.name, tuple(getattr(one, "fields", ())): one.name}
        for error in found.pop(NON_FIELD_ERRORS, []):
            key = error.params["unique_check"] if error.code == "unique_together" else error.messages[0]
            field = self.beside.get(said_by.get(key, ""), NON_FIELD_ERRORS)
            found.setdefault(field if field in self.fields else NON_FIELD_ERRORS, []).append(error)
        super()._update_errors(ValidationError(found))


def browser_widget(db_field: models.Field) -> forms.Widget | None:
    """The browser's own input for dates and times, which needs no script and knows nothing of the server's clock."""
    day = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
    clock = {"attrs": {"type": "time"}, "format": "%H:%M"}
    if isinstance(db_field, models.DateTimeField):
        return forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": _("Date")},
            time_attrs={"type": "time", "aria-label": _("Time")},
            date_format=day["format"],
            time_format=clock["format"],
        )
    if isinstance(db_field, models.DateField):
        return forms.DateInput(**day)
    return forms.TimeInput(**clock) if isinstance(db_field, models.TimeField) else None


class SafeKeys:
    """An autocomplete field asked to show a key that is none shows nothing, instead of failing in the database."""

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        return super().optgroups(name, [one for one in value if one == "" or is_key(one)], attrs)


class AutocompleteSelect(SafeKeys, widgets.AutocompleteSelect):
    """One row, found by typing."""


class AutocompleteSelectMultiple(SafeKeys, widgets.AutocompleteSelectMultiple):
    """Several rows, found by typing."""


class SafeMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Refuses a key that is none before it reaches the database, where it would fail (beyond 64 bits on SQLite)."""

    def _check_values(self, value: list) -> models.QuerySet:
        for one in value:
            if not is_key(one):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": one}
                )
        return super()._check_values(value)


class FieldsMixin:
    """Form fields of the admin, in pages and inlines alike."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if isinstance(db_field, models.URLField):
            kwargs.setdefault("assume_scheme", "https")
        if widget := browser_widget(db_field):
            kwargs.setdefault("widget", widget)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.DateTimeField) and field:
            limits = [dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) for day in (FIRST_DAY, LAST_DAY)]
            field.help_text = field.help_text or _("In the time of Rome.")
        elif isinstance(db_field, models.DateField) and field:
            limits = [FIRST_DAY, LAST_DAY]
        else:
            return field
        field.validators = [*field.validators, MinValueValidator(limits[0]), MaxValueValidator(limits[1])]
        return field

    def formfield_for_foreignkey(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteSelectMultiple(db_field, self.admin_site))
        kwargs.setdefault("form_class", SafeMultipleChoiceField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class InlineMixin(FieldsMixin):
    """Rows within a page: never more of them than a person can have typed, whatever the form says it holds."""

    extra = 0
    max_num = 100

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type:
        return super().get_formset(request, obj, **{"absolute_max": self.max_num, **kwargs})


class NarrowPaginator(Paginator):
    """Pages of wide rows: their order is found among the keys alone, and only the rows of the page are read whole."""

    def page(self, number: int | str) -> Page:
        page = super().page(number)
        rows = self.object_list
        if isinstance(rows, models.QuerySet) and not rows.query.distinct and page.object_list.query.is_sliced:
            page.object_list = rows.filter(pk__in=page.object_list.values("pk"))
        return page


class PortalList(ChangeList):
    """A list whose years, months and days are told from its first and its last row, not looked for in all of them."""

    def get_queryset(self, request: HttpRequest, **kwargs: Any) -> models.QuerySet:
        found = super().get_queryset(request, **kwargs)
        found.dates = found.datetimes = partial(days_between, found)
        return found


def days_between(rows: models.QuerySet, field: str, kind: str) -> list[dt.date]:
    """Return the first day of every year, month or day from the first row's to the last row's."""
    ends = rows.order_by().aggregate(first=models.Min(field), last=models.Max(field)).values()
    if None in ends:
        return []
    first, last = (timezone.localtime(end).date() if isinstance(end, dt.datetime) else end for end in ends)
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    wanted = {"year": lambda day: (day.month, day.day) == (1, 1), "month": lambda day: day.day == 1}
    return [day for day in days if day == first or kind == "day" or wanted[kind](day)]


class PortalMixin(MeanwhilePages, FieldsMixin):
    """Lists and pages of the portal's admin.

    A search finds a row whether it was typed composed or decomposed, in capitals or not, with accents or without:
    ``search_keys`` are columns that hold comparison keys; with ``search_folded`` there are none, and the database looks
    for every spelling in the columns of ``search_fields`` (taskforce.search).
    """

    form = PortalForm
    list_per_page = 50
    show_full_result_count = False
    paginator = NarrowPaginator
    search_keys: tuple[str, ...] = ()
    search_folded = False
    reason = ""  # why rows of this list are not made or changed here
    label_related: tuple[str, ...] = ()  # what autocomplete_label() reads

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        words = unicodedata.normalize("NFC", search_term.replace("\0", " ")).split()
        if not words:
            return queryset, False
        if self.search_folded:
            found = search(queryset, self.search_fields, words)
            keys = list(found.order_by().values_list("pk", flat=True)[: MOST_KEYS + 1])
            return (queryset.filter(pk__in=keys) if len(keys) <= MOST_KEYS else found), False
        for word in words:
            # The three spellings are for SQLite, whose LIKE folds the capitals of ASCII only.
            spellings = {word, word.lower(), word.capitalize()}
            found = [Q(**{f"{field}__icontains": one}) for field in self.search_fields for one in spellings]
            if key := comparison_key(word):
                found += [Q(**{f"{column}__contains": key}) for column in self.search_keys]
            queryset = queryset.filter(reduce(operator.or_, found))
        return queryset, False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PortalList

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address proposes for a new row, without keys that are none."""
        initial = super().get_changeform_initial_data(request)
        related = {field.name for field in self.opts.get_fields() if field.is_relation}
        return {
            name: value
            for name, value in initial.items()
            if name not in related or all(map(is_key, value if isinstance(value, list) else [value]))
        }

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        own = {"title": capfirst(self.opts.verbose_name_plural), "reason": self.reason}
        return super().changelist_view(request, own | (extra_context or {}))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        # Not "Change session": a noun put into a sentence would need its case in Italian and Russian.
        title = capfirst(self.opts.verbose_name)
        own = {"title": title if object_id else _("New: %(what)s") % {"what": title}, "reason": self.reason}
        return super().changeform_view(request, object_id, form_url, own | (extra_context or {}))


class PortalAdmin(PortalMixin, admin.ModelAdmin):
    """The admin of a model without translated texts."""


class PortalTranslationAdmin(PortalMixin, TranslationAdmin):
    """The admin of a model with texts in three languages."""


class ActsOnly:
    """Rows that only acts make and change: shown, never edited; ``reason`` says why."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
