"""What stands in the database for the story of a project: two sessions, a table, and a Russian company at the first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from participants.enums import LinkPurpose
from participants.links import make_link
from participants.tests.factories import OrganisationFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory

FIRST, NEXT = 931, 932


@dataclass(frozen=True)
class Proposing:
    """The session of the proposal with its table, the link of the company's own page, and the session after it."""

    number: int
    next: int
    table: int
    token: str


def prepare_proposing() -> Proposing:
    first = SessionFactory(number=FIRST, title_it="Sessione del legno", title_ru="Сессия по древесине")
    days = {"starts_on": first.starts_on + dt.timedelta(365), "ends_on": first.ends_on + dt.timedelta(365)}
    SessionFactory(number=NEXT, title_it="Sessione dopo", title_ru="Следующая сессия", **days)
    table = ThematicTableFactory(session=first, number=1, title_it="Legno", title_ru="Древесина")
    company = OrganisationFactory(side="RU", name_latin="", name_cyrillic="ООО «Тёплый лес»")
    registration = RegistrationFactory(session=first, organisation=company, state="confirmed", language="ru")
    return Proposing(FIRST, NEXT, table.pk, make_link(registration, LinkPurpose.MY, timezone.now()))
