"""What stands in the database for the pictures of the guides: their people, and something to be told of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from desk.seed import DEMONSTRATION, URAL
from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import Registration
from participants.services.gate import confirm_registration
from participants.services.moderation import ask_for_more
from sessions.models import ProgrammeItem
from taskforce.actor import acting

NAMES = {"it": "Giulia Ferri", "ru": "Ольга Смирнова", "en": "Helen Ward"}


@dataclass(frozen=True)
class Guided:
    """Of one language: who works at desk and administration, the link of a company, a registration with a history."""

    email: str
    token: str
    decided: int


def prepare_guides(password: str) -> dict[str, Guided]:
    """Make a person of each language; let them decide on a registration; change the draft of a released programme."""
    opening = ProgrammeItem.objects.filter(session__number=URAL, kind="opening").earliest("day", "starts")
    opening.starts, opening.ends = dt.time(9, 15), dt.time(9, 45)
    opening.save(update_fields=["starts", "ends"])
    return {code: prepare_guide(code, password) for code, _name in settings.LANGUAGES}


def prepare_guide(language: str, password: str) -> Guided:
    user = User.objects.create_user(
        f"guide-{language}@example.org", password, full_name=NAMES[language], language=language,
        is_staff=True, is_superuser=True,
    )  # fmt: skip
    found = Registration.objects.filter(session__number=DEMONSTRATION, organisation__side=side_of(language))
    waiting = found.filter(state="under_review").earliest("pk")
    with acting(f"user {user.pk}"):
        ask_for_more(waiting, "P. IVA? ИНН?", user)
        confirm_registration(waiting, user)
    contact = found.filter(state="confirmed", language=user.language if language != "en" else "it").earliest("pk")
    return Guided(user.email, make_link(contact, LinkPurpose.MY, timezone.now()), waiting.pk)


def side_of(language: str) -> str:
    return "RU" if language == "ru" else "IT"
