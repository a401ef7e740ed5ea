"""Passkeys, made and used by a device that the tests play themselves."""

from __future__ import annotations

import hashlib
import json
import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.apps import apps
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts import passkeys
from accounts.models import Attempt, Passkey
from accounts.tests.factories import UserFactory
from accounts.tests.test_second_factor import sign_in, signed_in, with_factor

pytestmark = pytest.mark.django_db
ORIGIN = "https://taskforce.example"
ADD, BEGIN = "/en/accounts/passkeys/add/", "/en/accounts/passkeys/begin/"
ASK, USE, CODE = "/en/accounts/sign-in/passkey/begin/", "/en/accounts/sign-in/passkey/", "/en/accounts/sign-in/code/"
HERE_AND_CHECKED, WITH_KEY = 0x05, 0x40


class Device:
    """Keeps one key, as a telephone does."""

    def __init__(self, host: str = "taskforce.example", origin: str = ORIGIN) -> None:
        self.key, self.ident = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        self.host, self.origin = hashlib.sha256(host.encode()).digest(), origin

    def make(self, options: dict) -> str:
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.ident, public)
        data = AuthenticatorData.create(self.host, HERE_AND_CHECKED | WITH_KEY, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options)
        return self._answer({"attestationObject": websafe_encode(attestation)}, client)

    def use(self, options: dict) -> str:
        data = AuthenticatorData.create(self.host, HERE_AND_CHECKED, 0)
        client = self._client("webauthn.get", options)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        told = {"authenticatorData": websafe_encode(data), "signature": websafe_encode(signature)}
        return self._answer(told, client)

    def _client(self, kind: str, options: dict) -> CollectedClientData:
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], self.origin)

    def _answer(self, told: dict, client: CollectedClientData) -> str:
        ident = websafe_encode(self.ident)
        response = told | {"clientDataJSON": websafe_encode(client)}
        return json.dumps({"id": ident, "rawId": ident, "type": "public-key", "response": response})


@pytest.fixture
def user(settings):
    settings.BASE_URL = ORIGIN
    user = UserFactory(email="anna@example.org", language="en")
    with_factor(user)
    return user


def add(client, device: Device, name: str = "Telephone"):
    return client.post(ADD, {"name": name, "answer": device.make(client.post(BEGIN).json())}, follow=True)


def test_a_passkey_is_added_stands_for_the_code_and_is_removed(client, user):
    device = Device()
    client.force_login(user)
    assert 'data-passkey="make"' in client.get(ADD).text
    assert "The passkey was added." in add(client, device).text
    assert "This passkey is known already" in add(client, device).text
    assert "credential" not in apps.get_model("audit.Change").objects.get(table="accounts_passkey", act="I").after
    client.logout()
    sign_in(client, "/en/desk/")
    assert 'data-passkey="use"' in client.get(CODE).text
    answer = device.use(client.post(ASK).json())
    assert client.post(USE, {"answer": answer})["Location"] == "/en/desk/"
    assert signed_in(client) == str(user.pk)
    passkey = Passkey.objects.get()
    assert passkey.used_at
    assert "Telephone" in client.get("/en/accounts/").text
    other = Passkey.objects.create(user=UserFactory(), name="Theirs", credential=b"x")
    assert client.post(f"/en/accounts/passkeys/{other.pk}/remove/").status_code == 404
    assert client.post(f"/en/accounts/passkeys/{passkey.pk}/remove/").status_code == 302
    assert list(Passkey.objects.all()) == [other]


def test_another_key_challenge_or_site_signs_nobody_in(client, user):
    device = Device()
    client.force_login(user)
    add(client, device)
    client.logout()
    assert client.post(ASK).status_code == 403  # no password was right yet
    assert client.post(USE, {"answer": "{}"})["Location"] == "/en/accounts/sign-in/"
    sign_in(client)
    old = client.post(ASK).json()
    foreign, away = Device(), Device(origin="https://evil.example")
    foreign.ident = away.ident = device.ident
    away.key = device.key
    for answer in (
        foreign.use(client.post(ASK).json()),
        away.use(client.post(ASK).json()),
        device.use(old),  # another challenge was given since
        device.use(client.post(ASK).json()).replace("public-key", "x"),
    ):
        client.post(USE, {"answer": answer})
        assert signed_in(client) is None
        Attempt.objects.all().delete()
    answer = device.use(client.post(ASK).json())
    client.post(USE, {"answer": "{}"})
    client.post(USE, {"answer": answer})  # its challenge is used up
    assert signed_in(client) is None


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x", "[" * 5000, '{"rawId": 1}', '{"rawId": "\\ud800"}'])
def test_whatever_a_browser_sends_is_refused_in_words(client, user, answer):
    client.force_login(user)
    client.post(BEGIN)
    page = client.post(ADD, {"name": "Telephone", "answer": answer})
    assert page.status_code == 200
    assert "Please try again." in page.text or "This field is required." in page.text
    assert not Passkey.objects.exists()


def test_they_are_offered_where_a_browser_gives_them(client, user, settings):
    client.force_login(user)
    assert ADD in client.get("/en/accounts/").text
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert not passkeys.are_possible()
    assert ADD not in client.get("/en/accounts/").text
    assert client.get(ADD)["Location"] == "/en/accounts/"
    settings.BASE_URL = ORIGIN
    user.second_factor.delete()
    assert client.get(ADD)["Location"] == "/en/accounts/"
