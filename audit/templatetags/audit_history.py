"""What the History of an object in the administration shows."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.utils.translation import gettext

from audit.models import Change, Reading
from audit.words import actors_in_words, kind_in_words, lines_of, names_of

register = template.Library()
MOST = 100  # newest lines on the page


@register.simple_tag
def history_of(row: Model) -> dict[str, Any]:
    """Return the newest changes and readings of a row in words, and whether there are more of them."""
    changes = list(Change.objects.of_row(row)[: MOST + 1])
    readings = list(Reading.objects.of_row(row)[: MOST + 1])
    actors = actors_in_words(one.actor for one in [*changes, *readings])
    names = names_of(changes[:MOST])
    for change in changes[:MOST]:
        change.who, change.lines = actors[change.actor], lines_of(change, names)
        change.is_other = (change.table, change.row) != (row._meta.db_table, row.pk)
        change.kind = kind_in_words(change.table)
    for reading in readings:
        reading.who, reading.subject = actors[reading.actor], gettext(reading.what)
    return {"changes": changes[:MOST], "readings": readings[:MOST], "more": max(len(changes), len(readings)) > MOST}
