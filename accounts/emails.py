"""The mails about how somebody signs in. Each goes to the address of the account, in its language."""

from __future__ import annotations

from enum import Enum

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.life_emails import put
from accounts.models import User


class Happened(Enum):
    """What a person is told of, so that they notice what they did not do themselves."""

    PASSWORD_CHANGED = gettext_lazy("The password of your account was changed.")
    FACTOR_SET_UP = gettext_lazy("A second factor was set up for your account: signing in now asks for a code as well.")
    FACTOR_REMOVED = gettext_lazy("The second factor of your account was removed: the password alone signs in.")
    PASSKEY_ADDED = gettext_lazy("A passkey was added to your account.")


def send_new_password_link(user: User, path: str) -> None:
    """The link with which somebody who forgot the password chooses another one."""
    with override(user.language):
        text = [
            _("Somebody, probably you, asked for a new password for your account in the portal."),
            _("Open this page to choose it. The link works once, within one hour."),
        ]
        after = [_("If it was not you, do nothing: your password stays as it is.")]
        put(user, _("A new password for the portal"), text, settings.BASE_URL + path, after)


def send_sign_in_changed(user: User, what: Happened) -> None:
    """That the way to sign in changed."""
    with override(user.language):
        text = [
            str(what.value),
            _("If it was not you, write to the ministry's staff at once, and choose a new password."),
        ]
        put(user, _("The way you sign in was changed"), text, settings.BASE_URL + reverse("accounts:account"))
