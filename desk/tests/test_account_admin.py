"""Ministry staff's acts on accounts: each says first what it does, and does all of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import SavedFilter, User
from accounts.tests.factories import StaffFactory, UserFactory
from audit.models import Change
from desk.leaving import hand_over, switch_off
from desk.tasks import keep_accounts
from desk.tests.conftest import moderating, signed_in
from documents.asked_by import job_models
from documents.models import Document
from sessions.models import Assignment
from sessions.tests.factories import AssignmentFactory, SessionFactory
from tables.services import give_role, hand_over_roles
from tables.tests.factories import ThematicTableFactory
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
INVITE = "/admin/accounts/user/invite/"
WISH = {"kind": "programme", "language": "it", "format": "pdf"}


@pytest.fixture
def chief() -> User:
    return StaffFactory(language="en", full_name="Chief")


@pytest.fixture
def admin_client(chief) -> Client:
    return signed_in(chief)


def page_of(user: User, act: str = "change") -> str:
    return f"/admin/accounts/user/{user.pk}/{act}/"


def test_staff_are_invited_with_their_groups(admin_client, chief):
    group = Group.objects.create(name="Segreteria")
    wish = {"email": "Nina@example.org", "full_name": "Nina", "language": "en", "is_staff": "on", "groups": [group.pk]}
    assert "sends" not in admin_client.get(INVITE).text
    page = admin_client.post(INVITE, wish, follow=True).text
    assert "An invitation went out to: nina@example.org" in page
    assert "Invited, not come yet; the link works until" in page
    user = User.objects.get(email="nina@example.org")
    assert (user.is_staff, list(user.groups.all()), user.invitation.invited_by) == (True, [group], chief)
    assert "There is an account with this e-mail address." in admin_client.post(INVITE, wish).text
    assert "Groups are for ministry staff." in admin_client.post(INVITE, {**wish, "is_staff": ""}).text
    admin_client.post(page_of(user, "invite-again"))
    assert Email.objects.filter(to=["nina@example.org"]).count() == 2
    path = re.search(r"/en/accounts/invitation/[\w-]+/", Email.objects.latest("pk").message)[0]
    assert "Withdraw the invitation" in page
    assert "is withdrawn" in admin_client.post(page_of(user, "withdraw"), follow=True).text
    assert Client().get(path, follow=True).status_code == 410
    assert "There is no open invitation" in admin_client.post(page_of(user, "withdraw"), follow=True).text


def test_taking_up_an_account_is_on_record_as_the_persons_own_act_without_the_link(admin_client):
    admin_client.post(INVITE, {"email": "nina@example.org", "full_name": "Nina", "language": "en"})
    path = re.search(r"/en/accounts/invitation/[\w-]+/", Email.objects.latest("pk").message)[0]
    user, guest = User.objects.get(email="nina@example.org"), Client()
    guest.get(path)
    password = {"new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    guest.post("/en/accounts/invitation/", {"full_name": "Nina Rossi", "language": "it", **password})
    own = Change.objects.filter(actor=f"user {user.pk}", act="U")
    assert {one.table for one in own} >= {"accounts_invitation", "accounts_user"}
    assert not [one for one in Change.objects.all() if user.invitation.token_hash in f"{one.before}{one.after}"]


def test_only_a_superuser_gives_rights_by_inviting_and_roles_only_who_may():
    clerk = UserFactory(is_staff=True, language="en")
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user", "add_user"]))
    client, chief, other = signed_in(clerk), StaffFactory(), UserFactory()
    wish = {"email": "nina@example.org", "full_name": "Nina", "language": "it", "is_staff": "on"}
    client.post(INVITE, wish)
    assert not User.objects.get(email="nina@example.org").is_staff
    acts = ("switch-off", "hand-over", "invite-again", "withdraw")
    assert [client.post(page_of(chief, act)).status_code for act in acts] == [403] * 4
    assert client.get(page_of(other, "hand-over")).status_code == 403
    assert client.get(page_of(other, "switch-off")).status_code == 200
    assert [client.get(page_of(other, act)).status_code for act in acts[2:]] == [405, 405]
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_user"))
    client = signed_in(reader)
    assert client.get(INVITE).status_code == 403
    assert [client.post(page_of(other, act)).status_code for act in acts] == [403] * 4


def test_an_account_is_switched_off_with_all_it_has_under_way(session, admin_client, chief):
    user = AssignmentFactory(session=session, user__full_name="Olga", user__language="en").user
    client = signed_in(user)
    waits = Document.objects.create(session=session, requested_by=user, **WISH)
    lease = timezone.now() + dt.timedelta(hours=1)
    other = {**WISH, "language": "ru", "state": "running", "lease_until": lease}
    runs = Document.objects.create(session=session, requested_by=user, **other)
    theirs = Document.objects.create(session=session, requested_by=chief, **{**WISH, "language": "en"})
    invite = {"email": "vera@example.org", "full_name": "Vera", "language": "it", "role": "translator"}
    client.post("/en/desk/25/people/", invite)
    page = admin_client.get(page_of(user, "switch-off")).text
    assert "It is signed in at 1 place" in page
    assert "2 documents or tables are being made for it" in page
    assert "The open invitation to vera@example.org is withdrawn." in page
    assert "Nobody will organise these sessions any more:" in page
    assert User.objects.get(pk=user.pk).is_active  # looking changes nothing
    assert "The account is switched off: Olga" in admin_client.post(page_of(user, "switch-off"), follow=True).text
    states = Document.objects.order_by("pk").values_list("pk", "state")
    assert list(states) == [(waits.pk, "stopped"), (runs.pk, "stopped"), (theirs.pk, "queued")]
    assert client.get("/en/desk/25/").status_code == 302
    vera = User.objects.get(email="vera@example.org")
    assert (vera.is_active, vera.assignments.count(), user.assignments.count()) == (False, 0, 1)
    told = Change.objects.filter(table="accounts_user", row=user.pk, act="U", after__has_key="is_active")
    assert {one.actor for one in told} == {f"user {chief.pk}"}
    assert "Nobody switches off their own account." in admin_client.post(page_of(chief, "switch-off"), follow=True).text


def test_unticking_active_does_the_same(session, admin_client):
    user = AssignmentFactory(session=session).user
    client = signed_in(user)
    Document.objects.create(session=session, requested_by=user, **WISH)
    form = {"email": user.email, "full_name": user.full_name, "language": "it"}
    rows = {"assignments-TOTAL_FORMS": 0, "assignments-INITIAL_FORMS": 0}
    assert admin_client.post(page_of(user), form | rows).status_code == 302
    assert Document.objects.get().state == "stopped"
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert client.get("/en/desk/25/").status_code == 302  # that session never comes back


def test_the_worker_switches_off_what_expired_and_stops_what_is_off(session):
    yesterday = today_in_rome() - dt.timedelta(days=1)
    users = [UserFactory(expires_on=yesterday), UserFactory(is_active=False), UserFactory(expires_on=today_in_rome())]
    for user, language in zip(users, ("it", "ru", "en"), strict=True):
        Document.objects.create(session=session, requested_by=user, **{**WISH, "language": language})
    keep_accounts()
    assert [User.objects.get(pk=user.pk).is_active for user in users] == [False, False, True]
    assert list(Document.objects.order_by("pk").values_list("state", flat=True)) == ["stopped", "stopped", "queued"]
    assert {"Document", "SheetExport"} <= {model.__name__ for model in job_models()}


def test_work_goes_over_to_another_person_after_a_preview(session, admin_client, chief):
    table = ThematicTableFactory(session=session, title_it="Chimica")
    user = moderating(session, table)
    last = today_in_rome() + dt.timedelta(days=9)
    Assignment.objects.filter(user=user).update(expires_on=last)
    AssignmentFactory(session=session, user=user)
    AssignmentFactory(user=user, session=SessionFactory(), expires_on=today_in_rome() - dt.timedelta(days=1))
    Document.objects.create(session=session, requested_by=user, **WISH)
    SavedFilter.objects.create(user=user, page="accounts.user", name="Ours", query="q=x")
    other = UserFactory(email="next@example.org", full_name="Next")
    url = page_of(user, "hand-over")
    assert "There is no account with this e-mail address." in admin_client.post(url, {"other": "x@example.org"}).text
    for wrong, said in ((user.email, "Choose another person."), ("off@example.org", "Nobody can work with")):
        User.objects.get_or_create(email="off@example.org", defaults={"is_active": False})
        assert said in admin_client.post(url, {"other": wrong, "sure": "1"}).text
    page = admin_client.post(url, {"other": "Next@example.org"}).text
    assert "This would go over to Next" in page
    assert "Table moderator" in page
    assert "Chimica" in page
    assert "1 document or table that is being made" in page
    assert other.assignments.count() == 0  # a preview changes nothing
    sure = {"other": "next@example.org", "sure": "1", "off": "on"}
    assert "The work goes over to: Next" in admin_client.post(url, sure, follow=True).text
    given = other.assignments.order_by("role")
    assert [(one.role, one.expires_on) for one in given] == [("moderator", last), ("organiser", None)]
    assert given[0].moderated_tables.get().table == table
    assert (Document.objects.get().requested_by, Document.objects.get().state) == (other, "queued")
    assert SavedFilter.objects.get().user == other
    user.refresh_from_db()
    assert (user.is_active, user.assignments.count()) == (False, 1)  # the role that was over stays with it
    changes = Change.objects.filter(table="taskforce_sessions_assignment", actor=f"user {chief.pk}", act="U")
    assert {one.after["user_id"] for one in changes} == {other.pk}


def test_what_both_have_is_joined_and_two_sides_are_not(session):
    first, second = ThematicTableFactory.create_batch(2, session=session)
    user, other = UserFactory(), UserFactory()
    give_role(session, user, "moderator", tables=[first], expires_on=today_in_rome())
    give_role(session, other, "moderator", tables=[second])
    give_role(session, user, "office", side="IT")
    give_role(session, other, "office", side="RU")
    found = hand_over_roles(user, other)
    assert [(one.assignment.role, one.kept) for one in found] == [("moderator", False), ("office", True)]
    moderator = other.assignments.get(role="moderator")
    assert {one.table for one in moderator.moderated_tables.all()} == {first, second}
    assert moderator.expires_on is None
    assert [one.side for one in (*user.assignments.all(), other.assignments.get(role="office"))] == ["IT", "RU"]
    with pytest.raises(DomainError):
        hand_over(user, UserFactory(expires_on=today_in_rome() - dt.timedelta(days=1)))


# --- Roles on the pages of the administration


def role_form(given: Assignment, **changes) -> dict:
    rows = {"moderated_tables-TOTAL_FORMS": 0, "moderated_tables-INITIAL_FORMS": 0}
    return {"user": given.user_id, "session": given.session_id, "role": given.role, "side": "", **rows, **changes}


def test_the_last_organiser_stays_on_every_page_of_the_administration(session, admin_client):
    role = AssignmentFactory(session=session)
    AssignmentFactory(session=session, user__is_active=False)
    page = reverse("admin:taskforce_sessions_assignment_change", args=[role.pk])
    yesterday = (today_in_rome() - dt.timedelta(days=1)).isoformat()
    said = "Nobody would be left to organise"
    for change in ({"role": "read_only"}, {"session": SessionFactory().pk}, {"expires_on": yesterday}):
        answer = admin_client.post(page, role_form(role, **change))
        assert answer.status_code == 200
        assert said in answer.text
    assert said in admin_client.post(page.replace("change", "delete"), {"post": "yes"}, follow=True).text
    ticked = {"action": "delete_selected", "_selected_action": [role.pk], "post": "yes"}
    assert (
        said in admin_client.post(reverse("admin:taskforce_sessions_assignment_changelist"), ticked, follow=True).text
    )
    user = {"email": role.user.email, "full_name": "Typed", "language": "it", "is_active": "on"}
    row = {"assignments-0-id": role.pk, "assignments-0-user": role.user_id, "assignments-0-session": session.pk}
    counts = {"assignments-TOTAL_FORMS": 1, "assignments-INITIAL_FORMS": 1, "assignments-0-role": "organiser"}
    answer = admin_client.post(page_of(role.user), user | row | counts | {"assignments-0-DELETE": "on"})
    assert said in answer.text
    assert 'value="Typed"' in answer.text  # nothing typed is lost
    assert "changed successfully" not in admin_client.get(page).text
    role.refresh_from_db()
    assert (role.role, role.session, role.expires_on, role.user.full_name != "Typed") == (
        "organiser",
        session,
        None,
        True,
    )
    AssignmentFactory(session=session)
    assert admin_client.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 302
    assert not Assignment.objects.filter(pk=role.pk).exists()


def test_a_moderators_tables_are_named_on_the_page_of_the_role(session, admin_client):
    table, foreign = ThematicTableFactory(session=session), ThematicTableFactory()
    role = AssignmentFactory(session=session, role="translator")
    page = reverse("admin:taskforce_sessions_assignment_change", args=[role.pk])

    def named(wish: str, *tables) -> str:
        rows = {f"moderated_tables-{number}-table": one.pk for number, one in enumerate(tables)}
        counts = {"moderated_tables-TOTAL_FORMS": len(tables)}
        return admin_client.post(page, role_form(role, role=wish) | counts | rows, follow=True).text

    assert "Choose the tables this person moderates." in named("moderator")
    assert "This table belongs to another session." in named("moderator", foreign)
    assert "Tables are for a table moderator alone." in named("translator", table)
    named("moderator", table)
    role.refresh_from_db()
    assert (role.role, role.moderated_tables.get().table) == ("moderator", table)


def test_accounts_nobody_uses_and_those_that_end_are_found(admin_client):
    now, today = timezone.now(), today_in_rome()
    old = now - dt.timedelta(days=100)
    UserFactory(email="unused@example.org", date_joined=old)
    UserFactory(email="used@example.org", date_joined=old, last_login=now)
    UserFactory(email="new@example.org")
    UserFactory(email="soon@example.org", expires_on=today)
    UserFactory(email="over@example.org", expires_on=today - dt.timedelta(days=1), is_active=False)
    admin_client.post(INVITE, {"email": "invited@example.org", "full_name": "I", "language": "it"})

    def found(query: str) -> list[str]:
        page = admin_client.get(f"/admin/accounts/user/?{query}")
        return [user.email for user in page.context["cl"].result_list]

    assert found("unused=90") == ["unused@example.org"]
    assert found("unused=180") == []
    assert found("life=soon") == ["soon@example.org"]
    assert found("life=over") == ["over@example.org"]
    assert found("life=invited") == ["invited@example.org"]
    assert len(found("unused=x&life=x")) == 7


def test_switching_off_twice_is_no_fault(session):
    user = AssignmentFactory(session=session).user
    switch_off(user)
    switch_off(user)
    assert not User.objects.get(pk=user.pk).is_active
