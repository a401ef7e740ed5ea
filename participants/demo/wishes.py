"""What two companies of the demonstration wish to change: something to decide for the office of each side."""

from __future__ import annotations

from participants.enums import State
from participants.models import Registration
from participants.services import gate
from participants.services.details import propose
from sessions.enums import Side
from sessions.models import Session


def make_wishes(session: Session) -> int:
    """Have one admitted company of each side ask for another name, unless somebody of the session asked for anything.

    Returns how many there are.
    """
    with gate.open_gate(session.pk):
        admitted = Registration.objects.filter(session=session, state=State.CONFIRMED).order_by("pk")
        if admitted.filter(proposed_changes__isnull=False).exists():
            return 0
        found = [admitted.filter(organisation__side=side, organisation__category="company").first() for side in Side]
        for registration in filter(None, found):
            registration = gate.lock_registration(registration)
            propose(registration, None, {"name_latin": f"{registration.organisation.name_latin} Group"})
        return len(list(filter(None, found)))
