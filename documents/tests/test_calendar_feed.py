"""One's own calendar: what is common, and the sittings and visits of confirmed seats; ended, it gives nothing."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from icalendar import Calendar

from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import AccessLink, TableSeat, VisitSeat
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import CompanyVisitFactory, ProgrammeItemFactory, SessionFactory
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = SessionFactory()
    ProgrammeItemFactory(session=session, title_it="Apertura")
    for name in ("Meccanica", "Energia", "Turismo"):
        item = ProgrammeItemFactory(session=session, title_it=f"Seduta {name}", kind="table")
        TableSitting.objects.create(item=item, table=ThematicTableFactory(session=session, title_it=name))
    visit = CompanyVisitFactory(session=session, company_it="Birrificio")
    ProgrammeItemFactory(session=session, title_it="Visita al birrificio", kind="visit", visit=visit)
    return session


@pytest.fixture
def delegate(session):
    registration = RegistrationFactory(session=session, state="confirmed")
    delegate = DelegateFactory(registration=registration, place="confirmed")
    places = ("confirmed", "waiting", None)
    for number, (table, place) in enumerate(zip(session.tables.order_by("pk"), places, strict=True), start=1):
        if place:
            queue = number if place == "waiting" else None
            TableSeat.objects.create(delegate=delegate, table=table, place=place, queue_number=queue, preference=number)
    VisitSeat.objects.create(delegate=delegate, visit=session.visits.get(), place="confirmed")
    return delegate


def feed_of(registration, delegate=None) -> str:
    return f"/it/calendar/{make_link(registration, LinkPurpose.CALENDAR, timezone.now(), delegate=delegate)}.ics"


def titles(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    return sorted(str(event["summary"]) for event in Calendar.from_ical(response.content).walk("VEVENT"))


def test_the_feed_holds_what_is_common_and_the_confirmed_seats(client, delegate):
    assert titles(client, feed_of(delegate.registration, delegate)) == [
        "Apertura", "Seduta Meccanica", "Visita al birrificio",
    ]  # fmt: skip


def test_the_contacts_feed_joins_the_seats_of_all_delegates_and_a_delegates_does_not(client, delegate, session):
    second = DelegateFactory(registration=delegate.registration, place="confirmed")
    TableSeat.objects.create(delegate=second, table=session.tables.order_by("pk")[2], place="confirmed")
    assert titles(client, feed_of(delegate.registration)) == [
        "Apertura", "Seduta Meccanica", "Seduta Turismo", "Visita al birrificio",
    ]  # fmt: skip
    assert titles(client, feed_of(delegate.registration, second)) == ["Apertura", "Seduta Turismo"]


def test_the_feed_follows_what_changes_and_keeps_its_identities(client, delegate, session):
    address = feed_of(delegate.registration, delegate)
    before = re.findall(rb"UID:\S+", client.get(address).content)
    delegate.visit_seats.update(place="released")
    session.items.filter(title_it="Apertura").update(title_it="Apertura solenne")
    assert titles(client, address) == ["Apertura solenne", "Seduta Meccanica"]
    assert set(re.findall(rb"UID:\S+", client.get(address).content)) < set(before)


@pytest.mark.parametrize(
    "fault", ["unknown", "truncated", "expired", "revoked", "other purpose", "withdrawn", "NUL", "long"]
)
def test_what_is_no_feed_gives_nothing(client, delegate, fault):
    registration = delegate.registration
    address = feed_of(registration, delegate)
    past = timezone.now() - dt.timedelta(days=1)
    change = {"expired": {"expires_at": past}, "revoked": {"revoked_at": past}, "other purpose": {"purpose": "my"}}
    AccessLink.objects.update(**change.get(fault, {"used_at": None}))
    if fault == "withdrawn":
        registration.state = "cancelled"
        registration.save()
    shown = {"unknown": "x" * 43, "NUL": "%00", "long": "y" * 4000}
    address = f"/it/calendar/{shown[fault]}.ics" if fault in shown else address
    address = address.replace(".ics", "")[:-1] + ".ics" if fault == "truncated" else address
    response = client.get(address)
    assert response.status_code == 410
    assert b"VEVENT" not in response.content


def test_a_feed_is_read_only_and_changes_nothing(client, delegate):
    address = feed_of(delegate.registration, delegate)
    client.get(address)
    assert client.post(address).status_code == 405
    assert AccessLink.objects.get().used_at is None


# --- Making and ending it, on the own page


@pytest.mark.parametrize("own", [True, False])
def test_the_page_shows_the_address_once_and_a_new_one_ends_the_old(client, delegate, own):
    enter(client, delegate.registration, delegate if own else None)
    assert ".ics" not in client.get("/en/my/calendar/").content.decode()
    first, second = (made(client) for _time in range(2))
    assert ".ics" not in client.get("/en/my/calendar/").content.decode()
    assert client.get(first).status_code == 410
    assert titles(client, second) == ["Apertura", "Seduta Meccanica", "Visita al birrificio"]
    client.post("/en/my/calendar/", {"end": "1"})
    assert client.get(second).status_code == 410


def made(client) -> str:
    page = client.post("/en/my/calendar/").content.decode()
    return re.search(r'value="http://127\.0\.0\.1:8000(/en/calendar/[\w-]{43}\.ics)"', page)[1]


def test_there_is_no_calendar_for_what_ended(client, delegate):
    delegate.registration.state = "cancelled"
    delegate.registration.save()
    enter(client, delegate.registration)
    assert "This registration has ended" in client.post("/en/my/calendar/").content.decode()
    assert not AccessLink.objects.filter(purpose="calendar").exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, delegate, rows, django_assert_num_queries):
    for _number in range(1, rows):
        person = DelegateFactory(registration=delegate.registration, place="confirmed")
        VisitSeat.objects.create(delegate=person, visit=delegate.session.visits.get(), place="confirmed")
    address = feed_of(delegate.registration)
    with django_assert_num_queries(12):
        client.get(address)
