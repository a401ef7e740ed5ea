"""To ask for a document: one live job a wish, written with the transaction, whether or not the bell rings."""

import pytest
from django.db import IntegrityError, transaction

from accounts.tests.factories import StaffFactory
from documents import jobs, services, tasks
from documents.models import Document
from sessions.tests.factories import SessionFactory
from taskforce import jobs as bell
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch):
    """The bells that rang, as (task, id)."""
    rung = []
    monkeypatch.setattr(services, "ring", lambda task, pk: rung.append((task, pk)))
    return rung


def test_a_request_is_a_row_and_a_bell_after_the_commit(mill, rung, django_capture_on_commit_callbacks):
    staff = StaffFactory()
    with django_capture_on_commit_callbacks(execute=True):
        document = services.request_document("test", SessionFactory(), "ru", "pdf", staff)
        assert rung == []
    assert rung == [("documents.tasks.make_document", document.pk)]
    assert (document.state, document.kind, document.language, document.requested_by) == ("queued", "test", "ru", staff)


def test_asked_for_twice_it_is_one_job(mill, rung):
    session = SessionFactory()
    first = services.request_document("test", session, "it", "pdf")
    jobs.take(first.pk)
    assert services.request_document("test", session, "it", "pdf") == first
    assert services.request_document("test", session, "ru", "pdf") != first
    assert Document.objects.count() == 2


def test_asked_for_again_after_it_ended_it_is_a_new_job(mill, rung):
    document = services.request_document("test", SessionFactory(), "it", "pdf")
    mill.fault = DomainError("Not now.")
    jobs.run_document(document.pk)
    again = services.ask_again(document)
    assert again != document
    assert (again.state, again.kind, again.session) == ("queued", "test", document.session)
    assert services.ask_again(document) == again


def test_the_database_refuses_a_second_live_job(mill, wish):
    document = wish()
    with pytest.raises(IntegrityError), transaction.atomic():
        wish(session=document.session)


@pytest.mark.parametrize(
    ("kind", "language", "format", "field"),
    [("nothing", "it", "pdf", "kind"), ("test", "de", "pdf", "language"), ("test", "it", "xlsx", "format")],
)
def test_what_is_not_made_is_refused(mill, kind, language, format, field):
    with pytest.raises(DomainError) as refusal:
        services.request_document(kind, SessionFactory(), language, format)
    assert refusal.value.field == field
    assert not Document.objects.exists()


# --- The broker may be down -------------------------------------------------------------------------------------------


@pytest.fixture
def broken_broker(monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(bell.app, "send_task", refuse)


def test_a_broker_that_is_down_loses_nothing(
    mill, broken_broker, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        document = services.request_document("test", SessionFactory(), "it", "pdf")
    document.refresh_from_db()
    assert document.state == "queued"
    assert [record.levelname for record in caplog.records] == ["WARNING"]

    monkeypatch.undo()  # the broker is back
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda task, pk, expires: rung.append((task, pk)))
    tasks.sweep()
    assert rung == [("documents.tasks.make_document", document.pk)]


def test_the_sweep_rings_for_what_is_due_and_for_nothing_else(mill, wish, monkeypatch, settings):
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda task, pk, expires: rung.append(pk))
    waiting, held, dead, done = wish(), wish(), wish(), wish()
    jobs.take(held.pk)
    settings.DOCUMENT_LEASE_SECONDS = 0
    jobs.take(dead.pk)
    settings.DOCUMENT_LEASE_SECONDS = 60
    jobs.run_document(done.pk)
    tasks.sweep()
    assert rung == [waiting.pk, dead.pk]


def test_the_task_makes_the_document(mill, wish):
    document = wish()
    tasks.make_document(document.pk)
    document.refresh_from_db()
    assert document.state == "done"
