"""Giving and taking roles at a session's desk."""

import pytest
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from sessions.models import Assignment
from sessions.tests.factories import AssignmentFactory, SessionFactory
from tables.services import give_role, take_role
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


def test_a_moderator_has_tables_and_is_given_others():
    first, second = ThematicTableFactory.create_batch(2, session=(session := SessionFactory()))
    user = UserFactory()
    give_role(session, user, "moderator", side="IT", tables=[first])
    given = give_role(session, user, "moderator", tables=[first, second])
    assert [one.table for one in given.moderated_tables.order_by("table__number")] == [first, second]
    give_role(session, user, "moderator", tables=[second])
    assert [one.table for one in given.moderated_tables.all()] == [second]
    assert Assignment.objects.values_list("role", "side").get() == ("moderator", "")


def test_an_office_has_a_side_and_other_roles_have_none():
    session, user = SessionFactory(), UserFactory()
    give_role(session, user, "office", side="RU")
    assert give_role(session, user, "office", side="IT").side == "IT"
    assert give_role(session, user, "translator", side="RU").side == ""
    assert Assignment.objects.count() == 2
    for role, side in (("office", ""), ("organiser", "IT")):
        with pytest.raises(IntegrityError), transaction.atomic():
            AssignmentFactory(session=session, role=role, side=side)


@pytest.mark.parametrize(
    ("role", "wish", "field"),
    [
        ("office", {}, "side"),
        ("office", {"side": "FR"}, "side"),
        ("moderator", {}, "tables"),
        ("moderator", {"tables": "of another session"}, "tables"),
        ("organiser", {"inactive": True}, "email"),
    ],
)
def test_what_is_refused_says_where(role, wish, field):
    session, user = SessionFactory(), UserFactory(is_active=not wish.pop("inactive", False))
    if wish.get("tables"):
        wish["tables"] = [ThematicTableFactory(session=session), ThematicTableFactory()]
    with pytest.raises(DomainError) as refused:
        give_role(session, user, role, **wish)
    assert refused.value.field == field
    assert not Assignment.objects.exists()


def test_the_last_organiser_stays():
    session = SessionFactory()
    first = AssignmentFactory(session=session)
    AssignmentFactory(session=session, user__is_active=False)  # who is switched off organises nothing
    AssignmentFactory(session=session, role="read_only")
    AssignmentFactory()  # of another session
    with pytest.raises(DomainError) as refused:
        take_role(first)
    assert refused.value.code == "last"
    second = AssignmentFactory(session=session)
    take_role(first)
    with pytest.raises(DomainError):
        take_role(second)
    assert Assignment.objects.filter(session=session, role="organiser", user__is_active=True).get() == second
