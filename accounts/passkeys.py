"""Acts on passkeys (WebAuthn): a key in a device that stands for the code of the second factor.

The portal sends a challenge, which waits in the session; the browser signs it together with the portal's name. Only who
has set up the telephone adds a passkey: losing the device locks nobody out.
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from accounts.emails import Happened, send_sign_in_changed
from accounts.models import Passkey, User
from accounts.second_factor import has_second_factor
from taskforce.errors import DomainError

MOST = 10
PREFERRED = UserVerificationRequirement.PREFERRED


def are_possible() -> bool:
    """Whether browsers give passkeys to this portal: not to an address that is a number."""
    try:
        ipaddress.ip_address(_host())
    except ValueError:
        return True
    return False


def begin_adding(user: User) -> tuple[dict, dict]:
    """Return what the browser needs to make a passkey, and what waits in the session for its answer."""
    who = PublicKeyCredentialUserEntity(id=str(user.pk).encode(), name=user.email, display_name=str(user))
    options, state = _server().register_begin(who, _credentials(user), user_verification=PREFERRED)
    return dict(options), state


def add_passkey(user: User, name: str, state: dict | None, answer: str) -> Passkey:
    """Keep the passkey that a browser made. Raises DomainError where its answer is not one to this challenge."""
    made = _checked(lambda: _server().register_complete(state, _answer(answer)).credential_data)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not has_second_factor(user):
            raise DomainError(_("You have no second factor yet."), code="none")
        known = _credentials(user)
        if len(known) >= MOST or made.credential_id in {one.credential_id for one in known}:
            raise DomainError(_("This passkey is known already, or there are too many."), code="exists")
        send_sign_in_changed(user, Happened.PASSKEY_ADDED)
        return Passkey.objects.create(user=user, name=name, credential=bytes(made))


def begin_using(user: User) -> tuple[dict, dict]:
    """Return what the browser needs to use a passkey, and what waits in the session for its answer."""
    options, state = _server().authenticate_begin(_credentials(user), user_verification=PREFERRED)
    return dict(options), state


def use_passkey(user: User, state: dict | None, answer: str) -> None:
    """Raise DomainError where a browser's answer does not show one of this person's passkeys."""
    passkeys = list(user.passkeys.all())
    known = {_credential(one).credential_id: one for one in passkeys}
    used = _checked(
        lambda: _server().authenticate_complete(state, [_credential(one) for one in passkeys], _answer(answer))
    )
    Passkey.objects.filter(pk=known[used.credential_id].pk).update(used_at=timezone.now())


def _server() -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=_host(), name=str(settings.PORTAL_NAME))
    return Fido2Server(entity, verify_origin=lambda origin: origin == settings.BASE_URL)


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""


def _credential(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(passkey.credential))


def _credentials(user: User) -> list[AttestedCredentialData]:
    return [_credential(one) for one in user.passkeys.all()]


def _answer(text: str) -> dict:
    found = json.loads(text)
    websafe_decode(found["rawId"])
    return found


def _checked(act: Any) -> Any:
    """Whatever is wrong with what a browser sent (its form, its challenge, its signature) is one refusal."""
    try:
        return act()
    except Exception as error:  # the library raises whatever parsing wrong bytes brings
        raise DomainError(_("This passkey was not accepted. Please try again."), code="passkey") from error
