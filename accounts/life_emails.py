"""The mails about an account. Each is a row in the outbox, in the caller's transaction, and wakes a worker after it.

Nothing in them was typed by whoever invites: nobody writes to a stranger through the portal.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from post_office import mail

from accounts.models import Invitation, User
from taskforce.dates import long_date
from taskforce.jobs import ring

Tells = Callable[[], list[str]]
SEND_MAIL = "participants.tasks.send_mail"


def tells_nothing() -> list[str]:
    """Say nothing of what an account is for."""
    return []


def send_invitation(invitation: Invitation, token: str, tells: Tells) -> None:
    """The link with which somebody takes up an account, what the account is for, and until when the link works."""
    user = invitation.user
    with override(user.language):
        until = localtime(invitation.expires_at, zoneinfo.ZoneInfo(settings.CAPITAL_TIME_ZONES["IT"]))
        told = {"day": long_date(until), "time": date_format(until, "H:i")}
        text = [
            _("You are invited to work in the portal of the Italian-Russian Task Force."),
            *tells(),
            _("Open this page to choose your password. The link works once, until %(day)s, %(time)s in Rome.") % told,
        ]
        url = settings.BASE_URL + reverse("accounts:invitation_link", args=[token])
        after = [_("If you do not know what this is about, do nothing: nobody will use your address.")]
        put(user, _("Invitation to the portal of the Task Force"), text, url, after)


def send_last_day(user: User) -> None:
    """That an account ends soon, and what to do where it should not."""
    with override(user.language):
        text = [
            _("Your account in the portal ends after this day: %(day)s.") % {"day": long_date(user.expires_on)},
            _("If you still need it, ask the ministry's staff or the organisers to move its last day."),
        ]
        url = settings.BASE_URL + reverse("desk:home")
        put(user, _("Your account in the portal ends soon"), text, url)


def put(user: User, subject: str, text: list[str], url: str, after: Iterable[str] = ()) -> None:
    """Put a mail of paragraphs, with an address of the portal among them, into the outbox."""
    button = render_to_string("participants/mail/button.html", {"url": url})
    frame = {
        "portal_name": settings.PORTAL_NAME,
        "portal_url": f"{settings.BASE_URL}/{user.language}/",
        "contact_url": settings.BASE_URL + reverse("participants:contact"),
        "text": "\n\n".join([*text, url, *after]),
        "content": "".join(map(paragraph, text)) + button + "".join(map(paragraph, after)),
    }
    mail.send(
        recipients=[user.email],
        sender=settings.DEFAULT_FROM_EMAIL,
        subject="{{ subject|safe }}",
        message="{{ text|safe }}",
        html_message="{{ html|safe }}",
        context={
            "subject": subject,
            "text": render_to_string("participants/mail/layout.txt", frame),
            "html": render_to_string("participants/mail/layout.html", frame),
        },
        headers={"Auto-Submitted": "auto-generated"},
        priority="medium",
        commit=True,
    )
    transaction.on_commit(partial(ring, SEND_MAIL, expires=30))


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
