"""Bringing rows up to date in place: what is the same is not written, so its time of change stays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models

from documents.sessionfile.row import Row
from taskforce.text import comparison_key


def title_key(values: Mapping, name: str) -> str:
    """Return the comparison key of a text: the Italian one of a translated text, else the English, else the Russian."""
    texts = (values.get(column) for column in (f"{name}_it", f"{name}_en", f"{name}_ru", name))
    return comparison_key(next(filter(None, texts), ""))


@dataclass(frozen=True)
class Change:
    """What happened to one row: ``columns`` is (before, after) of each that changed, ``gone`` what went with a row."""

    act: str  # made, changed or deleted
    model: type[models.Model]
    name: str
    columns: dict[str, tuple[object, object]] = field(default_factory=dict)
    gone: Counter[type[models.Model]] = field(default_factory=Counter)


class Sync:
    """Writes rows and notes what it changed."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def write(self, row: models.Model | None, model: type[models.Model], values: dict) -> models.Model:
        """Make a row, or change one where a value differs; return it."""
        if row is None:
            row = model.objects.create(**values)
            self.changes.append(Change("made", model, str(row)))
            return row
        changed = [name for name, value in values.items() if not _same(getattr(row, _column(model, name)), value)]
        if changed:
            change = Change("changed", model, str(row), {name: (getattr(row, name), values[name]) for name in changed})
            for name in changed:
                setattr(row, name, values[name])
            row.save()
            self.changes.append(change)
        return row

    def delete(self, row: models.Model) -> None:
        name = str(row)
        _count, gone = row.delete()
        by_model = Counter({model: count for label, count in gone.items() if (model := _model(label))})
        by_model[type(row)] -= 1
        self.changes.append(Change("deleted", type(row), name, gone=+by_model))

    def links(self, row: models.Model, name: str, wanted: Iterable[models.Model]) -> None:
        """Make a many-to-many relation of a row hold exactly the wanted rows."""
        manager, wanted = getattr(row, name), list(wanted)
        before = list(manager.all())
        if {other.pk for other in before} != {other.pk for other in wanted}:
            manager.set(wanted)
            self.changes.append(Change("changed", type(row), str(row), {name: (before, wanted)}))

    def rows(
        self,
        manager,
        model: type[models.Model],
        wanted: Iterable[Row],
        columns: dict | Callable[[Row], dict],
        *,
        name: str,
        key: str | None = "key",
        position: str | None = "position",
        alike: tuple[str, ...] = (),
        before: Callable[[models.Model], None] | None = None,
    ) -> list[tuple[Row, models.Model]]:
        """Make the rows of a parent the wanted ones, in their order; return each wanted row with its instance.

        A row is found by its ``key`` column, one without a key by the text ``name``; of several with one name, those
        that are the same in everything come first. Where the name alone changed, a row is found by the columns
        ``alike``, if there is one such row on both sides. ``columns`` are those that come from elsewhere; ``before``
        may refuse the deletion of a row that is no longer wanted.
        """
        wanted = list(wanted)
        existing = list(manager.order_by(*([position] if position else []), "pk"))
        found = _match(wanted, existing, _Identity(model, key, name), alike)
        kept = {instance.pk for instance in found.values()}
        for instance in existing:
            if instance.pk not in kept:
                if before:
                    before(instance)
                self.delete(instance)
        ordered = position is None or in_order([found.get(index) for index in range(len(wanted))], position)
        written = []
        for index, row in enumerate(wanted):
            values = {**row.values, **(columns(row) if callable(columns) else columns)}
            if not ordered:
                values[position] = index
            written.append((row, self.write(found.get(index), model, values)))
        return written


# --- Which row is which


class _Identity:
    """How the rows of a model are told apart: by a key of their own, else by their name."""

    def __init__(self, model: type[models.Model], key: str | None, name: str) -> None:
        self.key = key if key and any(field.name == key for field in model._meta.fields) else None
        self.name = name

    def __call__(self, values: Mapping) -> tuple:
        own = values.get(self.key) if self.key else None
        return ("key", own) if own else ("name", title_key(values, self.name))


def _match(wanted: list[Row], existing: list, identity: _Identity, alike: tuple[str, ...]) -> dict[int, models.Model]:
    """Return the instance of each wanted row that has one, by the row's index."""
    left = defaultdict(list)
    for instance in existing:
        left[identity(vars(instance))].append(instance)
    found: dict[int, models.Model] = {}
    for same_in_all in (True, False):
        for index, row in enumerate(wanted):
            candidates = left[identity(row.values)] if index not in found else []
            chosen = next((one for one in candidates if not same_in_all or _says(one, row.values)), None)
            if chosen:
                candidates.remove(chosen)
                found[index] = chosen
    if alike:
        unused = [instance for candidates in left.values() for instance in candidates]
        found |= _match_alike([index for index in range(len(wanted)) if index not in found], wanted, unused, alike)
    return found


def _match_alike(indices: list[int], wanted: list[Row], unused: list, alike: tuple[str, ...]) -> dict:
    """Return the instances of rows that have the columns alike with exactly one unused instance, and it with them."""
    rows, instances = defaultdict(list), defaultdict(list)
    for index in indices:
        rows[tuple(wanted[index].values[name] for name in alike)].append(index)
    for instance in unused:
        instances[tuple(getattr(instance, name) for name in alike)].append(instance)
    return {
        same[0]: instances[values][0]
        for values, same in rows.items()
        if None not in values and len(same) == 1 and len(instances[values]) == 1
    }


def _says(instance: models.Model, values: Mapping) -> bool:
    return all(_same(getattr(instance, name), value) for name, value in values.items())


def in_order(instances: list[models.Model | None], position: str) -> bool:
    """Whether rows that are all there already stand in the wanted order; then their positions stay what they are."""
    if None in instances:
        return False
    places = [(getattr(instance, position), instance.pk) for instance in instances]
    return all(one < other for one, other in zip(places, places[1:], strict=False))


# --- Values


def _column(model: type[models.Model], name: str) -> str:
    return model._meta.get_field(name).attname


def _same(held: object, wanted: object) -> bool:
    """Whether a column holds a value already; an empty text and none are both *not known*."""
    wanted = wanted.pk if isinstance(wanted, models.Model) else wanted
    return held == wanted or (held in (None, "") and wanted in (None, ""))


def _model(label: str) -> type[models.Model] | None:
    """Return the model of a label; None for one that only links two."""
    model = apps.get_model(label)
    return None if model._meta.auto_created else model
