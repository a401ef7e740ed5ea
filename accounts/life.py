"""The life of an account: offered to somebody by mail, taken up, given a last day, switched off."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import life_emails
from accounts.models import Invitation, User
from accounts.services import end_sessions
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError
from taskforce.limits import too_many

LINK_LIFE = dt.timedelta(days=7)
OPEN = {
    "invitation__isnull": False, "invitation__accepted_at": None, "invitation__withdrawn_at": None, "is_active": True,
}  # fmt: skip
TOLD_BEFORE = dt.timedelta(days=14)  # so long before its last day the mail goes out


def offer_account(
    email: str,
    full_name: str,
    language: str,
    by: User | None,
    *,
    is_staff: bool = False,
    groups: Iterable[Group] = (),
    expires_on: dt.date | None = None,
) -> User:
    """Offer an account to somebody who has none, and return it; ``send_link`` is what tells them.

    Whose invitation was withdrawn may be invited again, with nothing of what the first invitation gave.
    Raises DomainError (code ``known``) where there is an account.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email=email.strip().lower()).first()
        if user is None:
            user = User.objects.create_user(email, None, full_name=full_name, language=language)
        elif not is_withdrawn(user):
            raise DomainError(_("There is an account with this e-mail address."), field="email", code="known")
        user.full_name, user.language, user.expires_on = full_name, language, expires_on
        user.is_active, user.is_staff, user.is_superuser = True, is_staff, False
        user.save()
        user.groups.set(groups)
        user.user_permissions.clear()
        now = timezone.now()
        fresh = {"token_hash": hash_of(secrets.token_urlsafe(32)), "invited_by": by, "sent_at": now, "expires_at": now}
        Invitation.objects.update_or_create(user=user, defaults=fresh | {"withdrawn_at": None})
        return user


def send_link(user: User, by: User | None, tells: life_emails.Tells = life_emails.tells_nothing) -> None:
    """Send the link of an open invitation, which works once; one that was sent before ends.

    ``tells`` says, in the reader's language, what the account is for. Raises DomainError where nothing is open.
    """
    if by and too_many("link", f"invitations of {by.pk}"):
        raise DomainError(_("Too many invitations within an hour. Try again later."), code="often")
    with transaction.atomic():
        invitation = lock_open_invitation(user)
        token, now = secrets.token_urlsafe(32), timezone.now()
        invitation.token_hash, invitation.invited_by = hash_of(token), by
        invitation.sent_at, invitation.expires_at = now, now + LINK_LIFE
        invitation.save()
        invitation.user = user
        life_emails.send_invitation(invitation, token, tells)


def withdraw(user: User) -> None:
    """Let the link of an open invitation end, and switch its account off. Raises DomainError where nothing is open."""
    with transaction.atomic():
        invitation = lock_open_invitation(user)
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        User.objects.filter(pk=user.pk).update(is_active=False, is_staff=False)


def accept(token_hash: str, full_name: str, language: str, password: str) -> User:
    """Take up an account with a name, a language and a password. Raises DomainError where the link opens nothing."""
    with transaction.atomic():
        invitation = find_invitation(token_hash, Invitation.objects.select_for_update(of=("self",)))
        if invitation is None:
            raise DomainError(_("This link opens nothing any more."), code="link")
        user = invitation.user
        user.full_name, user.language = full_name, language
        user.set_password(password)
        user.save(update_fields=["full_name", "language", "password"])
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        return user


def switch_off_account(user: User) -> None:
    """Switch an account off: it is signed out everywhere, and the link of an invitation to it opens nothing.

    What the account has under way in other apps is for desk.leaving.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        User.objects.filter(pk=user.pk).update(is_active=False)
        end_sessions(user)
        Invitation.objects.filter(user=user, accepted_at=None).update(expires_at=timezone.now())
    user.is_active = False


def tell_of_last_day() -> int:
    """Tell by mail everybody whose account ends within two weeks, once for each last day; returns how many."""
    today = today_in_rome()
    soon = User.objects.working().filter(expires_on__lte=today + TOLD_BEFORE)
    told = 0
    for pk in soon.values_list("pk", flat=True):
        with transaction.atomic():
            user = soon.select_for_update(of=("self",)).filter(pk=pk).first()
            if user and user.expiry_told != user.expires_on:
                User.objects.filter(pk=pk).update(expiry_told=user.expires_on)
                life_emails.send_last_day(user)
                told += 1
    return told


# --- Invitations


def find_invitation(token_hash: str, rows=None) -> Invitation | None:
    """Return the invitation of a link that may be used now."""
    rows = Invitation.objects.all() if rows is None else rows
    found = rows.select_related("user").filter(token_hash=token_hash).first()
    return found if found and found.is_usable else None


def lock_open_invitation(user: User) -> Invitation:
    """Return the open invitation of an account, for this transaction alone. Raises DomainError where there is none."""
    found = Invitation.objects.select_for_update().filter(user=user, user__is_active=True).first()
    if found is None or not found.is_open:
        raise DomainError(_("There is no open invitation to this account."), code="state")
    return found


def invited_by(user: User) -> list[User]:
    """The accounts this user offered to somebody and that nobody has taken up yet."""
    return list(User.objects.filter(invitation__invited_by=user, **OPEN).order_by("pk"))


def is_offered(user: User) -> bool:
    """Whether the account is offered to somebody who has not taken it up yet."""
    return User.objects.filter(pk=user.pk, **OPEN).exists()


def is_withdrawn(user: User) -> bool:
    """Whether the account was offered and taken back before anybody took it up."""
    return Invitation.objects.filter(user=user, accepted_at=None, withdrawn_at__isnull=False).exists()


def hash_of(token: str) -> str:
    """Return what is stored in place of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
