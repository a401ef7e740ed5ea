"""Registrations in bulk: the same for the same session and seed, in any session, beside those that are there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from random import Random

from django.db import transaction
from django.utils import timezone, translation

from participants.demo.interests import InterestsMaker
from participants.demo.notice import current_notice
from participants.demo.organisations import OrganisationMaker
from participants.demo.people import draw_person, draw_phone
from participants.demo.places import PlaceGiver
from participants.demo.plan import Plan, plan_registrations
from participants.enums import ADMITTED, Place, State
from participants.matching import keys_of
from participants.models import (
    CheckIn,
    Delegate,
    MatchKey,
    Organisation,
    OrganisationSector,
    PrivacyNotice,
    Registration,
    TableSeat,
    VisitSeat,
)
from sessions.models import Session
from taskforce.errors import DomainError

BATCH = 500
REASON = {
    "it": "Il progetto non riguarda i temi dei tavoli di questa sessione.",
    "ru": "Проект не относится к темам столов этой сессии.",
    "en": "The project is outside the themes of this session's tables.",
}


class AlreadyThere(DomainError):
    """The registrations of this seed are in the session already."""


def make_registrations(
    session: Session,
    count: int,
    seed: str,
    *,
    delegates: dict[str, int] | None = None,
    confirm: bool = False,
    attended: float | None = None,
) -> Counter:
    """Make ``count`` registrations and return how many ended in each state.

    ``delegates`` (persons by side) makes exactly so many delegates, all asking for places; ``confirm`` asks for places
    for all; ``attended`` is the share of confirmed delegates who were present on the first day. Nobody gets a mail.
    Raises AlreadyThere, and DomainError where the wish cannot be fulfilled.
    """
    with translation.override("it"), transaction.atomic():
        session = Session.objects.select_for_update().get(pk=session.pk)
        if Registration.objects.filter(client_token=token_of(session, seed, 0)).exists():
            raise AlreadyThere(f"session {session.ref} already has the registrations of seed {seed}")
        if attended is not None and not session.date_of(1):
            raise DomainError("attendance needs the first day of the session, which is not known")
        rng = Random(f"{session.ref}/{seed}")
        crowd = Crowd(session, seed, rng)
        for plan in plan_registrations(rng, count, delegates, confirm):
            crowd.add(plan)
        if delegates and any(delegate.place != Place.CONFIRMED for delegate in crowd.delegates):
            raise DomainError("the session has fewer places than delegates were asked for")
        crowd.save(attended)
        return Counter(registration.state for registration in crowd.registrations)


def token_of(session: Session, seed: str, index: int) -> uuid.UUID:
    """Return the form token of a demonstration registration: the mark by which a second run finds the first."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{session.pk}/{session.ref}/{seed}/{index}")


class Crowd:
    """Unsaved rows, in order of arrival."""

    def __init__(self, session: Session, seed: str, rng: Random) -> None:
        self.session, self.seed, self.rng = session, seed, rng
        self.notice = current_notice()
        self.organisation_maker = OrganisationMaker(rng, taken_numbers())
        self.place_giver = PlaceGiver(session, rng)
        self.interests = InterestsMaker(Random(f"{session.ref}/{seed}/interests"))
        self.moments = arrival_moments(session)
        self.organisations: list[Organisation] = []
        self.sectors: list[OrganisationSector] = []
        self.registrations: list[Registration] = []
        self.delegates: list[Delegate] = []
        self.table_seats: list[TableSeat] = []
        self.visit_seats: list[VisitSeat] = []

    def add(self, plan: Plan) -> None:
        """Draw one registration and give its delegates what the plan asks for."""
        organisation = self.organisation_maker.make(plan.side)
        registration = self._registration(organisation, plan)
        rows = [self._delegate(registration, plan.side, position) for position in range(plan.delegates)]
        registration.contact_name = rows[0].name
        registration.contact_email = rows[0].email
        for delegate in rows:
            tables, visits = self.place_giver.wishes(delegate)
            if plan.outcome == State.CONFIRMED:
                self.place_giver.admit(delegate, tables, visits)
            elif plan.outcome == State.CANCELLED:
                for row in (delegate, *tables, *visits):
                    row.place = Place.RELEASED
            self.table_seats += tables
            self.visit_seats += visits
        if plan.outcome == State.CONFIRMED and all(delegate.place == Place.WAITING for delegate in rows):
            registration.state = State.WAIT_LISTED
        self.sectors += self.interests.fill(registration, rows)
        self.organisations.append(organisation)
        self.registrations.append(registration)
        self.delegates += rows

    def _registration(self, organisation: Organisation, plan: Plan) -> Registration:
        language = "en" if self.rng.random() < 0.06 else plan.side.lower()
        registration = Registration(
            client_token=token_of(self.session, self.seed, len(self.registrations)),
            session=self.session,
            organisation=organisation,
            state=plan.outcome,
            identifier=organisation.identifier,
            contact_phone=draw_phone(self.rng, plan.side),
            language=language,
        )
        if plan.outcome == State.DECLINED:
            registration.decision_reason = REASON[language]
        stamp(registration, self.notice, self.rng)
        return registration

    def _delegate(self, registration: Registration, side: str, position: int) -> Delegate:
        person = draw_person(self.rng, side, len(self.delegates) + position + 1)
        return Delegate(registration=registration, session=self.session, side=side, position=position, **person)

    def save(self, attended: float | None) -> None:
        """Write every row; the moments of arrival come in the same order as the places."""
        begun = sorted(self.rng.random() for _registration in self.registrations)
        for registration, fraction in zip(self.registrations, begun, strict=True):
            shift(registration, self.moments[0] + (self.moments[1] - self.moments[0]) * fraction)
        moments = [registration.created_at for registration in self.registrations]
        for delegate in self.delegates:
            if delegate.place == Place.CONFIRMED:
                self.interests.read_conditions(delegate)
        Organisation.objects.bulk_create(self.organisations, batch_size=BATCH)
        OrganisationSector.objects.bulk_create(self.sectors, batch_size=BATCH)
        Registration.objects.bulk_create(self.registrations, batch_size=BATCH)
        for registration, moment in zip(self.registrations, moments, strict=True):
            registration.created_at = moment  # bulk_create has set it to now
        Registration.objects.bulk_update(self.registrations, ["created_at"], batch_size=BATCH)
        Delegate.objects.bulk_create(self.delegates, batch_size=BATCH)
        TableSeat.objects.bulk_create(self.table_seats, batch_size=BATCH)
        VisitSeat.objects.bulk_create(self.visit_seats, batch_size=BATCH)
        MatchKey.objects.bulk_create(list(self._match_keys()), batch_size=BATCH)
        if attended is not None:
            CheckIn.objects.bulk_create(list(self._check_ins(attended)), batch_size=BATCH)

    def _match_keys(self):
        emails: dict[int, list[str]] = {}
        for delegate in self.delegates:
            emails.setdefault(delegate.registration.organisation_id, []).append(delegate.email)
        for organisation in self.organisations:
            for kind, value in sorted(keys_of(organisation, emails.get(organisation.pk, ()))):
                yield MatchKey(organisation=organisation, kind=kind, value=value)

    def _check_ins(self, attended: float):
        """Yield who came: the share of the confirmed on the first day, most of those again on the others."""
        confirmed = [delegate for delegate in self.delegates if delegate.place == Place.CONFIRMED]
        present = self.rng.sample(confirmed, round(len(confirmed) * attended))
        for day in range(1, (self.session.days or 1) + 1):
            opening = dt.datetime.combine(self.session.date_of(day), dt.time(8, 15), tzinfo=self.session.zone)
            for delegate in present:
                if day == 1 or self.rng.random() < 0.85:
                    minutes = self.rng.triangular(0, 150, 45)
                    yield CheckIn(delegate=delegate, day=day, at=opening + dt.timedelta(minutes=minutes))


def taken_numbers() -> set[str]:
    """Return the tax numbers that are in use."""
    rows = Organisation.objects.values_list("vat_number", "fiscal_code", "inn")
    return {number for row in rows for number in row if number}


def arrival_moments(session: Session) -> tuple[dt.datetime, dt.datetime]:
    """Return between which moments registrations arrive: the registration's dates, else 70 to 33 days ahead."""
    now = timezone.now()
    first = session.date_of(1)
    begins = dt.datetime.combine(first, dt.time(9), tzinfo=session.zone) if first else now
    opens = session.opens_at or min(begins, now) - dt.timedelta(days=70)
    closes = session.closes_at or begins - dt.timedelta(days=33)
    return opens, max(opens, min(closes, now))


def stamp(registration: Registration, notice: PrivacyNotice, rng: Random) -> None:
    """Set the moments that go with the state, counted from the start of the registration."""
    zero = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    registration.created_at = zero
    if registration.state == State.DRAFT:
        return
    registration.privacy_notice = notice
    registration.submitted_at = zero + dt.timedelta(minutes=rng.randint(6, 90))
    if registration.state == State.SUBMITTED:
        return
    registration.verified_at = registration.submitted_at + dt.timedelta(minutes=rng.randint(1, 300))
    if registration.state in (*ADMITTED, State.DECLINED, State.CANCELLED):
        registration.decided_at = registration.verified_at + dt.timedelta(minutes=rng.randint(60, 1500))


def shift(registration: Registration, start: dt.datetime) -> None:
    """Move the moments of a registration so that it begins at ``start``; none is later than now."""
    now, zero = timezone.now(), registration.created_at
    for name in ("created_at", "submitted_at", "verified_at", "decided_at"):
        if moment := getattr(registration, name):
            setattr(registration, name, min(start + (moment - zero), now))
