"""Who comes for a company, changed after sending: through the gate, until the session's deadline."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override
from post_office.models import Email

from accounts.tests.factories import StaffFactory
from participants import services
from participants.models import Delegate, ProposedChange, TableSeat, VisitSeat
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import CompanyVisitFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
LUCA = {"given_latin": "Luca", "family_latin": "Neri", "email": "luca@example.com", "language": "en"}


@pytest.fixture
def staff():
    return StaffFactory()


def company(session, count: int = 1, staff=None):
    registration = RegistrationFactory(session=session, language="en")
    DelegateFactory.create_batch(count, registration=registration, language="en")
    return services.confirm_registration(registration, staff) if staff else registration


def test_one_of_five_waits_and_is_promoted_when_another_withdraws(staff):
    session = SessionFactory(capacity_it=4)
    five = company(session, 5, staff)
    *_four, last = five.delegates.order_by("position", "pk")
    assert (last.place, last.queue_number) == ("waiting", 1)
    services.release_delegate(five.delegates.order_by("pk").first())
    last.refresh_from_db()
    assert (last.place, last.queue_number) == ("confirmed", None)
    five.refresh_from_db()
    assert five.state == "confirmed"
    assert Email.objects.filter(to=five.contact_email, subject__startswith="A place became free").count() == 1
    assert Email.objects.filter(to=last.email).latest("pk").subject.startswith("You are expected")


def test_a_person_added_gets_a_place_or_waits(staff):
    session = SessionFactory(capacity_it=2)
    registration = company(session, 1, staff)
    assert services.add_delegate(registration, LUCA).place == "confirmed"
    second = services.add_delegate(registration, LUCA | {"family_latin": "Verdi"})
    assert (second.place, second.queue_number, second.position) == ("waiting", 1, 2)
    assert second.name_key == "luca verdi"


def test_under_review_a_person_added_only_asks():
    assert services.add_delegate(company(SessionFactory(capacity_it=1)), LUCA).place == "requested"


def test_eleven_are_too_many():
    registration = company(SessionFactory(), 10)
    with override("en"), pytest.raises(DomainError, match="At most 10 persons"):
        services.add_delegate(registration, LUCA)


def test_a_successor_takes_place_seats_and_queue_number(staff):
    session = SessionFactory(capacity_it=1)
    table, visit = ThematicTableFactory(session=session), CompanyVisitFactory(session=session)
    first, second = company(session, 1), company(session, 1)
    anna = first.delegates.get()
    TableSeat.objects.create(delegate=anna, table=table)
    VisitSeat.objects.create(delegate=anna, visit=visit)
    services.confirm_registration(first, staff)
    services.confirm_registration(second, staff)
    luca = services.replace_delegate(anna, LUCA)
    anna.refresh_from_db()
    assert (anna.place, luca.place) == ("released", "confirmed")
    assert (luca.table_seats.get().place, luca.visit_seats.get().place) == ("confirmed", "confirmed")
    waiting = services.replace_delegate(second.delegates.get(), LUCA)
    assert (waiting.place, waiting.queue_number) == ("waiting", 1)
    change = ProposedChange.objects.get(registration=first)
    assert (change.field, change.before, change.after) == ("person", anna.name, "Luca Neri")
    subjects = list(Email.objects.filter(to=anna.email).order_by("pk").values_list("subject", flat=True))
    assert subjects[-1].startswith("You are no longer named")
    assert Delegate.objects.filter(session=session).confirmed().count() == 1


def test_tables_and_visits_are_changed_and_what_is_left_goes_to_the_next(staff):
    session = SessionFactory()
    full, other = ThematicTableFactory(session=session, capacity=1), ThematicTableFactory(session=session)
    holder, waiter = company(session, 1), company(session, 1)
    for registration in (holder, waiter):
        TableSeat.objects.create(delegate=registration.delegates.get(), table=full)
        services.confirm_registration(registration, staff)
    anna = holder.delegates.get()
    services.change_choices(anna, [other.pk], [])
    assert list(anna.table_seats.values_list("table", "place", "preference")) == [(other.pk, "confirmed", 1)]
    assert waiter.delegates.get().table_seats.get().place == "confirmed"
    services.change_choices(anna, [other.pk, full.pk], [])
    wishes = anna.table_seats.order_by("preference").values_list("table", "place", "queue_number")
    assert list(wishes) == [(other.pk, "confirmed", None), (full.pk, "waiting", 1)]


def test_what_is_not_of_the_session_is_refused(staff):
    anna = company(SessionFactory(), 1, staff).delegates.get()
    elsewhere = ThematicTableFactory()
    with pytest.raises(DomainError):
        services.change_choices(anna, [elsewhere.pk], [])
    with pytest.raises(DomainError):
        services.change_choices(anna, [1, 2, 3, 4], [])
    assert not TableSeat.objects.exists()


def test_who_has_given_up_asks_for_nothing_any_more(staff):
    registration = company(SessionFactory(), 2, staff)
    table = ThematicTableFactory(session=registration.session)
    gone = services.release_delegate(registration.delegates.first())
    with override("en"), pytest.raises(DomainError, match="has given up the place already"):
        services.change_choices(gone, [table.pk], [])
    assert not TableSeat.objects.exists()


@pytest.mark.parametrize("act", ["add", "replace", "choices"])
def test_after_the_deadline_nothing_changes(staff, act):
    session = SessionFactory(changes_until=timezone.now() - dt.timedelta(minutes=1))
    registration = company(session, 1, staff)
    anna = registration.delegates.get()
    acts = {
        "add": lambda: services.add_delegate(registration, LUCA),
        "replace": lambda: services.replace_delegate(anna, LUCA),
        "choices": lambda: services.change_choices(anna, [], []),
    }
    with override("en"), pytest.raises(DomainError, match="The time for changes is over"):
        acts[act]()
    assert Delegate.objects.get() == anna
