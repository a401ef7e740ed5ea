"""The session's own questions at ``my/``: the contact's, and each delegate's own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from participants import services
from participants.asking import unanswered
from participants.models import Answer
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from participants.tests.questions import ask, choice, name
from participants.tests.test_register_questions import errors, kept_files
from participants.views.summary import answers_facts
from taskforce import uploads
from taskforce.errors import DomainError
from taskforce.tests import files

pytestmark = pytest.mark.django_db
CONTACT, PERSON = "/en/my/questions/", "/en/my/person/questions/"


@pytest.fixture
def registration():
    return RegistrationFactory(state="confirmed")


@pytest.fixture
def anna(registration):
    return DelegateFactory(registration=registration, place="confirmed", given_latin="Anna")


@pytest.fixture
def piero(registration):
    return DelegateFactory(registration=registration, place="confirmed", given_latin="Piero")


def test_what_comes_after_is_asked_once_confirmed(client, registration, anna):
    after = ask(registration.session, "Number of your flight?", moment="after", audience="delegate", required=True)
    waiting = DelegateFactory(registration=registration, place="waiting", queue_number=1)
    assert unanswered(registration) == [(after, anna)]
    enter(client, registration)
    page = client.get(CONTACT).content.decode()
    assert name(after, anna) in page
    assert name(after, waiting) not in page
    registration.state = "under_review"
    registration.save()
    assert unanswered(registration) == []
    page = client.get(CONTACT).content.decode()
    assert "Number of your flight?" not in page
    assert "The organisers ask nothing more of you at this moment." in page


def test_the_overview_counts_what_is_not_answered(client, registration, anna):
    asked = ask(registration.session, "Hotel?", moment="after", required=True)
    enter(client, registration)
    assert "1 question of the organisers is not answered yet." in client.get("/en/my/").content.decode()
    response = client.post(CONTACT, {name(asked): "Hotel Excelsior"}, follow=True)
    assert "Your answers are saved." in response.content.decode()
    assert "not answered yet" not in response.content.decode()
    assert answers_facts(registration) == [("Hotel?", "Hotel Excelsior")]
    assert answers_facts(registration, anna) == []


def test_a_delegate_answers_for_nobody_else(client, registration, anna, piero):
    own = ask(registration.session, "Flight?", audience="delegate")
    company = ask(registration.session, "Stand?", "choice", "Yes", "No")
    more = ask(
        registration.session, "Your badge at the stand?", audience="delegate", shown_if=choice(company, "Yes")
    )  # fmt: skip
    enter(client, registration, anna)
    page = client.get(PERSON).content.decode()
    assert name(own, anna) in page
    assert name(own, piero) not in page
    assert "Stand?" not in page
    assert name(more, anna) not in page  # the company did not say that it needs a stand
    forged = {name(own, piero): "AZ 1", name(company): choice(company, "Yes").pk}
    client.post(PERSON, {name(own, anna): "SU 2412"} | forged)
    assert "SU 2412" in client.get("/en/my/person/").content.decode()
    assert [(one.delegate, one.text) for one in Answer.objects.all()] == [(anna, "SU 2412")]
    services.save_answers(registration, {(company.pk, None): choice(company, "Yes").pk})
    assert name(more, anna) in client.get(PERSON).content.decode()
    # Also where the form was made by somebody else.
    services.save_answers(registration, {(own.pk, piero.pk): "AZ 1", (company.pk, None): None}, anna)
    assert not Answer.objects.filter(delegate=piero).exists()
    assert Answer.objects.filter(question=company).exists()


def test_the_contact_and_a_delegate_have_doors_of_their_own(client, registration, anna):
    assert client.get(CONTACT).url == client.get(PERSON).url == "/en/my/ask/"
    enter(client, registration, anna)
    assert client.get(CONTACT).url == "/en/my/person/"


def test_after_the_deadline_nothing_changes_and_what_was_typed_stays(client, registration):
    asked, profile = ask(registration.session, "Hotel?"), ask(registration.session, "Profile", "file")
    registration.session.changes_until = timezone.now() - dt.timedelta(minutes=1)
    registration.session.save()
    before = kept_files()
    enter(client, registration)
    response = client.post(CONTACT, {name(asked): "Excelsior", name(profile): files.sent(files.pdf())})
    assert response.status_code == 403
    assert "The time for changes is over." in response.content.decode()
    assert "Excelsior" in response.content.decode()
    assert not Answer.objects.exists()
    assert kept_files() == before


def test_a_file_is_given_to_its_own_people_only(client, registration, anna, piero):
    asked = ask(registration.session, "Passport", "file", audience="delegate")
    enter(client, registration, anna)
    client.post(PERSON, {name(asked, anna): files.sent(files.pdf(), "../<b>passaporto.pdf")})
    answer = Answer.objects.get()
    address = f"/en/my/answers/{answer.pk}/"
    assert answer.file_name == "bpassaporto.pdf"
    assert f'<a href="{address}">bpassaporto.pdf</a>' in client.get(PERSON).content.decode()
    response = client.get(address)
    assert response.content == files.pdf() or response.content.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == 'attachment; filename="bpassaporto.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in response.headers["Cache-Control"]
    contact, colleague, stranger, other = Client(), Client(), Client(), Client()
    enter(contact, registration)
    assert contact.get(address).status_code == 200
    enter(colleague, registration, piero)
    assert colleague.get(address).status_code == 404
    enter(stranger, RegistrationFactory(state="confirmed"))
    assert stranger.get(address).status_code == 404
    assert other.get(address).url == "/en/my/ask/"
    assert client.get(f"/media/{answer.file.name}").status_code == 404
    assert client.get(f"/en/my/answers/{10**30}/").status_code == 404


def test_a_replaced_file_takes_the_old_one_away(client, registration, django_capture_on_commit_callbacks):
    asked = ask(registration.session, "Profile", "file")
    enter(client, registration)
    client.post(CONTACT, {name(asked): files.sent(files.pdf())})
    old = Answer.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(CONTACT, {name(asked): files.sent(files.png(), "new.png")})
    new = Answer.objects.get()
    assert new.file_name == "new.png"
    assert new.file.name.endswith(".png")
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(new.file.name)


def test_a_pdf_that_runs_something_is_refused_beside_its_field(client, registration):
    asked = ask(registration.session, "Profile", "file")
    enter(client, registration)
    response = client.post(CONTACT, {name(asked): files.sent(files.pdf_with_script())})
    assert errors(response) == {
        name(asked): ["This PDF holds a program or starts one. Please print it to a new PDF, and send that."]
    }


def test_files_without_an_answer_are_cleared_away_after_a_day(registration):
    asked = ask(registration.session, "Profile", "file")
    upload = uploads.checked(files.sent(files.pdf()))
    services.save_answers(registration, {(asked.pk, None): upload})
    kept = Answer.objects.get().file.name
    lost = uploads.keep(upload, "answers")
    services.remove_lost_files()
    assert default_storage.exists(lost)
    services.remove_lost_files(timezone.now() + dt.timedelta(days=2))
    assert not default_storage.exists(lost)
    assert default_storage.exists(kept)


def test_nothing_is_answered_for_a_registration_that_ended(client, registration):
    asked = ask(registration.session, "Hotel?")
    registration.state = "cancelled"
    registration.save()
    with pytest.raises(DomainError):
        services.save_answers(registration, {(asked.pk, None): "Excelsior"})
    enter(client, registration)
    assert client.get(CONTACT).url == "/en/my/"
