"""Who may do what at the desk. Every view of a session goes through ``at_desk``: permission is part of the fetch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.models import User
from sessions.enums import MAY_CHECK_IN, MAY_PLAN, MAY_PREPARE, MAY_TRANSLATE, AssignmentRole
from sessions.models import Assignment, Session


@dataclass(frozen=True)
class Act:
    """Something done at a desk: the roles that may do it at their session, and the permission of ministry staff."""

    roles: tuple[str, ...]
    permission: str


VIEW = Act(tuple(AssignmentRole), "taskforce_sessions.view_session")
CHECK_IN = Act(MAY_CHECK_IN, "participants.add_checkin")
PREPARE = Act(MAY_PREPARE, "documents.add_document")
RELEASE = Act(MAY_PREPARE, "documents.add_programmeversion")
PLAN = Act(MAY_PLAN, "taskforce_sessions.change_programmeitem")
TRANSLATE = Act(MAY_TRANSLATE, "taskforce_sessions.change_session")
ACTS = {"check_in": CHECK_IN, "prepare": PREPARE, "plan": PLAN, "release": RELEASE, "translate": TRANSLATE}


def sessions_for(user: User, act: Act = VIEW):
    """Return the sessions at whose desk the user may do this; none for a user who is switched off or not signed in."""
    sessions = Session.objects.for_user(user)
    if act is VIEW or everywhere(user, act):
        return sessions
    return sessions.filter(pk__in=Assignment.objects.filter(user=user, role__in=act.roles).values("session"))


def everywhere(user: User, act: Act) -> bool:
    """Whether this member of the ministry's staff may do this at the desk of every session."""
    return user.is_staff and user.has_perm(act.permission)


def get_session(request: HttpRequest, ref: str, act: Act = VIEW) -> Session:
    """Return the session of an address. Raises Http404 where there is none or this user may not do this."""
    return get_object_or_404(sessions_for(request.user, act).select_related("host_region").by_ref(ref))


def may(user: User, session: Session) -> dict[str, bool]:
    """Return what the pages of this session's desk may offer the user, by the names of the acts."""
    roles = set(Assignment.objects.filter(user=user, session=session).values_list("role", flat=True))
    return {name: everywhere(user, act) or bool(roles & set(act.roles)) for name, act in ACTS.items()}


def at_desk(act: Act = VIEW, *, post: Act | None = None, back: str = "") -> Callable:
    """Make ``view(request, session, …)`` of an address that names a session, for signed-in users who may do the act.

    ``post`` is the act of a post; without it the address takes none. With ``back`` the address takes nothing but posts
    and anything else is led to that page of the same desk: a person who was signed out meanwhile comes back, after
    signing in, to the list and not to an error.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @require_http_methods(["GET", "HEAD", "POST"] if post else ["GET", "HEAD"])
        @wraps(view)
        def guarded(request: HttpRequest, ref: str, **kwargs) -> HttpResponse:
            posted = request.method == "POST"
            session = get_session(request, ref, post if posted else act)
            if back and not posted:
                return redirect(back, session.ref)
            return view(request, session, **kwargs)

        return guarded

    return decorate
