"""Signing in by an identity service: it opens an account that is there, for whom it was meant, and nothing else."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import jwt
import pyotp
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts import codes
from accounts.models import Attempt, User
from accounts.second_factor import set_up_second_factor
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SERVICE = "https://identity.example"


@pytest.fixture
def service(settings, monkeypatch):
    """An identity service that says of whoever comes what ``claims`` and ``person`` hold."""
    settings.OIDC_NAME, settings.OIDC_ISSUER = "Identity of the Ministry", SERVICE
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = "portal", "secret"
    for name in ("AUTHORIZATION", "TOKEN", "USER", "JWKS"):
        setattr(settings, f"OIDC_OP_{name}_ENDPOINT", f"{SERVICE}/{name.lower()}")
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "accounts.identity.IdentityBackend"]
    told = SimpleNamespace(claims={}, person={"email": "Anna@example.org", "email_verified": True}, down=False)

    def get(url, **_options):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        body = {"keys": [{**public, "kid": "one", "alg": "RS256"}]} if url.endswith("jwks") else told.person
        return SimpleNamespace(json=lambda: body, raise_for_status=lambda: None, headers={})

    def post(_url, data, **_options):
        if told.down:
            raise requests.ConnectionError
        claims = {"iss": SERVICE, "aud": "portal", "exp": time.time() + 60, "nonce": told.nonce, **told.claims}
        token = jwt.encode(claims, KEY, "RS256", headers={"kid": "one"})
        return SimpleNamespace(status_code=200, json=lambda: {"id_token": token, "access_token": data["code"]})

    monkeypatch.setattr("mozilla_django_oidc.auth.requests", SimpleNamespace(get=get, post=post))
    return told


def come_back(client, service, **changes):
    """Go to the service and come back from it; returns the portal's answer."""
    sent = urlsplit(client.get("/identity/begin/", {"next": "/en/desk/"})["Location"])
    asked = {name: values[0] for name, values in parse_qs(sent.query).items()}
    assert sent.netloc == "identity.example"
    assert asked["redirect_uri"] == "http://testserver/identity/callback/"
    service.nonce = asked["nonce"]
    way = {"code": "once", "state": asked["state"], **changes}
    return client.get("/identity/callback/", way, headers={"Accept-Language": "en"})


def test_the_button_is_there_only_where_a_service_is_named(client, service, settings):
    assert "Sign in with Identity of the Ministry" in client.get("/en/accounts/sign-in/").text
    settings.OIDC_NAME = ""
    assert "/identity/" not in client.get("/en/accounts/sign-in/").text
    assert [client.get(f"/identity/{page}/").status_code for page in ("begin", "callback")] == [404, 404]


def test_it_opens_the_account_of_the_address_it_names_and_is_on_record(client, service):
    user = UserFactory(email="anna@example.org")
    answer = come_back(client, service)
    assert (answer.status_code, answer["Location"]) == (302, "/en/desk/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session["_auth_user_backend"] == "accounts.backends.AccountBackend"
    assert list(Attempt.objects.values_list("user", "outcome")) == [(user.pk, "done")]
    User.objects.update(is_active=False)
    assert client.get("/en/desk/").status_code == 302  # switched off: out at the next request


@pytest.mark.parametrize("strong", [False, True])
def test_a_second_factor_is_asked_for_unless_the_service_asks_for_one(client, service, settings, strong):
    settings.OIDC_IS_STRONG = strong
    secret = codes.new_secret()
    set_up_second_factor(UserFactory(email="anna@example.org"), secret, pyotp.TOTP(secret).now())
    assert come_back(client, service)["Location"] == ("/en/desk/" if strong else "/en/accounts/sign-in/code/")
    assert ("_auth_user_id" in client.session) is strong


FAULTS = {
    "nobody's address": {"person": {"email": "nobody@example.org", "email_verified": True}},
    "address not shown": {"person": {"email": "anna@example.org"}},
    "no address": {"person": {"email_verified": True}},
    "for somebody else": {"claims": {"aud": "another"}},
    "by somebody else": {"claims": {"iss": "https://evil.example"}},
    "too old": {"claims": {"exp": 1}},
    "of another visit": {"claims": {"nonce": "other"}},
    "service down": {"down": True},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_leads_back_to_the_page_with_one_sentence(client, service, fault):
    UserFactory(email="anna@example.org")
    for name, value in FAULTS[fault].items():
        setattr(service, name, value)
    answer = come_back(client, service)
    assert answer["Location"].endswith("/accounts/sign-in/")
    assert "The identity service did not sign you in" in client.get("/en/accounts/sign-in/").text
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1


@pytest.mark.parametrize("query", [{"state": "made up"}, {"state": ""}, {"error": "denied"}, {"code": "\0"}])
def test_who_comes_back_with_something_else_is_not_signed_in(client, service, query):
    UserFactory(email="anna@example.org", is_active=query == {"code": "\0"})
    if query != {"code": "\0"}:
        assert come_back(client, service, **query)["Location"].endswith("/accounts/sign-in/")
    else:
        assert client.get("/identity/callback/", {"code": "x", "state": "y"})["Location"].endswith("/accounts/sign-in/")
    assert "_auth_user_id" not in client.session
