"""The public forms under a crowd, a program, a forged host and nonsense: nothing breaks and nothing typed is lost."""

import random
import uuid
from importlib import import_module

import pytest
from django.core.cache import caches
from django.test import Client
from post_office.models import Email

from participants.models import Registration
from participants.tests.factories import PrivacyNoticeFactory, RegistrationFactory
from participants.tests.filling import ANNA, INTERESTS, address, delegates, draft, organisation
from sessions.tests.factories import SessionFactory
from taskforce import limits

pytestmark = pytest.mark.django_db
SEED, POSTS = 20261124, 300


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def once(settings, monkeypatch):
    """Everything may be done once an hour."""
    settings.RATE_LIMITS = 1
    monkeypatch.setattr(limits, "LIMITS", dict.fromkeys(limits.LIMITS, (1, 3600)))
    monkeypatch.setattr(limits, "_rests_until", 0.0)
    caches["limits"].clear()


# --- Too often --------------------------------------------------------------------------------------------------------


def test_a_step_sent_too_often_keeps_what_was_typed_and_goes_on_later(client, session, once):
    assert client.post(address(session, language="en"), organisation()).status_code == 302
    response = client.post(address(session, "interests", "en"), INTERESTS)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert f'name="themes" value="{INTERESTS["themes"]}"' in response.content.decode()
    assert Registration.objects.get().themes == ""
    caches["limits"].clear()  # the hour is over
    assert client.post(address(session, "interests", "en"), INTERESTS).status_code == 302
    assert Registration.objects.get().themes == INTERESTS["themes"]


@pytest.mark.parametrize("language", ["it", "ru", "en"])
@pytest.mark.parametrize("way", ["my/ask/", "contact/", "my/enter/", "my/verify/", "sessions/{}/register/returning/"])
def test_every_form_that_mails_or_opens_is_limited(client, session, once, language, way):
    path = f"/{language}/{way.format(session.ref)}"
    assert client.post(path, {"email": ""}).status_code in (200, 302, 410)
    response = client.post(path, {"email": "anna@example.com"})
    assert response.status_code == 429
    assert "anna@example.com" in response.content.decode()
    assert not Email.objects.exists()


def test_one_contact_is_not_sent_mail_after_mail_by_new_registrations(client, once):
    PrivacyNoticeFactory()
    limits.LIMITS["form"] = (1000, 3600)
    for number, status in ((1, 302), (2, 429)):
        now = SessionFactory()
        draft(client, now, name_latin=f"Officine {number}")
        response = client.post(address(now, "check", "en"), {"notice": "test-1", "privacy": "on"})
        assert response.status_code == status
    assert "used too often" in response.content.decode()
    assert Email.objects.count() == 1


def test_every_public_form_of_the_app_is_known_here():
    """A new address that companies can post to without having been let in must be limited, and named here."""
    limited = {
        "register", "register_interests", "register_delegates", "register_choices", "register_questions",
        "register_check", "register_returning", "register_returning_begin", "verify", "my_ask", "my_enter", "contact",
    }  # fmt: skip
    harmless = {
        "register_anew", "my_leave",  # they only forget
        "register_sent", "register_returning_asked", "register_returning_link", "verify_link", "my_link", "my_asked",
        "catalogue", "contact_sent", "calendar_feed",  # to be read
    }  # fmt: skip
    patterns = import_module("participants.urls").urlpatterns
    behind_the_door = {"my"} | {one.name for one in patterns if one.name.startswith("my_")} - limited
    assert {one.name for one in patterns} - behind_the_door <= limited | harmless


# --- Programs ---------------------------------------------------------------------------------------------------------


def test_the_hidden_field_is_in_every_public_form_and_holds_a_registration_back(client, session):
    for path in (address(session, language="en"), "/en/my/ask/", "/en/contact/"):
        assert 'name="web_address"' in client.get(path).content.decode()
    response = client.post(address(session, language="en"), organisation(web_address="http://spam.example"))
    assert response.status_code == 400
    assert not Registration.objects.exists()
    assert "spam.example" not in response.content.decode()
    assert f'value="{organisation()["name_latin"]}"' in response.content.decode()
    assert client.post(address(session, language="en"), organisation(web_address="")).status_code == 302


# --- A forged host ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["my/ask/", "contact/", "sessions/{}/register/", "sessions/{}/register/returning/"])
def test_a_forged_host_reaches_no_page_and_no_mail(client, session, way, expected_errors):
    RegistrationFactory(contact_email="anna@example.com")
    fields = organisation(name="Anna", text="When?", email="anna@example.com")
    response = client.post(f"/en/{way.format(session.ref)}", fields, headers={"host": "evil.example"})
    assert response.status_code == 400
    assert not Email.objects.exists()
    expected_errors.claim("evil.example")


def test_with_any_allowed_host_mails_lead_to_the_configured_address(client, session, settings):
    settings.ALLOWED_HOSTS = ["*"]
    PrivacyNoticeFactory()
    RegistrationFactory(contact_email="anna@example.com")
    forged = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    draft(client, session)
    client.post(address(session, "check"), {"notice": "test-1", "privacy": "on"}, headers=forged)
    client.post("/en/my/ask/", {"email": "anna@example.com"}, headers=forged)
    client.post(f"/en/sessions/{session.ref}/register/returning/", {"email": "anna@example.com"}, headers=forged)
    client.post("/en/contact/", {"name": "Anna", "text": "When?", "email": "anna@example.com"}, headers=forged)
    mails = list(Email.objects.all())
    assert len(mails) >= 4
    for mail in mails:
        whole = f"{mail.subject} {mail.message} {mail.html_message} {mail.headers} {mail.context}"
        assert "evil" not in whole
    assert any(settings.BASE_URL in f"{mail.message}{mail.context}" for mail in mails)


# --- Nonsense ---------------------------------------------------------------------------------------------------------

NASTY = [
    "", " ", "\x00", "a\x00b", "\u200b\u200d", "\u202eabc", "\ud800", "1" + "0" * 30, "-1", "9" * 400, "NaN", "1e309",
    "x" * 5000, "<img src=http://x>", "{{ settings.SECRET_KEY }}", "{% load x %}", '=HYPERLINK("http://x","y")',
    "a@b.example\r\nBcc: c@d.example", "a@b.example", "\"a,b\"@example.com", "http://[", "javascript:alert(1)",
    "99999-99-99", "0000-00-00", "../../etc/passwd", "%00", "%ED%A0%80", "Ё" * 300, "\ufdfa" * 100, "IT", "RU", "on",
    "company", "it", "1", "IT 00743110157", "+39 035 123456", str(uuid.UUID(int=0)), "[]", '{"a": 1}', "\r\n\r\n",
]  # fmt: skip
STEPS = ("", "interests", "delegates", "choices", "questions", "check", "anew", "returning", "returning/begin")


def fields_of_everything(draft_row) -> list[str]:
    pk = draft_row.delegates.first().pk
    delegate = [f"delegates-{index}-{name}" for index in (0, 1, 9) for name in (*ANNA, "pk", "speaks", "phone")]
    return [
        *organisation(), *INTERESTS, *delegate, "delegates-TOTAL_FORMS", "delegates-INITIAL_FORMS", "add", "remove",
        f"d{pk}-table_1", f"d{pk}-visits", f"given_cyrillic-{pk}", "name_cyrillic-0", "notice", "privacy", "waiting",
        "email", "name", "text", "session", "earlier", "sector_1", "sector_3", "investment", "submitted_through",
        "region", "page", "q", "web_address",
    ]  # fmt: skip


def encoded(chance: random.Random, fields: dict[str, list[str]]) -> tuple[bytes, str]:
    """The body of a post, sometimes with bytes that are no text; lone surrogates go out as they are."""
    pairs = [(name, value) for name, values in fields.items() for value in values]
    raw = b"&".join(quoted(name) + b"=" + quoted(value) for name, value in pairs)
    if chance.random() < 0.1:
        raw += b"&name_latin=%FF%FE&email=\xed\xa0\x80&" + bytes(chance.randrange(256) for _byte in range(30))
    return raw, chance.choice(["application/x-www-form-urlencoded"] * 9 + ["application/json", "text/plain", ""])


def quoted(text: str) -> bytes:
    return b"".join(f"%{byte:02X}".encode() for byte in text.encode("utf-8", "surrogatepass"))


def test_no_post_of_nonsense_is_a_fault_of_the_server(session):
    chance = random.Random(SEED)
    PrivacyNoticeFactory()
    walker = Client(raise_request_exception=False)
    own = draft(walker, session, ANNA)
    names, statuses = fields_of_everything(own), []
    paths = [address(session, step, chance.choice(["it", "ru", "en"])) for step in STEPS]
    paths += ["/en/my/ask/", "/it/contact/", "/ru/my/verify/", "/en/my/enter/", "/en/my/leave/"]
    for _post in range(POSTS):
        fields = {
            name: [chance.choice(NASTY) for _value in range(chance.choice([1, 1, 1, 2, 5]))]
            for name in chance.sample(names, chance.randrange(len(names)))
        }
        if chance.random() < 0.5:  # mostly right, so that it gets beyond the form
            right = {**organisation(), **INTERESTS, **delegates(ANNA), "notice": "test-1", "privacy": "on"}
            fields = {name: [value] for name, value in right.items()} | dict(list(fields.items())[:3])
        body, kind = encoded(chance, fields)
        response = walker.post(chance.choice(paths), body, content_type=kind)
        statuses.append(response.status_code)
        if not Registration.objects.filter(pk=own.pk, state="draft").exists():
            walker.cookies.clear()
            own = draft(walker, session, ANNA)
    assert max(statuses) < 500
    assert {200, 302} <= set(statuses), "some were refused and some accepted, else nothing was tried"
