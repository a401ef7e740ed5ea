"""Bringing rows up to date in place: what is the same is not written, so its time of change stays."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping

from django.db import models

from documents.sessionfile.checks import Row
from taskforce.text import comparison_key


def title_key(values: Mapping, name: str) -> str:
    """Return the comparison key of a translated text: the Italian one, else the English, else the Russian."""
    texts = (values.get(f"{name}_{code}") for code in ("it", "en", "ru"))
    return comparison_key(next(filter(None, texts), ""))


class Sync:
    """Writes rows and counts what it changed."""

    def __init__(self) -> None:
        self.changes = 0

    def write(self, row: models.Model | None, model: type[models.Model], values: dict) -> models.Model:
        """Make a row, or change one where a value differs; return it."""
        if row is None:
            self.changes += 1
            return model.objects.create(**values)
        changed = [name for name, value in values.items() if getattr(row, _column(model, name)) != _plain(value)]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save()
            self.changes += 1
        return row

    def delete(self, row: models.Model) -> None:
        row.delete()
        self.changes += 1

    def links(self, manager, wanted: Iterable[models.Model]) -> None:
        """Make a many-to-many relation hold exactly the wanted rows."""
        wanted = {row.pk for row in wanted}
        if set(manager.values_list("pk", flat=True)) != wanted:
            manager.set(wanted)
            self.changes += 1

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
        before: Callable[[models.Model], None] | None = None,
    ) -> list[tuple[Row, models.Model]]:
        """Make the rows of a parent the wanted ones, in their order; return each wanted row with its instance.

        A row is found by its ``key`` column, one without a key by the translated text ``name``. ``columns`` are those
        that come from elsewhere; ``before`` may refuse the deletion of a row that is no longer wanted.
        """
        own_key = key if key and _has(model, key) else None
        existing: dict[tuple, deque] = defaultdict(deque)
        for instance in manager.order_by(*([position] if position else []), "pk"):
            existing[_identity(vars(instance), own_key, name)].append(instance)
        matched = []
        for index, row in enumerate(wanted):
            same = existing[_identity(row.values, own_key, name)]
            matched.append((index, row, same.popleft() if same else None))
        for instance in [instance for left in existing.values() for instance in left]:
            if before:
                before(instance)
            self.delete(instance)
        written = []
        for index, row, instance in matched:
            values = {**row.values, **(columns(row) if callable(columns) else columns)}
            if position:
                values[position] = index
            written.append((row, self.write(instance, model, values)))
        return written


def _identity(values: Mapping, key: str | None, name: str) -> tuple:
    own = values.get(key) if key else None
    return ("key", own) if own else ("name", title_key(values, name))


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.fields)


def _column(model: type[models.Model], name: str) -> str:
    return model._meta.get_field(name).attname


def _plain(value: object) -> object:
    return value.pk if isinstance(value, models.Model) else value
