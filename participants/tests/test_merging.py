"""Two registrations of one company become one; no place is given twice and none is lost."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from post_office.models import Email

from accounts.tests.factories import StaffFactory
from participants import services
from participants.models import (
    Clarification,
    Delegate,
    MailLog,
    MatchKey,
    Organisation,
    ProposedChange,
    Registration,
    TableSeat,
)
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """The refusals are read in English."""
    with override("en"):
        yield


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def session():
    return SessionFactory(capacity_it=2)


def sent(session, *names, admitted=False, staff=None, **facts) -> Registration:
    registration = RegistrationFactory(session=session, language="en", **facts)
    for name in names:
        DelegateFactory(registration=registration, given_latin=name, family_latin="Rossi", name_key=f"{name} rossi")
    return services.confirm_registration(registration, staff) if admitted else registration


def standing(registration) -> list[tuple]:
    """Who stands in a registration: name, place, queue number."""
    rows = registration.delegates.exclude(place="released").order_by("given_latin")
    return list(rows.values_list("given_latin", "place", "queue_number"))


def state(registration) -> str:
    return Registration.objects.get(pk=registration.pk).state


def test_two_under_review_become_one(session, staff):
    keep, drop = sent(session, "Anna"), sent(session, "Anna", "Luca", themes="Robots")
    asked = services.ask_for_more(drop, "Which?", staff)
    Email.objects.all().delete()
    services.merge_registrations(keep, drop, staff)
    assert standing(keep) == [("Anna", "requested", None), ("Luca", "requested", None)]
    assert (state(keep), state(drop)) == ("under_review", "cancelled")
    keep.refresh_from_db()
    assert keep.themes == "Robots"
    assert Clarification.objects.get(pk=asked.pk).registration == keep
    mail = Email.objects.get()
    assert mail.to == [drop.contact_email]
    assert mail.subject == f"Registration merged with another one: {session}"
    assert "Merged with the registration of Officine Meccaniche" in mail.message
    assert set(MailLog.objects.filter(registration=keep).values_list("kind", flat=True)) == {"clarification"}


def test_persons_under_review_join_an_admitted_one_as_places_allow(session, staff):
    keep = sent(session, "Anna", admitted=True, staff=staff)
    drop = sent(session, "Anna", "Luca", "Piero")
    services.merge_registrations(keep, drop, staff)
    assert standing(keep) == [("Anna", "confirmed", None), ("Luca", "confirmed", None), ("Piero", "waiting", 1)]
    assert (state(keep), state(drop)) == ("confirmed", "cancelled")


def test_places_and_queue_numbers_go_over_as_they_are(session, staff):
    keep = sent(session, "Anna", admitted=True, staff=staff)
    drop = sent(session, "Luca", "Piero", admitted=True, staff=staff)
    services.merge_registrations(keep, drop, staff)
    assert standing(keep) == [("Anna", "confirmed", None), ("Luca", "confirmed", None), ("Piero", "waiting", 1)]
    assert Delegate.objects.confirmed().count() == 2


def test_of_a_person_named_twice_the_better_place_stays_and_the_other_goes_to_who_waits(session, staff):
    drop = sent(session, "Anna", "Luca", admitted=True, staff=staff)
    keep = sent(session, "Anna", admitted=True, staff=staff)
    waiting = sent(session, "Zoe", admitted=True, staff=staff)
    assert standing(keep) == [("Anna", "waiting", 1)]
    services.merge_registrations(keep, drop, staff)
    assert standing(keep) == [("Anna", "confirmed", None), ("Luca", "confirmed", None)]
    assert standing(waiting) == [("Zoe", "waiting", 2)]
    assert (state(keep), state(drop), state(waiting)) == ("confirmed", "cancelled", "wait_listed")


def test_a_place_held_twice_is_given_to_who_waits(session, staff):
    keep = sent(session, "Anna", admitted=True, staff=staff)
    drop = sent(session, "Anna", admitted=True, staff=staff)
    waiting = sent(session, "Zoe", admitted=True, staff=staff)
    services.merge_registrations(keep, drop, staff)
    assert standing(keep) == [("Anna", "confirmed", None)]
    assert standing(waiting) == [("Zoe", "confirmed", None)]
    assert Delegate.objects.confirmed().count() == 2


def test_seats_follow_the_person_and_stand_once(session, staff):
    first, second = ThematicTableFactory.create_batch(2, session=session, capacity=1)
    drop, keep = sent(session, "Anna"), sent(session, "Anna")
    for registration, tables in ((drop, [first]), (keep, [first, second])):
        for table in tables:
            TableSeat.objects.create(delegate=registration.delegates.get(), table=table)
    services.confirm_registration(drop, staff)
    session.capacity_it = 1
    session.save()
    services.confirm_registration(keep, staff)
    services.merge_registrations(keep, drop, staff)
    anna = keep.delegates.get()
    seats = anna.table_seats.order_by("table").values_list("table", "place")
    assert list(seats) == [(first.pk, "confirmed"), (second.pk, "confirmed")]
    assert TableSeat.objects.count() == 2


def test_an_admitted_one_is_not_merged_into_one_under_review(session, staff):
    keep, drop = sent(session, "Anna"), sent(session, "Luca", admitted=True, staff=staff)
    with pytest.raises(DomainError, match="merge this one into it"):
        services.merge_registrations(keep, drop, staff)
    assert (state(keep), state(drop)) == ("under_review", "confirmed")


@pytest.mark.parametrize("which", ["other session", "other side", "ended", "itself"])
def test_what_cannot_be_merged_is_refused(session, staff, which):
    keep = sent(session, "Anna")
    drop = {
        "other session": lambda: sent(SessionFactory(), "Luca"),
        "other side": lambda: sent(session, "Luca", organisation__side="RU"),
        "ended": lambda: services.cancel_registration(sent(session, "Luca")),
        "itself": lambda: keep,
    }[which]()
    with pytest.raises(DomainError):
        services.merge_registrations(keep, drop, staff)
    assert standing(keep) == [("Anna", "requested", None)]


def test_the_number_of_the_one_that_ends_is_taken_over_with_the_identifier(session, staff):
    keep = sent(session, "Anna", admitted=True, staff=staff)
    drop = sent(session, "Luca", admitted=True, staff=staff, organisation__vat_number="01234560165")
    change = ProposedChange.objects.create(registration=drop, field="town", before="", after="Bergamo")
    services.merge_registrations(keep, drop, staff)
    keep.refresh_from_db()
    assert (keep.identifier, keep.organisation.vat_number) == ("IT01234560165", "01234560165")
    assert MatchKey.objects.filter(organisation=keep.organisation, value="IT01234560165").exists()
    change.refresh_from_db()
    assert (change.approved, "Merged with" in change.reason) == (False, True)


# --- Organisations


def test_one_body_at_two_sessions_becomes_one_row(staff):
    old = sent(SessionFactory(), "Anna", organisation__town="Bergamo", organisation__website="https://rossi.it")
    new = sent(SessionFactory(), "Luca", admitted=True, staff=staff, organisation__vat_number="01234560165")
    passed = sent(SessionFactory(), "Zoe", submitted_through=old.organisation)
    gone = old.organisation_id
    services.merge_organisations(new.organisation, old.organisation, staff)
    for row in (old, new, passed):
        row.refresh_from_db()
    assert old.organisation == new.organisation == passed.submitted_through
    assert (new.organisation.town, old.identifier) == ("Bergamo", "IT01234560165")
    assert not Organisation.objects.filter(pk=gone).exists()
    assert MatchKey.objects.filter(organisation=new.organisation, value="rossi.it").exists()


def test_bodies_that_both_come_to_one_session_are_not_merged(session, staff):
    one, other = sent(session, "Anna"), sent(session, "Luca")
    with pytest.raises(DomainError, match="merge these first"):
        services.merge_organisations(one.organisation, other.organisation, staff)
    services.merge_registrations(one, other, staff)
    services.merge_organisations(one.organisation, other.organisation, staff)
    assert Organisation.objects.filter(pk=other.organisation_id).exists()  # the registration that ended names it


def test_an_identifier_admitted_already_stops_the_merging(session, staff):
    sent(session, "Anna", admitted=True, staff=staff, organisation__vat_number="01234560165")
    mine = sent(session, "Luca", admitted=True, staff=staff)
    other = OrganisationFactory(vat_number="01234560165")
    services.merge_organisations(mine.organisation, other, staff)
    mine.refresh_from_db()
    assert (mine.identifier, mine.organisation.vat_number) == ("", "")
