"""All that is stored about somebody: shown, taken away, and erased when staff grant it."""

import datetime as dt
import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from accounts.tests.factories import UserFactory
from participants import emails
from participants.models import (
    AccessLink,
    Answer,
    CheckIn,
    Clarification,
    Delegate,
    ErasureRequest,
    MailLog,
    ProposedChange,
    Question,
    Registration,
)
from participants.services import ask_to_erase, grant_erasure
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from participants.tests.test_my_pages import everything
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db

PERSONAL = ("Anna", "Neri", "anna@example.com", "+39035123456", "No nuts", "Wheelchair", "Passport 123", "passport.pdf")


@pytest.fixture
def registration():
    session = SessionFactory(capacity_it=1)
    return RegistrationFactory(
        session=session, state="confirmed", contact_name="Clara Contatto", contact_email="clara@example.com",
        contact_phone="+39020000000", themes="Pumps by Clara", language="en",
    )  # fmt: skip


@pytest.fixture
def delegate(registration):
    delegate = DelegateFactory(
        registration=registration, place="confirmed", given_latin="Anna", family_latin="Neri", phone="+39035123456",
        email="anna@example.com", dietary_needs="No nuts", access_needs="Wheelchair",
    )  # fmt: skip
    asked = {"audience": "delegate", "kind": "text", "label": "Passport?"}
    question = Question.objects.create(session=registration.session, **asked)
    answer = Answer(question=question, registration=registration, delegate=delegate, text="Passport 123")
    answer.file_name, answer.file_size = "passport.pdf", 3
    answer.file.save("passport.pdf", ContentFile(b"%PD"))
    return delegate


@pytest.fixture
def staff():
    return UserFactory(is_staff=True, is_superuser=True)


def hold(registration) -> None:
    session = registration.session
    session.status, session.starts_on = "held", timezone.now().date() - dt.timedelta(days=9)
    session.ends_on = session.starts_on
    session.save()


# --- Seeing it


def test_the_contact_reads_and_takes_away_everything(client, registration, delegate):
    Clarification.objects.create(registration=registration, question="Which pumps?")
    emails.send_confirmed(registration)
    enter(client, registration)
    page = client.get("/en/my/data/").content.decode()
    words_shown = ("Clara Contatto", "Pumps by Clara", "No nuts", "Which pumps?", "Passport 123", "Registration conf")
    for words in words_shown:
        assert words in page
    response = client.get("/en/my/data.json")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    data = json.loads(response.content)
    assert data["registration"][0]["contact_email"] == "clara@example.com"
    assert data["delegates"][0]["family_latin"] == "Neri"
    assert data["answers"][0]["text"] == "Passport 123"
    assert data["mails"][0]["recipient"] == "clara@example.com"
    for link in AccessLink.objects.all():
        assert link.token_hash not in page + response.content.decode()


def test_a_delegate_reads_only_what_is_the_own(client, registration, delegate):
    DelegateFactory(registration=registration, family_latin="Colleague", place="waiting", queue_number=1)
    enter(client, registration, delegate)
    data = json.loads(client.get("/en/my/data.json").content)
    assert set(data["registration"][0]) == {"organisation", "session"}
    assert data["delegate"][0]["dietary_needs"] == "No nuts"
    text = json.dumps(data) + client.get("/en/my/data/").content.decode()
    for secret in ("Colleague", "clara@example.com", "Clara", "Pumps"):
        assert secret not in text


# --- Asking for erasure


@pytest.mark.parametrize("own", [True, False])
def test_asking_is_recorded_once_and_shown_as_pending(client, registration, delegate, own):
    enter(client, registration, delegate if own else None)
    for _attempt in range(2):
        assert client.post("/en/my/erase/").url == "/en/my/erase/"
    request = ErasureRequest.objects.get()
    assert request.delegate == (delegate if own else None)
    assert "You have asked for it." in client.get("/en/my/erase/").content.decode()
    registration.refresh_from_db()
    assert registration.state == "confirmed"


# --- Erasing


def test_erasing_a_delegate_removes_every_trace_and_keeps_the_count(registration, delegate, staff):
    hold(registration)
    CheckIn.objects.create(delegate=delegate)
    emails.send_delegate_place(delegate)
    emails.send_confirmed(registration)
    Email.objects.update(status=0)
    ProposedChange.objects.create(
        registration=registration, delegate=delegate, field="family_latin", before="Neri", after="Neri-Bianchi"
    )
    file = Answer.objects.get().file.name
    grant_erasure(ask_to_erase(registration, delegate), staff)
    delegate.refresh_from_db()
    assert (delegate.name, delegate.place, delegate.check_ins.count()) == ("erased", "confirmed", 1)
    left = everything()
    for trace in PERSONAL:
        assert trace not in left, trace
    assert "Clara Contatto" in left
    assert not AccessLink.objects.filter(delegate=delegate, revoked_at=None).exists()
    assert default_storage.exists(file)  # until the transaction of this test is committed, which it never is
    default_storage.delete(file)


@pytest.mark.django_db(transaction=True)
def test_files_of_answers_go_with_the_commit(registration, delegate, staff):
    file = Answer.objects.get().file.name
    grant_erasure(ask_to_erase(registration, delegate), staff)
    assert not default_storage.exists(file)


def test_a_place_still_to_be_used_goes_to_who_waits(registration, delegate, staff):
    waiting = DelegateFactory(registration__session=registration.session, place="waiting", queue_number=1)
    grant_erasure(ask_to_erase(registration, delegate), staff)
    waiting.refresh_from_db()
    delegate.refresh_from_db()
    assert (waiting.place, delegate.place) == ("confirmed", "released")


def test_erasing_a_contact_removes_everything_of_the_registration(client, registration, delegate, staff):
    hold(registration)
    emails.send_confirmed(registration)
    answered = {"answer": "So", "answered_at": timezone.now()}
    Clarification.objects.create(registration=registration, question="Clara, why?", **answered)
    enter(client, registration)
    grant_erasure(ask_to_erase(registration), staff)
    left = everything()
    for trace in (*PERSONAL, "Clara", "clara@example.com", "+39020000000", "Pumps"):
        assert trace not in left, trace
    assert Registration.objects.get().state == "confirmed"
    assert Delegate.objects.get().place == "confirmed"
    assert not Email.objects.exists()
    assert set(MailLog.objects.values_list("recipient", flat=True)) == {"erased@example.invalid"}
    assert client.get("/en/my/").url == "/en/my/ask/"


def test_erasing_before_the_session_withdraws_first(registration, delegate, staff):
    waiting = DelegateFactory(registration__session=registration.session, place="waiting", queue_number=1)
    request = grant_erasure(ask_to_erase(registration), staff)
    registration.refresh_from_db()
    waiting.refresh_from_db()
    assert (registration.state, waiting.place) == ("cancelled", "confirmed")
    assert (request.decided_by, request.done_at is not None) == (staff, True)
    before = everything()
    grant_erasure(request, staff)
    assert everything() == before


def test_a_sole_traders_name_and_number_go_and_a_companys_stay(registration, delegate, staff):
    body = registration.organisation
    body.name_latin, body.fiscal_code = "Neri Anna ditta individuale", "RSSMRA85T10A562S"
    body.save()
    grant_erasure(ask_to_erase(registration), staff)
    body.refresh_from_db()
    assert (body.name_latin, body.fiscal_code, body.identifier) == ("erased", "", "")


def test_staff_grant_a_request_after_a_page_that_says_what_goes(registration, delegate, staff):
    request = ask_to_erase(registration, delegate)
    client = Client()
    client.force_login(staff)
    address = "/admin/participants/erasurerequest/"
    posted = {"action": "erase", "_selected_action": request.pk}
    page = client.post(address, posted)
    assert "Neri" in page.content.decode()
    delegate.refresh_from_db()
    assert delegate.family_latin == "Neri"
    client.post(address, posted | {"erase": "1"})
    delegate.refresh_from_db()
    assert delegate.name == "erased"
