"""A job is taken once, worked on under a lease, written only by its holder, and ends with a file or a reason."""

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import override

from accounts.tests.factories import StaffFactory
from documents import jobs, services, store
from documents.builders import KINDS
from documents.models import Document
from documents.views_files import doing
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
State = Document.State
LATER = dt.timedelta(hours=1)


def stored_files(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_a_job_ends_with_its_file(mill, wish, media):
    document = wish()
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.step, document.steps, document.attempt) == ("done", 4, 4, 1)
    assert document.file == f"documents/{document.facts_hash[:2]}/{document.facts_hash}.pdf"
    assert (media / document.file).read_bytes() == b"%PDF- Bergamo"
    assert document.file_sha256 == hashlib.sha256(b"%PDF- Bergamo").hexdigest()
    assert (document.size, document.lease_until, document.error) == (13, None, "")
    assert document.finished_at is not None


def test_a_job_that_is_done_is_not_made_again(mill, wish):
    document = wish()
    jobs.run_document(document.pk)
    jobs.run_document(document.pk)
    assert mill.made == 1
    assert jobs.take(document.pk) is None


def test_the_same_facts_are_rendered_once(mill, wish):
    first = wish()
    jobs.run_document(first.pk)
    second = wish(session=first.session)
    jobs.run_document(second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert mill.made == 1
    assert (second.state, second.file, second.file_sha256) == ("done", first.file, first.file_sha256)


def test_other_facts_are_another_file(mill, wish, media):
    first = wish()
    jobs.run_document(first.pk)
    first.session.city_it = "Milano"
    first.session.save()
    second = wish(session=first.session)
    jobs.run_document(second.pk)
    assert mill.made == 2
    assert len(stored_files(media)) == 2


def test_another_layout_is_another_file(mill, wish, monkeypatch):
    facts = {"city": "Bergamo"}
    before = mill.builder.hash_of(facts, "it")
    assert before != mill.builder.hash_of(facts, "ru")
    monkeypatch.setattr("documents.builders.base.layout_digest", lambda: "new style")
    assert before != mill.builder.hash_of(facts, "it")


def test_a_job_is_taken_under_a_lease(mill, wish, settings):
    settings.DOCUMENT_LEASE_SECONDS = 60
    document = wish()
    now = timezone.now()
    taken = jobs.take(document.pk, now)
    assert (taken.attempt, taken.state) == (1, "running")
    document.refresh_from_db()
    assert document.lease_until == now + dt.timedelta(seconds=60)
    assert jobs.take(document.pk, now + dt.timedelta(seconds=59)) is None
    assert jobs.take(document.pk, now + dt.timedelta(seconds=60)).attempt == 2


def test_a_job_that_is_not_due_is_left_alone(mill, wish):
    assert jobs.take(wish(due_at=timezone.now() + LATER).pk) is None
    assert jobs.take(10**8) is None


def test_each_step_is_told_and_holds_the_job_longer(mill, wish):
    document = wish()
    seen = []
    mill.between = lambda: seen.append(Document.objects.values_list("state", "step", "facts_hash").get(pk=document.pk))
    jobs.run_document(document.pk)
    (state, step, facts_hash) = seen[0]
    assert (state, step, len(facts_hash)) == ("running", 1, 64)


def test_a_late_worker_changes_nothing(mill, wish, caplog):
    """Fencing: while the first worker renders, its lease runs out and a second one makes the document."""
    document = wish()

    def second_worker():
        mill.between = lambda: None
        Document.objects.filter(pk=document.pk).update(lease_until=timezone.now() - LATER)
        jobs.run_document(document.pk)

    mill.between = second_worker
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.attempt, document.step) == ("done", 2, 4)
    assert "came too late" in caplog.text


def test_a_late_failure_changes_nothing(mill, wish):
    document = wish()

    def second_worker():
        Document.objects.filter(pk=document.pk).update(attempt=2, lease_until=timezone.now() + LATER)
        raise DomainError("Too late.")

    mill.between = second_worker
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.attempt, document.error) == ("running", 2, "")


def test_a_refusal_is_shown_in_its_own_words(mill, wish):
    mill.fault = DomainError("The session has no dates yet.")
    document = wish()
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.error, document.attempt) == ("failed", "The session has no dates yet.", 1)


def test_a_fault_is_shown_with_a_reference_and_logged(mill, wish, expected_errors):
    mill.fault = ZeroDivisionError("secret details")
    document = wish(requested_by=StaffFactory(language="en"))
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert document.state == "failed"
    assert document.error == f"The document could not be made (reference D{document.pk}-1)."
    (record,) = expected_errors.claim(f"D{document.pk}-1 failed")
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize("fault", [OperationalError("gone"), OSError("disk"), MemoryError(), SoftTimeLimitExceeded()])
def test_what_may_pass_is_tried_again_later_and_not_for_ever(mill, wish, fault):
    mill.fault = fault
    document = wish()
    waits = []
    for _attempt in range(3):
        Document.objects.filter(pk=document.pk).update(due_at=timezone.now())
        jobs.run_document(document.pk)
        document.refresh_from_db()
        waits.append((document.state, round((document.due_at - timezone.now()).total_seconds())))
    assert waits[:2] == [("queued", 10), ("queued", 20)]
    assert document.state == "failed"
    assert f"D{document.pk}-3" in document.error
    assert document.attempt == 3


def test_a_job_whose_workers_die_is_given_up(mill, wish, expected_errors):
    document = wish()
    for _attempt in range(3):
        assert jobs.take(document.pk) is not None
        Document.objects.filter(pk=document.pk).update(lease_until=timezone.now() - LATER)
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, mill.made) == ("failed", 0)
    assert f"D{document.pk}-3" in document.error
    expected_errors.claim("given up")


def test_nothing_half_written_stays(mill, wish, media, monkeypatch):
    def full_disk(part, target):
        raise OSError("No space left on device")

    monkeypatch.setattr(store.os, "replace", full_disk)
    document = wish()
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.file) == ("queued", "")
    assert stored_files(media) == []


def test_a_time_limit_in_the_middle_of_writing_leaves_nothing(media, monkeypatch):
    def too_long(handle):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(store.os, "fsync", too_long)
    with pytest.raises(SoftTimeLimitExceeded):
        store.put("documents/ab/abc.pdf", b"x")
    assert stored_files(media) == []


# --- Documents of many parts ------------------------------------------------------------------------------------------


@pytest.fixture
def many(mill, monkeypatch):
    """The kind "test" made in three parts; ``many.before`` is called before each, with how many are done."""
    monkeypatch.setattr(jobs, "TELL_SECONDS", 0)
    mill.before = lambda done: None

    def render(facts, progress):
        for done in range(3):
            mill.before(done)
            progress(done + 1, 3)
        mill.made += 1
        return b"%PDF- three"

    monkeypatch.setitem(KINDS, "test", replace(mill.builder, formats={"pdf": render}))
    return mill


def test_each_part_is_a_step(many, wish):
    document = wish()
    seen = []

    def look(done):
        document.refresh_from_db()
        with override("en"):
            seen.append((document.step, document.steps, doing(document)))

    many.before = look
    jobs.run_document(document.pk)
    assert seen == [(1, 4, "Laying out the pages"), (2, 6, "1 of 3 laid out"), (3, 6, "2 of 3 laid out")]
    document.refresh_from_db()
    assert (document.state, document.step, document.steps) == ("done", 6, 6)


def test_each_part_holds_the_job_longer(many, wish, settings):
    settings.DOCUMENT_LEASE_SECONDS = 60
    document = wish()
    leases = []

    def near_the_end(done):
        if done:
            leases.append(Document.objects.get(pk=document.pk).lease_until - timezone.now())
        Document.objects.filter(pk=document.pk).update(lease_until=timezone.now() + dt.timedelta(seconds=1))

    many.before = near_the_end
    jobs.run_document(document.pk)
    assert [round(lease.total_seconds()) for lease in leases] == [60, 60]


def test_parts_that_follow_fast_are_written_down_now_and_then(many, wish, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(jobs, "TELL_SECONDS", 3600)
    document = jobs.take(wish().pk)
    tell = jobs.teller(document)
    with django_assert_num_queries(1):
        for done in range(1, 394):
            tell(done, 393)
    document.refresh_from_db()
    assert (document.step, document.steps) == (394, 396)


@pytest.mark.parametrize(
    ("step", "steps", "words"),
    [
        (0, 4, "Gathering the facts"),
        (1, 4, "Laying out the pages"),
        (2, 4, "Writing the file"),
        (3, 4, "Putting the file away"),
        (4, 4, "Putting the file away"),
        (0, 396, "Gathering the facts"),
        (1, 396, "0 of 393 laid out"),
        (393, 396, "392 of 393 laid out"),
        (394, 396, "Writing the file"),
        (395, 396, "Putting the file away"),
        (0, 1, "Gathering the facts"),
    ],
)
def test_what_is_being_done_in_words(step, steps, words):
    with override("en"):
        assert jobs.words_of(step, steps) == words


def test_a_job_that_is_stopped_ends_at_the_next_part(many, wish, caplog, media):
    document = wish()
    begun = []

    def stop(done):
        begun.append(done)
        if done == 1:
            services.stop_document(document)

    many.before = stop
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.lease_until, document.file) == ("stopped", None, "")
    assert (begun, many.made, stored_files(media)) == ([0, 1], 0, [])
    assert "was stopped" in caplog.text
    jobs.run_document(document.pk)
    assert begun == [0, 1]
    with pytest.raises(DomainError):
        services.stop_document(document)


def test_a_job_that_waits_is_stopped_and_asked_for_again(mill, wish):
    document = wish()
    services.stop_document(document)
    jobs.run_document(document.pk)
    assert mill.made == 0
    again = services.ask_again(document)
    assert (again.pk != document.pk, again.state) == (True, "queued")


def test_a_worker_killed_in_the_middle_leaves_a_job_for_the_next(many, wish, media):
    """What SIGKILL leaves behind: a row that runs and a lease that ends. The next begins from the first part."""
    document = wish()

    class Killed(BaseException):
        pass

    def kill(done):
        if done == 2:
            raise Killed

    many.before = kill
    with pytest.raises(Killed):
        jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.step, document.steps, stored_files(media)) == ("running", 3, 6, [])
    many.before = lambda done: None
    jobs.run_document(document.pk)
    assert many.made == 0  # the lease has not ended
    Document.objects.filter(pk=document.pk).update(lease_until=timezone.now() - LATER)
    jobs.run_document(document.pk)
    document.refresh_from_db()
    assert (document.state, document.attempt, document.step, many.made) == ("done", 2, 6, 1)
    assert len(stored_files(media)) == 1
