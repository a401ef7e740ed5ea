"""What an act on many registrations would do, found out by doing it in a transaction that is then taken back.

Nothing is guessed: places, waiting lists, refusals and mails are those of the act itself. Nothing of it stays, and no
bell rings for it, since bells ring on commit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q

from participants.enums import MailKind, Place, State
from participants.models import Delegate, MailLog, Registration
from sessions.models import Session
from taskforce.errors import DomainError


@dataclass(frozen=True)
class Outcome:
    """What would become of one registration; ``refused`` says why nothing would."""

    registration: Registration
    state: State
    placed: int
    waiting: int
    lost: int
    refused: str


@dataclass(frozen=True)
class Preview:
    """What would become of all of them, of those who wait, and which mails would be written."""

    outcomes: list[Outcome]
    promoted: list[Delegate]
    mails: list[tuple[str, int]]

    @property
    def placed(self) -> int:
        return sum(one.placed for one in self.outcomes)

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.outcomes)

    @property
    def lost(self) -> int:
        return sum(one.lost for one in self.outcomes)

    @property
    def refused(self) -> int:
        return sum(1 for one in self.outcomes if one.refused)

    @property
    def mails_written(self) -> int:
        return sum(number for _label, number in self.mails)


def preview_acts(registrations: list[Registration], act: Callable[[Registration], Registration]) -> Preview:
    """Return what the act would do to each registration, in this order, if it were done now. Changes nothing."""
    sessions = sorted({one.session_id for one in registrations})
    with transaction.atomic():
        list(Session.objects.select_for_update().filter(pk__in=sessions).order_by("pk"))  # every gate, in one order
        last_mail = MailLog.objects.aggregate(last=Max("pk"))["last"] or 0
        before = places_of(registrations)
        waited = set(Delegate.objects.filter(session__in=sessions).waiting().values_list("pk", flat=True))
        refused = do_each(registrations, act)
        after = places_of(registrations)
        preview = Preview(
            outcomes=outcomes_of(registrations, before, after, refused),
            promoted=[one for one in promoted_since(sessions, waited) if one.pk not in before],
            mails=[
                (str(MailKind(kind).label), number)
                for kind, number in sorted(written_mails(sessions, last_mail).items())
            ],
        )
        transaction.set_rollback(True)
    return preview


def do_each(registrations: list[Registration], act: Callable[[Registration], Registration]) -> dict[int, str]:
    """Do the act to each, and return why it was refused to some."""
    refused = {}
    for registration in registrations:
        try:
            act(registration)
        except DomainError as error:
            refused[registration.pk] = str(error)
    return refused


def places_of(registrations: list[Registration]) -> dict[int, tuple[int, str]]:
    """The registration and the place of each of their delegates, by the delegate's key."""
    found = Delegate.objects.filter(registration__in=[one.pk for one in registrations])
    return {pk: (registration, place) for pk, registration, place in found.values_list("pk", "registration", "place")}


def outcomes_of(
    registrations: list[Registration],
    before: dict[int, tuple[int, str]],
    after: dict[int, tuple[int, str]],
    refused: dict[int, str],
) -> list[Outcome]:
    came, went = Counter(), Counter()
    for pk, (registration, place) in after.items():
        was = before[pk][1]
        if place != was:
            came[registration, place] += 1
            went[registration, was] += 1
    states = dict(Registration.objects.filter(pk__in=[one.pk for one in registrations]).values_list("pk", "state"))
    return [
        Outcome(
            registration=one,
            state=State(states[one.pk]),
            placed=came[one.pk, Place.CONFIRMED],
            waiting=came[one.pk, Place.WAITING],
            lost=went[one.pk, Place.CONFIRMED],
            refused=refused.get(one.pk, ""),
        )
        for one in registrations
    ]


def promoted_since(sessions: list[int], waited: set[int]) -> list[Delegate]:
    """Those of the sessions who waited and have a place now."""
    confirmed = Delegate.objects.filter(session__in=sessions).confirmed().select_related("registration__organisation")
    return [one for one in confirmed.order_by("session", "side", "pk") if one.pk in waited]


def written_mails(sessions: list[int], since: int) -> Counter[str]:
    """The mails of these sessions that were written after the mail ``since``, counted by kind."""
    ours = Q(registration__session__in=sessions) | Q(delegate__session__in=sessions)
    return Counter(MailLog.objects.filter(ours, pk__gt=since).order_by().values_list("kind", flat=True))
