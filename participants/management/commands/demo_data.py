"""Makes believable registrations for a session."""

from __future__ import annotations

import argparse

from django.core.management.base import CommandError

from participants.demo import AlreadyThere, make_registrations
from sessions.enums import Side
from sessions.models import Session
from taskforce.commands import PortalCommand
from taskforce.errors import DomainError

MOST = 20_000


def positive(text: str) -> int:
    """Read a number of registrations."""
    number = int(text)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"1 to {MOST} are possible")
    return number


def share(text: str) -> float:
    """Read a share from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("a share is from 0 to 1")
    return number


def by_side(text: str) -> dict[str, int]:
    """Read persons by side, such as ``IT=310,RU=83``."""
    pairs = [part.partition("=") for part in text.split(",")]
    persons = {side.strip(): positive(number) for side, _sign, number in pairs}
    if len(persons) != len(pairs) or not set(persons) <= set(Side.values):
        raise argparse.ArgumentTypeError("write it as IT=310,RU=83")
    return persons


class Command(PortalCommand):
    help = (
        "Make K realistic Italian and Russian registrations, the same for the same session and seed. Mail addresses end"
        " in example.org or example.com and nobody gets a mail. A second run with the same seed changes nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--session", metavar="N", required=True, help="its number, or s12 where it has none")
        parser.add_argument("--registrations", metavar="K", type=positive, required=True)
        parser.add_argument("--seed", metavar="S", default="1")
        parser.add_argument("--confirm", action="store_true", help="all ask for places, in order of arrival")
        help_text = "exactly so many delegates a side, all with a place"
        parser.add_argument("--delegates", metavar="IT=310,RU=83", type=by_side, help=help_text)
        parser.add_argument("--attended", metavar="SHARE", type=share, help="share of the confirmed who were present")

    def handle(self, *args, session: str, registrations: int, seed: str, **options) -> None:
        found = self._session(session)
        wishes = {name: options[name] for name in ("delegates", "confirm", "attended")}
        try:
            made = make_registrations(found, registrations, seed, **wishes)
        except AlreadyThere as there:
            self.stdout.write(f"{there}: nothing to do")
        except DomainError as error:
            raise CommandError(str(error)) from error
        else:
            states = ", ".join(f"{number} {state}" for state, number in sorted(made.items()))
            self.stdout.write(f"session {found.ref}: {sum(made.values())} registrations made ({states})")

    def _session(self, ref: str) -> Session:
        digits = ref.removeprefix("s")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            raise CommandError(f"“{ref}” is no session: give its number, or s and its key, such as s12")
        session = Session.objects.by_ref(ref).first()
        if session is None:
            raise CommandError(f"there is no session {ref}")
        return session
