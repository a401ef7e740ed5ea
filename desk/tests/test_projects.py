"""The projects of a session at its desk: who sees which, what is decided, and what is written down."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from accounts.tests.factories import StaffFactory
from agreements import services
from agreements.models import Presentation, Project
from audit.models import ReadingOf
from desk.tests.conftest import moderating, signed_in
from participants.tests.factories import RegistrationFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/25/projects/"


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def tables(session):
    return ThematicTableFactory.create_batch(2, session=session)


def proposed(session, table=None, **facts) -> Project:
    registration = RegistrationFactory(session=session, state="confirmed", language="en", contact_name="Ivan Petrov")
    values = {"title_it": "Officina comune", "summary_it": "Pezzi.", "language": "it", "kind": "trade"}
    return services.propose_project(registration, values | {"wished_table": table} | facts)


def listed(client, query: str = "") -> list[str]:
    return [row["title"].text for row in client.get(PAGE + query).context["rows"]]


def test_the_list_is_narrowed_by_state_table_kind_side_and_language(session, organiser, tables):
    proposed(session, tables[0])
    russian = proposed(session, title_it="", title_ru="Цех", kind="research", language="ru", side="RU")
    services.place_project(russian, session, tables[1])
    services.decline_project(proposed(session, title_it="Altro"), StaffFactory(), "No")
    assert listed(organiser) == ["Цех", "Officina comune", "Altro"]
    for query, titles in [
        ("?state=declined", ["Altro"]), (f"?table={tables[0].pk}", ["Officina comune"]),
        (f"?table={tables[1].pk}", ["Цех"]), ("?kind=research", ["Цех"]), ("?language=ru", ["Цех"]),
        ("?q=officina", ["Officina comune"]), ("?state=x&table=%00", ["Цех", "Officina comune", "Altro"]),
    ]:  # fmt: skip
        assert listed(organiser, query) == titles, query
    assert 'href="?state=declined"' in organiser.get(PAGE).text


def test_a_moderator_sees_and_decides_of_the_own_tables_alone(session, tables):
    mine, other = proposed(session, tables[0]), proposed(session, tables[1], title_it="Altra")
    placed_elsewhere = proposed(session, tables[0], title_it="Spostata")
    services.place_project(placed_elsewhere, session, tables[1])
    moderator = signed_in(moderating(session, tables[0]))
    assert listed(moderator) == ["Officina comune"]
    page = moderator.get(f"{PAGE}{mine.pk}/")
    assert "Ivan Petrov" not in page.text
    assert [key for key, _label in page.context["form"].fields["table"].choices] == ["", str(tables[0].pk)]
    for one in (other, placed_elsewhere):
        assert moderator.get(f"{PAGE}{one.pk}/").status_code == 404
        assert moderator.post(f"{PAGE}{one.pk}/", {"decision": "accept"}).status_code == 404
    moderator.post(f"{PAGE}{mine.pk}/", {"decision": "accept", "table": tables[1].pk, "note": ""})
    assert Project.objects.get(pk=mine.pk).review == "proposed"  # a table of others is no choice
    moderator.post(f"{PAGE}{mine.pk}/", {"decision": "accept", "table": tables[0].pk, "note": "Bring a plan."})
    assert Project.objects.get(pk=mine.pk).review == "accepted"
    assert Presentation.objects.get(project=mine).table == tables[0]
    assert moderator.get(f"{PAGE}add/").status_code == 404


def test_deciding_asks_for_words_and_loses_none(session, organiser, tables):
    project = proposed(session)
    page = organiser.post(f"{PAGE}{project.pk}/", {"decision": "decline", "note": ""})
    assert page.context["form"].errors["note"] == ["Give the reason."]
    assert "Give the reason." in page.text
    organiser.post(f"{PAGE}{project.pk}/", {"decision": "ask", "note": "Which machines?"})
    services.answer_about_project(project, "Lathes.")
    assert "Lathes." in organiser.get(f"{PAGE}{project.pk}/").text
    organiser.post(f"{PAGE}{project.pk}/", {"decision": "accept", "note": ""})
    organiser.post(f"{PAGE}{project.pk}/place/", {"table": tables[1].pk})
    assert Presentation.objects.get().table == tables[1]
    page = organiser.post(f"{PAGE}{project.pk}/", {"decision": "ask", "note": "Too late"})
    assert Project.objects.get().review == "accepted"
    organiser.post(f"{PAGE}{project.pk}/reopen/")
    assert Project.objects.get().review == "proposed"


def test_the_contact_is_shown_to_who_sees_all_projects_and_that_is_on_record(session, organiser, reader):
    project = proposed(session)
    for client in (organiser, reader):
        assert "Ivan Petrov" in client.get(f"{PAGE}{project.pk}/").text
    assert ReadingOf.objects.filter(table="participants_registration", row=project.registration_id).count() == 2
    assert 'name="decision"' not in reader.get(f"{PAGE}{project.pk}/").text


def test_a_project_that_came_by_another_way_is_written_down_and_corrected(session, organiser, tables):
    form = {f"{name}_{code}": "" for name in ("title", "summary", "counterpart") for code in ("it", "ru", "en")}
    form |= {"kind": "partner", "sector": "", "organisation": "", "proposer": "", "side": "IT"}
    page = organiser.post(f"{PAGE}add/", form | {"title_en": "Kept as typed"})
    assert set(page.context["form"].errors) == {"proposer", "summary_en"}
    assert "Kept as typed" in page.text
    right = form | {"title_en": "A mill", "summary_en": "To mill.", "proposer": "Mulino Bianco"}
    organiser.post(f"{PAGE}add/", right)
    project = Project.objects.get()
    assert (project.language, project.side, project.proposer_ru) == ("en", "IT", "Mulino Bianco")
    Project.objects.update(proposer_ru="Мулино Бьянко")
    organiser.post(f"{PAGE}{project.pk}/edit/", right | {"title_it": "Un mulino", "summary_it": "Macina."})
    project.refresh_from_db()
    assert (project.title_it, project.proposer_ru) == ("Un mulino", "Мулино Бьянко")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_3_projects_as_for_1(
    session, organiser, tables, rows, django_assert_num_queries
):
    for number in range(rows):
        project = proposed(session, tables[0], title_it=f"Progetto {number}", sector="25")
        services.place_project(project, session, tables[0])
    organiser.get(PAGE)
    with django_assert_num_queries(10):
        assert len(listed(organiser)) == rows
