"""Projects from their proposal to the catalogue: the pages of the proposer and of who is interested, and the acts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override
from post_office.models import Email

from accounts.tests.factories import StaffFactory
from agreements import services
from agreements.models import Interest, Presentation, Project, ProjectContact, ProjectFile
from agreements.services import proposing
from participants.enums import OF_PROJECTS
from participants.models import MailLog, Registration
from participants.services import merge_registrations
from participants.services.erasure import erase_contact
from participants.tests.entering import enter
from participants.tests.factories import OrganisationFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError
from taskforce.tests import files

pytestmark = pytest.mark.django_db
PAGE = "/en/sessions/25/projects/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with override("en"):
        yield


@pytest.fixture
def session():
    return SessionFactory(number=25, starts_on=timezone.localdate() + dt.timedelta(days=40), ends_on=None)


@pytest.fixture
def table(session):
    return ThematicTableFactory(session=session, number=3, title_it="Meccanica", title_en="Mechanics")


@pytest.fixture
def ours(session):
    body = OrganisationFactory(side="RU", name_latin="Uralmekhanika", name_cyrillic="Уралмеханика")
    return RegistrationFactory(session=session, state="confirmed", language="en", organisation=body)


@pytest.fixture
def theirs(session):
    body = OrganisationFactory(name_latin="Torni Rossi S.r.l.")
    return RegistrationFactory(
        session=session, state="confirmed", language="en", organisation=body, contact_email="rossi@example.org"
    )


def typed(**changes) -> dict:
    texts = {f"{name}_{code}": "" for name in ("title", "summary", "counterpart") for code in ("it", "ru", "en")}
    texts |= {"title_ru": "Совместный цех", "summary_ru": "Цех деталей станков.", "kind": "joint_venture", "sector": ""}
    return texts | {"is_public": "on"} | changes


def proposed(registration, **facts) -> Project:
    values = {"title_ru": "Совместный цех", "summary_ru": "Детали станков.", "language": "ru", "kind": "trade"}
    return services.propose_project(registration, values | facts)


def accepted(registration, table=None, **facts) -> Project:
    return services.accept_project(proposed(registration, **facts), StaffFactory(), table)


def left() -> list[str]:
    names, storage = [], proposing.default_storage
    for year in proposing._listed("projects")[0]:
        names += storage.listdir(f"projects/{year}")[1]
    return names


# --- Proposing


def test_a_project_is_proposed_in_one_language_changed_answered_and_withdrawn(client, ours, table):
    enter(client, ours)
    answer = client.post("/en/my/projects/propose/", typed(wished_table=table.pk))
    project = Project.objects.get()
    assert answer.url == f"/en/my/projects/{project.pk}/"
    assert (project.review, project.language, project.side, project.wished_table) == ("proposed", "ru", "RU", table)
    assert (project.organisation, project.session) == (ours.organisation, ours.session)
    client.post("/en/my/projects/propose/", typed(wished_table=table.pk))  # the button pressed twice
    assert (Project.objects.count(), Email.objects.count()) == (1, 1)
    assert "Совместный цех" in Email.objects.get().message
    page = client.get(answer.url).text
    assert '<span lang="ru">Совместный цех</span>' in page
    assert "3. Mechanics" in page
    client.post(f"/en/my/projects/{project.pk}/change/", typed(title_it="Officina comune", summary_it="Pezzi."))
    services.ask_about_project(project, StaffFactory(), "Who brings the machines?")
    assert "Who brings the machines?" in client.get(f"/en/my/projects/{project.pk}/answer/").text
    assert "ask about your project" in client.get("/en/my/").text
    client.post(f"/en/my/projects/{project.pk}/answer/", {"answer": "We do."})
    project.refresh_from_db()
    assert (project.review, project.answer, project.title_it) == ("proposed", "We do.", "Officina comune")
    client.post(f"/en/my/projects/{project.pk}/withdraw/")
    project.refresh_from_db()
    assert project.review == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title_ru": ""}, "title_ru", "Give the project a title."),
        ({"counterpart_it": "Un torniere"}, "title_it", "Give the project a title."),
        ({"summary_ru": "x" * 3001}, "summary_ru", "at most 3000"),
        ({"kind": "\0"}, "kind", ""),
        ({"title_ru": "\u202e"}, "title_ru", ""),
        ({"wished_table": "9" * 30}, "wished_table", "Select a valid choice"),
        ({"sector": "'--"}, "sector", "Select a valid choice"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(client, ours, table, changes, field, words):
    enter(client, ours)
    page = client.post("/en/my/projects/propose/", typed(summary_en="Kept as typed") | changes)
    assert page.status_code == 200
    assert any(words in message for message in page.context["form"].errors[field])
    assert "Kept as typed" in page.text
    assert not Project.objects.exists()


def test_five_projects_and_no_more_and_none_after_the_session(client, ours):
    for number in range(proposing.MOST_PROJECTS):
        proposed(ours, title_ru=f"Проект {number}")
    enter(client, ours)
    page = client.post("/en/my/projects/propose/", typed())
    assert "at most 5 projects" in page.text
    assert "Совместный цех" in page.text
    services.withdraw_project(Project.objects.first())
    later = timezone.now() + dt.timedelta(days=50)
    with pytest.raises(DomainError, match="over"):
        services.propose_project(ours, {"title_ru": "Новый", "language": "ru"}, now=later)
    proposed(ours, title_ru="Новый")
    Registration.objects.update(state="submitted")
    with pytest.raises(DomainError, match="verified"):
        proposed(ours, title_ru="Другой")
    assert "once your e-mail address is verified" in client.get("/en/my/projects/").text


def test_another_companys_project_is_not_there(client, ours, theirs):
    project = accepted(ours)
    interest = services.express_interest(theirs, project, "We make lathes.")
    file = ProjectFile.objects.create(project=project, title="a", file="projects/2026/a.pdf", sha256="0" * 64, size=1)
    stranger = RegistrationFactory(session=ours.session, state="confirmed")
    enter(client, stranger)
    ends = ("", "change/", "answer/", "withdraw/", "documents/", f"documents/{file.pk}/")
    paths = [f"/en/my/projects/{project.pk}/{end}" for end in ends] + [f"/en/my/interests/{interest.pk}/"]
    missing = [path.replace(f"/{project.pk}/", "/987654/") for path in paths]
    assert {client.get(path).status_code for path in paths + missing} == {404}
    posts = [f"/en/my/projects/{project.pk}/documents/{file.pk}/remove/", f"/en/my/interests/{interest.pk}/withdraw/"]
    assert {client.post(path, {"answer": "x"}).status_code for path in [*posts, *paths[1:5], paths[6]]} == {404}
    assert Interest.objects.get().state == "sent"
    assert "Torni" not in client.get("/en/my/projects/").text


# --- Documents


def test_documents_come_in_checked_at_most_five_and_go_out_as_downloads(client, ours):
    project = proposed(ours)
    enter(client, ours)
    path = f"/en/my/projects/{project.pk}/documents/"
    for name, content, words in [
        ("a.pdf", b"<html>", "PDF, PNG or JPEG"),
        ("a.pdf", files.pdf()[:100], "cannot be opened"),
        ("a.pdf", b"", "empty"),
    ]:
        page = client.post(path, {"file": SimpleUploadedFile(name, content), "title": "My plan"})
        assert any(words in error for error in page.context["form"].errors["file"]), content[:10]
        assert "My plan" in page.text
    assert left() == []
    plan = files.pdf()
    for _time in range(2):  # the same twice is one
        client.post(path, {"file": SimpleUploadedFile("Piano.pdf", plan), "title": ""})
    kept = ProjectFile.objects.get()
    assert (kept.title, len(left())) == ("Piano", 1)
    answer = client.get(f"{path}{kept.pk}/")
    assert answer["Content-Disposition"] == 'attachment; filename="Piano.pdf"'
    assert answer.content == plan
    ProjectFile.objects.bulk_create(
        ProjectFile(project=project, title="x", file=f"projects/{n}", sha256=str(n) * 64, size=1) for n in range(4)
    )
    page = client.post(path, {"file": SimpleUploadedFile("b.png", files.png())})
    assert "at most 5 documents" in page.text
    assert len(left()) == 1


def test_a_decided_project_is_not_changed_and_lost_files_go(client, ours, django_capture_on_commit_callbacks):
    project = proposed(ours)
    enter(client, ours)
    client.post(f"/en/my/projects/{project.pk}/documents/", {"file": SimpleUploadedFile("a.png", files.png())})
    services.accept_project(project, StaffFactory())
    file = ProjectFile.objects.get()
    client.post(f"/en/my/projects/{project.pk}/documents/{file.pk}/remove/")
    page = client.post(f"/en/my/projects/{project.pk}/change/", typed(title_en="Kept", summary_en="Kept too"))
    assert (page.status_code, ProjectFile.objects.count()) == (403, 1)
    assert "Kept too" in page.text
    assert proposing.remove_lost_files() == 0
    ProjectFile.objects.all().delete()
    assert proposing.remove_lost_files() == 0  # a day it may be on its way in
    assert proposing.remove_lost_files(timezone.now() + dt.timedelta(days=2)) == 1
    assert left() == []


# --- Reviewing


def test_each_decision_mails_the_proposer_and_holds(ours, table):
    staff = StaffFactory()
    project = accepted(ours, table)
    assert Presentation.objects.get().table == table
    assert services.accept_project(project, staff).reviewed_by != staff  # a colleague was first
    with pytest.raises(DomainError, match="nothing more to ask"):
        services.ask_about_project(project, staff, "?")
    other = services.decline_project(proposed(ours, title_ru="Другой"), staff, "Not of this session's sectors.")
    with pytest.raises(DomainError, match="already"):
        services.accept_project(other, staff)
    with pytest.raises(DomainError, match="another session"):
        services.place_project(project, ours.session, ThematicTableFactory())
    services.ask_about_project(proposed(ours, title_ru="Третий"), staff, "Which machines?")
    texts = "\n".join(Email.objects.values_list("message", flat=True))
    for words in ("3. Mechanics", "Not of this session's sectors.", "Which machines?"):
        assert words in texts
    assert services.reopen_project(project, staff).review == "proposed"


# --- The catalogue


def test_the_catalogue_shows_what_was_accepted_and_agreed_to_and_nothing_else(client, ours, theirs, table):
    accepted(ours, table, counterpart_ru="Завод")
    accepted(theirs, title_ru="Скрытый", is_public=False)
    proposed(theirs, title_ru="Новый")
    services.decline_project(proposed(theirs, title_ru="Отказ"), StaffFactory(), "No.")
    page = client.get(PAGE).text
    assert [card["title"].text for card in client.get(PAGE).context["cards"]] == ["Совместный цех"]
    assert 'hreflang="ru"' in page
    assert "1 project" in page
    assert "contact" not in client.get(PAGE).context["cards"][0]
    hidden = Project.objects.exclude(title_ru="Совместный цех").values_list("pk", flat=True)
    assert {client.get(f"{PAGE}{pk}/").status_code for pk in (*hidden, 987654)} == {404}
    for query, number in [
        ("?q=совместный", 1), ("?q=уралмеханика", 1), ("?q=nothing", 0), ("?side=RU", 1), ("?side=IT", 0),
        (f"?table={table.pk}", 1), ("?kind=trade", 1), ("?kind=research", 0), ("?q=%00", 1), ("?table=x&page=-1", 1),
    ]:  # fmt: skip
        assert client.get(PAGE + query).context["page_obj"].paginator.count == number, query
    type(ours.session).objects.update(status="draft")
    assert client.get(PAGE).status_code == 404


def test_a_project_stands_in_the_readers_language_else_as_it_was_written(client, ours, table):
    project = accepted(ours, table, title_en="A joint workshop", summary_en="Parts of machine tools.")
    public = ProjectFile.objects.create(
        project=project, title="Plan", file="projects/x.pdf", sha256="0" * 64, size=1, is_public=True
    )
    own = ProjectFile.objects.create(project=project, title="Costs", file="projects/y.pdf", sha256="1" * 64, size=1)
    english, italian = client.get(f"{PAGE}{project.pk}/").text, client.get(f"/it/sessions/25/projects/{project.pk}/")
    assert "A joint workshop" in english
    assert "Совместный" not in english
    assert '<span lang="ru">Совместный цех</span>' in italian.text
    assert italian.context["card"]["title"].foreign
    assert "Plan" in english
    assert "Costs" not in english
    assert client.get(f"{PAGE}{project.pk}/documents/{own.pk}/").status_code == 404
    plan = files.pdf()
    proposing.default_storage.save(public.file, SimpleUploadedFile("x.pdf", plan))
    assert client.get(f"{PAGE}{project.pk}/documents/{public.pk}/").content == plan
    assert f'href="{PAGE}"' in client.get("/en/sessions/25/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_takes_as_many_queries_for_3_as_for_1(client, ours, table, rows, django_assert_num_queries):
    for number in range(rows):
        accepted(ours, table, title_ru=f"Проект {number}", sector="25")
    client.get(PAGE)
    with django_assert_num_queries(6):  # session, tables, sectors, count, projects, places
        assert len(client.get(PAGE).context["cards"]) == rows


# --- Interest


def test_interest_is_answered_through_the_portal_and_addresses_are_seen_once_it_is_taken_up(client, ours, theirs):
    project = accepted(ours)
    enter(client, theirs)
    path = f"/en/my/interests/projects/{project.pk}/"
    assert f'href="{path}"' in client.get(f"{PAGE}{project.pk}/").text
    for _time in range(2):
        client.post(path, {"message": "We make lathes. rossi (at) nowhere"})
    interest = Interest.objects.get()
    told = Email.objects.get(to=ours.contact_email, subject__startswith="Somebody")
    assert "Torni Rossi" in told.message
    assert "rossi@example.org" not in told.message + told.html_message
    assert ours.contact_email not in client.get(path).text
    enter(client, ours)
    assert "is interested in your project" in client.get("/en/my/").text
    answer = f"/en/my/interests/{interest.pk}/"
    assert "rossi@example.org" not in client.get(answer).text
    assert client.post(answer, {"answer": "Good"}).context["form"].errors["decision"]
    client.post(answer, {"decision": "accepted", "answer": "Let us meet."})
    assert "rossi@example.org" in client.get(answer).text
    assert set(ProjectContact.objects.values_list("role", "email")) == {
        ("proposer", ours.contact_email), ("counterpart", "rossi@example.org"),
    }  # fmt: skip
    enter(client, theirs)
    assert ours.contact_email in client.get(path).text
    mailed = Email.objects.get(to="rossi@example.org")
    assert "Let us meet." in mailed.message
    assert ours.contact_email not in mailed.message
    with pytest.raises(DomainError, match="answered"):
        services.answer_interest(interest, take_up=False)


def test_who_may_not_be_interested(client, ours, theirs):
    project, hidden = accepted(ours), accepted(ours, title_ru="Скрытый", is_public=False)
    with pytest.raises(DomainError, match="No interest"):
        services.express_interest(ours, project, "Ours")
    with pytest.raises(DomainError, match="No interest"):
        services.express_interest(theirs, hidden, "What is not in the catalogue")
    waiting = RegistrationFactory(session=ours.session, state="under_review")
    with pytest.raises(DomainError, match="admitted"):
        services.express_interest(waiting, project, "Not yet")
    elsewhere = RegistrationFactory(state="confirmed")
    enter(client, elsewhere)
    assert client.get(f"/en/my/interests/projects/{project.pk}/").status_code == 404
    sent = services.express_interest(theirs, project, "One")
    services.withdraw_interest(sent)
    assert services.express_interest(theirs, project, "Two").pk == sent.pk
    assert Interest.objects.get().message == "Two"


# --- What becomes of them when people go


def test_merged_registrations_bring_projects_and_interests_along(ours, theirs):
    double = RegistrationFactory(session=ours.session, organisation__side="IT", language="en")
    project, other = accepted(double), accepted(ours)
    services.accept_project(proposed(ours, title_ru="Второй"), StaffFactory())
    services.express_interest(theirs, other, "One")
    Registration.objects.filter(pk=double.pk).update(state="confirmed")
    double.refresh_from_db()
    services.express_interest(double, other, "The same")
    services.express_interest(double, Project.objects.get(title_ru="Второй"), "Another")
    merge_registrations(theirs, double, StaffFactory())
    project.refresh_from_db()
    assert (project.registration, project.organisation) == (theirs, theirs.organisation)
    assert sorted(theirs.interests.values_list("message", flat=True)) == ["Another", "One"]


def test_erasing_a_contact_leaves_the_accepted_project_without_the_person(ours, theirs):
    project = accepted(ours)
    proposed(ours, title_ru="Новый")
    services.answer_interest(services.express_interest(theirs, project, "We"), take_up=True)
    erase_contact(ours)
    assert list(Project.objects.values_list("registration", "organisation")) == [(None, ours.organisation_id)]
    assert list(ProjectContact.objects.values_list("email", flat=True)) == ["rossi@example.org"]
    erase_contact(theirs)
    assert not ProjectContact.objects.exists()
    assert not Interest.objects.exists()


def test_every_mail_about_projects_is_written(ours, theirs):
    project = accepted(ours)
    services.answer_interest(services.express_interest(theirs, project, "We"), take_up=False)
    services.decline_project(proposed(ours, title_ru="Другой"), StaffFactory(), "No.")
    services.ask_about_project(proposed(ours, title_ru="Третий"), StaffFactory(), "What?")
    kinds = {kind for kind in OF_PROJECTS if kind.startswith(("project_", "interest_")) and kind != "project_news"}
    assert kinds <= set(MailLog.objects.values_list("kind", flat=True))
