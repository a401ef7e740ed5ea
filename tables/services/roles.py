"""Who has which role at a desk, and who is invited to one. In this app, because a moderator has tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.life import is_offered, offer_account, send_link, withdraw
from accounts.models import User
from sessions.enums import AssignmentRole, Side
from sessions.models import Assignment, Session
from sessions.roles import keeping_organisers
from tables.models import ModeratedTable, ThematicTable
from taskforce.errors import DomainError
from taskforce.text import within_quotes


def give_role(
    session: Session,
    user: User,
    role: str,
    *,
    side: str = "",
    tables: Iterable[ThematicTable] = (),
    expires_on: dt.date | None = None,
) -> Assignment:
    """Give a role at a session; given again, it has the new last day, an office its new side, a moderator new tables.

    ``side`` is heeded for the office of a side alone, ``tables`` for a table moderator alone. Raises DomainError.
    """
    side, tables = _what_belongs(session, role, side, list(tables))
    if not user.is_active:
        raise DomainError(_("This account is switched off."), field="email", code="inactive")
    with keeping_organisers([session.pk]):
        given, _made = Assignment.objects.update_or_create(
            user=user, session=session, role=role, defaults={"side": side, "expires_on": expires_on}
        )
        given.moderated_tables.exclude(table__in=tables).delete()
        rows = [ModeratedTable(assignment=given, table=table) for table in tables]
        ModeratedTable.objects.bulk_create(rows, ignore_conflicts=True)
        return given


def take_role(assignment: Assignment) -> None:
    """Take a role away; an account that was only offered, for this role alone, is not offered any more.

    Raises DomainError where nobody would be left to organise the session.
    """
    with keeping_organisers([assignment.session_id]):
        Assignment.objects.filter(pk=assignment.pk).delete()
        user = assignment.user
        if not user.is_staff and is_offered(user) and not user.assignments.exists():
            withdraw(user)


def invite_with_role(
    session: Session, email: str, full_name: str, language: str, by: User | None, role: str, **wish
) -> Assignment:
    """Offer an account to somebody who has none, together with a role; ``wish`` is as of ``give_role``."""
    with transaction.atomic():
        user = offer_account(email, full_name, language, by)
        given = give_role(session, user, role, **wish)
        send_link_with_roles(user, by)
        return given


def send_link_with_roles(user: User, by: User | None) -> None:
    """Send the link of an open invitation, with the roles the account has. Raises DomainError where nothing is open."""
    send_link(user, by, partial(tell_roles, user))


def tell_roles(user: User) -> list[str]:
    """Say which roles an account has, a sentence each."""
    found = Assignment.objects.in_force().filter(user=user).select_related("session")
    return [
        _("Your role at “%(session)s”: %(role)s.")
        % {"session": within_quotes(str(one.session)), "role": one.get_role_display()}
        for one in found.order_by("session", "role")
    ]


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
