"""What becomes of a project: dated news, the stage that follows from them, who is asked, by links of one purpose."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email

from agreements.enums import Stage
from agreements.models import FollowUp, Presentation, Project, ProjectContact, ProjectNews
from agreements.services import follow_ups, life
from participants.links import hash_of
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
TODAY = today_in_rome()
NEWS = {"text": "Firmato.", "language": "it"}


def held(months: int = 3, days: int = 0):
    """A session that ended so many months and days ago."""
    ended = follow_ups.months_after(TODAY - dt.timedelta(days=days), -months)
    return SessionFactory(status="held", starts_on=ended, ends_on=ended)


def project_of(session, **fields) -> Project:
    table = ThematicTableFactory(session=session)
    project = Project.objects.create(session=session, title_it="Filiera del legno", review="accepted", **fields)
    Presentation.objects.create(project=project, session=session, table=table)
    return project


def contact_of(project, email="anna@example.org", **fields) -> ProjectContact:
    return life.add_contact(project, {"role": "proposer", "side": "IT", "name": "Anna", "email": email, **fields})


@pytest.fixture
def project(db) -> Project:
    return project_of(held())


def asked(project) -> tuple[FollowUp, str]:
    """A question that was put to a contact of the project, and the token of its link."""
    contact = project.contacts.first() or contact_of(project)
    assert follow_ups.put_question(contact, TODAY)
    (token,) = re.findall(r"follow-up/link/([\w-]+)/", Email.objects.latest("pk").message)
    return FollowUp.objects.get(contact=contact, due_on=TODAY), token


# --- News and the stage


def test_the_stage_is_that_of_the_newest_news_whatever_the_order_they_are_written_in(project):
    newest = life.tell_news(project, on=TODAY, stage="talks", **NEWS)
    life.tell_news(project, on=TODAY - dt.timedelta(days=90), stage="contacts", **NEWS)
    life.tell_news(project, on=TODAY, **NEWS)  # says of no stage
    project.refresh_from_db()
    assert project.stage == Stage.TALKS
    assert life.remove_news(newest).stage == Stage.CONTACTS
    closed = life.tell_news(project, on=TODAY, stage="closed", outcome="realised", **NEWS)
    project.refresh_from_db()
    assert (project.stage, project.outcome) == ("closed", "realised")
    life.remove_news(closed)
    project.refresh_from_db()
    assert (project.stage, project.outcome) == ("contacts", "")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": TODAY + dt.timedelta(days=3)}, "on"),
        ({"on": dt.date(1980, 1, 1)}, "on"),
        ({"on": TODAY, "stage": "closed"}, "outcome"),
        ({"on": TODAY, "stage": "talks", "outcome": "realised"}, "outcome"),
    ],
)
def test_news_that_cannot_be_is_refused_and_changes_nothing(project, wrong, field):
    with pytest.raises(DomainError) as refusal:
        life.tell_news(project, **NEWS, **wrong)
    assert refusal.value.field == field
    project.refresh_from_db()
    assert (project.stage, project.news.count()) == ("proposed", 0)


def test_a_project_that_was_not_accepted_does_not_go_on(project):
    Project.objects.filter(pk=project.pk).update(review="declined")
    for act in (lambda: life.tell_news(project, on=TODAY, **NEWS), lambda: contact_of(project)):
        with pytest.raises(DomainError):
            act()


def test_the_database_keeps_what_no_act_would_write(project):
    for wrong in ({"is_public": True}, {"stage": "closed"}, {"outcome": "realised"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProjectNews.objects.create(project=project, on=TODAY, text="x", language="it", source="contact", **wrong)


def test_what_stood_at_a_table_of_a_session_that_was_held_counts_as_presented_once():
    session = held()
    project, ahead = project_of(session), project_of(SessionFactory())
    gone_on = project_of(session)
    life.tell_news(gone_on, on=TODAY, stage="talks", **NEWS)
    assert [life.note_presented(), life.note_presented()] == [1, 0]
    for one, stage in ((project, "presented"), (ahead, "proposed"), (gone_on, "talks")):
        one.refresh_from_db()
        assert one.stage == stage
    news = project.news.get()
    assert (news.on, news.source, news.session, news.is_public) == (session.ends_on, "table", session, True)


# --- Asking


def test_contacts_are_asked_once_at_the_set_months_and_not_long_after(settings, mailoutbox):
    due, late, between, missed = (project_of(held(*ago)) for ago in ((3, 0), (6, 13), (4, 0), (12, 20)))
    for one in (due, late, between, missed):
        contact_of(one, f"{one.pk}@example.org")
    closed, silent = project_of(due.session), project_of(due.session)
    life.tell_news(closed, on=TODAY, stage="closed", outcome="abandoned", **NEWS)
    for one in (closed, silent):
        contact_of(one)
    life.change_contact(silent.contacts.get(), {"is_asked": False})
    assert [follow_ups.ask_how_projects_go(), follow_ups.ask_how_projects_go()] == [2, 0]
    assert {email.to[0] for email in Email.objects.all()} == {f"{due.pk}@example.org", f"{late.pk}@example.org"}
    question = FollowUp.objects.get(contact__project=due)
    assert question.due_on == TODAY
    assert question.expires_at - question.sent_at == follow_ups.LIFETIME


def test_only_a_hash_of_the_link_is_kept_and_a_newer_one_takes_its_place(project):
    question, token = asked(project)
    assert len(token) >= 43  # 256 bits
    assert question.token_hash == hash_of(token) != token
    assert follow_ups.find_question(token) == question
    assert follow_ups.put_question(question.contact, TODAY) is False
    assert follow_ups.put_question(question.contact, TODAY + dt.timedelta(days=1))
    question.refresh_from_db()
    assert question.revoked_at
    with pytest.raises(DomainError):
        follow_ups.answer_question(question, text="Bene.", language="it")
    with pytest.raises(DomainError):
        follow_ups.ask_now(question.contact)  # asked today


def test_an_answer_waits_until_staff_saw_it(project):
    question, _token = asked(project)
    told = {"text": "Идут переговоры.", "language": "ru", "stage": "talks", "may_be_shown": False}
    news = follow_ups.answer_question(question, **told)
    project.refresh_from_db()
    assert (project.stage, news.seen_at, news.is_public, news.contact) == ("proposed", None, False, question.contact)
    with pytest.raises(DomainError):
        follow_ups.answer_question(question, **told)  # once
    with pytest.raises(DomainError):
        life.take_news(news, is_public=True)  # it may not be shown
    life.take_news(news)
    project.refresh_from_db()
    assert project.stage == Stage.TALKS
    with pytest.raises(DomainError):
        life.take_news(news)


@pytest.mark.parametrize("wrong", [{"stage": "proposed"}, {"stage": "x"}, {"stage": "closed"}])
def test_an_answer_that_cannot_be_leaves_the_question_open(project, wrong):
    question, _token = asked(project)
    with pytest.raises(DomainError):
        follow_ups.answer_question(question, text="x", language="it", **wrong)
    question.refresh_from_db()
    assert question.answered_at is None
    assert ProjectNews.objects.count() == 0


def test_who_wishes_not_to_be_asked_is_not(project):
    question, _token = asked(project)
    follow_ups.stop_asking(question)
    question.contact.refresh_from_db()
    assert question.contact.is_asked is False
    assert follow_ups.put_question(question.contact, TODAY + dt.timedelta(days=1)) is False
    with pytest.raises(DomainError):
        follow_ups.answer_question(question, text="x", language="it")


def test_a_contact_is_named_once_and_not_without_end(project):
    contact_of(project)
    with pytest.raises(DomainError) as refusal:
        contact_of(project, "ANNA@example.org")
    assert refusal.value.field == "email"
    for number in range(life.MOST_CONTACTS - 1):
        contact_of(project, f"a{number}@example.org")
    with pytest.raises(DomainError):
        contact_of(project, "one.more@example.org")
    life.remove_contact(project.contacts.first())
    assert project.contacts.count() == life.MOST_CONTACTS - 1


def test_months_end_where_the_month_does():
    assert follow_ups.months_after(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)
    assert follow_ups.months_after(dt.date(2026, 12, 31), 12) == dt.date(2027, 12, 31)
    session = SessionFactory(ends_on=dt.date(2030, 5, 2))
    assert follow_ups.next_days(session, dt.date(2030, 8, 3)) == [dt.date(2030, 11, 2), dt.date(2031, 5, 2)]


# --- The page behind the link


def test_a_contact_answers_by_the_link_and_a_get_changes_nothing(client, project):
    question, token = asked(project)
    link = f"/en/follow-up/link/{token}/"
    before = FollowUp.objects.values().get()
    response = client.get(link)
    assert (response.status_code, response["Location"]) == (302, "/en/follow-up/")
    page = client.get("/en/follow-up/")
    assert (page.status_code, "Filiera del legno" in page.text, token in page.text) == (200, True, False)
    assert FollowUp.objects.values().get() == before
    page = client.post("/en/follow-up/", {"stage": "closed", "text": "\0 <b>Bene</b>"})
    assert "Say how the project ended." in page.text
    assert "&lt;b&gt;Bene&lt;/b&gt;" in page.text  # nothing typed is lost
    sent = client.post("/en/follow-up/", {"stage": "talks", "text": "We met twice.", "may_be_shown": "on"}, follow=True)
    assert "Thank you" in sent.text
    news = ProjectNews.objects.get()
    assert (news.stage, news.language, news.may_be_shown, news.seen_at) == ("talks", "en", True, None)
    client.post("/en/follow-up/", {"stage": "mou", "text": "Again."})
    assert ProjectNews.objects.count() == 1
    assert "not asked any more" in client.post("/en/follow-up/stop/").text
    question.contact.refresh_from_db()
    assert question.contact.is_asked is False
    assert client.get("/en/follow-up/").status_code == 410


def test_a_link_that_opens_nothing_always_looks_the_same(client, project):
    question, token = asked(project)
    client.get(f"/en/follow-up/link/{token}/")
    FollowUp.objects.update(expires_at=timezone.now())
    over = client.get("/en/follow-up/")
    client.get("/en/follow-up/link/nonsense/")
    none = client.get("/en/follow-up/")
    assert (over.status_code, none.status_code) == (410, 410)
    assert over.text == none.text
    assert client.post("/en/follow-up/", {"text": "x"}).status_code == 410
    assert client.post("/en/follow-up/stop/").status_code == 410
    assert client.get("/en/follow-up/stop/").status_code == 405
    assert FollowUp.objects.get().answered_at is None


def test_the_public_page_shows_public_news_alone(client, project):
    life.tell_news(project, on=TODAY, stage="talks", text="Nascosto", language="it")
    address = f"/en/sessions/{project.session.ref}/projects/{project.pk}/"
    assert "Nascosto" not in client.get(address).text
    life.tell_news(project, on=TODAY, stage="mou", text="Da leggere", language="it", is_public=True)
    page = client.get(address).text
    assert ["Nascosto" in page, "Da leggere" in page, 'aria-current="step"' in page] == [False, True, True]
