"""What a clash is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.engagements import Slot


class Severity(models.TextChoices):
    """Whether a clash stops the release of the programme."""

    IMPOSSIBLE = "impossible", _("Not possible")
    WARNING = "warning", _("Warning")


class Kind(models.TextChoices):
    """What a clash is about."""

    PERSON = "person", _("A person in two places")
    TABLE = "table", _("A table or a visit twice at once")
    ROOM = "room", _("A room taken twice")
    DELEGATES = "delegates", _("Delegates with two seats at once")
    EVERYBODY = "everybody", _("Lines for everybody at once")
    CAPACITY = "capacity", _("A room too small")
    HOURS = "hours", _("Outside the hours of a venue")
    TRAVEL = "travel", _("No time to travel")
    TRANSFER = "transfer", _("A transfer shorter than the way")


@dataclass(frozen=True)
class Clash:
    """What is wrong with one line, or between two; ``words`` says it in the language that was active."""

    severity: Severity
    kind: Kind
    words: str
    slots: tuple[Slot, ...]

    @property
    def items(self) -> tuple[int, ...]:
        """The primary keys of the lines."""
        return tuple(slot.item for slot in self.slots)

    @property
    def day(self) -> int:
        return self.slots[0].day

    def rank(self) -> tuple:
        """The order in which clashes are told: by day, the impossible first, then by time."""
        return self.day, self.severity.value, self.slots[0].starts, self.items, self.kind.value, self.words
