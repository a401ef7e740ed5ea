"""Step 4: asking for tables and visits, also for full ones."""

import pytest

from participants.models import TableSeat, VisitSeat
from participants.tests.factories import DelegateFactory
from participants.tests.filling import ANNA, IVAN, address, draft
from sessions.tests.factories import CompanyVisitFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


def tables_of(session, count: int) -> list:
    return [ThematicTableFactory(session=session, number=number) for number in range(1, count + 1)]


def test_each_delegate_asks_for_tables_and_visits(client, session):
    first, second = draft(client, session, ANNA, IVAN).delegates.order_by("position")
    one, two, three = tables_of(session, 3)
    visit = CompanyVisitFactory(session=session)
    fields = {
        f"d{first.pk}-table_1": three.pk,
        f"d{first.pk}-table_2": one.pk,
        f"d{first.pk}-visits": [visit.pk],
        f"d{second.pk}-table_1": two.pk,
    }
    assert client.post(address(session, "choices"), fields).url == address(session, "check")
    wishes = TableSeat.objects.order_by("delegate", "preference")
    wishes = wishes.values_list("delegate", "table", "place", "preference")
    assert list(wishes) == [
        (first.pk, three.pk, "requested", 1),
        (first.pk, one.pk, "requested", 2),
        (second.pk, two.pk, "requested", 1),
    ]
    assert list(VisitSeat.objects.values_list("delegate", "visit", "place")) == [(first.pk, visit.pk, "requested")]


def test_coming_back_shows_the_choices_and_saving_replaces_them(client, session):
    delegate = draft(client, session).delegates.get()
    one, two = tables_of(session, 2)
    client.post(address(session, "choices"), {f"d{delegate.pk}-table_1": one.pk})
    page = client.get(address(session, "choices")).content.decode()
    assert page.count(" selected") == 3
    client.post(address(session, "choices"), {f"d{delegate.pk}-table_1": two.pk})
    assert list(TableSeat.objects.values_list("table", flat=True)) == [two.pk]


def test_seats_left_are_said_and_a_full_one_may_be_chosen(client, session):
    delegate = draft(client, session).delegates.get()
    full, roomy, unlimited = tables_of(session, 3)
    full.capacity, roomy.capacity = 1, 3
    full.save()
    roomy.save()
    other = DelegateFactory(registration__session=session)
    TableSeat.objects.create(delegate=other, table=full, place="confirmed")
    TableSeat.objects.create(delegate=other, table=roomy, place="requested")
    visit = CompanyVisitFactory(session=session, seats=1, town_it="Dalmine")
    VisitSeat.objects.create(delegate=other, visit=visit, place="confirmed")
    page = client.get(address(session, "choices", "en")).content.decode()
    for words in ("full: waiting list", "3 seats left", "seats for all", f"{visit.company}, Dalmine — full"):
        assert words in page
    response = client.post(address(session, "choices"), {f"d{delegate.pk}-table_1": full.pk})
    assert response.status_code == 302
    assert TableSeat.objects.get(delegate=delegate).place == "requested"


@pytest.mark.parametrize("forged", ["another session", "10^30", "text", "NUL"])
def test_a_choice_that_is_not_offered_is_refused(client, session, forged):
    delegate = draft(client, session).delegates.get()
    tables_of(session, 1)
    elsewhere = ThematicTableFactory(session=SessionFactory())
    value = {"another session": elsewhere.pk, "10^30": 10**30, "text": "x", "NUL": "\x00"}[forged]
    response = client.post(address(session, "choices", "en"), {f"d{delegate.pk}-table_1": value})
    assert "Select a valid choice." in response.content.decode()
    assert not TableSeat.objects.exists()


def test_a_table_is_chosen_once(client, session):
    delegate = draft(client, session).delegates.get()
    one, two = tables_of(session, 2)
    fields = {f"d{delegate.pk}-table_1": one.pk, f"d{delegate.pk}-table_2": two.pk, f"d{delegate.pk}-table_3": one.pk}
    page = client.post(address(session, "choices", "en"), fields).content.decode()
    assert "This table is chosen above already." in page
    assert page.count(" selected") == 3
    assert not TableSeat.objects.exists()


def test_the_delegate_of_another_draft_cannot_be_given_tables(client, session):
    theirs = draft(client, session).delegates.get()
    client.cookies.clear()
    draft(client, session)
    (table,) = tables_of(session, 1)
    client.post(address(session, "choices"), {f"d{theirs.pk}-tables": [table.pk]})
    assert not TableSeat.objects.exists()


def test_a_session_without_tables_or_visits_says_so_and_goes_on(client, session):
    draft(client, session)
    assert "no tables or visits to choose yet" in client.get(address(session, "choices", "en")).content.decode()
    assert client.post(address(session, "choices")).url == address(session, "check")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, session, rows, django_assert_num_queries):
    draft(client, session, *[ANNA | {"email": f"a{n}@example.com"} for n in range(rows)])
    tables_of(session, rows)
    CompanyVisitFactory.create_batch(rows, session=session)
    with django_assert_num_queries(8):
        client.get(address(session, "choices"))
