"""Tables that came with a copied structure: made, taken away again by undoing, and brought back."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from sessions.models import Session
from tables.models import Subsector, ThematicTable
from taskforce.errors import DomainError

TITLES = tuple(f"title_{code}" for code, _name in settings.LANGUAGES)


def table_line(table: ThematicTable) -> dict:
    """Return a table as an edit keeps it, with its sub-sectors; ``table_made`` tells it from a programme's line."""
    return {
        "table_made": table.pk,
        "number": table.number,
        **{name: getattr(table, name) or "" for name in TITLES},
        "given": [table.venue_id, table.room_id, table.capacity, sorted(one.pk for one in table.moderators.all())],
        "subsectors": [
            {"id": one.pk, "position": one.position, **{name: getattr(one, name) or "" for name in TITLES}}
            for one in table.subsectors.order_by("position", "pk")
        ],
    }


def copy_tables(from_session: Session, session: Session) -> dict[int, ThematicTable]:
    """Make the tables of one session in another, with their sub-sectors; return them by the key of the original."""
    made = {}
    with translation.override("it"):
        for table in from_session.tables.prefetch_related("subsectors"):
            titles = {name: getattr(table, name) for name in TITLES}
            made[table.pk] = ThematicTable.objects.create(session=session, number=table.number, **titles)
            Subsector.objects.bulk_create(
                Subsector(table=made[table.pk], position=one.position, **{name: getattr(one, name) for name in TITLES})
                for one in table.subsectors.all()
            )
    return made


def bring_back(session: Session, made: list[dict]) -> None:
    """Make tables that were taken away again, under the keys they had."""
    with translation.override("it"):
        for line in made:
            titles = {name: line[name] or None for name in TITLES}
            table = ThematicTable(pk=line["table_made"], session=session, number=line["number"], **titles)
            table.save(force_insert=True)
            Subsector.objects.bulk_create(
                Subsector(
                    pk=one["id"], table=table, position=one["position"], **{name: one[name] or None for name in TITLES}
                )
                for one in line["subsectors"]
            )


def take_away(session: Session, made: list[dict]) -> None:
    """Delete tables that were made, once their lines are gone. Raises DomainError for one that changed or is used."""
    for line in made:
        table = session.tables.filter(pk=line["table_made"]).first()
        if table is None:
            continue
        if table_line(table) != line or _in_use(table):
            message = _("The table “%(title)s” was changed after that, or is in use: this can no longer be undone.")
            raise DomainError(message % {"title": table}, code="changed")
        table.delete()


def _in_use(table: ThematicTable) -> bool:
    """Whether other rows than its sub-sectors refer to a table: a sitting, a seat, a project."""
    others = [one for one in ThematicTable._meta.related_objects if one.related_model is not Subsector]
    return any(one.related_model.objects.filter(**{one.field.name: table}).exists() for one in others)
