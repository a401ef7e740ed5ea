"""Lines of the record in words: what was changed, by field name, in the reader's language, and by whom."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import BooleanField, Field, FileField, ForeignKey, JSONField, Model
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Change
from audit.recorded import recorded

LONGEST = 200  # characters of a value
Names = dict[tuple[type[Model], int], str]


@dataclass(frozen=True)
class Line:
    """What became of one field."""

    field: str
    before: str
    after: str


def lines_of(change: Change, names: Names | None = None) -> list[Line]:
    """Return what a change did, field by field, in the order of the model."""
    model = model_of(change.table)
    columns = dict.fromkeys([*change.before, *change.after])
    fields = {column: field_of(model, column) for column in columns} if model else dict.fromkeys(columns)
    order = [field.column for field in model._meta.local_concrete_fields] if model else list(columns)
    ranked = sorted(columns, key=lambda column: order.index(column) if column in order else len(order))
    return [
        Line(
            capfirst(str(fields[column].verbose_name)) if fields[column] else column,
            value_in_words(fields[column], change.before.get(column), names or {}),
            value_in_words(fields[column], change.after.get(column), names or {}),
        )
        for column in ranked
    ]


def in_one_line(change: Change, names: Names | None = None) -> str:
    """Return the same as one text: what was and what is where both are known, else the value alone."""
    both = change.act == "U"
    told = [
        _("%(field)s: %(before)s → %(after)s")
        % {"field": line.field, "before": line.before or "–", "after": line.after or "–"}
        if both
        else _("%(field)s: %(value)s") % {"field": line.field, "value": line.after or line.before}
        for line in lines_of(change, names)
    ]
    return "; ".join(told)


def model_of(table: str) -> type[Model] | None:
    """Return the model of a table, None for one that is no more."""
    one = recorded().get(table)
    return one.model if one else None


def kind_in_words(table: str) -> str:
    """Return what a row of a table is called."""
    model = model_of(table)
    return capfirst(str(model._meta.verbose_name)) if model else table


def field_of(model: type[Model], column: str) -> Field | None:
    """Return the field of a column, None for one that is no more."""
    for field in model._meta.local_concrete_fields:
        if field.column == column:
            return field
    try:
        return model._meta.get_field(column)
    except FieldDoesNotExist:
        return None


def value_in_words(field: Field | None, value: Any, names: Names) -> str:
    """Return a value of the record as its field would be read; an erased or unreadable one as it stands."""
    if isinstance(field, JSONField) and isinstance(value, str):  # as SQLite keeps it
        with suppress(ValueError):
            value = json.loads(value)
    if value in (None, "", []):
        return ""
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value)) or _("no. %(number)s") % {"number": value}
    if field and field.choices:
        value = dict(field.flatchoices).get(value, value)
    elif isinstance(field, BooleanField) and value in (0, 1):
        value = _("Yes") if value else _("No")
    elif field and not isinstance(field, JSONField | FileField):
        with suppress(ValidationError, TypeError, ValueError):  # an erased value stays what it is
            value = field.to_python(value)
    return Truncator(_shown(value)).chars(LONGEST)


def _shown(value: Any) -> str:
    if isinstance(value, dt.datetime):
        aware = value if timezone.is_aware(value) else timezone.make_aware(value, dt.UTC)
        return date_format(timezone.localtime(aware), "SHORT_DATETIME_FORMAT")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(localize(value)) if not isinstance(value, str) else value


def names_of(changes: Iterable[Change]) -> Names:
    """Return what the rows that changes lead to are called now, by model and key: one query for each model."""
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for change in changes:
        model = model_of(change.table)
        for column, value in [*change.before.items(), *change.after.items()] if model else []:
            field = field_of(model, column)
            if isinstance(field, ForeignKey) and isinstance(value, int):
                keys[field.related_model].add(value)
    return {
        (model, row.pk): str(row)
        for model, wanted in keys.items()
        for row in model._base_manager.select_related().filter(pk__in=wanted)
    }


def actors_in_words(actors: Iterable[str]) -> dict[str, str]:
    """Return each actor as a reader knows them; users by name, in one query."""
    found = set(actors)
    keys = [int(key) for kind, _space, key in (actor.partition(" ") for actor in found) if kind == "user" and key]
    users = User.objects.in_bulk(keys) if keys else {}
    return {actor: _actor(actor, users) for actor in found}


def _actor(actor: str, users: dict[int, User]) -> str:
    kind, _space, key = actor.partition(" ")
    if kind == "user":
        user = users.get(int(key))
        return f"{user} ({user.email})" if user and user.full_name else str(user or actor)
    sentences = {
        "public": _("Somebody who is not signed in"),
        "registration": _("The contact of registration no. %(key)s, by a mailed link"),
        "delegate": _("Delegate no. %(key)s, by a mailed link"),
        "command": _("The command %(key)s"),
        "worker": _("The portal itself (%(key)s)"),
        "database": _("%(key)s, in the database, outside the portal"),
        "portal": _("The portal itself"),
    }
    return sentences[kind] % {"key": key} if kind in sentences else actor
