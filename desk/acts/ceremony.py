"""The signing ceremony of a session, in its order and with its times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from agreements.models import Agreement, Signing
from agreements.services.parties import signings_of
from documents.builders.signing import Slot, ceremony_slot
from sessions.models import Session


@dataclass(frozen=True)
class Turn:
    """An act in the ceremony, and when its turn comes; ``starts`` is None where the ceremony has no time yet."""

    signing: Signing
    starts: dt.time | None


@dataclass(frozen=True)
class Ceremony:
    """The acts that are signed in the ceremony, and those of the session that are not in it."""

    turns: list[Turn]
    others: list[Agreement]
    slot: Slot | None
    minutes: int

    @property
    def too_long(self) -> int:
        """By how many minutes the acts need more than the programme gives them."""
        given = self.slot.minutes if self.slot else None
        return max(self.minutes - given, 0) if given is not None else 0


def gather_ceremony(session: Session) -> Ceremony:
    """Return the ceremony of a session. Six queries."""
    rows = signings_of(session).select_related("agreement__table")
    rows = rows.prefetch_related("agreement__parties", "agreement__signatories", "agreement__texts")
    slot, turns, before = ceremony_slot(session), [], 0
    for signing in rows:
        turns.append(Turn(signing, slot.after(before) if slot else None))
        before += signing.minutes
    others = Agreement.objects.filter(session=session, signing=None).order_by("position", "pk")
    return Ceremony(turns, list(others), slot, before)
