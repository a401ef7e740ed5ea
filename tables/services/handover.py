"""What one person does at the desks goes over to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.life import withdraw
from accounts.models import User
from sessions.enums import AssignmentRole
from sessions.models import Assignment
from sessions.roles import keeping_organisers
from tables.models import ModeratedTable
from taskforce.errors import DomainError


@dataclass(frozen=True)
class HandedRole:
    """A role that goes over, or stays where it is (``kept``) because the other person has it for the other side."""

    assignment: Assignment
    tables: list[str]
    kept: bool = False


def hand_over_roles(user: User, other: User) -> list[HandedRole]:
    """Give the roles a person has today, with their tables and last days, to another; return what became of each.

    Raises DomainError where the other person could not do the work.
    """
    if other.pk == user.pk:
        raise DomainError(_("Choose another person."), field="other", code="same")
    if not User.objects.working().filter(pk=other.pk).exists():
        raise DomainError(_("Nobody can work with that account today."), field="other", code="inactive")
    roles = list(Assignment.objects.in_force().filter(user=user).select_related("session").order_by("session", "role"))
    with keeping_organisers([one.session_id for one in roles]):
        return list(_hand_over(roles, other))


def _hand_over(roles: list[Assignment], other: User) -> Iterator[HandedRole]:
    theirs = {(one.session_id, one.role): one for one in Assignment.objects.filter(user=other)}
    for role in roles:
        tables = [str(one.table) for one in role.moderated_tables.select_related("table")]
        known = theirs.get((role.session_id, role.role))
        if known is None:
            role.user = other
            role.save(update_fields=["user"])
        elif known.has_expired or known.side == role.side:
            _join(role, known)
        yield HandedRole(role, tables, kept=bool(known) and not known.has_expired and known.side != role.side)


def _join(role: Assignment, known: Assignment) -> None:
    """Let the other person's same role have what this one had, to the later of the two last days."""
    days = [role.expires_on, known.expires_on]
    known.expires_on = role.expires_on if known.has_expired else (None if None in days else max(days))
    known.side = role.side
    known.save(update_fields=["expires_on", "side"])
    if role.role == AssignmentRole.MODERATOR:
        rows = [
            ModeratedTable(assignment=known, table_id=key)
            for key in role.moderated_tables.values_list("table", flat=True)
        ]
        ModeratedTable.objects.bulk_create(rows, ignore_conflicts=True)
    role.delete()


def take_invitation_back(user: User) -> None:
    """Withdraw an open invitation, and with it every role it came with. Raises DomainError where none is open."""
    with transaction.atomic():
        withdraw(user)
        Assignment.objects.filter(user=user).delete()
