"""Commitments: taken down, reported of, reminded of, and carried to the next session."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from post_office.models import Email

from agreements import tasks
from agreements.implementation import gather_implementation
from agreements.models import Commitment, CommitmentReport
from agreements.services import commitments as acts
from agreements.tests.acts import SIGNED_ON, make_act, make_commitment, make_held, make_report
from participants.models import MailLog
from sessions.models import TranslationMark
from sessions.tests.factories import SessionFactory
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError
from taskforce.uploads import Upload

pytestmark = pytest.mark.django_db
DUE = dt.date(2025, 1, 31)
PDF = Upload(b"%PDF-1.4 evidence", "pdf", "evidence.pdf")


def report_of(commitment: Commitment, on: dt.date, state: str) -> CommitmentReport:
    return CommitmentReport(commitment=commitment, on=on, state=state, text="Fatto.")


# --- Taken down and reported


def test_a_commitment_is_taken_down_after_the_others_and_its_translation_is_noted():
    act = make_act()
    first = acts.add_commitment(Commitment(agreement=act, text_it="Uno"))
    second = acts.add_commitment(Commitment(agreement=act, text_it="Due", text_ru="Два"))
    assert (first.position, second.position) == (1, 2)
    assert TranslationMark.objects.filter(object_id=second.pk, field="text", language="ru").exists()
    changed = acts.change_commitment(second, {"text_it": "Tre", "side": "RU"})
    assert (changed.text_it, changed.text_ru, changed.side, changed.state) == ("Tre", "Два", "RU", "open")


def test_the_newest_report_by_its_date_says_the_state():
    commitment = make_commitment()
    acts.report_commitment(report_of(commitment, dt.date(2025, 3, 1), "done"), file=PDF)
    acts.report_commitment(report_of(commitment, dt.date(2025, 2, 1), "under_way"))
    commitment.refresh_from_db()
    assert commitment.state == "done"
    kept = commitment.reports.get(state="done")
    with default_storage.open(kept.file) as file:
        assert (kept.sha256, file.read()) == (PDF.sha256, PDF.content)


def test_what_was_reported_of_is_not_removed_and_a_report_is_not_of_tomorrow():
    commitment, before = make_commitment(), files_kept()
    with pytest.raises(DomainError) as refused:
        acts.report_commitment(report_of(commitment, today_in_rome() + dt.timedelta(days=1), "done"), file=PDF)
    assert (refused.value.field, commitment.reports.count()) == ("on", 0)
    acts.report_commitment(report_of(commitment, DUE, "done"))
    with pytest.raises(DomainError):
        acts.remove_commitment(commitment)
    acts.remove_commitment(other := make_commitment(commitment.agreement))
    with pytest.raises(DomainError) as gone:
        acts.report_commitment(report_of(other, DUE, "done"), file=PDF)
    assert gone.value.code == "gone"
    assert files_kept() == before


def files_kept() -> list[str]:
    years = default_storage.listdir(acts.FOLDER)[0] if default_storage.exists(acts.FOLDER) else []
    return [name for year in years for name in default_storage.listdir(f"{acts.FOLDER}/{year}")[1]]


# --- Reminders


@pytest.mark.parametrize(
    ("today", "moment"),
    [
        ("2024-12-31", None),
        ("2025-01-01", "2025-01-01"),
        ("2025-01-30", "2025-01-01"),
        ("2025-01-31", "2025-01-31"),
        ("2025-02-27", "2025-01-31"),
        ("2025-02-28", "2025-02-28"),  # a month without a 31st: its last day
        ("2025-03-30", "2025-02-28"),
        ("2026-01-31", "2026-01-31"),
    ],
)
def test_the_moments_of_reminders(today, moment):
    found = acts.newest_moment(DUE, dt.date.fromisoformat(today))
    assert found == (dt.date.fromisoformat(moment) if moment else None)


def test_an_owner_is_written_to_once_a_moment_in_the_language_of_the_side():
    act = make_act(title_ru="Протокол")
    reminded = {"due_on": DUE, "owner": "www.evil.example", "owner_email": "owner@example.org"}
    commitment = make_commitment(act, side="RU", text_ru="Создать рабочую группу {link}", **reminded)
    for day, written in (("2024-12-31", 0), ("2025-01-01", 1), ("2025-01-02", 0), ("2025-02-03", 1), ("2025-02-20", 0)):
        assert [acts.remind_owners(dt.date.fromisoformat(day)) for _twice in range(2)] == [written, 0], day
    mails = list(Email.objects.order_by("pk"))
    assert [mail.to for mail in mails] == [["owner@example.org"]] * 2
    text = mails[0].message
    assert "Создать рабочую группу {link}" in text
    assert f"/ru/agreements/{act.pk}/" in text
    assert "Протокол" in mails[0].subject
    assert MailLog.objects.filter(kind="commitment_due", language="ru").count() == 2
    assert commitment.reports.count() == 0


def test_nobody_is_reminded_of_what_is_done_kept_back_or_switched_off():
    reminded = {"due_on": DUE, "owner_email": "owner@example.org"}
    make_commitment(state="done", **reminded)
    make_commitment(owner_email="owner@example.org")
    make_commitment(due_on=DUE)
    make_commitment(make_act(status="draft", signed_on=None), **reminded)
    off = acts.switch_reminders(make_commitment(**reminded), False)
    assert acts.remind_owners(dt.date(2025, 6, 1)) == 0
    acts.switch_reminders(off, True)
    hidden = make_act(is_public=False)
    make_commitment(hidden, **reminded)
    tasks.remind_owners()
    assert Email.objects.count() == 2
    assert sum("/agreements/" in mail.message for mail in Email.objects.all()) == 1
    with pytest.raises(DomainError):
        acts.switch_reminders(make_commitment(), True)


# --- Carried to the next session


def test_a_session_is_told_what_earlier_acts_oblige_to_as_it_stood_on_its_last_day():
    act = make_act()
    settled, late, open_one = (make_commitment(act, due_on=DUE, text_it=text) for text in ("Uno", "Due", "Tre"))
    make_commitment(act, is_public=False)
    make_commitment(make_act(is_public=False))
    second = make_held(25, dt.date(2025, 5, 16))
    third = SessionFactory(number=26)
    make_report(settled, dt.date(2025, 3, 1), "done")
    make_report(late, dt.date(2025, 4, 1), "under_way", is_public=False)
    make_report(late, dt.date(2025, 9, 1), "done")
    of_third = make_commitment(make_act(session=second, signed_on=second.ends_on))

    def told(session):
        found = gather_implementation(session, Commitment.objects.public())
        lines = [line for one in found.acts for line in one.lines]
        return [(line.commitment, str(line.state), line.is_overdue, len(line.reports)) for line in lines], found

    rows, found = told(second)
    assert rows == [(settled, "done", False, 1), (late, "under_way", True, 0), (open_one, "open", True, 0)]
    assert (found.as_of, found.total, found.overdue) == (second.ends_on, 3, 2)
    rows, found = told(third)
    assert [row[:2] for row in rows] == [(late, "done"), (open_one, "open"), (of_third, "open")]
    assert found.as_of == today_in_rome()
    assert told(make_held(20, SIGNED_ON - dt.timedelta(days=900)))[0] == []


def test_the_page_tells_what_is_public_in_a_fixed_number_of_queries(client, django_assert_num_queries):
    next_one = SessionFactory(number=26)
    act = make_act()
    commitment = make_commitment(act, text_ru="Группа", due_on=DUE, owner="Camera <b>di</b> commercio")
    report = acts.report_commitment(report_of(commitment, DUE, "under_way"), file=PDF)
    hidden = acts.report_commitment(report_of(commitment, SIGNED_ON, "open"), file=PDF)
    CommitmentReport.objects.filter(pk=hidden.pk).update(is_public=False, text="Riservato")
    counts = []
    for more in (0, 2):
        for _number in range(more):
            make_report(make_commitment(act), DUE)
        client.get("/en/sessions/26/implementation/")
        with django_assert_num_queries(4):
            text = client.get("/en/sessions/26/implementation/").text
        counts.append(text.count('class="tf-commitment"'))
    assert counts == [1, 3]
    assert "Camera &lt;b&gt;di&lt;/b&gt; commercio" in text
    assert "31 January 2025" in text
    assert "Riservato" not in text
    assert f"/en/agreements/reports/{report.pk}/evidence/" in text
    page = client.get(f"/en/agreements/{act.pk}/").text
    assert page.count('class="tf-commitment"') == 3
    assert "Riservato" not in page
    answer = client.get(f"/en/agreements/reports/{report.pk}/evidence/")
    assert (answer.content, answer["Content-Disposition"][:10]) == (PDF.content, "attachment")
    assert client.get(f"/en/agreements/reports/{hidden.pk}/evidence/").status_code == 404
    act.is_public = False
    act.save()
    assert client.get(f"/en/agreements/reports/{report.pk}/evidence/").status_code == 404
    assert 'class="tf-commitment"' not in client.get("/en/sessions/26/implementation/").text
    next_one.status = "draft"
    next_one.save()
    assert client.get("/en/sessions/26/implementation/").status_code == 404
    assert client.get(f"/en/sessions/s{next_one.pk}/implementation/").status_code == 404
