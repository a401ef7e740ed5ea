"""The administration of registrations: decided through the acts, one by one and in rows, never by hand."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from post_office.models import STATUS, Email

from accounts.tests.factories import StaffFactory, UserFactory
from participants.models import AccessLink, Delegate, Organisation, Registration
from participants.services import confirm_registration
from participants.tests.factories import DelegateFactory, OrganisationFactory, PrivacyNoticeFactory, RegistrationFactory
from sessions.models import Session
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/participants/registration/"


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


@pytest.fixture
def session():
    return SessionFactory(capacity_it=1)


def apply(session: Session, name: str) -> Registration:
    """A registration under review that names one delegate."""
    return DelegateFactory(registration__session=session, registration__organisation__name_latin=name).registration


def act(client, action: str, *registrations: Registration, **more):
    rows = [registration.pk for registration in registrations]
    return client.post(LIST, {"action": action, "_selected_action": rows, **more}, follow=True)


def states(*registrations: Registration) -> list[str]:
    return [Registration.objects.get(pk=registration.pk).state for registration in registrations]


def errors_of(page) -> dict[str, list[str]]:
    with translation.override("en"):
        return {
            name: [str(message) for message in found] for name, found in page.context["adminform"].form.errors.items()
        }


# --- Rows of the list


def test_confirming_rows_tells_how_many_were_confirmed_wait_or_were_refused(client, staff, session):
    first, second, third = (apply(session, name) for name in ("Alfa", "Beta", "Gamma"))
    third.delegates.all().delete()
    page = act(client, "confirm", second, first, third, sure="1").text
    assert states(first, second, third) == ["confirmed", "wait_listed", "under_review"]
    for text in (
        "1 confirmed.",
        "1 placed on the waiting list.",
        "1 refused.",
        "Gamma: This registration names no delegate.",
    ):
        assert text in page
    assert Registration.objects.get(pk=first.pk).decided_by == staff


def test_rows_are_moved_to_the_waiting_list_and_cancelled(client, staff, session):
    one = apply(session, "Alfa")
    assert "1 placed on the waiting list." in act(client, "move_to_waiting", one, sure="1").text
    assert "This cannot be undone." in act(client, "cancel", one).text
    assert states(one) == ["wait_listed"]
    assert "1 cancelled." in act(client, "cancel", one, sure="1").text
    assert states(one) == ["cancelled"]


def test_declining_asks_for_the_reason_first(client, staff, session):
    first, second = apply(session, "Alfa"), apply(session, "Beta")
    page = act(client, "decline", first, second).text
    assert "Alfa" in page
    assert "Beta" in page
    assert states(first, second) == ["under_review", "under_review"]
    empty = act(client, "decline", first, second, sure="1", reason="  ")
    assert "This field is required." in empty.text
    assert states(first) == ["under_review"]
    done = act(client, "decline", first, second, sure="1", reason="Il settore non è tra i temi")
    assert "2 declined." in done.text
    assert states(first, second) == ["declined", "declined"]
    assert Registration.objects.get(pk=first.pk).decision_reason == "Il settore non è tra i temi"


@pytest.mark.parametrize("language", ["it", "ru"])
def test_the_page_that_asks_for_the_reason_speaks_the_language_of_the_account(client, session, language):
    client.force_login(StaffFactory(language=language))
    page = act(client, "decline", apply(session, "Alfa")).text
    assert f'<html lang="{language}"' in page


def test_many_refusals_are_counted_and_the_first_ten_told(client, staff, session):
    rows = [apply(session, f"Impresa {number}") for number in range(12)]
    Registration.objects.update(state="cancelled")
    page = act(client, "confirm", *rows, sure="1").text
    assert "12 refused." in page
    assert page.count("This registration is not under review.") == 10


def test_a_ticked_row_of_another_reader_is_not_touched(client, session):
    clerk = UserFactory(is_staff=True, language="en")
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["view_registration", "change_registration"]))
    client.force_login(clerk)
    one = apply(session, "Alfa")
    assert "Alfa" not in client.get(LIST).text
    act(client, "confirm", one, sure="1")
    assert states(one) == ["under_review"]


def test_drafts_are_nobodys_business(client, staff, session):
    draft = RegistrationFactory(session=session, draft=True, organisation__name_latin="Bozza S.r.l.")
    delegate = DelegateFactory(registration=draft)
    assert "Bozza S.r.l." not in client.get(LIST).text
    assert client.get(f"{LIST}{draft.pk}/change/").status_code == 302
    assert "Bozza S.r.l." not in client.get(reverse("admin:participants_delegate_changelist")).text
    assert client.post(f"{LIST}{draft.pk}/cancel/").status_code == 404
    assert delegate.place == "requested"


# --- The page of one


@pytest.mark.parametrize(
    ("action", "state"), [("confirm", "confirmed"), ("move_to_waiting", "wait_listed"), ("cancel", "cancelled")]
)
def test_a_button_does_one_act_and_leads_back(client, staff, session, action, state):
    one = apply(session, "Alfa")
    page = client.get(f"{LIST}{one.pk}/change/").text
    assert f'<form method="post" action="{LIST}{one.pk}/{action}/">' in page
    answer = client.post(f"{LIST}{one.pk}/{action}/", {"sure": "1"})
    assert answer["Location"] == f"{LIST}{one.pk}/change/"
    assert states(one) == [state]


def test_a_button_asks_for_the_reason_to_decline(client, staff, session):
    one = apply(session, "Alfa")
    assert 'name="reason"' in client.post(f"{LIST}{one.pk}/decline/").text
    assert states(one) == ["under_review"]


def test_a_get_changes_nothing(client, staff, session):
    one = apply(session, "Alfa")
    assert client.get(f"{LIST}{one.pk}/confirm/").status_code == 405
    assert states(one) == ["under_review"]


def test_who_may_only_look_has_no_button_and_no_act(client, session):
    reader = UserFactory(is_staff=True, language="en")
    names = ["view_registration", "view_session", "view_delegate"]
    reader.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(reader)
    one = apply(session, "Alfa")
    page = client.get(f"{LIST}{one.pk}/change/").text
    assert "Alfa" in page
    assert f"{LIST}{one.pk}/confirm/" not in page
    assert client.post(f"{LIST}{one.pk}/confirm/").status_code == 403
    assert states(one) == ["under_review"]


def test_the_state_is_not_changed_by_hand(client, staff, session):
    one = apply(session, "Alfa")
    form = {
        "contact_name": "Nuova Persona",
        "contact_email": "nuova@example.org",
        "language": "ru",
        "state": "confirmed",
    }
    counts = {
        f"{name}-{part}_FORMS": 0
        for name in ("delegates", "answers", "clarifications", "proposed_changes", "mails")
        for part in ("TOTAL", "INITIAL")
    }
    assert client.post(f"{LIST}{one.pk}/change/", {**form, **counts}).status_code == 302
    one.refresh_from_db()
    assert (one.contact_name, one.language, one.state) == ("Nuova Persona", "ru", "under_review")


def test_correcting_a_contact_does_not_undo_a_decision_made_meanwhile(client, staff, session, monkeypatch):
    one = apply(session, "Alfa")
    page_opened = Registration.objects.get(pk=one.pk)
    confirm_registration(one, staff)
    page_opened.contact_name = "Nuova Persona"
    page_opened.save(update_fields=["contact_name"])  # what save_model() does
    assert states(one) == ["confirmed"]


def test_the_page_shows_the_delegates_at_a_cost_that_does_not_grow(client, staff, session):
    one = apply(session, "Alfa")
    url = f"{LIST}{one.pk}/change/"
    client.get(url)
    counts = []
    for more in (0, 2):
        DelegateFactory.create_batch(more, registration=one)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url).text
        counts.append(len(queries))
    assert "Anna Bianchi" in page
    assert counts == [23, 23]  # four of them put on record who saw it


# --- Searches


@pytest.mark.parametrize(
    "typed", ["citta", "CITTÀ", "citta\u0300 s.r.l.", "ооо заря", "ЗАРЯ", "01234560165", "lombardini"]
)
def test_a_search_finds_a_registration_however_it_is_typed(client, staff, session, typed):
    wanted = RegistrationFactory(
        session=session,
        contact_name="Lombardini",
        organisation=OrganisationFactory(
            name_latin="Officine Città S.r.l.", name_cyrillic="ООО Заря", vat_number="01234560165",
            name_key="officine citta s r l ооо заря",
        ),
    )  # fmt: skip
    RegistrationFactory(session=session)
    for address in (LIST, reverse("admin:participants_organisation_changelist")):
        if typed == "lombardini" and address != LIST:
            continue
        page = client.get(address, {"q": typed})
        assert [str(row) for row in page.context["cl"].result_list] == [str(wanted)]


@pytest.mark.parametrize("typed", ["muller", "MÜLLER", "mu\u0308ller jose", "мюллер", "МЮЛЛЕР"])
def test_a_search_finds_a_delegate_however_it_is_typed(client, staff, session, typed):
    wanted = DelegateFactory(
        given_latin="José", family_latin="Müller", family_cyrillic="Мюллер", name_key="jose muller мюллер"
    )
    DelegateFactory()
    page = client.get(reverse("admin:participants_delegate_changelist"), {"q": typed})
    assert list(page.context["cl"].result_list) == [wanted]


# --- Organisations, delegates, notices, links, mail


def test_an_organisation_is_saved_with_its_key_and_checked_numbers(client, staff):
    url = reverse("admin:participants_organisation_add")
    form = {"side": "IT", "category": "company", "name_latin": "Città d’Acciaio", "vat_number": "IT 01234560165"}
    page = client.post(url, form)
    assert page.status_code == 302, errors_of(page)
    one = Organisation.objects.get()
    assert (one.name_key, one.vat_number) == ("citta dacciaio", "01234560165")
    page = client.post(url, {**form, "vat_number": "01234560160", "inn": "123"})
    assert set(errors_of(page)) == {"vat_number", "inn"}
    assert errors_of(client.post(url, {"side": "RU", "category": "company"})) == {
        "name_latin": ["An organisation has a name in one alphabet at least."]
    }


def test_a_delegates_name_is_corrected_with_its_key_and_the_place_stays(client, staff, session):
    one = apply(session, "Alfa")
    confirm_registration(one, staff)
    delegate = one.delegates.get()
    form = {"given_latin": "Zoë", "family_latin": "D'Angelo", "place": "released", "phone": "035 123456"}
    counts = {
        f"{name}-{part}_FORMS": 0
        for name in ("table_seats", "visit_seats", "check_ins")
        for part in ("TOTAL", "INITIAL")
    }
    url = reverse("admin:participants_delegate_change", args=[delegate.pk])
    assert client.post(url, {**form, **counts}).status_code == 302
    delegate.refresh_from_db()
    assert (delegate.name_key, delegate.place, delegate.phone) == ("zoe dangelo", "confirmed", "+39035123456")
    page = client.post(url, {**counts, "phone": "123"})
    assert set(errors_of(page)) == {"family_latin", "phone"}


def test_taking_a_delegate_out_gives_the_place_to_who_waits(client, staff, session):
    first, second = apply(session, "Alfa"), apply(session, "Beta")
    for one in (first, second):
        confirm_registration(one, staff)
    rows = {"action": "release", "_selected_action": first.delegates.get().pk}
    page = client.post(reverse("admin:participants_delegate_changelist"), rows, follow=True)
    assert "1 delegate taken out." in page.text
    assert states(second) == ["confirmed"]


@pytest.mark.django_db(transaction=True)
def test_a_raised_capacity_goes_to_who_waits(client, staff, session):
    first, second = apply(session, "Alfa"), apply(session, "Beta")
    for one in (first, second):
        confirm_registration(one, staff)
    assert states(first, second) == ["confirmed", "wait_listed"]
    form = {
        "number": session.number, "title_it": session.title_it, "timezone": "Europe/Rome", "admission": "review",
        "capacity_it": 2, "organisers-TOTAL_FORMS": 0, "organisers-INITIAL_FORMS": 0, "assignments-TOTAL_FORMS": 0,
        "assignments-INITIAL_FORMS": 0, "travel_times-TOTAL_FORMS": 0, "travel_times-INITIAL_FORMS": 0,
        "minutes_within_town": 15, "minutes_between_towns": 60,
    }  # fmt: skip
    client.post(reverse("admin:taskforce_sessions_session_change", args=[session.pk]), form)
    assert states(first, second) == ["confirmed", "confirmed"]
    assert Delegate.objects.confirmed().count() == 2
    assert "1 delegate who waited now has a place." in client.get("/admin/").text


def test_a_notice_that_was_shown_is_not_rewritten(client, staff):
    used, fresh = RegistrationFactory().privacy_notice, PrivacyNoticeFactory(version="2027-1")
    form = {"version": "2027-1", "text_it": "Altro testo", "published_at_0": "2027-01-01", "published_at_1": "00:00"}
    assert client.post(reverse("admin:participants_privacynotice_change", args=[used.pk]), form).status_code == 403
    assert (
        client.post(reverse("admin:participants_privacynotice_delete", args=[used.pk]), {"post": "yes"}).status_code
        == 403
    )
    client.post(reverse("admin:participants_privacynotice_change", args=[fresh.pk]), form)
    fresh.refresh_from_db()
    assert fresh.text_it == "Altro testo"


def test_of_a_link_neither_token_nor_hash_is_shown(client, staff):
    link = AccessLink.objects.create(
        registration=RegistrationFactory(), purpose="verify_email", token_hash="ab12" * 16, expires_at=timezone.now()
    )
    for page in ("changelist", "change"):
        args = [link.pk] if page == "change" else []
        text = client.get(reverse(f"admin:participants_accesslink_{page}", args=args)).text
        assert link.registration.organisation.name in text
        assert "ab12ab12" not in text


def test_the_outbox_shows_what_failed_but_not_what_a_mail_says(client, staff):
    email = Email.objects.create(
        from_email="portal@example.org", to=["anna@example.org"], subject="Adesione", message="https://portal/verify/SECRET",
        html_message="<a href='https://portal/verify/SECRET'>", status=STATUS.failed,
    )  # fmt: skip
    for url in (
        reverse("admin:post_office_email_changelist"),
        reverse("admin:post_office_email_change", args=[email.pk]),
    ):
        page = client.get(url).text
        assert "anna@example.org" in page
        assert "SECRET" not in page
    rows = {"action": "send_again", "_selected_action": email.pk}
    assert (
        "1 mail will be sent again."
        in client.post(reverse("admin:post_office_email_changelist"), rows, follow=True).text
    )
    email.refresh_from_db()
    assert email.status == STATUS.queued
    assert mail.outbox == []
