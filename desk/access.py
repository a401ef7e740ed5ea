"""Who may do what at the desk. Every view of a session goes through ``at_desk``: permission is part of the fetch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.models import User
from sessions import enums
from sessions.enums import AssignmentRole, Side
from sessions.models import Assignment, Session
from sessions.translations import LANGUAGES


@dataclass(frozen=True)
class Act:
    """Something done at a desk: the roles that may do it at their session, and the permission of ministry staff."""

    roles: tuple[str, ...]
    permission: str


SEE = "taskforce_sessions.view_session"
ENTER = Act(tuple(AssignmentRole), SEE)
VIEW = Act(enums.MAY_LOOK, SEE)
ATTENDANCE = Act(enums.SEES_ATTENDANCE, SEE)
TEXTS = Act(enums.SEES_TEXTS, SEE)
TABLES = Act(enums.SEES_TABLES, SEE)
DELEGATION = Act(enums.SEES_DELEGATION, SEE)
CHECK_IN = Act(enums.MAY_CHECK_IN, "participants.add_checkin")
PREPARE = Act(enums.MAY_PREPARE, "documents.add_document")
RELEASE = Act(enums.MAY_PREPARE, "documents.add_programmeversion")
PLAN = Act(enums.MAY_PLAN, "taskforce_sessions.change_programmeitem")
TRANSLATE = Act(enums.MAY_TRANSLATE, "taskforce_sessions.change_session")
DECIDE = Act(enums.MAY_DECIDE_CHANGES, "participants.change_registration")
EXPORTS = Act(enums.MAY_PREPARE, "documents.view_sheetexport")
EXPORT = Act(enums.MAY_PREPARE, "documents.add_sheetexport")
IMPORT = Act(enums.MAY_PREPARE, "documents.add_sheetimport")
APPROVE = Act(enums.MAY_PREPARE, "documents.approve_sheetexport")
PROJECTS = Act(enums.SEES_TABLES, SEE)
REVIEW = Act(enums.MAY_REVIEW, "agreements.change_project")
WRITE_PROJECTS = Act(enums.MAY_PREPARE, "agreements.change_project")
ARRANGE = Act(enums.MAY_ARRANGE, "agreements.change_presentation")
WRITE_ACTS = Act(enums.MAY_PREPARE, "agreements.change_agreement")
PROTOCOL = Act(enums.SEES_PROTOCOL, SEE)
APPROVE_TEXT = Act(enums.MAY_APPROVE_TEXTS, "agreements.add_textapproval")
GIVE_ROLES = Act(enums.MAY_GIVE_ROLES, "taskforce_sessions.change_assignment")
ACTS = {
    "view": VIEW, "attendance": ATTENDANCE, "delegation": DELEGATION, "tables": TABLES, "texts": TEXTS,
    "check_in": CHECK_IN, "prepare": PREPARE, "plan": PLAN, "release": RELEASE, "translate": TRANSLATE,
    "decide": DECIDE, "give_roles": GIVE_ROLES, "exports": EXPORTS,
    "export": EXPORT, "import": IMPORT, "approve": APPROVE, "write_acts": WRITE_ACTS,
    "protocol": PROTOCOL, "approve_text": APPROVE_TEXT,
    "arrange": ARRANGE,
    "projects": PROJECTS, "review": REVIEW, "write_projects": WRITE_PROJECTS,
}  # fmt: skip
# Where somebody begins who sees only a part of a session: the first of these that is theirs.
FIRST_PAGES = {
    "attendance": "desk:attendance",
    "delegation": "desk:delegation",
    "tables": "desk:tables",
    "texts": "desk:translations",
}


@dataclass(frozen=True)
class Rights:
    """What a user may do at one session: by their roles there, each with its side, and by their permissions."""

    user: User
    roles: tuple[tuple[str, str], ...]

    def may(self, act: Act) -> bool:
        return everywhere(self.user, act) or any(role in act.roles for role, _side in self.roles)

    def sides(self, act: Act) -> tuple[str, ...]:
        """Return the sides for which the user may do this: the office of a side, for its own."""
        if self._for_all(act, AssignmentRole.OFFICE):
            return tuple(Side.values)
        return tuple(side for role, side in self.roles if role in act.roles and role == AssignmentRole.OFFICE)

    def languages(self, act: Act) -> tuple[str, ...]:
        """Return the languages in which the user may do this: the office of a side, in it or ru as its side is."""
        if self._for_all(act, AssignmentRole.OFFICE):
            return LANGUAGES
        return tuple(side.lower() for side in self.sides(act))

    def all_tables(self, act: Act) -> bool:
        """Whether the user may do this at every table; a table moderator may at the tables they moderate."""
        return self._for_all(act, AssignmentRole.MODERATOR)

    def _for_all(self, act: Act, narrow: AssignmentRole) -> bool:
        wide = any(role in act.roles and role != narrow for role, _side in self.roles)
        return wide or everywhere(self.user, act)


def rights(user: User, session: Session) -> Rights:
    """Return what the user may do at this session. One query."""
    found = Assignment.objects.in_force().filter(user=user, session=session).values_list("role", "side")
    return Rights(user, tuple(found))


def sessions_for(user: User, act: Act = ENTER):
    """Return the sessions at whose desk the user may do this; none for a user who is switched off or not signed in."""
    sessions = Session.objects.for_user(user, ENTER.roles)
    if everywhere(user, act) or act is ENTER:
        return sessions
    mine = Assignment.objects.in_force().filter(user=user, role__in=act.roles)
    return sessions.filter(pk__in=mine.order_by().values("session"))


def everywhere(user: User, act: Act) -> bool:
    """Whether this member of the ministry's staff may do this at the desk of every session."""
    return user.is_staff and user.has_perm(act.permission)


def get_session(request: HttpRequest, ref: str, act: Act = ENTER) -> Session:
    """Return the session of an address. Raises Http404 where there is none or this user may not do this."""
    return get_object_or_404(sessions_for(request.user, act).select_related("host_region").by_ref(ref))


def may(user: User, session: Session) -> dict[str, bool]:
    """Return what the pages of this session's desk may offer the user, by the names of the acts."""
    return offered(rights(user, session))


def offered(found: Rights) -> dict[str, bool]:
    return {name: found.may(act) for name, act in ACTS.items()}


def lead_to_first_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Lead somebody who sees only a part of a session to that part. Raises Http404 for who sees nothing of it."""
    session = get_session(request, ref)
    mine = may(request.user, session)
    first = next((page for name, page in FIRST_PAGES.items() if mine[name]), None)
    if first is None:
        raise Http404
    return redirect(first, session.ref)


def at_desk(act: Act = VIEW, *, post: Act | None = None, back: str = "", entrance: bool = False) -> Callable:
    """Make ``view(request, session, …)`` of an address that names a session, for signed-in users who may do the act.

    ``post`` is the act of a post; without it the address takes none. With ``back`` the address takes nothing but posts
    and anything else is led to that page of the same desk: a person who was signed out meanwhile comes back, after
    signing in, to the list and not to an error. The ``entrance`` leads on who may enter but not see it.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @require_http_methods(["GET", "HEAD", "POST"] if post else ["GET", "HEAD"])
        @wraps(view)
        def guarded(request: HttpRequest, ref: str, **kwargs) -> HttpResponse:
            posted = request.method == "POST"
            try:
                session = get_session(request, ref, post if posted else act)
            except Http404:
                if entrance:
                    return lead_to_first_page(request, ref)
                raise
            if back and not posted:
                return redirect(back, session.ref)
            return view(request, session, **kwargs)

        return guarded

    return decorate
