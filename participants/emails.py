"""One small function a mail. Each puts a row into the outbox, in the caller's transaction, and wakes a worker after it.

The texts are the trio ``templates/participants/mail/<name>.{subject.txt,txt,html}`` in the registration's language.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from post_office import mail

from participants.enums import Place
from participants.models import Delegate, Registration
from taskforce.dates import date_span
from taskforce.jobs import ring
from taskforce.text import header

SEND_MAIL = "participants.tasks.send_mail"
_DOMAIN = re.compile(r"(?<=\w)\.(?=\w{2,})")


def send_verify_link(registration: Registration, token: str) -> None:
    """The link to the page where the contact confirms the e-mail address. Holds nothing that somebody typed.

    The address is not verified yet: whoever fills the form must not be able to write to a stranger through it.
    """
    with override(registration.language):
        url = settings.BASE_URL + reverse("participants:verify_link", args=[token])
    _send("verify_link", registration, url=url)


def send_received(registration: Registration) -> None:
    """The registration arrived and is under review."""
    _send("received", registration)


def send_confirmed(registration: Registration) -> None:
    """The registration is confirmed; says of each delegate which place and which seats there are."""
    _send("confirmed", registration, delegates=_delegates(registration))


def send_wait_listed(registration: Registration) -> None:
    """All delegates are on the waiting list; says the position of each."""
    _send("wait_listed", registration, delegates=_delegates(registration))


def send_declined(registration: Registration) -> None:
    """The registration is declined, with the reason staff gave."""
    _send("declined", registration, reason=registration.decision_reason)


def send_cancelled(registration: Registration) -> None:
    """The registration is withdrawn."""
    _send("cancelled", registration)


def send_promoted(delegate: Delegate) -> None:
    """A place became free for a delegate who waited."""
    _send("promoted", delegate.registration, delegates=_delegates(delegate.registration, pk=delegate.pk))


def inert(text: str) -> str:
    """Return text from a person so that no mail program makes a link of it: ``www.a.org`` becomes ``www. a. org``."""
    return _DOMAIN.sub(". ", text.replace("://", ": //").replace("@", " (at) "))


def _send(name: str, registration: Registration, **facts) -> None:
    with override(registration.language):
        facts |= {
            "session": registration.session,
            "dates": date_span(registration.session.starts_on, registration.session.ends_on),
            "contact": inert(registration.contact_name),
            "organisation": inert(registration.organisation.name),
            "portal_name": settings.PORTAL_NAME,
            "portal_url": f"{settings.BASE_URL}/{registration.language}/",
        }
        parts = {
            part: render_to_string(f"participants/mail/{name}.{ending}", facts)
            for part, ending in (("subject", "subject.txt"), ("text", "txt"), ("html", "html"))
        }
    parts["subject"] = header(parts["subject"])
    # post_office renders what it is given as a template once more: handing the texts over as values keeps a company
    # called "{{ settings.SECRET_KEY }}" from being read as a placeholder.
    mail.send(
        recipients=[registration.contact_email],
        sender=settings.DEFAULT_FROM_EMAIL,
        subject="{{ subject|safe }}",
        message="{{ text|safe }}",
        html_message="{{ html|safe }}",
        context=parts,
        priority="medium",
        commit=True,
    )
    transaction.on_commit(_wake_a_worker)


def _wake_a_worker() -> None:
    ring(SEND_MAIL, expires=30)


def _delegates(registration: Registration, **only) -> list[dict]:
    """Return what a mail says of each delegate who has not given up: name, place, position, tables and visits."""
    with override(registration.language):
        delegates = (
            registration.delegates.filter(**only)
            .exclude(place=Place.RELEASED)
            .prefetch_related("table_seats__table", "visit_seats__visit")
        )
        return [
            {
                "name": inert(delegate.name),
                "place": delegate.place,
                "position": _position(delegate),
                "seats": [_seat(seat, str(seat.table)) for seat in delegate.table_seats.all()]
                + [_seat(seat, str(seat.visit)) for seat in delegate.visit_seats.all()],
            }
            for delegate in delegates
        ]


def _seat(seat, title: str) -> dict:
    return {"title": title, "place": seat.place, "word": seat.get_place_display()}


def _position(delegate: Delegate) -> int | None:
    if delegate.place != Place.WAITING:
        return None
    queue = Delegate.objects.filter(session_id=delegate.session_id, side=delegate.side).waiting()
    return queue.filter(queue_number__lt=delegate.queue_number).count() + 1
