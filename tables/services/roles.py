"""Who has which role at a session's desk. It stands here, not in sessions, because a moderator has tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.enums import AssignmentRole, Side
from sessions.models import Assignment, Session
from tables.models import ModeratedTable, ThematicTable
from taskforce.errors import DomainError


def give_role(
    session: Session, user: User, role: str, *, side: str = "", tables: Iterable[ThematicTable] = ()
) -> Assignment:
    """Give a role at a session; given again, an office has the new side and a moderator the new tables.

    ``side`` is heeded for the office of a side alone, ``tables`` for a table moderator alone. Raises DomainError.
    """
    side, tables = _what_belongs(session, role, side, list(tables))
    if not user.is_active:
        raise DomainError(_("This account is switched off."), field="email", code="inactive")
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        given, _made = Assignment.objects.update_or_create(
            user=user, session=session, role=role, defaults={"side": side}
        )
        given.moderated_tables.exclude(table__in=tables).delete()
        rows = [ModeratedTable(assignment=given, table=table) for table in tables]
        ModeratedTable.objects.bulk_create(rows, ignore_conflicts=True)
        return given


def take_role(assignment: Assignment) -> None:
    """Take a role away. Raises DomainError where nobody would be left to organise the session."""
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=assignment.session_id)
        others = Assignment.objects.filter(session=assignment.session_id, role=AssignmentRole.ORGANISER)
        others = others.filter(user__is_active=True).exclude(pk=assignment.pk)
        if assignment.role == AssignmentRole.ORGANISER and not others.exists():
            raise DomainError(
                _("This is the last organiser of the session. Give the role to somebody else first."), code="last"
            )
        assignment.delete()


def _what_belongs(session: Session, role: str, side: str, tables: list[ThematicTable]) -> tuple[str, list]:
    """Return side and tables as the role has them. Raises DomainError where it lacks what it needs."""
    if role == AssignmentRole.OFFICE:
        if side not in Side.values:
            raise DomainError(_("Choose the side of the office."), field="side", code="side")
        return side, []
    if role == AssignmentRole.MODERATOR:
        if not tables or any(table.session_id != session.pk for table in tables):
            raise DomainError(_("Choose the tables this person moderates."), field="tables", code="tables")
        return "", tables
    return "", []
