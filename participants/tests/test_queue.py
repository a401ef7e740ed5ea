"""The queue of registrations to decide on, two of them side by side, and the changes staff approve."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from accounts.tests.factories import StaffFactory, UserFactory
from participants import services
from participants.models import Clarification, NotTheSame, Organisation, ProposedChange, Registration
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/participants/registration/"
QUEUE = f"{LIST}queue/"
CHANGES = f"{LIST}changes/"


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


@pytest.fixture
def session():
    return SessionFactory(capacity_it=5)


def sent(session, name: str, hours: int = 1, **facts) -> Registration:
    """A registration that arrived so many hours ago, with one delegate and its keys."""
    registration = RegistrationFactory(
        session=session, organisation__name_latin=name, language="en",
        verified_at=timezone.now() - dt.timedelta(hours=hours), **facts,
    )  # fmt: skip
    DelegateFactory(registration=registration)
    services.index_organisation(registration.organisation)
    return registration


def names(page) -> list[str]:
    return [row.registration.organisation.name_latin for row in page.context["rows"]]


def fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


# --- The queue


def test_what_waits_for_a_decision_stands_in_order_of_arrival(client, staff, session):
    sent(session, "Beta", 2)
    sent(session, "Alfa", 1)
    services.confirm_registration(sent(session, "Confirmed"), staff)
    sent(SessionFactory(), "Elsewhere")
    page = client.get(QUEUE, {"session": session.pk})
    assert names(page) == ["Beta", "Alfa"]
    assert "2 registrations to decide on, in order of arrival" in page.text
    assert "4 places free" in page.text
    assert "no limit of places" in page.text


def test_a_row_says_what_is_worth_knowing(client, staff, session):
    earlier = sent(SessionFactory(), "Rossi S.r.l.")
    one = sent(session, "Rossi S.r.l.", 3, earlier=earlier, organisation__vat_number="01234560165")
    sent(session, "ROSSI SRL", 1, organisation__vat_number="01234560165")
    services.ask_for_more(one, "Which machines?", staff)
    page = client.get(QUEUE, {"session": session.pk}).text
    assert "same identifier, same name" in page
    assert "Under review" in page
    assert "Waiting for the company's answer" in page
    assert "Took part in an earlier session" in page
    services.answer_clarification(Clarification.objects.get(), "Lathes")
    page = client.get(QUEUE, {"session": session.pk}).text
    assert "The company answered" in page
    assert "Waiting for the company's answer" not in page


def test_the_queue_is_filtered(client, staff, session):
    sent(session, "Alfa", 4, organisation__side="RU")
    sent(session, "Banca", 3, organisation__category="bank")
    sent(session, "Gamma", 2)
    sent(session, "GAMMA S.p.A.", 1)
    for wanted, found in (
        ({"side": "RU"}, ["Alfa"]),
        ({"category": "bank"}, ["Banca"]),
        ({"duplicates": "on"}, ["Gamma", "GAMMA S.p.A."]),
        ({"side": "XX", "p": "-1"}, ["Alfa", "Banca", "Gamma", "GAMMA S.p.A."]),
    ):
        assert names(client.get(QUEUE, {"session": session.pk, **wanted})) == found


@pytest.mark.parametrize("query", ["session=0", "session=abc", "session=%00", "session=" + "9" * 30, "p=x", "side=%00"])
def test_an_address_nobody_can_mean_is_no_fault(client, staff, session, query):
    sent(session, "Alfa")
    assert client.get(f"{QUEUE}?{query}").status_code in (200, 302)


def test_no_session_at_all_is_no_fault(client, staff):
    assert "Nothing waits for a decision here." in client.get(QUEUE).text


def test_the_queue_costs_the_same_with_one_row_and_three(client, staff, session):
    counts = []
    for name in ("Alfa", "Alfa srl", "Alfa spa"):
        sent(session, name, earlier=None)
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(QUEUE)
        counts.append(len(queries))
    assert len(page.context["rows"]) == 3
    assert len(page.context["rows"][0].duplicates) == 2
    assert counts == [13, 16, 16]  # where a key is shared: the registrations behind it, and who was told apart


def test_a_long_queue_is_shown_in_pages(client, staff, session):
    for number in range(27):
        sent(session, f"Impresa {number:02}", 100 - number)
    page = client.get(QUEUE, {"session": session.pk, "p": 2})
    assert names(page) == ["Impresa 25", "Impresa 26"]
    assert "Page 2 of 2" in page.text


def test_of_many_duplicates_the_first_are_shown(client, staff, session, monkeypatch):
    monkeypatch.setattr("participants.admin.queue.MOST_WITH_DUPLICATES", 2)
    for name in ("Rossi", "Rossi srl", "Rossi spa"):
        sent(session, name)
    page = client.get(QUEUE, {"session": session.pk, "duplicates": "on"})
    assert len(names(page)) == 2
    assert "the others follow as you decide" in page.text


def test_acts_lead_back_to_the_queue(client, staff, session):
    one, two = sent(session, "Alfa"), sent(session, "Beta")
    answer = client.post(f"{LIST}{one.pk}/confirm/", {"back": "queue"})
    assert answer["Location"] == f"{QUEUE}?session={session.pk}"
    page = client.post(f"{LIST}{two.pk}/decline/", {"back": "queue"})
    assert 'name="back" value="queue"' in page.text
    answer = client.post(f"{LIST}{two.pk}/decline/", {"back": "queue", "sure": "1", "reason": "Not a theme"})
    assert answer["Location"] == f"{QUEUE}?session={session.pk}"
    assert (fresh(one).state, fresh(two).state) == ("confirmed", "declined")


def test_staff_ask_for_more_from_the_queue(client, staff, session):
    one = sent(session, "Alfa")
    url = f"{LIST}{one.pk}/ask/"
    assert 'name="question"' in client.get(f"{url}?back=queue").text
    assert "This field is required." in client.post(url, {"sure": "1", "question": " "}).text
    answer = client.post(url, {"sure": "1", "question": "Which machines?", "back": "queue"})
    assert answer["Location"] == f"{QUEUE}?session={session.pk}"
    assert Clarification.objects.get().asked_by == staff
    assert "Which machines?" in Email.objects.get().message
    assert "Which machines?" in client.get(f"{LIST}{one.pk}/change/").text


def test_who_may_not_see_registrations_sees_no_queue(client, session):
    one, two = sent(session, "Alfa"), sent(session, "Alfa")
    client.force_login(UserFactory(is_staff=True))
    for url in (QUEUE, CHANGES):
        assert client.get(url).status_code == 403
    reader = UserFactory(is_staff=True, language="en")
    reader.user_permissions.add(*Permission.objects.filter(codename__in=["view_registration", "view_session"]))
    client.force_login(reader)
    page = client.get(QUEUE).text
    assert "Alfa" in page
    assert "/confirm/" not in page
    compared = client.get(f"{LIST}{one.pk}/compare/{two.pk}/")
    assert "Merge into this one" not in compared.text
    for url in (f"{LIST}{one.pk}/merge/{two.pk}/", f"{LIST}{one.pk}/apart/{two.pk}/", f"{LIST}{one.pk}/ask/"):
        assert client.post(url, {"sure": "1", "question": "?"}).status_code == 403
    assert client.post(CHANGES, {"registration": one.pk}).status_code == 403


def test_a_clerk_of_no_session_sees_nothing(client, session):
    one, two = sent(session, "Alfa"), sent(session, "Alfa")
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["view_registration", "change_registration"]))
    client.force_login(clerk)
    assert "Alfa" not in client.get(QUEUE).text
    assert client.get(f"{LIST}{one.pk}/compare/{two.pk}/").status_code == 404
    assert client.post(f"{LIST}{one.pk}/merge/{two.pk}/", {"sure": "1"}).status_code == 404


# --- Side by side


def test_two_registrations_stand_side_by_side_with_what_differs(client, staff, session):
    one = sent(session, "Rossi S.r.l.", organisation__town="Bergamo", themes="Robots")
    other = sent(session, "ROSSI SRL", organisation__town="bergamo", themes="Lathes")
    page = client.get(f"{LIST}{one.pk}/compare/{other.pk}/")
    differs = {line.label: line.differs for line in page.context["lines"]}
    assert (differs["Themes and projects"], differs["Town"], differs["Kind" if "Kind" in differs else "Category"]) == (
        True, False, False,
    )  # fmt: skip
    assert "≠ differs" in page.text
    assert "same name" in page.text


def test_merging_asks_first(client, staff, session):
    one, other = sent(session, "Rossi S.r.l."), sent(session, "Rossi")
    url = f"{LIST}{one.pk}/merge/{other.pk}/"
    assert client.get(url).status_code == 405
    assert "This cannot be undone." in client.post(url).text
    assert fresh(other).state == "under_review"
    assert "The two registrations are one now." in client.post(url, {"sure": "1"}, follow=True).text
    assert (fresh(one).state, fresh(other).state) == ("under_review", "cancelled")
    assert one.delegates.count() == 2


def test_a_merging_that_is_refused_says_why(client, staff, session):
    one, other = sent(session, "Rossi S.r.l."), sent(session, "Rossi")
    services.confirm_registration(other, staff)
    page = client.post(f"{LIST}{one.pk}/merge/{other.pk}/", {"sure": "1"}, follow=True).text
    assert "The other one is admitted already" in page


def test_two_that_are_not_the_same_are_not_shown_again(client, staff, session):
    one, other = sent(session, "Rossi S.r.l."), sent(session, "Rossi")
    assert [match.registration for match in services.duplicates_of(one)] == [other]
    for _again in range(2):
        client.post(f"{LIST}{other.pk}/apart/{one.pk}/")
    assert NotTheSame.objects.get().decided_by == staff
    assert services.duplicates_of(one) == services.duplicates_of(other) == []


def test_the_page_of_one_names_its_duplicates_here_and_its_registrations_elsewhere(client, staff, session):
    one, other = sent(session, "Rossi S.r.l."), sent(session, "Rossi")
    before = sent(SessionFactory(), "Rossi srl")
    page = client.get(f"{LIST}{one.pk}/change/").text
    assert f"{LIST}{one.pk}/compare/{other.pk}/" in page
    assert f"{LIST}{before.pk}/change/" in page


# --- Changes to approve


def admitted_with_change(session, staff, field: str, after: str, **organisation) -> ProposedChange:
    one = services.confirm_registration(sent(session, "Alfa", **organisation), staff)
    Email.objects.all().delete()
    before = getattr(one.organisation, field)
    return ProposedChange.objects.create(registration=one, field=field, before=before, after=after)


def test_a_change_is_shown_before_and_after_and_approved(client, staff, session):
    change = admitted_with_change(session, staff, "vat_number", "01234560165", organisation__vat_number="00743110157")
    page = client.get(CHANGES).text
    for text in ("00743110157", "01234560165", "VAT number (P. IVA)", "Alfa"):
        assert text in page
    form = {"registration": change.registration_id, "changes": [change.pk], "decision": "approve"}
    assert "1 change approved." in client.post(CHANGES, form, follow=True).text
    assert fresh(change.registration).identifier == "IT01234560165"
    assert Email.objects.count() == 1


def test_changes_of_one_session_are_shown_alone_and_stay_so_after_a_decision(client, staff, session):
    one = admitted_with_change(session, staff, "name_latin", "Omega")
    admitted_with_change(SessionFactory(), staff, "name_latin", "Sigma")
    assert [
        len(client.get(f"{CHANGES}{query}").context["proposals"]) for query in ("", "?session=9", "?session=x")
    ] == [2] * 3
    mine = f"{CHANGES}?session={session.pk}"
    page = client.get(mine)
    assert [row.pk for row, *_rest in page.context["proposals"]] == [one.registration_id]
    assert f'<option value="{session.pk}" selected>' in page.text
    form = {"registration": one.registration_id, "changes": [one.pk], "decision": "approve"}
    answer = client.post(mine, form)
    assert answer["Location"] == mine
    assert "Nothing waits for approval." in client.get(mine).text


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(client, staff, session):
    change = admitted_with_change(session, staff, "name_latin", "Omega")
    form = {"registration": change.registration_id, "changes": [change.pk], "decision": "refuse"}
    assert "Write the reason: the company will read it." in client.post(CHANGES, form).text
    page = client.post(CHANGES, {**form, "changes": [], "reason": "Typed already"}).text
    assert "Tick at least one change." in page
    assert "Typed already</textarea>" in page
    assert "1 change refused." in client.post(CHANGES, {**form, "reason": "Not your name"}, follow=True).text
    change.refresh_from_db()
    assert (change.approved, change.reason, change.decided_by) == (False, "Not your name", staff)


def test_an_identifier_admitted_already_is_refused_on_the_page(client, staff, session):
    services.confirm_registration(sent(session, "Beta", organisation__vat_number="01234560165"), staff)
    change = admitted_with_change(session, staff, "vat_number", "01234560165", organisation__vat_number="00743110157")
    form = {"registration": change.registration_id, "changes": [change.pk], "decision": "approve"}
    page = client.post(CHANGES, form).text
    assert "An organisation with the same identifier is already admitted to this session." in page
    change.refresh_from_db()
    assert change.approved is None


@pytest.mark.parametrize("pk", ["", "0", "abc", "9" * 15])
def test_a_decision_on_what_is_not_there_is_no_fault(client, staff, pk):
    assert client.post(CHANGES, {"registration": pk, "decision": "approve"}).status_code == 404


def test_changes_cost_the_same_with_one_row_and_three(client, staff, session):
    counts = []
    for after in ("Omega", "Sigma", "Delta"):
        admitted_with_change(session, staff, "name_latin", after)
        client.get(CHANGES)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(CHANGES)
        counts.append(len(queries))
    assert len(page.context["proposals"]) == 3
    assert counts == [7, 7, 7]


def test_two_names_of_one_person_are_approved_together(client, staff, session):
    one = services.confirm_registration(sent(session, "Alfa"), staff)
    delegate = one.delegates.get()
    for field, after in (("given_latin", "Luca"), ("family_latin", "Neri")):
        ProposedChange.objects.create(registration=one, delegate=delegate, field=field, before="", after=after)
    form = {"registration": one.pk, "changes": [change.pk for change in ProposedChange.objects.all()]}
    assert "2 changes approved." in client.post(CHANGES, {**form, "decision": "approve"}, follow=True).text
    delegate.refresh_from_db()
    assert (delegate.name, delegate.name_key) == ("Luca Neri", "luca neri")


# --- Organisations


def test_staff_correct_an_identifier_and_the_registration_follows(client, staff, session):
    one = services.confirm_registration(sent(session, "Alfa", organisation__vat_number="00743110157"), staff)
    other = services.confirm_registration(sent(session, "Beta"), staff)
    form = {
        "side": "IT", "category": "company", "name_latin": "Alfa", "vat_number": "01234560165",
    }  # fmt: skip
    url = "/admin/participants/organisation/{}/change/"
    assert client.post(url.format(one.organisation_id), form).status_code == 302
    assert fresh(one).identifier == "IT01234560165"
    page = client.post(url.format(other.organisation_id), {**form, "name_latin": "Beta"})
    assert "An organisation with the same identifier is already admitted to this session." in page.text
    assert fresh(other).identifier == ""


def test_organisations_are_merged_from_their_page(client, staff):
    old = sent(SessionFactory(), "Rossi")
    keep = OrganisationFactory(name_latin="Rossi S.r.l.")
    url = f"/admin/participants/organisation/{old.organisation_id}/merge/"
    assert "Rossi" in client.get(url).text
    assert client.post(url, {"into": "9" * 15}).status_code == 200
    assert "The two organisations are one now." in client.post(url, {"into": keep.pk}, follow=True).text
    assert fresh(old).organisation == keep
    assert Organisation.objects.count() == 1
