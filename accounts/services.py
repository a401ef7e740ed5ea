"""Acts on what belongs to one account."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import SavedFilter, SignedIn, User
from taskforce.errors import DomainError

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
