"""The life of an act: signed, taken back to draft, denounced, and linked to those before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.enums import ActStatus, LinkKind, TextState
from agreements.models import ActLink, Agreement, AuthenticText
from agreements.services.comparing import check_numbers
from agreements.services.files import save_act
from sessions.models import Session
from taskforce.errors import DomainError


@contextmanager
def locked(act: Agreement) -> Iterator[Agreement]:
    """Open a transaction with an act locked, as it is now."""
    with transaction.atomic():
        yield Agreement.objects.select_for_update(of=("self",)).select_related("session").get(pk=act.pk)


def add_act(act: Agreement, by: User | None = None) -> Agreement:
    """Save a new act, given as it should be, after those of its session there are."""
    with transaction.atomic():
        session = Session.objects.select_for_update(of=("self",)).get(pk=act.session_id)
        act.position = (session.agreements.aggregate(last=Max("position"))["last"] or 0) + 1
        return save_act(act, by)


def change_act(act: Agreement, values: dict[str, Any], by: User | None = None) -> Agreement:
    """Change these facts of an act and leave the others as they are now. Raises DomainError."""
    with locked(act) as act:
        for name, value in values.items():
            setattr(act, name, value)
        try:
            act.validate_constraints()
        except ValidationError as error:  # of what somebody else changed meanwhile
            raise DomainError(" ".join(error.messages), code="meanwhile") from error
        return save_act(act, by)


# --- Signed


def sign_act(act: Agreement, *, on: dt.date, by: User | None = None, in_force_on: dt.date | None = None) -> Agreement:
    """Mark an act as signed on a day, with its texts: from then on these never change. Raises DomainError."""
    with locked(act) as act:
        check_signing(act, on)
        act.status, act.signed_on = ActStatus.SIGNED, on
        act.in_force_on = in_force_on or act.in_force_on
        check_dates(act)
        seal_texts(act)
        return save_act(act, by)


def check_signing(act: Agreement, on: dt.date) -> None:
    """Raise DomainError where an act cannot be marked as signed on a day."""
    if act.pk and Agreement.objects.filter(pk=act.pk, status=ActStatus.SIGNED).exists():
        raise DomainError(_("The act is signed already."), code="signed")
    if on > timezone.now().astimezone(act.session.zone).date():
        raise DomainError(_("An act is not signed in the future."), field="signed_on", code="future")
    open_texts = [text.get_language_display() for text in newest_texts(act) if text.state == TextState.DRAFT]
    if open_texts:
        message = _("These texts are still drafts: %(languages)s. Say first that they are ready to be signed.")
        raise DomainError(message % {"languages": ", ".join(open_texts)}, field="status", code="draft_text")
    check_numbers(act)


def newest_texts(act: Agreement) -> list[AuthenticText]:
    """Return the newest version of the act's text in each language it has."""
    found: dict[str, AuthenticText] = {}
    for text in AuthenticText.objects.filter(agreement=act.pk).order_by("language", "version") if act.pk else ():
        found[text.language] = text
    return list(found.values())


def seal_texts(act: Agreement) -> None:
    """Make the texts that were ready the signed ones. To be called with the act locked, or within its own saving."""
    ready = [text.pk for text in newest_texts(act) if text.state == TextState.FINAL]
    AuthenticText.objects.filter(pk__in=ready).update(state=TextState.SIGNED)


def take_back_signing(act: Agreement, by: User | None = None) -> Agreement:
    """Set an act back to draft that was marked as signed by mistake. Raises DomainError."""
    with locked(act) as act:
        check_taking_back(act)
        act.status, act.signed_on = ActStatus.DRAFT, None
        return save_act(act, by)


def check_taking_back(act: Agreement) -> None:
    """Raise DomainError where an act can not become a draft again."""
    if not Agreement.objects.filter(pk=act.pk, status=ActStatus.SIGNED).exists():
        raise DomainError(_("The act is not signed."), code="draft")
    if AuthenticText.objects.filter(agreement=act, state=TextState.SIGNED).exists():
        message = _("A text of it is kept as signed, and that never changes. So the act stays signed.")
        raise DomainError(message, field="status", code="signed_text")
    if act.denounced_on:
        raise DomainError(_("A denounced act stays signed: take the denunciation back first."), code="denounced")


def check_dates(act: Agreement) -> None:
    """Raise DomainError where the dates of an act contradict each other: the database would refuse them."""
    if act.in_force_on and act.expires_on and act.expires_on < act.in_force_on:
        raise DomainError(_("An act does not expire before it is in force."), field="in_force_on", code="dates")


# --- Denounced


def denounce_act(act: Agreement, *, on: dt.date, by_whom: str, by: User | None = None) -> Agreement:
    """Note that a party denounced an act, which is not in force from that day on. Raises DomainError."""
    with locked(act) as act:
        if act.status != ActStatus.SIGNED:
            raise DomainError(_("Only a signed act is denounced."), code="draft")
        if act.denounced_on:
            raise DomainError(_("The act is denounced already."), code="denounced")
        if on < act.signed_on:
            raise DomainError(_("It was not signed yet on that day."), field="denounced_on", code="early")
        act.denounced_on, act.denounced_by = on, by_whom
        return save_act(act, by)


def take_back_denunciation(act: Agreement, by: User | None = None) -> Agreement:
    """Take a denunciation back: it was noted by mistake, or the party withdrew it. Raises DomainError."""
    with locked(act) as act:
        if not act.denounced_on:
            raise DomainError(_("The act is not denounced."), code="not_denounced")
        act.denounced_on, act.denounced_by = None, ""
        return save_act(act, by)


# --- Linked


def link_acts(act: Agreement, kind: str, other: Agreement) -> ActLink:
    """Note that an act follows, amends or ends another; the same twice is one link. Raises DomainError."""
    with locked(act) as act:
        check_link(act, kind, other)
        return ActLink.objects.get_or_create(act=act, kind=LinkKind(kind), other=other)[0]


def check_link(act: Agreement, kind: str, other: Agreement) -> None:
    """Raise DomainError where one act cannot follow, amend or end the other."""
    if act.pk == other.pk:
        raise DomainError(_("An act is linked to another, not to itself."), field="other", code="itself")
    if act.signed_on and other.signed_on and other.signed_on > act.signed_on:
        message = _("The other act was signed later, on %(day)s: it is the one that follows, amends or ends.")
        raise DomainError(message % {"day": f"{other.signed_on:%d.%m.%Y}"}, field="other", code="later")
    if act.pk and leads_back(act, other):
        raise DomainError(_("The other act comes after this one already."), field="other", code="circle")


def leads_back(act: Agreement, other: Agreement) -> bool:
    """Whether the links of the other act, and those of the acts it leads to, come to this one."""
    seen, ahead = set(), {other.pk}
    while ahead:
        seen |= ahead
        ahead = set(ActLink.objects.filter(act__in=ahead).values_list("other", flat=True)) - seen
    return act.pk in seen


def unlink_acts(link: ActLink) -> None:
    """Take a link between two acts back."""
    link.delete()


def may_be_removed(act: Agreement) -> bool:
    """Whether an act is a draft with which nothing is kept: no text, file or commitment, and no act that names it."""
    if act.status == ActStatus.SIGNED or act.file:
        return False
    kept = (act.texts, act.signed_files, act.commitments, act.led_from)
    return not any(rows.exists() for rows in kept)


def remove_act(act: Agreement) -> None:
    """Remove a draft with which nothing is kept. Raises DomainError."""
    with locked(act) as act:
        if not may_be_removed(act):
            message = _("Only a draft is removed with which nothing is kept, and which no other act names.")
            raise DomainError(message, code="kept")
        act.delete()
