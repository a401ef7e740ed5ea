"""Whoever leaves: an account is switched off with all it has under way, or its work goes over to another person.

It stands here because nothing further left sees roles, documents and accounts together.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import transaction

from accounts.life import invited_by, switch_off_account
from accounts.models import Invitation, SavedFilter, SignedIn, User
from accounts.services import MOST_FILTERS
from documents.asked_by import count_open, hand_over_jobs, stop_asked_by
from documents.models import ExportPreset
from sessions.models import Assignment, Session
from tables.services import HandedRole, hand_over_roles, take_invitation_back
from taskforce.dates import today_in_rome

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """What ends when an account is switched off; ``left_alone`` are sessions nobody would organise any more."""

    signed_in: int
    jobs: int
    invited: list[User]
    roles: list[Assignment]
    left_alone: list[Session]


@dataclass(frozen=True)
class HandedOver:
    """What went over from one person to another."""

    roles: list[HandedRole]
    jobs: int
    invitations: int
    filters: int
    presets: int


def what_ends(user: User) -> Ending:
    """Return what ends when this account is switched off now."""
    roles = list(Assignment.objects.in_force().filter(user=user).select_related("session").order_by("session", "role"))
    mine = Assignment.objects.organising().filter(user=user).values_list("session", flat=True)
    others = Assignment.objects.organising().exclude(user=user).values_list("session", flat=True)
    alone = set(mine) - set(others)
    return Ending(
        signed_in=SignedIn.objects.filter(user=user).count(),
        jobs=count_open(user),
        invited=invited_by(user),
        roles=roles,
        left_alone=list(Session.objects.filter(pk__in=alone).order_by("pk")),
    )


def switch_off(user: User) -> None:
    """Switch an account off at once: signed out everywhere, what is made for it stopped, its invitations withdrawn.

    Its roles stay written down and open nothing. No rule holds this up, not even that of the last organiser: ministry
    staff can organise at every desk, and are told before (``what_ends``).
    """
    with transaction.atomic():
        switch_off_account(user)
        for invited in invited_by(user):
            take_invitation_back(invited)
        stop_asked_by(user)


def switch_off_expired() -> int:
    """Switch off the accounts whose last day is over; returns how many."""
    expired = list(User.objects.filter(is_active=True, expires_on__lt=today_in_rome()))
    for user in expired:
        switch_off(user)
        logger.info("The last day of account %d is over: it is switched off.", user.pk)
    return len(expired)


def hand_over(user: User, other: User) -> HandedOver:
    """Give roles, open work, invitations and what they keep to another person. Raises DomainError.

    Who did what stays as it was: the record and the edits of the programme are not rewritten.
    """
    with transaction.atomic():
        return HandedOver(
            roles=hand_over_roles(user, other),
            jobs=hand_over_jobs(user, other),
            invitations=Invitation.objects.filter(user__in=invited_by(user)).update(invited_by=other),
            filters=_hand_over_filters(user, other),
            presets=_hand_over_presets(user, other),
        )


def preview_hand_over(user: User, other: User) -> HandedOver:
    """Return what would go over, found out by doing it in a transaction that is taken back. Raises DomainError."""
    with transaction.atomic():
        found = hand_over(user, other)
        transaction.set_rollback(True)
    return found


def _hand_over_filters(user: User, other: User) -> int:
    """Move saved filters; where the other has one of the name for that list, or as many as go, both keep theirs."""
    moved = 0
    for one in SavedFilter.objects.filter(user=user).order_by("pk"):
        theirs = SavedFilter.objects.filter(user=other, page=one.page)
        if theirs.count() < MOST_FILTERS and not theirs.filter(name=one.name).exists():
            moved += SavedFilter.objects.filter(pk=one.pk).update(user=other)
    return moved


def _hand_over_presets(user: User, other: User) -> int:
    """Move the sets of columns of exports; where the other has one of the name, both keep theirs."""
    moved = 0
    for one in ExportPreset.objects.filter(user=user).order_by("pk"):
        if not ExportPreset.objects.filter(user=other, kind=one.kind, name=one.name).exists():
            moved += ExportPreset.objects.filter(pk=one.pk).update(user=other)
    return moved
