"""What needs doing at a session, in words, each with the way to where it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from sessions.models import Session


@dataclass(frozen=True)
class ToDo:
    """To do: ``level`` is stop (it hinders), now (somebody waits) or soon. Without ``url`` it is only told."""

    words: str
    level: str
    icon: str
    action: str = ""
    url: str = ""


def list_to_do(session: Session, waiting: dict[str, int], user: User) -> list[ToDo]:
    """Return what waits at a session, the most pressing first, with the ways that are open to this user."""
    found = [*programme(session, waiting), *papers(session, waiting), *companies(session, waiting, user)]
    return sorted(found, key=lambda one: ("stop", "now", "soon").index(one.level))


def programme(session: Session, waiting: dict[str, int]) -> Iterator[ToDo]:
    """Clashes, edits that are not released, translations."""
    if n := waiting["impossible"]:
        words = ngettext(
            "%(number)s clash makes the programme impossible", "%(number)s clashes make the programme impossible", n
        )
        yield at_desk(session, words % {"number": n}, "stop", "warning-circle", _("See the clashes"), "clashes")
    if n := waiting["warnings"]:
        words = ngettext("%(number)s warning about the programme", "%(number)s warnings about the programme", n)
        yield at_desk(session, words % {"number": n}, "soon", "info-circle", _("See the warnings"), "clashes")
    if n := waiting["unreleased"]:
        words = ngettext(
            "%(number)s edit of the programme is not released", "%(number)s edits of the programme are not released", n
        )
        yield at_desk(session, words % {"number": n}, "soon", "calendar", _("See what would change"), "release")
    if n := waiting["to_translate"]:
        words = ngettext(
            "%(number)s translation is missing or out of date", "%(number)s translations are missing or out of date", n
        )
        yield at_desk(session, words % {"number": n}, "soon", "comment", _("See the translations"), "translations")


def papers(session: Session, waiting: dict[str, int]) -> Iterator[ToDo]:
    """Documents that failed, and those that wait for a worker."""
    if n := waiting["failed"]:
        words = ngettext("%(number)s document failed", "%(number)s documents failed", n)
        yield at_desk(session, words % {"number": n}, "stop", "error", _("See why"), "documents")
    if n := waiting["due"]:
        words = ngettext("%(number)s document waits for a worker", "%(number)s documents wait for a worker", n)
        yield at_desk(session, words % {"number": n}, "soon", "clock", _("See the documents"), "documents")


def companies(session: Session, waiting: dict[str, int], user: User) -> Iterator[ToDo]:
    """What companies wait for. Ministry staff do it, so only they are led there."""
    if n := waiting["to_review"]:
        words = ngettext("%(number)s registration to review", "%(number)s registrations to review", n)
        yield in_admin(user, words % {"number": n}, "now", "user", _("Review them"), *queue(session))
    if n := waiting["answered"]:
        words = ngettext("%(number)s clarification answered", "%(number)s clarifications answered", n)
        yield in_admin(user, words % {"number": n}, "now", "inbox", _("Read and decide"), *queue(session))
    if n := waiting["changes"]:
        words = ngettext("%(number)s proposed change to approve", "%(number)s proposed changes to approve", n)
        where = ("participants.view_registration", "participants_registration_changes", f"session={session.pk}")
        yield in_admin(user, words % {"number": n}, "now", "pencil", _("See the changes"), *where)
    if n := waiting["enquiries"]:
        words = ngettext("%(number)s enquiry to answer", "%(number)s enquiries to answer", n)
        where = ("participants.view_enquiry", "participants_enquiry_changelist", f"session__id__exact={session.pk}")
        yield in_admin(user, words % {"number": n}, "now", "help-circle", _("See the enquiries"), *where)
    if n := waiting["erasures"]:
        words = ngettext("%(number)s request to erase data", "%(number)s requests to erase data", n)
        where = ("participants.view_erasurerequest", "participants_erasurerequest_changelist", of_session(session))
        yield in_admin(user, words % {"number": n}, "now", "delete", _("See the requests"), *where)
    if n := waiting["mails"]:
        words = ngettext("%(number)s mail was not sent", "%(number)s mails were not sent", n)
        where = ("participants.view_maillog", "participants_maillog_changelist", of_session(session))
        yield in_admin(user, words % {"number": n}, "stop", "mail", _("See the mails"), *where)


def queue(session: Session) -> tuple[str, str, str]:
    return "participants.view_registration", "participants_registration_queue", f"session={session.pk}"


def of_session(session: Session) -> str:
    return f"registration__session__id__exact={session.pk}"


def at_desk(session: Session, words: str, level: str, icon: str, action: str, page: str) -> ToDo:
    return ToDo(words, level, icon, action, reverse(f"desk:{page}", args=[session.ref]))


def in_admin(
    user: User, words: str, level: str, icon: str, action: str, permission: str, page: str, query: str
) -> ToDo:
    """Return what is done in the administration, with the way there for those who may go it."""
    if not (user.is_staff and user.has_perm(permission)):
        return ToDo(words, level, icon)
    return ToDo(words, level, icon, action, reverse(f"admin:{page}") + (f"?{query}" if query else ""))
