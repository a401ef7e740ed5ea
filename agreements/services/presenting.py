"""Acts on what is presented at a table: the order, the minutes, what was said, and projects of earlier sessions."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.enums import Review, Stage
from agreements.models import Presentation, Project
from agreements.services.reviewing import place_project
from tables.models import ThematicTable
from taskforce.errors import DomainError

UP, DOWN = "up", "down"
MINUTES = range(1, 241)


def move_presentation(presentation: Presentation, direction: str) -> bool:
    """Let a presentation change places with the one before or after it; False where there is none.

    The places are numbered anew from 1, so that no two are the same.
    """
    with transaction.atomic():
        rows = _locked_rows(presentation)
        keys = [row.pk for row in rows]
        if presentation.pk not in keys:
            raise DomainError(_("This project is not at the table any more."), code="state")
        here = keys.index(presentation.pk)
        there = here + (-1 if direction == UP else 1)
        if not 0 <= there < len(rows):
            return False
        rows[here], rows[there] = rows[there], rows[here]
        _number(rows)
        return True


def allot_minutes(table: ThematicTable, minutes: Mapping[int, int | None]) -> int:
    """Give the presentations of a table, by primary key, so many minutes each (None: not said).

    Returns how many changed; what is not named keeps what it has. Raises DomainError for minutes nobody is given.
    """
    if any(number is not None and number not in MINUTES for number in minutes.values()):
        raise DomainError(_("A presentation takes 1 to 240 minutes."), field="minutes", code="range")
    with transaction.atomic():
        changed = 0
        for row in _locked_table(table):
            if row.pk in minutes and row.minutes != minutes[row.pk]:
                row.minutes = minutes[row.pk]
                row.save(update_fields=["minutes", "updated_at"])
                changed += 1
        return changed


def write_record(presentation: Presentation, text: str, seen: str) -> Presentation:
    """Keep what was said and agreed. ``seen`` is the text the writer began with.

    Raises DomainError (code ``stale``) where somebody else wrote meanwhile: nothing is lost of either.
    """
    with transaction.atomic():
        row = Presentation.objects.select_for_update(of=("self",)).filter(pk=presentation.pk).first()
        if row is None:
            raise DomainError(_("This project is not at the table any more."), code="state")
        if row.record not in (seen, text):
            raise DomainError(
                _("Somebody else has written here meanwhile. Below stands what you typed; above it, what is kept now."),
                field="record",
                code="stale",
            )
        row.record = text
        row.save(update_fields=["record", "updated_at"])
        return row


def present_again(project: Project, table: ThematicTable) -> Presentation:
    """Present a project of an earlier session at a table of this one, as the last.

    Raises DomainError for one that is closed, was not accepted, or is at a table of this session already.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        if project.review != Review.ACCEPTED or project.stage == Stage.CLOSED:
            raise DomainError(_("Only a project that goes on can be presented again."), code="state")
        if Presentation.objects.filter(project=project, session=table.session, table__isnull=False).exists():
            raise DomainError(_("This project is at a table of this session already."), code="twice")
        return place_project(project, table.session, table)


def take_off(presentation: Presentation) -> None:
    """Take a project of an earlier session off the table again, unless something was written of it there."""
    with transaction.atomic():
        row = Presentation.objects.select_for_update(of=("self",)).filter(pk=presentation.pk).first()
        if row is None:
            return
        if row.project.session_id == row.session_id:
            raise DomainError(_("This project was proposed at this session: its page says at which table."), code="own")
        if row.record:
            raise DomainError(_("There are minutes of this project, so it stays."), code="record")
        row.delete()


def _locked_rows(presentation: Presentation) -> list[Presentation]:
    if presentation.table_id is None:
        raise DomainError(_("This project is not at the table any more."), code="state")
    return _locked_table(presentation.table)


def _locked_table(table: ThematicTable) -> list[Presentation]:
    """Lock the table, so that of two who arrange it one waits, and return its presentations in their order."""
    ThematicTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    return list(Presentation.objects.filter(table=table).order_by("position", "pk"))


def _number(rows: list[Presentation]) -> None:
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position", "updated_at"])
