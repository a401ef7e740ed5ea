"""The link of the mail: a GET changes nothing, the button verifies, once."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from post_office.models import Email

from participants import emails
from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import AccessLink
from participants.tasks import send_mail
from participants.tests.factories import DelegateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

PAGE = "/it/my/verify/"


@pytest.fixture
def registration():
    registration = RegistrationFactory(
        state="submitted", verified_at=None, contact_email="anna@example.com", language="en"
    )
    DelegateFactory(registration=registration)
    return registration


@pytest.fixture
def token(registration):
    return make_link(registration, LinkPurpose.VERIFY_EMAIL, timezone.now())


def open_link(client, token, language="it"):
    return client.get(f"/{language}/my/verify/{token}/", follow=True)


def state(registration) -> str:
    registration.refresh_from_db()
    return registration.state


def test_opening_the_link_changes_nothing_and_leads_to_an_address_without_it(client, registration, token):
    response = client.get(f"{PAGE}{token}/")
    assert (response.status_code, response.url) == (302, PAGE)
    cookie = response.cookies["verify-it"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (PAGE, True, "Lax", 900)
    assert token not in cookie.value
    page = client.get(PAGE)
    assert page.status_code == 200
    assert token not in page.content.decode()
    assert '<form method="post">' in page.content.decode()
    assert state(registration) == "submitted"
    assert AccessLink.objects.get().used_at is None


def test_the_button_verifies_and_the_registration_goes_under_review(client, registration, token):
    open_link(client, token, "en")
    response = client.post("/en/my/verify/", follow=True)
    assert "is under review" in response.content.decode()
    assert state(registration) == "under_review"
    assert registration.verified_at is not None
    assert [(m.to, m.subject) for m in Email.objects.all()] == [
        (["anna@example.com"], f"Registration received: {registration.session}")
    ]


def test_a_used_link_says_already_verified_and_does_no_harm(client, registration, token):
    open_link(client, token)
    client.post(PAGE)
    client.post(PAGE)
    response = open_link(client, token, "en")
    assert "Your e-mail address is verified" in response.content.decode()
    assert Email.objects.count() == 1


@pytest.mark.parametrize(
    ("capacity", "expected", "subject"),
    [(None, "confirmed", "Registration confirmed"), (1, "wait_listed", "On the waiting list")],
)
def test_in_order_of_arrival_the_gate_decides_at_once(client, registration, token, capacity, expected, subject):
    registration.session.admission, registration.session.capacity_it = "arrival", capacity
    registration.session.save()
    DelegateFactory(registration__session=registration.session, place="confirmed")
    open_link(client, token)
    client.post(PAGE)
    assert state(registration) == expected
    contact = Email.objects.filter(to=registration.contact_email)
    assert contact.get().subject.startswith(subject)


def test_what_the_gate_refuses_at_arrival_is_for_staff(client, registration, token):
    registration.session.admission = "arrival"
    registration.session.save()
    registration.organisation.vat_number = "00743110157"
    registration.organisation.save()
    first = RegistrationFactory(session=registration.session, state="confirmed", identifier="IT00743110157")
    assert first.session == registration.session
    open_link(client, token)
    client.post(PAGE)
    assert state(registration) == "under_review"
    assert Email.objects.get().subject.startswith("Registration received")


@pytest.mark.parametrize("fault", ["unknown", "truncated", "expired", "revoked", "NUL", "surrogate", "long", "none"])
def test_every_link_that_is_no_good_gets_the_same_answer(client, registration, token, fault):
    past = timezone.now() - dt.timedelta(seconds=1)
    change = {"expired": {"expires_at": past}, "revoked": {"revoked_at": past}}
    AccessLink.objects.update(**change.get(fault, {"used_at": None}))
    text = {"unknown": "x" * 43, "truncated": token[:-1], "NUL": "%00", "surrogate": "%ED%A0%80", "long": "y" * 4000}
    response = client.get(PAGE) if fault == "none" else open_link(client, text.get(fault, token), "it")
    plain = client.get("/it/my/verify/" + "z" * 43 + "/", follow=True)
    assert response.status_code == plain.status_code == 410
    assert without_links(response) == without_links(plain)
    assert client.post(PAGE).status_code == 410
    assert state(registration) == "submitted"


def test_a_link_that_runs_out_between_page_and_button_is_refused(client, registration, token):
    open_link(client, token)
    AccessLink.objects.update(expires_at=timezone.now())
    assert client.post(PAGE).status_code == 410
    assert state(registration) == "submitted"


def test_a_forged_cookie_is_no_link(client, registration, token):
    client.cookies["verify-it"] = str(AccessLink.objects.get().pk)
    assert client.post(PAGE).status_code == 410


def test_a_registration_cancelled_meanwhile_stays_cancelled(client, registration, token):
    registration.state = "cancelled"
    registration.save()
    open_link(client, token)
    client.post(PAGE)
    assert state(registration) == "cancelled"
    assert not Email.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_mail_that_is_sent_carries_a_link_that_works(client, registration):
    token = make_link(registration, LinkPurpose.VERIFY_EMAIL, timezone.now())
    emails.send_verify_link(registration, token)
    send_mail()
    (sent,) = mail.outbox
    assert sent.to == ["anna@example.com"]
    url = re.search(r"http://127\.0\.0\.1:8000(/en/my/verify/\S+)", sent.body)[1]
    client.get(url)
    client.post("/en/my/verify/")
    assert state(registration) == "under_review"


def test_queries(client, registration, token, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"{PAGE}{token}/")
    with django_assert_num_queries(1):
        client.get(PAGE)


def without_links(response) -> str:
    return re.sub(r'value="[^"]{64}"', "", response.content.decode())
