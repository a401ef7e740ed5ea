"""The way in at my/: asking for the link, the button that lets in, and every link that does not."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from post_office.models import Email

from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import AccessLink, MailLog
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from participants.views.access import COOKIE

pytestmark = pytest.mark.django_db

PAST = timezone.now() - dt.timedelta(days=2)
GONE = "/en/my/enter/"


@pytest.fixture
def registration():
    return RegistrationFactory(contact_email="anna@example.com", language="en", state="confirmed")


def ask(client, email: str):
    return client.post("/en/my/ask/", {"email": email}, follow=True)


def kinds() -> list[str]:
    return sorted(MailLog.objects.values_list("kind", flat=True))


def text(response) -> str:
    return re.sub(r'value="[^"]{64}"', "", response.content.decode())


@pytest.mark.parametrize("purpose", [LinkPurpose.MY, LinkPurpose.DELEGATE])
def test_opening_the_link_lets_nobody_in_and_the_button_does(client, registration, purpose):
    delegate = DelegateFactory(registration=registration) if purpose == LinkPurpose.DELEGATE else None
    token = make_link(registration, purpose, timezone.now(), delegate=delegate)
    response = client.get(f"/en/my/link/{token}/")
    assert (response.status_code, response.url) == (302, GONE)
    assert response.cookies["ticket-en"]["path"] == GONE
    page = client.get(GONE)
    assert page.status_code == 200
    assert token not in text(page)
    assert COOKIE not in client.cookies
    assert client.get("/en/my/").url == "/en/my/ask/"
    assert AccessLink.objects.get().used_at is None
    home = "/en/my/person/" if delegate else "/en/my/"
    assert client.post(GONE).url == home
    cookie = client.cookies[COOKIE]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (7200, True, "Lax")
    assert client.get(home).status_code == 200


@pytest.mark.parametrize(
    "fault", ["unknown", "truncated", "expired", "revoked", "NUL", "surrogate", "long", "calendar", "verify", "none"]
)
def test_every_link_that_opens_nothing_gets_the_same_page(client, registration, fault):
    purpose = {"calendar": LinkPurpose.CALENDAR, "verify": LinkPurpose.VERIFY_EMAIL}.get(fault, LinkPurpose.MY)
    token = make_link(registration, purpose, timezone.now())
    change = {"expired": {"expires_at": PAST}, "revoked": {"revoked_at": PAST}}
    AccessLink.objects.update(**change.get(fault, {"used_at": None}))
    shown = {"unknown": "x" * 43, "truncated": token[:-1], "NUL": "%00", "surrogate": "%ED%A0%80", "long": "y" * 4000}
    if fault != "none":
        client.get(f"/en/my/link/{shown.get(fault, token)}/")
    page = client.get(GONE)
    client.get("/en/my/link/" + "z" * 43 + "/")
    plain = client.get(GONE)
    assert page.status_code == plain.status_code == 410
    assert text(page) == text(plain)
    assert "/en/my/ask/" in text(page)
    assert client.post(GONE).status_code == 410
    assert COOKIE not in client.cookies


def test_a_link_revoked_while_the_page_is_open_closes_it(client, registration):
    link = enter(client, registration)
    assert client.get("/en/my/").status_code == 200
    AccessLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    assert client.get("/en/my/").url == "/en/my/ask/"


def test_each_purpose_opens_its_own_page_only(client, registration):
    delegate = DelegateFactory(registration=registration)
    enter(client, registration, delegate)
    assert client.get("/en/my/").url == "/en/my/person/"
    assert client.post("/en/my/withdraw/").url == "/en/my/person/"
    enter(client, registration)
    assert client.get("/en/my/person/").url == "/en/my/"
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_leaving_closes_the_page_on_this_browser(client, registration):
    enter(client, registration)
    assert client.get("/en/my/leave/").status_code == 405
    client.post("/en/my/leave/")
    assert client.get("/en/my/").url == "/en/my/ask/"


# --- Asking


def test_known_and_unknown_addresses_get_the_same_answer(client, registration):
    known, unknown = ask(client, "Anna@Example.com"), ask(client, "nobody@example.com")
    assert known.redirect_chain == unknown.redirect_chain == [("/en/my/asked/", 302)]
    assert text(known) == text(unknown)
    assert kinds() == ["my_link", "nothing_found"]
    assert sorted(mail.to[0] for mail in Email.objects.all()) == ["anna@example.com", "nobody@example.com"]


def test_the_mail_says_nothing_found_once_an_hour(client):
    for _attempt in range(3):
        ask(client, "nobody@example.com")
    assert kinds() == ["nothing_found"]
    MailLog.objects.update(created_at=timezone.now() - dt.timedelta(minutes=61))
    ask(client, "NOBODY@example.com")
    assert kinds() == ["nothing_found"] * 2


def test_links_go_out_three_times_an_hour_at_most(client, registration):
    for _attempt in range(5):
        ask(client, "anna@example.com")
    assert kinds() == ["my_link"] * 3
    assert AccessLink.objects.count() == 3


def test_an_address_not_verified_yet_gets_the_verification_again(client, registration):
    registration.state, registration.verified_at = "submitted", None
    registration.save()
    ask(client, "anna@example.com")
    assert kinds() == ["verify_link"]
    assert "/en/my/verify/" in Email.objects.get().message


def test_a_delegate_gets_the_own_link(client, registration):
    DelegateFactory(registration=registration, email="ivan@example.com", language="ru")
    ask(client, "ivan@example.com")
    log = MailLog.objects.get()
    assert (log.kind, log.recipient, log.language) == ("my_link", "ivan@example.com", "ru")
    assert AccessLink.objects.get().purpose == "delegate"


def test_drafts_and_what_is_long_past_count_as_unknown(client, registration):
    RegistrationFactory(draft=True, contact_email="draft@example.com")
    registration.session.ends_on = timezone.now().date() - dt.timedelta(days=800)
    registration.session.starts_on = registration.session.ends_on
    registration.session.save()
    for email in ("draft@example.com", "anna@example.com"):
        ask(client, email)
    assert kinds() == ["nothing_found"] * 2


@pytest.mark.parametrize("email", ["", "nothing", "a@b", "x\0@example.com", "a@x.it,b@x.it", "a" * 300 + "@x.it"])
def test_what_is_no_address_is_said_beside_the_field(client, email):
    response = client.post("/en/my/ask/", {"email": email})
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert not MailLog.objects.exists()


# --- A new address of the contact


def test_a_new_address_counts_once_its_link_is_used_and_closes_the_old_links(client, registration):
    old = enter(client, registration)
    token = make_link(registration, LinkPurpose.NEW_EMAIL, timezone.now(), email="new@example.com")
    client.get(f"/en/my/link/{token}/")
    assert "new@example.com" in text(client.get(GONE))
    registration.refresh_from_db()
    assert registration.contact_email == "anna@example.com"
    assert client.post(GONE).url == "/en/my/"
    registration.refresh_from_db()
    old.refresh_from_db()
    assert registration.contact_email == "new@example.com"
    assert old.revoked_at is not None
    assert client.get("/en/my/").status_code == 200
    assert [(log.kind, log.recipient) for log in MailLog.objects.all()] == [("my_link", "new@example.com")]
    client.get(f"/en/my/link/{token}/")
    assert client.get(GONE).status_code == 410
    assert client.post(GONE).status_code == 410
