"""The mail about a commitment, to whoever sees to it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.models import Agreement, Commitment
from participants.emails import session_values
from participants.enums import MailKind
from participants.mailing import Recipient, link, plain, trusted, write
from sessions.enums import Side
from taskforce.dates import long_date


def send_commitment_due(commitment: Commitment, today: dt.date) -> None:
    """A commitment is to be carried out by a day, or is late."""
    act = commitment.agreement
    to = Recipient(commitment.owner_email, "ru" if commitment.side == Side.RU else "it")
    with override(to.language):
        values = session_values(act.session) | {
            "owner": plain(commitment.owner),
            "act": plain(act.title),
            "commitment": plain(commitment.text),
            "due": trusted(due_words(commitment, today)),
            "address": link(address_of(act)) if is_public(act) else trusted(""),
        }
    write(MailKind.COMMITMENT_DUE, to, values)


def due_words(commitment: Commitment, today: dt.date) -> str:
    """Return until when a commitment is to be carried out, or since when it is late."""
    day = {"day": long_date(commitment.due_on)}
    if commitment.due_on > today:
        return _("It is to be carried out by %(day)s.") % day
    if commitment.due_on == today:
        return _("It is to be carried out by today, %(day)s.") % day
    return _("It was to be carried out by %(day)s, and nobody has reported that it was.") % day


def is_public(act: Agreement) -> bool:
    return Agreement.objects.public().filter(pk=act.pk).exists()


def address_of(act: Agreement) -> str:
    return settings.BASE_URL + reverse("agreements:agreement", args=[act.pk])
