"""Every change of every table of ours is put on record by the database itself, which lets nobody change the record."""

from __future__ import annotations

import re
import sqlite3

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from accounts.models import User
from accounts.tests.factories import UserFactory
from audit.connection import may_redact
from audit.models import Change, Reading, ReadingOf
from audit.recorded import our_apps, recorded
from audit.services import record_reading
from audit.triggers import drop_triggers, make_triggers, missing_triggers
from participants.tests.factories import DelegateFactory
from sessions.models import Session
from sessions.tests.factories import OfficialFactory, ProgrammeItemFactory, SessionFactory
from taskforce.actor import acting

pytestmark = pytest.mark.django_db
TITLE = "L'altra «sessione»; --"
SECRET = re.compile(r"password|token|secret")


def changes_of(row) -> list[tuple]:
    lines = Change.objects.filter(table=row._meta.db_table, row=row.pk).order_by("pk")
    return list(lines.values_list("act", "before", "after"))


def test_every_table_of_ours_has_its_triggers_and_no_secret_is_on_record():
    assert missing_triggers(connection) == []
    models = {
        model for config in our_apps() for model in config.get_models(include_auto_created=True) if model._meta.managed
    }
    without = {model._meta.label for model in models if model._meta.db_table not in recorded()}
    assert without == {"accounts.SavedFilter", "accounts.SignedIn", "documents.SheetRow", "participants.MatchKey"}
    secrets = {column for one in recorded().values() for column in one.columns if SECRET.search(column)}
    assert secrets == set()


def test_a_trigger_that_is_missing_or_out_of_date_is_found_and_made_anew():
    name, table = ("audit_u_accounts_user", "accounts_user")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_record")
    assert missing_triggers(connection) == [name if connection.vendor == "sqlite" else table]
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(full_name="Unseen")
    seen = "Unseen" in str(changes_of(user))
    make_triggers(connection)
    assert (missing_triggers(connection), seen) == ([], False)
    User.objects.filter(pk=user.pk).update(full_name="Seen")
    assert "Seen" in str(changes_of(user))


def test_the_triggers_stand_again_after_a_migration():
    drop_triggers(connection)
    call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == []


def test_a_change_is_on_record_with_who_from_and_to_however_it_is_made():
    with acting("user 7"):
        session = SessionFactory(number=41, title_it="Sessione", capacity_it=None)
        Session.objects.filter(pk=session.pk).update(title_it=TITLE, capacity_it=F("number") + 1)
        Session.objects.filter(pk=session.pk).update(title_it=TITLE)  # nothing changes
        item = ProgrammeItemFactory(session=session)
        item.speakers.add(OfficialFactory(session=session))
    with acting("worker x'; DROP"):
        Session.objects.bulk_update([Session(pk=session.pk, mode="online")], ["mode"])
    acts = changes_of(session)
    assert [act for act, _before, _after in acts] == ["I", "U", "U"]
    assert acts[0][2]["title_it"] == "Sessione"
    assert "capacity_it" not in acts[0][2]
    assert acts[1][1:] == (
        {"title_it": "Sessione", "capacity_it": None},
        {"title_it": TITLE, "capacity_it": 42},
    )
    assert acts[2][2] == {"mode": "online"}
    assert set(Change.objects.values_list("actor", flat=True)) == {"user 7", "worker x__ DROP"}
    assert Change.objects.get(table="taskforce_sessions_programmeitem_speakers").after["programmeitem_id"] == item.pk
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(password="new")
    assert [act for act, *_both in changes_of(user)] == ["I"]
    assert "password" not in changes_of(user)[0][2]
    key = user.pk
    user.delete()
    assert Change.objects.get(table="accounts_user", row=key, act="D").before["full_name"]


def test_a_change_that_is_rolled_back_leaves_nothing():
    with transaction.atomic():
        user = UserFactory()
        transaction.set_rollback(True)
    assert not Change.objects.filter(table="accounts_user", row=user.pk).exists()


def test_a_line_says_whose_data_it_holds():
    delegate = DelegateFactory()
    line = Change.objects.get(table="participants_delegate", row=delegate.pk)
    assert (line.registration, line.delegate) == (delegate.registration_id, delegate.pk)
    assert Change.objects.of_row(delegate).count() == 1
    assert Change.objects.of_row(delegate.registration).count() == 2


def test_triggers_cost_no_queries(django_assert_num_queries):
    user = UserFactory()
    with django_assert_num_queries(1):
        User.objects.filter(pk=user.pk).update(full_name="New")


def test_nobody_changes_the_record():
    user = UserFactory()
    record_reading(user, "page", [user])
    refused = [
        lambda: Change.objects.update(actor="nobody"),
        lambda: Change.objects.all().delete(),
        lambda: Reading.objects.update(purpose="none"),
        lambda: ReadingOf.objects.all().delete(),
    ]
    number = Change.objects.count()
    if connection.vendor == "postgresql":
        refused.append(lambda: execute("TRUNCATE audit_change"))
        refused.append(lambda: Change.objects.create(**dict.fromkeys(["row", "registration"], 1), before={}, after={}))
    else:
        keep = "INSERT OR REPLACE INTO audit_change SELECT * FROM audit_change LIMIT 1"
        refused.append(lambda: execute(keep))
    for act in refused:
        with pytest.raises(DatabaseError, match="only added to|by triggers only"), transaction.atomic():
            act()
    assert Change.objects.count() == number
    with may_redact():
        Change.objects.update(actor="nobody")
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(actor="somebody")


def test_an_act_that_fails_closes_the_record_again():
    UserFactory()
    with pytest.raises(ZeroDivisionError), may_redact():
        raise ZeroDivisionError
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(actor="somebody")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_past_the_record():
    user = UserFactory()
    statement = f"UPDATE accounts_user SET full_name = 'Past it' WHERE id = {user.pk}"  # noqa: S608
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"])
        with pytest.raises(sqlite3.OperationalError, match="no such function: audit_actor"):
            other.execute(statement)
        other.close()
        return
    with connection.connection.cursor() as cursor:  # the driver's own: nobody says who acts
        cursor.execute("SELECT set_config('audit.actor', '', false)")
        cursor.execute(statement)
    assert Change.objects.first().actor.startswith("database ")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
