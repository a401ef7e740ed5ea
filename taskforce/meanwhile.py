"""Two people at one page of the administration: the second is shown what changed, beside the fields, and loses nothing.

A page carries a short digest of each value it was opened with. What is saved is compared with them first, in the same
transaction and one at a time for each object; where a value is another by now, nothing is written: the page comes back
with all that was typed, with what is saved beside it, and with new digests, so that saving again is a decision.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import display_for_field, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator, capfirst, get_text_list
from django.utils.translation import gettext as _

SEEN = "_seen"
MOST = 100_000  # characters; a page with a hundred rows has a third of that
Digests = dict[str, str]


@dataclass
class Meanwhile:
    """What became another since a page was opened, in words, by field; ``rows`` by the key of an inline row."""

    summary: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)


class GoneRow:
    """Stands on a page for an inline row that was removed meanwhile."""

    pk = None

    def __str__(self) -> str:
        return _("Removed meanwhile")


class ToldMeanwhile:
    """A form that is refused because of what changed meanwhile, and says so beside its fields."""

    meanwhile: Meanwhile

    def full_clean(self) -> None:
        super().full_clean()
        tell(self, self.meanwhile.fields)
        for text in self.meanwhile.summary:
            self.add_error(None, text)


def tell(form: forms.ModelForm, told: dict[str, str]) -> None:
    for name, text in told.items():
        form.add_error(name if name in form.fields else None, text)


class MeanwhilePages:
    """The change pages of an admin that let nobody overwrite what another saved unseen."""

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict | None
    ) -> HttpResponse:
        if request.method == "POST" and object_id:
            if "_saveasnew" in request.POST and not self.save_as:  # else Django would take the page for one that adds
                request.POST = request.POST.copy()
                del request.POST["_saveasnew"]
            self._look_for_changes(request, unquote(object_id))
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _look_for_changes(self, request: HttpRequest, key: str) -> None:
        """Note in the request what changed since its page was opened; a page without digests is saved as it is."""
        seen = read_seen(request.POST.get(SEEN, ""))
        if seen is None:
            return
        one_at_a_time(f"{self.opts.label_lower}:{key}")
        obj = self.get_object(request, key)
        if obj is None or not self.has_change_permission(request, obj):
            return
        opened_at, digests = seen
        form = self.get_form(request, obj, change=True)(instance=obj)
        formsets = self._rows_as_saved(request, obj)
        now = digests_of(form, formsets)
        changed = {key for key in digests.keys() | now.keys() if digests.get(key) != now.get(key)}
        if changed:
            request.meanwhile = in_words(obj, formsets, changed, digests, opened_at)
            request.seen_now = write_seen(now)

    def _rows_as_saved(self, request: HttpRequest, obj: models.Model) -> list[forms.BaseInlineFormSet]:
        return [
            formset(instance=obj, queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, obj)
            if inline.has_change_permission(request, obj)
        ]

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change=change, **kwargs)
        meanwhile = getattr(request, "meanwhile", None)
        return type(form)(form.__name__, (ToldMeanwhile, form), {"meanwhile": meanwhile}) if meanwhile else form

    def _create_formsets(self, request: HttpRequest, obj: models.Model, change: bool) -> tuple[list, list]:
        formsets, inlines = super()._create_formsets(request, obj, change)
        if request.method == "POST" and change:
            meanwhile = getattr(request, "meanwhile", None)
            for formset, inline in zip(formsets, inlines, strict=True):
                if inline.has_change_permission(request, obj):
                    tell_rows(formset, meanwhile.rows if meanwhile else {})
        return formsets, inlines

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: models.Model | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            context["seen"] = getattr(request, "seen_now", "") or request.POST.get(SEEN, "")
        elif change and obj and self.has_change_permission(request, obj):
            rows = [one.formset for one in context["inline_admin_formsets"] if one.has_change_permission]
            context["seen"] = write_seen(digests_of(context["adminform"].form, rows))
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)


def one_at_a_time(name: str) -> None:
    """Let nobody else be in here for the same object until this transaction ends.

    Not by the row's own lock: acts lock the session before the row, and the two orders would meet in a deadlock.
    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name.replace("\0", "")])


def read_seen(text: str) -> tuple[dt.datetime, Digests] | None:
    """When a page was opened and the digests it carries, or None where it carries none that can be read."""
    try:
        found = json.loads(text) if len(text) <= MOST else None
        opened_at, digests = parse_datetime(found["at"]), found["is"]
        if opened_at is None or opened_at.tzinfo is None:
            return None
        return opened_at, {key: str(digest) for key, digest in digests.items()}
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def write_seen(digests: Digests) -> str:
    return json.dumps({"at": timezone.now().isoformat(), "is": digests}, separators=(",", ":"))


def digests_of(form: forms.ModelForm, formsets: Iterable[forms.BaseInlineFormSet]) -> Digests:
    """The digests of what a page and its inline rows hold as saved, those fields only that can be typed in."""
    found = {name: digest(form.initial.get(name)) for name in typed_fields(form)}
    for formset in formsets:
        for row in formset.initial_forms:
            if row.instance.pk is not None:
                key = row_key(formset, row.instance.pk)
                found |= {f"{key}/{name}": digest(row.initial.get(name)) for name in typed_fields(row)}
    return found


def typed_fields(form: forms.ModelForm) -> list[str]:
    return [name for name, one in form.fields.items() if not one.disabled and model_field(form.instance, name)]


def model_field(row: models.Model, name: str) -> models.Field | None:
    """The field of a row that a person can change; None for a form's own fields and for the key."""
    try:
        found = row._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return None if getattr(found, "primary_key", False) else found


def row_key(formset: forms.BaseInlineFormSet, pk: object) -> str:
    return f"{formset.model._meta.label_lower}/{pk}"


def digest(value: object) -> str:
    plain = sorted(str(getattr(one, "pk", one)) for one in value) if isinstance(value, list) else value
    text = "" if plain is None else str(plain)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def in_words(
    obj: models.Model,
    formsets: list[forms.BaseInlineFormSet],
    changed: set[str],
    digests: Digests,
    opened_at: dt.datetime,
) -> Meanwhile:
    """Say what changed: each field with what is saved now, rows that came, and who it was."""
    told = Meanwhile([who_changed(obj, opened_at)])
    told.fields = {name: saved_now(obj, name) for name in sorted(changed) if model_field(obj, name)}
    for formset in formsets:
        new = []
        for row in (form.instance for form in formset.initial_forms):
            key = row_key(formset, row.pk)
            names = sorted(one.rpartition("/")[2] for one in changed if one.startswith(f"{key}/"))
            if names and not any(one.startswith(f"{key}/") for one in digests):
                new.append(str(row))
            elif names:
                told.rows[key] = {name: saved_now(row, name) for name in names if model_field(row, name)}
        if new:
            words = {"list": capfirst(formset.model._meta.verbose_name_plural), "rows": "; ".join(new)}
            told.summary.append(_("%(list)s, added meanwhile and kept: %(rows)s") % words)
    return told


def who_changed(obj: models.Model, since: dt.datetime) -> str:
    """The sentence at the head of the page."""
    log = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk))
    people = dict.fromkeys(str(one.user) for one in log.filter(action_time__gte=since).select_related("user"))
    names = get_text_list(list(people), _("and")) or _("somebody")
    return _(
        "Changed after you opened this page, by: %(who)s. What is saved now stands beside each field concerned. What"
        " you typed is still here, and nothing of it is saved yet: save again to put it in place of what is saved."
    ) % {"who": names}


def saved_now(row: models.Model, name: str) -> str:
    """What a field holds by now, in words."""
    found = model_field(row, name)
    if found.many_to_many:
        value = ", ".join(map(str, found.value_from_object(row)))
    elif found.is_relation:
        value = str(getattr(row, name) or "")
    elif isinstance(found, models.BooleanField):
        value = {True: _("Yes"), False: _("No")}.get(getattr(row, name), "")
    else:
        value = str(display_for_field(getattr(row, name), found, "", avoid_link=True))
    return _("Saved meanwhile: %(value)s") % {"value": Truncator(value).chars(300) or "–"}


def tell_rows(formset: forms.BaseInlineFormSet, told: dict[str, dict[str, str]]) -> None:
    """Put the words beside the rows; a row that is gone cannot be saved, and says what to do with what was typed."""
    # The admin pairs forms with rows by their order: without this the form of a row that is gone would not be shown.
    formset._queryset = [form.instance if form.instance.pk else GoneRow() for form in formset.initial_forms]
    for form in formset.initial_forms:
        if form.instance.pk is None:
            form.add_error(
                None,
                _("This row was removed meanwhile. Tick “Delete” here; to keep what you typed, type it as a new row."),
            )
        elif texts := told.get(row_key(formset, form.instance.pk)):
            tell(form, texts)
