"""Standing people of the desk's tests, and a session with one delegate who has a place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from accounts.tests.factories import StaffFactory, UserFactory
from participants.models import Delegate
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.models import Session
from sessions.tests.factories import AssignmentFactory, SessionFactory
from tables.models import ModeratedTable, ThematicTable
from tables.tests.factories import ThematicTableFactory


@pytest.fixture
def session(db) -> Session:
    return SessionFactory(number=25, capacity_it=3, capacity_ru=2)


def make_delegate(
    session: Session, side: str = "IT", place: str = "confirmed", company: str = "", **fields
) -> Delegate:
    """A delegate of a confirmed registration of the side."""
    names = {"name_latin": company} if company else {}
    registration = RegistrationFactory(
        session=session, state="confirmed", organisation=OrganisationFactory(side=side, **names)
    )
    queue = {"queue_number": Delegate.objects.count() + 1} if place == "waiting" else {}
    return DelegateFactory(registration=registration, place=place, **queue, **fields)


@pytest.fixture
def delegate(session: Session) -> Delegate:
    return make_delegate(session, given_latin="Anna", family_latin="Bianchi", name_key="anna bianchi")


def assigned(session: Session, role: str) -> User:
    return AssignmentFactory(session=session, role=role).user


def moderating(session: Session, table: ThematicTable | None = None) -> User:
    """A table moderator; without a table given, of the first there is at the session."""
    table = table or session.tables.first() or ThematicTableFactory(session=session)
    assignment = AssignmentFactory(session=session, role="moderator")
    ModeratedTable.objects.create(assignment=assignment, table=table)
    return assignment.user


def staff(*permissions: str) -> User:
    """A member of the ministry's staff with these permissions, written app.codename."""
    user = UserFactory(is_staff=True)
    for name in permissions:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


PEOPLE: dict[str, Callable[[Session], User | None]] = {
    "anonymous": lambda session: None,
    "inactive organiser": lambda session: AssignmentFactory(session=session, user__is_active=False).user,
    "stranger": lambda session: AssignmentFactory().user,
    "read only": lambda session: assigned(session, "read_only"),
    "check-in": lambda session: assigned(session, "check_in"),
    "organiser": lambda session: assigned(session, "organiser"),
    "moderator": moderating,
    "office": lambda session: AssignmentFactory(session=session, role="office", side="IT").user,
    "translator": lambda session: assigned(session, "translator"),
    "staff that may look": lambda session: staff("taskforce_sessions.view_session"),
    "staff that may tick": lambda session: staff("taskforce_sessions.view_session", "participants.add_checkin"),
    "staff that may prepare": lambda session: staff("taskforce_sessions.view_session", "documents.add_document"),
    "staff that may translate": lambda session: staff(
        "taskforce_sessions.view_session", "taskforce_sessions.change_session"
    ),
    "staff that may plan": lambda session: staff(
        "taskforce_sessions.view_session", "taskforce_sessions.change_programmeitem"
    ),
    "staff that may decide": lambda session: staff(
        "taskforce_sessions.view_session", "participants.change_registration"
    ),
    "staff that may give roles": lambda session: staff(
        "taskforce_sessions.view_session", "taskforce_sessions.change_assignment"
    ),
    "superuser": lambda session: StaffFactory(),
}


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def organiser(session: Session) -> Client:
    return signed_in(assigned(session, "organiser"))


@pytest.fixture
def reader(session: Session) -> Client:
    return signed_in(assigned(session, "read_only"))
