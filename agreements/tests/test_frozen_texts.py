"""A signed text never changes: the database refuses it, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.tests.factories import UserFactory
from agreements.models import Agreement, Article, AuthenticText
from agreements.triggers import drop_before_migrations, missing
from audit.triggers import make_triggers
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts() -> tuple[AuthenticText, AuthenticText]:
    """A text with an article that is about to be signed, and a draft with one."""
    act = Agreement.objects.create(session=SessionFactory(), title_it="Intesa")
    by = UserFactory()
    made = []
    for version, state in ((1, "final"), (2, "draft")):
        text = AuthenticText.objects.create(
            agreement=act, language="it", version=version, state=state, sha256="0" * 64, title="Intesa", created_by=by
        )
        text.articles.create(number="1", body="Le Parti cooperano.")
        made.append(text)
    return tuple(made)


def attempts(signed: AuthenticText, draft: AuthenticText) -> dict:
    """Each way to change a signed text."""
    of_signed, of_draft = Article.objects.filter(text=signed), Article.objects.filter(text=draft)
    text = AuthenticText.objects.filter(pk=signed.pk)
    values = {"agreement": signed.agreement, "language": "it", "version": 9, "sha256": "1" * 64}
    ways = {
        "title": lambda: text.update(title="Altro"),
        "hash": lambda: text.update(sha256="1" * 64),
        "state": lambda: text.update(state="draft"),
        "number of the row": lambda: text.update(id=10**6),
        "away": lambda: text._raw_delete(text.db),
        "article": lambda: of_signed.update(body="Le Parti non cooperano."),
        "article away": lambda: of_signed._raw_delete("default"),
        "article added": lambda: Article.objects.create(text=signed, number="2"),
        "article moved in": lambda: of_draft.update(text=signed),
        "article moved out": lambda: of_signed.update(text=draft),
    }
    if connection.vendor == "sqlite":
        ways["put in its place"] = lambda: AuthenticText.objects.bulk_create(
            [AuthenticText(pk=signed.pk, **values)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["title"],
        )
    return ways


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return "A signed text never changes." in str(error)
    return False


def everything() -> list:
    return [*AuthenticText.objects.order_by("pk").values_list(), *Article.objects.order_by("pk").values_list()]


def test_the_database_refuses_every_change_of_a_signed_text(texts):
    signed, draft = texts
    AuthenticText.objects.filter(pk=signed.pk).update(state="signed")
    before = everything()
    ways = attempts(signed, draft)
    assert {name: refused(act) for name, act in ways.items()} == dict.fromkeys(ways, True)
    assert everything() == before
    signed.refresh_from_db()
    signed.save()  # the same once more is no change
    assert everything() == before


def test_without_signing_nothing_is_refused(texts):
    """The control: the same acts go through while the text is not signed."""
    passed = {}
    for name, act in attempts(*texts).items():
        with transaction.atomic():
            act()
            passed[name] = True
            transaction.set_rollback(True)
    assert len(passed) >= 10


def test_an_account_may_go_that_added_a_text_now_signed(texts):
    AuthenticText.objects.filter(pk=texts[0].pk).update(state="signed")
    texts[0].created_by.delete()
    assert AuthenticText.objects.filter(created_by=None, state="signed").count() == 1


def test_the_triggers_are_made_anew_and_a_missing_one_is_found():
    assert missing(connection) == []
    if connection.vendor == "sqlite":
        drop_before_migrations(connection)
        assert len([name for name in missing(connection) if name.startswith("frozen_")]) == 6
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER frozen_article ON agreements_article")
        assert missing(connection) == ["frozen_article"]
    make_triggers(connection)
    assert missing(connection) == []
