"""Which tables and columns are on record: all of the portal's own, but for what their apps say with a reason.

An app says so in its AppConfig: ``unrecorded_models`` and ``unrecorded_columns`` (names of models in small letters).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models import Field, ForeignKey, Model

OTHERS = ("auth.Group", "auth.Group_permissions")  # who may do what: Django's tables, our facts
# Whose data a row holds: the model a foreign key leads to, and the column of the record that keeps its key.
PERSONS = {"participants.registration": "registration", "participants.delegate": "delegate"}


@dataclass(frozen=True)
class Recorded:
    """A table on record: its columns, and those of them that say whose data a row holds ("" for none)."""

    model: type[Model]
    columns: tuple[str, ...]
    registration: str
    delegate: str

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def left_out(self) -> list[str]:
        return [field.column for field in self.model._meta.local_concrete_fields if field.column not in self.columns]


def our_apps() -> list[AppConfig]:
    """Return the portal's apps, but for this one."""
    return [
        config
        for config in apps.get_app_configs()
        if Path(config.path).parent == settings.BASE_DIR and config.label != "audit"
    ]


@cache
def recorded() -> dict[str, Recorded]:
    """Return what is on record, by table."""
    models = [(apps.get_model(label.split("_")[0]), label) for label in OTHERS]
    found = [model._meta.get_field("permissions").remote_field.through if "_" in label else model
             for model, label in models]  # fmt: skip
    for config in our_apps():
        left_out = getattr(config, "unrecorded_models", ())
        found += [
            model
            for model in config.get_models(include_auto_created=True)
            if model._meta.managed and model._meta.model_name not in left_out
        ]
    return {model._meta.db_table: _recorded(model) for model in found}


def _recorded(model: type[Model]) -> Recorded:
    names = getattr(model._meta.app_config, "unrecorded_columns", {}).get(model._meta.model_name, ())
    fields = model._meta.local_concrete_fields
    columns = {field.column for field in fields}
    kept = [field for field in fields if field.column not in names and not _says_nothing(field, columns)]
    persons = {"registration": "", "delegate": ""}
    for field in fields:
        whose = model._meta.label_lower if field.primary_key else _target(field)
        if whose in PERSONS and field.column in (f"{PERSONS[whose]}_id", "id"):
            persons[PERSONS[whose]] = field.column
    return Recorded(model, tuple(field.column for field in kept if not field.primary_key), **persons)


def _target(field: Field) -> str:
    return field.related_model._meta.label_lower if isinstance(field, ForeignKey) else ""


def _says_nothing(field: Field, columns: set[str]) -> bool:
    """Whether a column only repeats: the moment of the change, or the Italian text under the bare name."""
    return getattr(field, "auto_now", False) or f"{field.column}_it" in columns
