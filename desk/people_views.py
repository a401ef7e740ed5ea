"""The page "Who may do what": the roles at a session's desk, given and taken away, and who is invited to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.access import GIVE_ROLES, at_desk, rights
from desk.people_forms import RoleForm
from desk.views import show
from sessions.enums import AssignmentRole
from sessions.models import Assignment, Session
from tables.services import give_role, invite_with_role, send_link_with_roles, take_role
from taskforce.errors import DomainError

DOES = {
    AssignmentRole.ORGANISER: gettext_lazy(
        "Sees everything of the session, plans and releases the programme, translates, asks for documents, ticks who "
        "is present, and gives roles."
    ),
    AssignmentRole.MODERATOR: gettext_lazy("Sees the people and the projects of the tables named here."),
    AssignmentRole.CHECK_IN: gettext_lazy("Sees the attendance list and ticks who is present."),
    AssignmentRole.OFFICE: gettext_lazy(
        "Sees the delegation of its side, decides what its companies wish to change, and translates into its language."
    ),
    AssignmentRole.TRANSLATOR: gettext_lazy("Sees the texts of the session and translates them."),
    AssignmentRole.READ_ONLY: gettext_lazy("Sees everything of the session and changes nothing."),
}


@dataclass(frozen=True)
class Role:
    """A role as the page shows it: what it may do, and who has it."""

    value: str
    label: str
    does: Promise
    given: list[Assignment]


@at_desk(GIVE_ROLES, post=GIVE_ROLES)
def people(request: HttpRequest, session: Session) -> HttpResponse:
    """Who has which role; a post gives one, to somebody who has no account by an invitation."""
    posted = request.method == "POST"
    form = RoleForm(request.POST if posted else None, session=session)
    if posted and form.is_valid():
        try:
            messages.success(request, give_or_invite(request, session, form))
            return redirect("desk:people", session.ref)
        except DomainError as error:
            form.add_error(error.field, error.message)
    return show(request, session, "people", {"form": form, "roles": list_roles(session)})


def give_or_invite(request: HttpRequest, session: Session, form: RoleForm) -> str:
    """Give the role of a valid form, and return what to tell. Raises DomainError."""
    if form.user:
        given = give_role(session, form.user, **form.wish)
        said = _("%(name)s has the role: %(role)s.")
    else:
        given = invite_with_role(session, by=request.user, **form.person, **form.wish)
        said = _("%(name)s was invited by mail, with the role: %(role)s.")
    return said % {"name": given.user, "role": given.get_role_display()}


@at_desk(GIVE_ROLES, post=GIVE_ROLES, back="desk:people")
def invite_again(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Send another link to somebody who was invited and has not come yet."""
    assignment = get_object_or_404(Assignment.objects.select_related("user"), session=session, pk=pk)
    try:
        send_link_with_roles(assignment.user, request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The invitation was sent again: %(name)s.") % {"name": assignment.user})
    return redirect("desk:people", session.ref)


@at_desk(GIVE_ROLES, post=GIVE_ROLES, back="desk:people")
def take(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Take a role away; who took the own away is led to what is left."""
    assignment = get_object_or_404(Assignment.objects.select_related("user"), session=session, pk=pk)
    try:
        take_role(assignment)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        told = {"name": assignment.user, "role": assignment.get_role_display()}
        messages.success(request, _("%(name)s does not have this role any more: %(role)s.") % told)
    if rights(request.user, session).may(GIVE_ROLES):
        return redirect("desk:people", session.ref)
    return redirect("desk:home")


def list_roles(session: Session) -> list[Role]:
    """Return every role with those who have it, by name. Three queries at most."""
    given = Assignment.objects.filter(session=session).select_related("user__invitation")
    given = given.prefetch_related("moderated_tables__table").order_by("side", "user__full_name", "pk")
    found: dict[str, list[Assignment]] = {role.value: [] for role in AssignmentRole}
    for one in given:
        found[one.role].append(one)
    return [Role(role.value, str(role.label), DOES[role], found[role.value]) for role in AssignmentRole]
