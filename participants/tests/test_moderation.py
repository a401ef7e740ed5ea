"""Duplicates, questions to a company, and changes that staff approve."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils.translation import override
from post_office.models import Email

from accounts.tests.factories import StaffFactory
from participants import services
from participants.enums import MatchKind
from participants.models import MatchKey, ProposedChange
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def session():
    return SessionFactory()


def registered(session, *emails, **organisation):
    registration = RegistrationFactory(
        session=session, organisation=OrganisationFactory(**organisation), language="en",
        contact_email=emails[0] if emails else "anna@gmail.com",
    )  # fmt: skip
    DelegateFactory(registration=registration)
    services.index_organisation(registration.organisation, [registration.contact_email])
    return registration


def reasons(registration) -> list:
    return [(match.registration, match.reasons) for match in services.duplicates_of(registration)]


def test_duplicates_are_found_by_number_name_and_domain_within_the_session(session):
    mine = registered(session, "a@brembo.it", name_latin="Officine Brembo S.r.l.", vat_number="00743110157")
    same_number = registered(session, name_latin="Freni d’Italia", vat_number="00743110157")
    same_all = registered(session, "b@brembo.it", name_latin="OFFICINE BREMBO SRL", vat_number="00743110157")
    same_domain = registered(session, "c@brembo.it", name_latin="Altra cosa")
    registered(SessionFactory(), "a@brembo.it", name_latin="Officine Brembo S.r.l.")
    registered(session, name_latin="Nessuno")
    assert reasons(mine) == [
        (same_number, [MatchKind.NUMBER]),
        (same_all, [MatchKind.NUMBER, MatchKind.NAME, MatchKind.DOMAIN]),
        (same_domain, [MatchKind.DOMAIN]),
    ]


def test_a_name_is_found_across_alphabets(session):
    cyrillic = registered(session, side="RU", name_latin="", name_cyrillic="ООО «Уральский станок»")
    latin = registered(session, side="RU", name_latin="Uralskiy Stanok LLC", name_cyrillic="")
    assert reasons(cyrillic) == [(latin, [MatchKind.NAME])]


@pytest.mark.parametrize("rows", [1, 3])
def test_duplicates_of_a_page_cost_no_more_when_it_grows(session, rows, django_assert_num_queries):
    registrations = [registered(session, name_latin="Alfa") for _number in range(rows)]
    with django_assert_num_queries(5 if rows > 1 else 2):
        found = services.duplicates_among(registrations)
    assert [len(found.get(one.pk, [])) for one in registrations] == [rows - 1] * rows


def test_keys_follow_the_organisation(session):
    registration = registered(session, name_latin="Alfa", vat_number="00743110157")
    registration.organisation.name_latin = "Beta"
    services.index_organisation(registration.organisation)
    assert set(MatchKey.objects.values_list("kind", "value")) == {("number", "IT00743110157"), ("name", "beta")}


def test_staff_ask_and_the_company_answers_once(session, staff):
    registration = registered(session)
    asked = services.ask_for_more(registration, "Which machines?\nHow many?", staff)
    mail = Email.objects.get()
    assert (mail.to, mail.subject) == ([registration.contact_email], f"We need to know more: {session}")
    assert "Which machines?\nHow many?" in mail.message
    services.answer_clarification(asked, "Two lathes")
    with override("en"), pytest.raises(DomainError, match="answered already"):
        services.answer_clarification(asked, "Three")
    asked.refresh_from_db()
    assert asked.answer == "Two lathes"
    registration.refresh_from_db()
    assert registration.state == "under_review"


@pytest.mark.parametrize(("state", "question"), [("cancelled", "Why?"), ("under_review", "  ")])
def test_nothing_is_asked_in_vain(session, staff, state, question):
    registration = registered(session)
    registration.state = state
    registration.save()
    with pytest.raises(DomainError):
        services.ask_for_more(registration, question, staff)
    assert not Email.objects.exists()


def proposed(registration, field, after, delegate=None):
    before = getattr(delegate or registration.organisation, field, "")
    return ProposedChange.objects.create(
        registration=registration, delegate=delegate, field=field, before=before, after=after
    )


def test_an_approved_identifier_is_in_force_everywhere(session, staff):
    registration = services.confirm_registration(registered(session, vat_number="00743110157"), staff)
    Email.objects.all().delete()
    change = proposed(registration, "vat_number", "01234560165")
    services.decide_changes([change], staff, approve=True)
    registration.refresh_from_db()
    assert registration.organisation.vat_number == "01234560165"
    assert registration.identifier == "IT01234560165"
    assert MatchKey.objects.filter(value="IT01234560165").exists()
    change.refresh_from_db()
    assert (change.approved, change.decided_by) == (True, staff)
    mail = Email.objects.get()
    assert "VAT number (P. IVA): 00743110157 → 01234560165" in mail.message


def test_an_identifier_of_another_admitted_company_is_refused_and_nothing_changes(session, staff):
    services.confirm_registration(registered(session, vat_number="01234560165"), staff)
    registration = services.confirm_registration(registered(session, vat_number="00743110157"), staff)
    change = proposed(registration, "vat_number", "01234560165")
    with override("en"), pytest.raises(DomainError, match="already admitted"):
        services.decide_changes([change], staff, approve=True)
    registration.organisation.refresh_from_db()
    change.refresh_from_db()
    assert (registration.organisation.vat_number, change.approved) == ("00743110157", None)


def test_a_refusal_has_a_reason_which_the_company_reads(session, staff):
    registration = services.confirm_registration(registered(session, name_latin="Alfa"), staff)
    Email.objects.all().delete()
    change = proposed(registration, "name_latin", "Omega")
    with pytest.raises(DomainError):
        services.decide_changes([change], staff, approve=False, reason=" ")
    services.decide_changes([change], staff, approve=False, reason="Not your name")
    registration.organisation.refresh_from_db()
    assert registration.organisation.name_latin == "Alfa"
    assert "Refused" in Email.objects.get().message
    assert "Not your name" in Email.objects.get().message


def test_a_person_who_is_refused_gives_the_place_back(session, staff):
    registration = services.confirm_registration(registered(session), staff)
    row = {"given_latin": "Luca", "family_latin": "Neri"}
    luca = services.replace_delegate(registration.delegates.get(), row)
    change = ProposedChange.objects.get(field="person")
    assert (change.after, luca.place) == ("Luca Neri", "confirmed")
    services.decide_changes([change], staff, approve=False, reason="Unknown")
    luca.refresh_from_db()
    registration.refresh_from_db()
    assert (luca.place, registration.state) == ("released", "cancelled")


def test_the_keys_of_organisations_that_were_there_before_are_filled_in(session):
    before = [registered(session, "a@brembo.it", name_latin="Brembo S.p.A."), registered(session, name_latin="Alfa")]
    expected = set(MatchKey.objects.values_list("organisation", "kind", "value"))
    MatchKey.objects.all().delete()
    migration = import_module("participants.migrations.0004_match_keys")
    for _again in range(2):
        migration.fill(apps, None)
    assert set(MatchKey.objects.values_list("organisation", "kind", "value")) == expected
    assert {organisation for organisation, _kind, _value in expected} == {one.organisation_id for one in before}
