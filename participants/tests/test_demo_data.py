"""The command demo_data: believable registrations, the same for the same seed, never above capacity."""

import datetime as dt
import re
from collections import Counter
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import QueryDict
from django.utils import timezone
from stdnum.it import codicefiscale, iva
from stdnum.ru import inn

from participants.demo.plan import plan_registrations
from participants.enums import Category, Investment, Place, State
from participants.forms.delegates import delegate_formset
from participants.forms.interests import InterestsForm
from participants.identifiers import clean_phone
from participants.models import (
    CheckIn,
    Delegate,
    Organisation,
    OrganisationSector,
    Registration,
    TableSeat,
    VisitSeat,
)
from participants.sectors import sectors
from participants.services import admit_registration
from participants.tests.factories import DelegateFactory, RegistrationFactory
from participants.transliteration import has_cyrillic, has_latin
from sessions.models import Session
from sessions.tests.factories import CompanyVisitFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    session = SessionFactory(number=29, capacity_it=40, capacity_ru=20)
    for _number in range(3):
        ThematicTableFactory(session=session, capacity=12)
    CompanyVisitFactory(session=session, seats=6)
    return session


def run(*arguments: object, session: int = 29) -> str:
    out = StringIO()
    call_command("demo_data", "--session", str(session), *map(str, arguments), stdout=out)
    return out.getvalue()


def querydict(data: dict) -> QueryDict:
    """Return data as a browser posts it."""
    posted = QueryDict(mutable=True)
    for key, value in data.items():
        posted.setlist(key, value if isinstance(value, list) else [value])
    return posted


def make(count: int, seed: object = 1, *arguments: object) -> str:
    return run("--registrations", count, "--seed", seed, *arguments)


def people() -> list[tuple]:
    """Everything that is drawn, without primary keys and moments."""
    columns = ("given_latin", "family_cyrillic", "email", "place", "queue_number", "dietary_needs", "needs_interpreter")
    registration = (
        *("registration__identifier", "registration__state", "registration__organisation__name_key"),
        *("registration__themes", "registration__investment", "registration__submitted_through__name_key"),
    )
    return list(Delegate.objects.order_by("pk").values_list(*columns, *registration))


def test_the_same_seed_gives_the_same_people(session):
    make(40)
    first = people()
    Delegate.objects.all().delete()
    Registration.objects.all().delete()
    Organisation.objects.all().delete()
    make(40)
    assert people() == first
    assert len(first) > 40


def test_another_seed_gives_others_beside_them(session):
    make(30)
    names = set(Organisation.objects.values_list("name_key", flat=True))
    assert make(30, 2).startswith("session 29: 30 registrations made (")
    assert Registration.objects.count() == 60
    assert len(set(Organisation.objects.values_list("name_key", flat=True)) - names) > 20
    numbers = [organisation.identifier for organisation in Organisation.objects.all()]
    assert len(set(numbers)) == 60


def test_a_second_run_with_the_same_seed_changes_nothing(session):
    make(20)
    before = people()
    assert make(20) == "session 29 already has the registrations of seed 1: nothing to do\n"
    assert people() == before


def test_every_state_category_and_side_is_there(session):
    make(120)
    assert set(Registration.objects.values_list("state", flat=True)) == set(State.values)
    for side in ("IT", "RU"):
        assert set(Organisation.objects.filter(side=side).values_list("category", flat=True)) == set(Category.values)
    sizes = Counter(Delegate.objects.values_list("registration").order_by().values_list("registration", flat=True))
    assert set(sizes.values()) == {1, 2, 3}


def test_identifiers_are_valid_and_of_the_right_side(session):
    make(120)
    for organisation in Organisation.objects.all():
        if organisation.side == "RU":
            assert inn.validate(organisation.inn) == organisation.inn
            assert len(organisation.inn) == 10
        if organisation.vat_number:
            assert iva.validate(organisation.vat_number) == organisation.vat_number
        if organisation.fiscal_code:
            assert codicefiscale.validate(organisation.fiscal_code) == organisation.fiscal_code
        assert organisation.identifier
    assert Organisation.objects.filter(side="IT", vat_number="").exclude(fiscal_code="").exists()
    assert Registration.objects.values("identifier").distinct().count() == 120


def test_names_in_both_alphabets(session):
    make(120)
    for organisation in Organisation.objects.filter(side="RU"):
        assert has_cyrillic(organisation.name_cyrillic)
        assert not has_cyrillic(organisation.name_latin)
    for organisation in Organisation.objects.filter(side="IT"):
        assert has_latin(organisation.name_latin)
        assert not has_latin(organisation.name_cyrillic)
    names = " ".join(Organisation.objects.values_list("name_cyrillic", flat=True))
    latin = " ".join(Organisation.objects.values_list("name_latin", flat=True))
    assert {"ООО", "АО"} <= set(names.split())
    assert {"S.r.l.", "S.p.A.", "OOO"} <= set(latin.split())
    families = " ".join(f"{d.family_latin} {d.family_cyrillic}" for d in Delegate.objects.all())
    for mark in ("’", "-", "ё", "à"):
        assert mark in families
    assert Delegate.objects.filter(side="IT").exclude(given_cyrillic="").exists()
    assert Delegate.objects.filter(side="RU", given_latin="").exists()


def test_nobody_real_can_be_written_to(session):
    make(60)
    for delegate in Delegate.objects.all():
        assert re.fullmatch(r"[a-z.0-9-]+@example\.(org|com)", delegate.email)
        assert not delegate.phone or clean_phone(delegate.phone, delegate.side) == delegate.phone
    assert Delegate.objects.values("email").distinct().count() == Delegate.objects.count()
    for registration in Registration.objects.all():
        assert registration.contact_email.endswith((".org", ".com"))
        assert clean_phone(registration.contact_phone, registration.language.upper())
        assert registration.contact_name


def test_what_is_sought_passes_the_form(session):
    """Whoever was sent could have been typed: the form takes each registration and each person as they are."""
    make(120)
    for registration in Registration.objects.select_related("organisation"):
        form = InterestsForm(registration=registration)
        typed = InterestsForm({key: value for key, value in form.initial.items() if value}, registration=registration)
        assert typed.is_valid() or registration.state == State.DRAFT, typed.errors
        people = delegate_formset(registration)
        data = {"delegates-TOTAL_FORMS": len(people.forms), "delegates-INITIAL_FORMS": 0}
        data |= {f"delegates-{number}-{key}": value for number, form in enumerate(people.forms)
                 for key, value in form.initial.items() if value}  # fmt: skip
        typed = delegate_formset(registration, querydict(data))
        assert typed.is_valid(), typed.errors


def test_what_is_sought_goes_with_who_says_it(session):
    make(120)
    assert set(OrganisationSector.objects.values_list("code", flat=True)) <= set(sectors())
    counts = Counter(OrganisationSector.objects.values_list("organisation", flat=True))
    assert set(counts.values()) == {1, 2, 3}
    sent = Registration.objects.exclude(state=State.DRAFT)
    assert sent.filter(organisation__sectors=None).count() == 0
    for registration in sent.exclude(themes="").select_related("organisation"):
        assert has_cyrillic(registration.themes) == (registration.language == "ru")
    assert set(sent.values_list("investment", flat=True)) == {*Investment.values, ""}
    assert {True, False} == set(sent.values_list("in_catalogue", flat=True))
    for body in Organisation.objects.filter(passes_on=True):
        assert body.category in ("region", "chamber", "trade_association", "confederation")
    passed = sent.filter(submitted_through__isnull=False).select_related("organisation", "submitted_through")
    assert passed
    for registration in passed:
        assert registration.submitted_through.passes_on
        assert registration.submitted_through.side == registration.organisation.side
        assert registration.submitted_through != registration.organisation


def test_what_persons_need(session):
    make(120)
    for delegate in Delegate.objects.select_related("registration"):
        own, other = ("it", "ru") if delegate.side == "IT" else ("ru", "it")
        assert own in delegate.speaks
        assert not (delegate.needs_interpreter and other in delegate.speaks)
        if delegate.conditions_read_at:
            assert delegate.place == Place.CONFIRMED
            assert delegate.registration.decided_at <= delegate.conditions_read_at <= timezone.now()
    for needs in ({"needs_interpreter": True}, {"conditions_read_at__isnull": False}):
        assert 0 < Delegate.objects.filter(**needs).count() < Delegate.objects.count()
    assert Delegate.objects.exclude(dietary_needs="").exists()
    assert Delegate.objects.exclude(access_needs="").exists()
    assert {"", "en"} <= set(Delegate.objects.values_list("language", flat=True))


@pytest.mark.parametrize("arguments", [[], ["--confirm"]])
def test_never_above_capacity_and_queues_without_gaps(session, arguments):
    make(120, 1, *arguments)
    confirmed = Counter(Delegate.objects.confirmed().values_list("side", flat=True))
    assert confirmed == {"IT": 40, "RU": 20}
    for side in ("IT", "RU"):
        queue = list(Delegate.objects.filter(side=side).waiting().values_list("queue_number", flat=True))
        assert len(queue) > 5
        assert queue == list(range(1, len(queue) + 1))
    for seats, name, limit in ((TableSeat, "table", 12), (VisitSeat, "visit", 6)):
        assert set(Counter(seats.objects.filter(place="confirmed").values_list(name, flat=True)).values()) == {limit}
        for thing in set(seats.objects.values_list(name, flat=True)):
            rows = seats.objects.filter(**{name: thing}, place="waiting").order_by("queue_number")
            queue = list(rows.values_list("queue_number", flat=True))
            assert queue == list(range(1, len(queue) + 1))
            assert queue
    assert not TableSeat.objects.filter(place="confirmed").exclude(delegate__place="confirmed").exists()


def test_states_agree_with_places(session):
    make(120)
    for registration in Registration.objects.prefetch_related("delegates"):
        places = {delegate.place for delegate in registration.delegates.all()}
        expected = {
            State.CONFIRMED: {Place.CONFIRMED, Place.WAITING},
            State.WAIT_LISTED: {Place.WAITING},
            State.CANCELLED: {Place.RELEASED},
        }.get(registration.state, {Place.REQUESTED})
        assert places <= expected
        assert registration.state != State.CONFIRMED or Place.CONFIRMED in places
        assert bool(registration.decision_reason) == (registration.state == State.DECLINED)
        moments = (registration.submitted_at, registration.verified_at, registration.decided_at)
        known = [moment for moment in moments if moment]
        assert known == sorted(known)
        assert all(registration.created_at <= moment for moment in known)


def test_places_are_those_the_gate_would_give(session):
    """The same delegates, admitted one registration after the other by the gate, end at the same places."""
    make(60, 1, "--confirm")
    columns = ("email", "place", "queue_number")
    seats = ("delegate__email", "table__number", "place", "queue_number")
    made = set(Delegate.objects.values_list(*columns)), set(TableSeat.objects.values_list(*seats))
    for model in (Delegate, TableSeat, VisitSeat):
        model.objects.update(place=Place.REQUESTED, queue_number=None)
    Registration.objects.update(state=State.UNDER_REVIEW)
    for registration in Registration.objects.order_by("created_at", "pk"):
        admit_registration(registration)
    assert (set(Delegate.objects.values_list(*columns)), set(TableSeat.objects.values_list(*seats))) == made


def test_what_is_there_already_keeps_its_place(session):
    registration = RegistrationFactory(session=session, state=State.CONFIRMED)
    kept = [DelegateFactory(registration=registration, place=Place.CONFIRMED) for _number in range(30)]
    waiting = DelegateFactory(registration=registration, place=Place.WAITING, queue_number=4)
    make(60, 1, "--confirm")
    assert Delegate.objects.filter(side="IT").confirmed().count() == 40
    assert Delegate.objects.filter(pk__in=[one.pk for one in kept]).confirmed().count() == 30
    queue = list(Delegate.objects.filter(side="IT").waiting().values_list("queue_number", flat=True))
    assert queue[:2] == [4, 5]
    assert Delegate.objects.get(pk=waiting.pk).queue_number == 4


def test_exactly_so_many_delegates_and_who_came():
    dates = {"starts_on": dt.date(2016, 12, 1), "ends_on": dt.date(2016, 12, 2), "opens_at": None, "closes_at": None}
    session = SessionFactory(number=25, status="held", **dates)
    run("--registrations", 190, "--delegates", "IT=310,RU=83", "--attended", "0.8", session=25)
    assert Counter(Delegate.objects.confirmed().values_list("side", flat=True)) == {"IT": 310, "RU": 83}
    assert Registration.objects.filter(session=session, state=State.CONFIRMED).count() == 190
    days = Counter(CheckIn.objects.values_list("day", flat=True))
    assert days[1] == round(393 * 0.8)
    assert 200 < days[2] < days[1]
    moments = CheckIn.objects.filter(day=2).values_list("at", flat=True)
    assert {moment.date() for moment in moments} == {dt.date(2016, 12, 2)}
    assert Registration.objects.order_by("-submitted_at").first().submitted_at.year == 2016


def test_a_session_without_capacity_tables_dates_or_number():
    session = SessionFactory(number=None, starts_on=None, ends_on=None, opens_at=None, closes_at=None)
    run("--registrations", 30, "--confirm", session=f"s{session.pk}")
    assert set(Delegate.objects.values_list("place", flat=True)) == {Place.CONFIRMED}
    assert not TableSeat.objects.exists()


def test_two_thousand_registrations_take_few_queries(session, django_assert_max_num_queries):
    with django_assert_max_num_queries(300):
        make(2000)
    assert Registration.objects.count() == 2000
    assert Organisation.objects.values("name_key").distinct().count() == 2000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--session", 99, "--registrations", 5], "there is no session 99"),
        (["--session", "x", "--registrations", 5], "“x” is no session"),
        (["--session", "9" * 30, "--registrations", 5], "is no session"),
        (["--session", 29, "--registrations", 0], "1 to 20000 are possible"),
        (["--session", 29, "--registrations", "many"], "invalid positive value: 'many'"),
        (["--session", 29, "--registrations", 5, "--delegates", "FR=3"], "write it as IT=310,RU=83"),
        (["--session", 29, "--registrations", 5, "--delegates", "IT=3,IT=4"], "write it as IT=310,RU=83"),
        (
            ["--session", 29, "--registrations", 5, "--delegates", "IT=100"],
            "100 delegates do not fit into 5 registrations",
        ),
        (
            ["--session", 29, "--registrations", 30, "--delegates", "RU=60"],
            "fewer places than delegates were asked for",
        ),
        (["--session", 29, "--registrations", 5, "--attended", 2], "a share is from 0 to 1"),
        (["--session", 29], "the following arguments are required: --registrations"),
    ],
)
def test_bad_arguments_are_refused_and_nothing_is_made(session, arguments, message):
    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("demo_data", *map(str, arguments))
    assert not Registration.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("count", "delegates"), [(190, {"IT": 310, "RU": 83}), (2, {"IT": 6}), (3, {"IT": 1, "RU": 2})]
)
def test_delegates_are_divided_exactly(count, delegates):
    plans = plan_registrations(Random(1), count, delegates, confirm=False)
    assert len(plans) == count
    assert Counter({side: sum(p.delegates for p in plans if p.side == side) for side in delegates}) == delegates
