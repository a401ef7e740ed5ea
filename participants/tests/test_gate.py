"""The one gate for places: who gets a place, who waits, and who follows when a place is given back."""

import pytest

from accounts.tests.factories import StaffFactory
from participants import services
from participants.enums import Place, State
from participants.models import Delegate, TableSeat, VisitSeat
from participants.services import gate
from participants.tasks import fill_free_places
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.tests.factories import CompanyVisitFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


def registered(session, *, delegates=1, **fields):
    """A registration under review that names some delegates."""
    registration = RegistrationFactory(session=session, **fields)
    DelegateFactory.create_batch(delegates, registration=registration)
    return registration


def places(registration):
    return list(registration.delegates.order_by("pk").values_list("place", "queue_number"))


@pytest.fixture
def staff():
    return StaffFactory()


def test_places_end_and_the_rest_waits_in_order(staff):
    session = SessionFactory(capacity_it=2)
    one, two, three = (registered(session) for _ in range(3))
    for registration in (one, two, three):
        services.confirm_registration(registration, staff)
    four = services.confirm_registration(registered(session), staff)
    assert [places(r) for r in (one, two, three, four)] == [
        [("confirmed", None)],
        [("confirmed", None)],
        [("waiting", 1)],
        [("waiting", 2)],
    ]
    assert four.state == State.WAIT_LISTED
    assert services.queue_position(four.delegates.get()) == 2


def test_each_side_has_its_own_places(staff):
    session = SessionFactory(capacity_it=1, capacity_ru=1)
    italian = registered(session)
    russian = registered(session, organisation=OrganisationFactory(side="RU", name_cyrillic="ООО «Заря»"))
    for registration in (italian, russian):
        services.confirm_registration(registration, staff)
    assert places(italian) == places(russian) == [("confirmed", None)]


def test_a_company_larger_than_what_is_left_is_split(staff):
    session = SessionFactory(capacity_it=3)
    services.confirm_registration(registered(session, delegates=1), staff)
    company = services.confirm_registration(registered(session, delegates=4), staff)
    assert company.state == State.CONFIRMED
    assert places(company) == [("confirmed", None), ("confirmed", None), ("waiting", 1), ("waiting", 2)]


def test_a_place_given_back_goes_to_the_first_who_waits_with_the_seats_asked_for(staff, mailoutbox):
    session = SessionFactory(capacity_it=1)
    table, visit = ThematicTableFactory(session=session, capacity=1), CompanyVisitFactory(session=session, seats=1)
    first, second, third = (registered(session) for _ in range(3))
    for registration in (first, second, third):
        TableSeat.objects.create(delegate=registration.delegates.get(), table=table)
        VisitSeat.objects.create(delegate=registration.delegates.get(), visit=visit)
        services.confirm_registration(registration, staff)
    assert TableSeat.objects.get(place=Place.CONFIRMED).delegate.registration == first

    services.cancel_registration(first)

    second.refresh_from_db()
    assert second.state == State.CONFIRMED
    assert places(second) == [("confirmed", None)]
    assert places(third) == [("waiting", 2)]
    assert services.queue_position(third.delegates.get()) == 1
    assert TableSeat.objects.get(place=Place.CONFIRMED).delegate.registration == second
    assert VisitSeat.objects.get(place=Place.CONFIRMED).delegate.registration == second


def test_a_full_table_keeps_its_own_waiting_list(staff):
    session = SessionFactory()
    table = ThematicTableFactory(session=session, capacity=1)
    seats = []
    for _number in range(3):
        registration = registered(session)
        seats.append(TableSeat.objects.create(delegate=registration.delegates.get(), table=table))
        services.confirm_registration(registration, staff)
    assert list(TableSeat.objects.order_by("pk").values_list("place", "queue_number")) == [
        ("confirmed", None),
        ("waiting", 1),
        ("waiting", 2),
    ]
    services.release_delegate(seats[0].delegate)
    assert list(TableSeat.objects.order_by("pk").values_list("place", "queue_number")) == [
        ("released", None),
        ("confirmed", None),
        ("waiting", 2),
    ]


def test_asked_again_nothing_changes(staff):
    session = SessionFactory(capacity_it=1)
    registration = registered(session)
    services.confirm_registration(registration, staff)
    services.confirm_registration(registration, staff)
    assert places(registration) == [("confirmed", None)]
    services.cancel_registration(registration)
    services.cancel_registration(registration)
    assert places(registration) == [("released", None)]


def test_who_waits_is_confirmed_by_staff_only_when_a_place_is_free(staff):
    session = SessionFactory(capacity_it=1)
    services.confirm_registration(registered(session), staff)
    waiting = services.confirm_registration(registered(session), staff)
    with pytest.raises(DomainError, match="1"):
        services.confirm_registration(waiting, staff)
    session.capacity_it = 2
    session.save()
    assert services.confirm_registration(waiting, staff).state == State.CONFIRMED


def test_a_raised_capacity_promotes_in_order(staff):
    session = SessionFactory(capacity_it=1)
    registrations = [services.confirm_registration(registered(session), staff) for _ in range(4)]
    session.capacity_it = 3
    session.save()
    assert services.fill_free_places(session.pk) == 2
    assert services.fill_free_places(session.pk) == 0
    assert [places(r)[0][0] for r in registrations] == ["confirmed", "confirmed", "confirmed", "waiting"]


def test_the_clock_promotes_where_a_capacity_was_raised(staff):
    session = SessionFactory(capacity_it=1)
    table = ThematicTableFactory(session=session, capacity=1)
    registrations = [registered(session) for _ in range(2)]
    for registration in registrations:
        TableSeat.objects.create(delegate=registration.delegates.get(), table=table)
        services.confirm_registration(registration, staff)
    SessionFactory(capacity_it=1)
    assert services.sessions_with_waiting() == [session.pk]
    session.capacity_it, table.capacity = 2, 2
    session.save()
    table.save()
    fill_free_places()
    assert places(registrations[1]) == [("confirmed", None)]
    assert TableSeat.objects.filter(place=Place.CONFIRMED).count() == 2
    assert services.sessions_with_waiting() == []


def test_a_lowered_capacity_throws_nobody_out(staff):
    session = SessionFactory(capacity_it=2)
    registrations = [services.confirm_registration(registered(session), staff) for _ in range(3)]
    session.capacity_it = 1
    session.save()
    services.fill_free_places(session.pk)
    assert [places(r)[0][0] for r in registrations] == ["confirmed", "confirmed", "waiting"]
    services.cancel_registration(registrations[0])
    assert places(registrations[2]) == [("waiting", 1)]


def test_declining_needs_a_reason_and_frees_the_place(staff):
    session = SessionFactory(capacity_it=1)
    first = services.confirm_registration(registered(session), staff)
    second = services.confirm_registration(registered(session), staff)
    with pytest.raises(DomainError) as refused:
        services.decline_registration(first, staff, "  ")
    assert refused.value.field == "reason"
    first = services.decline_registration(first, staff, "Fuori tema")
    assert (first.state, first.decision_reason, first.decided_by) == (State.DECLINED, "Fuori tema", staff)
    assert places(second) == [("confirmed", None)]
    assert services.confirm_registration(first, staff).state == State.WAIT_LISTED


def test_moved_to_the_waiting_list_one_stands_at_its_end(staff):
    session = SessionFactory(capacity_it=1)
    first = services.confirm_registration(registered(session), staff)
    second = services.confirm_registration(registered(session), staff)
    first = services.move_to_waiting_list(first, staff)
    assert first.state == State.WAIT_LISTED
    assert places(first) == [("waiting", 1)]
    assert places(second) == [("confirmed", None)]


def test_the_same_identifier_is_admitted_once_a_session(staff):
    session = SessionFactory()
    organisations = OrganisationFactory.create_batch(2, vat_number="00743110157")
    one, two = (registered(session, organisation=organisation) for organisation in organisations)
    services.confirm_registration(one, staff)
    with pytest.raises(DomainError) as refused:
        services.confirm_registration(two, staff)
    assert refused.value.code == "duplicate"
    services.cancel_registration(one)
    assert services.confirm_registration(two, staff).state == State.CONFIRMED


@pytest.mark.parametrize("state", ["draft", "submitted", "cancelled"])
def test_what_is_not_under_review_is_not_confirmed(staff, state):
    fields = {"draft": {"draft": True}, "submitted": {"verified_at": None}}.get(state, {})
    registration = registered(SessionFactory(), **{"state": state, **fields})
    with pytest.raises(DomainError):
        services.confirm_registration(registration, staff)
    assert Delegate.objects.get().place == Place.REQUESTED


def test_the_gate_counts_a_constant_number_of_queries(staff, django_assert_num_queries):
    session = SessionFactory(capacity_it=50)
    for _number in range(10):
        services.confirm_registration(registered(session), staff)
    registration = registered(session)
    with gate.open_gate(session.pk) as locked, django_assert_num_queries(10):
        gate.give_place(locked, registration.delegates.get())
