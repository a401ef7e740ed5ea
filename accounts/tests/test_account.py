"""The page of one's own account: where one is signed in, and another password."""

from __future__ import annotations

import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.module_loading import import_string

from accounts import signed_in
from accounts.models import SignedIn, User
from accounts.services import end_sessions
from accounts.tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
ACCOUNT, PASSWORD = "/en/accounts/", "/en/accounts/password/"
FORGOTTEN, NEW = "/en/accounts/password/forgotten/", "a much longer password"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


@pytest.fixture
def user():
    return UserFactory(email="anna@example.org", language="en")


def browser(user, name: str, address: str = "192.0.2.1") -> Client:
    client = Client(HTTP_USER_AGENT=name, REMOTE_ADDR=address)
    wish = {"username": user.email, "password": "a long password"}
    assert client.post("/en/accounts/sign-in/", wish).status_code == 302
    return client


def test_browsers_are_told_in_words():
    with translation.override("en"):
        told = [signed_in.browser_in_words(name) for name in (FIREFOX, EDGE, SAFARI, "curl/8", "")]
    assert told == ["Firefox on Linux", "Edge on Windows", "Safari on iOS", "Unknown browser", "Unknown browser"]


def test_one_sees_where_one_is_signed_in_and_ends_one_or_all_others(user):
    here, office, telephone = (
        browser(user, name, f"192.0.2.{at}") for at, name in enumerate((FIREFOX, EDGE, SAFARI), start=1)
    )
    stranger = browser(UserFactory(), FIREFOX)
    page = here.get(ACCOUNT).text
    assert re.findall(r'class="name">([^<]+?) ?<', page)[0] == "Firefox on Linux"
    for word in ("Edge on Windows", "Safari on iOS", "network address 192.0.2.2", "network address 192.0.2.3"):
        assert word in page
    keys = SignedIn.objects.values_list("session_key", flat=True)
    assert not [key for key in keys if key in page]
    place = next(one for one in signed_in.places_of(user, None) if one.browser == "Edge on Windows")
    assert stranger.post(f"{ACCOUNT}signed-in/{place.ident}/end/").status_code == 302
    assert office.get(ACCOUNT).status_code == 200  # nobody ends what is not theirs
    assert "Signed out there." in here.post(f"{ACCOUNT}signed-in/{place.ident}/end/", follow=True).text
    assert office.get(ACCOUNT).status_code == 302
    assert "Signed out in 1 other place." in here.post(f"{ACCOUNT}signed-in/others/end/", follow=True).text
    assert (telephone.get(ACCOUNT).status_code, here.get(ACCOUNT).status_code) == (302, 200)
    assert stranger.get(ACCOUNT).status_code == 200
    assert here.post(f"{ACCOUNT}signed-in/\u202eüüü/end/").status_code == 302
    assert end_sessions(user) == 1
    assert here.get(ACCOUNT).status_code == 302


def test_when_one_was_last_seen_is_kept_now_and_then_and_it_ends_after_a_working_day(user):
    here = browser(user, FIREFOX)
    ends = SignedIn.objects.get(user=user).expire_date
    session = here.session
    session[signed_in.KEPT] = {**session[signed_in.KEPT], "seen": 0}
    session.save()
    here.get(ACCOUNT)
    assert time.time() - here.session[signed_in.KEPT]["seen"] < 5
    assert abs(SignedIn.objects.get(user=user).expire_date - ends).total_seconds() < 1
    SignedIn.objects.update(expire_date="2020-01-01T00:00Z")
    assert here.get(ACCOUNT).status_code == 302
    assert signed_in.remove_old_sessions() >= 1


def test_who_is_switched_off_or_loses_the_administration_is_out_at_the_next_request(client):
    staff = StaffFactory(language="en")
    client.force_login(staff)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=staff.pk).update(is_staff=False)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    page = client.get("/admin/", follow=True, headers={"accept-language": "en"})
    assert "but this account may not open that page" in page.text
    User.objects.filter(pk=staff.pk).update(is_active=False, is_staff=True)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/en/desk/")["Location"].startswith("/en/accounts/sign-in/")
    assert client.get("/admin/password_change/", follow=True, headers={"accept-language": "en"}).redirect_chain


def test_another_password_signs_out_everywhere_else_and_is_told_by_mail(user):
    here, elsewhere = browser(user, FIREFOX), browser(user, EDGE)
    typed = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert here.post(PASSWORD, typed).status_code == 200
    assert "too short" in here.post(PASSWORD, {**typed, "new_password1": "x", "new_password2": "x"}).text
    page = here.post(PASSWORD, {**typed, "old_password": "a long password"}, follow=True)
    assert "Your password was changed." in page.text
    assert (here.get(ACCOUNT).status_code, elsewhere.get(ACCOUNT).status_code) == (200, 302)
    assert SignedIn.objects.filter(user=user).count() == 1
    import_string("participants.delivery.send_waiting")()
    assert mail.outbox[-1].to == ["anna@example.org"]
    assert "The password of your account was changed." in mail.outbox[-1].body
    for _number in range(5):
        here.post(PASSWORD, typed)
    assert here.post(PASSWORD, {**typed, "old_password": NEW}).status_code == 429


def link_of(client, user, **headers) -> str:
    mail.outbox.clear()
    assert client.post(FORGOTTEN, {"email": user.email.upper()}, **headers).status_code == 302
    import_string("participants.delivery.send_waiting")()
    return re.search(r"http://127.0.0.1:8000(/en/accounts/password/new/\S+)", mail.outbox[-1].body)[1]


def test_a_forgotten_password_is_replaced_with_the_link_of_a_mail_once(client, user, settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    signed = browser(user, FIREFOX)
    link = link_of(client, user)
    page = client.get(link, follow=True)
    typed = {"new_password1": NEW, "new_password2": NEW}
    done = client.post(page.redirect_chain[-1][0], typed, follow=True)
    assert "Your password was changed. Sign in with it now." in done.text
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "_auth_user_id" not in client.session  # the link alone signs nobody in
    assert signed.get(ACCOUNT).status_code == 302
    assert Client().get(link).status_code == 410
    for path in ("x/y", f"{10**30}/z", "MQ/set-password"):
        assert client.get(f"/en/accounts/password/new/{path}/").status_code == 410


def test_who_asks_learns_nothing_and_a_false_host_changes_no_link(client, user, settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    UserFactory(email="off@example.org", is_active=False)
    answers = {
        (answer := client.post(FORGOTTEN, {"email": email})).status_code: answer["Location"]
        for email in ("anna@example.org", "nobody@example.org", "off@example.org")
    }
    assert answers == {302: "/en/accounts/password/asked/"}
    import_string("participants.delivery.send_waiting")()
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    settings.ALLOWED_HOSTS = ["*"]
    assert link_of(client, user, HTTP_HOST="evil.example", HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil" not in mail.outbox[-1].body + mail.outbox[-1].alternatives[0][0]
    for email in ("", "x", "\0@example.org", "a@b\r\nBcc: c@example.org"):
        assert client.post(FORGOTTEN, {"email": email}).status_code == 200
