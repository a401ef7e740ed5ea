"""Acts on what belongs to one account."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.emails import Happened, send_new_password_link, send_sign_in_changed
from accounts.models import SavedFilter, SignedIn, User
from taskforce.errors import DomainError
from taskforce.limits import too_many

MOST_FILTERS = 20  # on one list: beyond that nobody finds one again


def save_filter(user: User, page: str, name: str, query: str) -> SavedFilter:
    """Keep a filter of a list under a name; a name used again on the same list gets the new filter.

    Raises DomainError where nothing is filtered, or the list has as many as can be kept.
    """
    if not query:
        raise DomainError(_("Nothing is filtered, searched or sorted here: there is nothing to save."), code="empty")
    if len(query) > SavedFilter._meta.get_field("query").max_length:
        raise DomainError(_("This filter is too long to be saved."), code="long")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        others = user.saved_filters.filter(page=page).exclude(name=name)
        if others.count() >= MOST_FILTERS:
            message = _("A list keeps %(number)d filters at most: remove one first.") % {"number": MOST_FILTERS}
            raise DomainError(message, code="full")
        return user.saved_filters.update_or_create(page=page, name=name, defaults={"query": query})[0]


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign a person out wherever they are signed in, but for the session with this key; returns how many ended."""
    return SignedIn.objects.filter(user=user).exclude(session_key=but).delete()[0]


def change_password(user: User, password: str) -> None:
    """Give a person the password they chose, and tell them by mail that it was changed."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        send_sign_in_changed(user, Happened.PASSWORD_CHANGED)


def ask_for_new_password(email: str) -> None:
    """Send the link for a new password, where an account that works has this address; a few times an hour at most.

    The link works once: it is made from the password that is replaced.
    """
    user = User.objects.working().filter(email=email.strip().lower()).first()
    if user is None or too_many("password", user.email):
        return
    where = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    with transaction.atomic(), override(user.language):
        send_new_password_link(user, reverse("accounts:new_password", args=where))
