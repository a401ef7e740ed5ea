"""What the story of the roles wants to know of the embedded run: how its accounts sign in, and what is theirs."""

from __future__ import annotations

from dataclasses import dataclass

from desk.seed import BERGAMO, DEMONSTRATION, sign_in_lines
from participants.models import Delegate, Registration
from sessions.models import Session


@dataclass(frozen=True)
class Roles:
    """What the accounts of the embedded run sign in with, and what is theirs at the sessions 25 and 29, or is not."""

    passwords: dict[str, str]  # by the part of the address before @
    tables: tuple[int, int]  # of Bergamo: the moderator's own, and another
    wishes: dict[str, tuple[int, str]]  # by side: an admitted registration of 29 that wishes a change, its name
    italian: str  # the family name of an Italian delegate of 29
    asking: tuple[str, str]  # under review at 29: the contact's address, a delegate's family name


def roles_of_the_seed() -> Roles:
    bergamo, demonstration = (Session.objects.get(number=number) for number in (BERGAMO, DEMONSTRATION))
    sent = Registration.objects.filter(session=demonstration)
    wishing = sent.filter(proposed_changes__isnull=False).select_related("organisation")
    italian = Delegate.objects.filter(session=demonstration, side="IT").confirmed().earliest("pk")
    asking = sent.filter(state="under_review", organisation__side="IT").latest("pk")
    own, another = bergamo.tables.order_by("number").values_list("pk", flat=True)[:2]
    return Roles(
        passwords={line.split("@")[0]: line.split()[1] for line in sign_in_lines()},
        tables=(own, another),
        wishes={one.organisation.side: (one.pk, one.organisation.name_latin) for one in wishing},
        italian=italian.family_latin,
        asking=(asking.contact_email, asking.delegates.earliest("pk").family_latin),
    )
