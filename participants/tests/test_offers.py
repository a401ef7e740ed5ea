"""Places offered from the waiting list: accepted in time or given to the next; and why nobody was promoted."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override
from post_office.models import Email

from accounts.tests.factories import StaffFactory
from participants import services
from participants.enums import Place
from participants.models import Delegate, MailLog
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(hours=25)


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def session():
    return SessionFactory(capacity_it=1, acceptance_hours=24)


def confirmed(session, staff):
    """A registration with one delegate, through the gate."""
    registration = RegistrationFactory(session=session, language="en")
    DelegateFactory(registration=registration, language="en")
    return services.confirm_registration(registration, staff)


@pytest.fixture
def three(session, staff):
    """One who has the only place, and two who wait."""
    return [confirmed(session, staff) for _number in range(3)]


def places(registrations):
    return [registration.delegates.get().place for registration in registrations]


def test_a_place_from_the_waiting_list_is_offered_until_a_deadline(three):
    services.cancel_registration(three[0])
    offered = three[1].delegates.get()
    assert offered.place == Place.CONFIRMED
    assert abs(offered.accept_by - timezone.now() - dt.timedelta(hours=24)) < dt.timedelta(minutes=1)
    mail = Email.objects.filter(to=three[1].contact_email).latest("pk")
    assert mail.subject.startswith("A place became free")
    assert "Please accept it on your own page by" in mail.message
    assert Delegate.objects.offered().get() == offered


def test_who_got_a_place_at_once_has_nothing_to_accept(three):
    assert three[0].delegates.get().accept_by is None


def test_accepted_it_stays_and_accepted_again_changes_nothing(three):
    services.cancel_registration(three[0])
    offered = services.accept_place(three[1].delegates.get())
    moment = offered.accepted_at
    assert services.accept_place(offered).accepted_at == moment
    assert services.lapse_offers(timezone.now() + LATER) == 0
    assert places(three) == ["released", "confirmed", "waiting"]


def test_not_accepted_in_time_it_goes_to_the_next_once(three):
    services.cancel_registration(three[0])
    assert services.lapse_offers(timezone.now() + LATER) == 1
    assert places(three) == ["released", "released", "confirmed"]
    three[1].refresh_from_db()
    assert three[1].state == "cancelled"
    assert services.lapse_offers(timezone.now()) == 0
    kinds = list(MailLog.objects.filter(registration=three[1]).values_list("kind", flat=True))
    assert kinds.count("offer_lapsed") == 1
    assert MailLog.objects.filter(registration=three[2], kind="promoted").count() == 1


@pytest.mark.parametrize("status", ["postponed", "cancelled", "held"])
def test_a_session_that_gives_no_places_takes_none_back(three, session, status):
    services.cancel_registration(three[0])
    session.status = status
    session.save()
    assert services.lapse_offers(timezone.now() + LATER) == 0
    assert places(three) == ["released", "confirmed", "waiting"]


def test_after_the_deadline_it_is_not_accepted_even_before_the_clock_took_it_back(three):
    services.cancel_registration(three[0])
    delegate = three[1].delegates.get()
    with override("en"), pytest.raises(DomainError, match="The time to accept this place is over"):
        services.accept_place(delegate, timezone.now() + LATER)
    services.lapse_offers(timezone.now() + LATER)
    with override("en"), pytest.raises(DomainError, match="not offered any more"):
        services.accept_place(delegate)


def test_an_offer_never_lasts_beyond_the_beginning_of_the_session(staff):
    soon = timezone.now().date() + dt.timedelta(days=3)
    session = SessionFactory(capacity_it=1, acceptance_hours=999, starts_on=soon)
    first, second = (confirmed(session, staff) for _number in range(2))
    services.cancel_registration(first)
    begins = dt.datetime.combine(session.starts_on, dt.time(), tzinfo=session.zone)
    assert second.delegates.get().accept_by == begins


def test_once_the_session_has_begun_a_place_is_given_and_not_offered(staff):
    session = SessionFactory(capacity_it=1, acceptance_hours=24, starts_on=timezone.now().date())
    registrations = [confirmed(session, staff) for _number in range(3)]
    services.cancel_registration(registrations[0])
    assert registrations[1].delegates.get().accept_by is None
    for _minute in range(3):
        assert services.lapse_offers() == 0
    assert places(registrations) == ["released", "confirmed", "waiting"]


def reason(session, side="IT") -> str:
    with override("en"):
        return services.why_nobody_promoted(session, side)


def test_why_nobody_was_promoted(session, staff):
    assert reason(session) == "Nobody waits."
    three = [confirmed(session, staff) for _number in range(3)]
    assert reason(session) == "All 1 places are taken."
    services.cancel_registration(three[0])
    assert reason(session).startswith("All 1 places are taken. 1 of them is offered and not accepted yet;")
    services.accept_place(three[1].delegates.get())
    session.capacity_it = 2
    session.save()
    assert reason(session) == ""
    services.fill_free_places(session.pk)
    confirmed(session, staff)
    session.capacity_it = 1
    session.save()
    assert reason(session).startswith("The number of places was lowered: 1 more person has a place")
    session.status = "postponed"
    session.save()
    assert reason(session) == "The session is not ahead (Postponed): places are not given any more."


def test_a_session_that_was_held_promotes_nobody(three, session):
    session.status = "held"
    session.save()
    services.cancel_registration(three[0])
    assert places(three) == ["released", "waiting", "waiting"]


def test_lowering_the_capacity_throws_nobody_out(session, staff):
    session.capacity_it = 3
    session.save()
    four = [confirmed(session, staff) for _number in range(4)]
    session.capacity_it = 1
    session.save()
    services.fill_free_places(session.pk)
    assert places(four) == ["confirmed", "confirmed", "confirmed", "waiting"]
    services.cancel_registration(four[0])
    services.cancel_registration(four[1])
    assert places(four) == ["released", "released", "confirmed", "waiting"]
    session.capacity_it = 2
    session.save()
    services.fill_free_places(session.pk)
    assert places(four) == ["released", "released", "confirmed", "confirmed"]
