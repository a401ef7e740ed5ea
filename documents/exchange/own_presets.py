"""Acts on the sets of columns that people keep."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from documents.exchange.kinds import Kind, columns_of
from documents.models import ExportPreset
from sessions.models import Session
from taskforce.errors import DomainError

MOST = 50  # sets of one person for one kind


def presets_for(user: User, kind: Kind) -> QuerySet[ExportPreset]:
    """Return the sets of a kind that somebody may use: the own ones, and those that are for everybody."""
    return ExportPreset.objects.filter(Q(user=user) | Q(shared=True), kind=kind.code).select_related("user")


def keep_preset(
    user: User, kind: Kind, session: Session | None, name: str, columns: list[str], shared: bool
) -> ExportPreset:
    """Keep these columns under a name; one of the same name of the same person becomes this. Raises DomainError."""
    known = {column.key for column in columns_of(kind, session)}
    kept = [key for key in columns if key in known]
    if not kept:
        raise DomainError(_("Choose at least one column."), field="columns")
    with transaction.atomic():
        mine = ExportPreset.objects.filter(user=user, kind=kind.code)
        if mine.exclude(name=name).count() >= MOST:
            raise DomainError(_("You have kept as many sets as there is room for. Remove one first."), field="name")
        preset, _new = ExportPreset.objects.update_or_create(
            user=user, kind=kind.code, name=name, defaults={"columns": kept, "shared": shared}
        )
    return preset


def remove_preset(preset: ExportPreset) -> None:
    """Remove a set of columns."""
    preset.delete()
