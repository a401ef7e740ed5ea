"""What those see who see a part of a session: the office of a side, a table moderator, a translator."""

from __future__ import annotations

import pytest

from agreements.models import Presentation, Project
from desk.tests.conftest import PEOPLE, make_delegate, moderating, signed_in
from participants.models import ProposedChange, TableSeat
from tables.tests.factories import ThematicTableFactory
from taskforce.text import comparison_key

CHANGES = "/en/desk/25/delegation/changes/"


def propose(delegate, after: str = "Rossini") -> ProposedChange:
    return ProposedChange.objects.create(
        registration=delegate.registration, delegate=delegate, field="family_latin", before="Rossi", after=after
    )


def named(session, side: str, family: str, **more):
    return make_delegate(session, side=side, family_latin=family, company=f"{family} SpA", **more)


def test_an_office_sees_its_own_delegation(session):
    named(session, "IT", "Rossi"), named(session, "IT", "Verdi", place="waiting"), named(session, "RU", "Ivanov")
    named(session, "IT", "Ceduto", place="released")
    office = signed_in(PEOPLE["office"](session))
    for query in ("", "?side=RU", "?side=x&page=-1", "?q=%00"):
        text = office.get(f"/en/desk/25/delegation/{query}").content.decode()
        assert ["Ivanov" in text, "Ceduto" in text, "Both sides" in text] == [False, False, False]
    assert ["Rossi" in text, "Verdi SpA" in text, "On the waiting list" in text] == [True, True, True]
    assert "Rossi" not in office.get("/en/desk/25/delegation/?q=verdi").content.decode()
    reader = signed_in(PEOPLE["read only"](session))
    assert "Ivanov" in reader.get("/en/desk/25/delegation/?side=RU").content.decode()
    assert "Rossi" not in reader.get("/en/desk/25/delegation/?side=RU").content.decode()


def test_an_office_decides_on_the_changes_of_its_side(session, mailoutbox):
    own, other = named(session, "IT", "Rossi"), named(session, "RU", "Ivanov")
    change, foreign = propose(own), propose(other, "Ivanova")
    office = signed_in(PEOPLE["office"](session))
    page = office.get(CHANGES).content.decode()
    assert ["Rossini" in page, "Ivanova" in page] == [True, False]

    wish = {"registration": own.registration_id, "changes": [change.pk], "decision": "refuse", "reason": ""}
    page = office.post(CHANGES, wish).content.decode()
    assert "Write the reason: the company will read it." in page
    stolen = {"registration": other.registration_id, "changes": [foreign.pk], "decision": "approve"}
    assert office.post(CHANGES, stolen).status_code == 404
    assert office.post(CHANGES, {**wish, "changes": [foreign.pk], "decision": "approve"}).status_code == 200
    for bad in ("abc", "\0", str(10**30), ""):
        assert office.post(CHANGES, {**wish, "registration": bad}).status_code == 404

    page = office.post(CHANGES, {**wish, "decision": "approve"}, follow=True).content.decode()
    assert "1 change approved." in page
    own.refresh_from_db(), other.refresh_from_db(), change.refresh_from_db(), foreign.refresh_from_db()
    assert (own.family_latin, other.family_latin) == ("Rossini", "Ivanov")
    assert (change.approved, change.decided_by.assignments.get().role, foreign.approved) == (True, "office", None)

    reader = signed_in(PEOPLE["organiser"](session))
    page = reader.get(CHANGES).content.decode()
    assert ["Ivanova" in page, "Approve what is ticked" in page] == [True, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_office_pages_cost_the_same_for_one_company_and_for_three(session, django_assert_num_queries, rows):
    for number in range(rows):
        propose(named(session, "IT", f"Rossi{number}"))
    office = signed_in(PEOPLE["office"](session))
    with django_assert_num_queries(12):  # the record (five), user, our session, rights, changes open, count, delegates
        office.get("/en/desk/25/delegation/")
    with django_assert_num_queries(12):  # … the record, rights, count, registrations, their changes
        assert office.get(CHANGES).content.decode().count("Approve what is ticked") == rows


def test_an_office_translates_into_its_language_alone(session):
    table = ThematicTableFactory(session=session, title_it="Chimica", title_ru="")
    russian = PEOPLE["office"](session)
    russian.assignments.update(side="RU")
    office = signed_in(russian)
    page = office.get("/en/desk/25/translations/?language=en").content.decode()
    name = f"tables-thematictable-{table.pk}-title"
    assert [f"{name}-ru-words" in page, f"{name}-en-words" in page] == [True, False]
    assert "language=it" not in page
    seen = page.split(f'name="{name}-ru-seen" value="')[1].split('"')[0]
    english = {f"{name}-en-seen": seen, f"{name}-en-words": "Chemistry"}
    office.post("/en/desk/25/translations/?language=en", english)
    office.post("/en/desk/25/translations/?language=ru", {f"{name}-ru-seen": seen, f"{name}-ru-words": "Химия"})
    table.refresh_from_db()
    assert (table.title_ru, table.title_en) == ("Химия", None)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_moderator_sees_the_people_of_the_own_table(session, django_assert_num_queries, rows):
    own, other = ThematicTableFactory.create_batch(2, session=session)
    project = Project.objects.create(session=session, title_it="Idrogeno verde", review="accepted")
    Presentation.objects.create(project=project, session=session, table=own)
    for number in range(rows):
        TableSeat.objects.create(delegate=named(session, "IT", f"Rossi{number}"), table=own, place="confirmed")
    waits = named(session, "RU", "Ivanov")
    TableSeat.objects.create(delegate=waits, table=own, place="waiting", queue_number=1)
    TableSeat.objects.create(delegate=named(session, "IT", "Verdi"), table=other, place="confirmed")
    moderator = signed_in(moderating(session, own))
    with django_assert_num_queries(5):  # Django's session, user, our session, rights, tables
        page = moderator.get("/en/desk/25/tables/").content.decode()
    assert [str(own) in page, str(other) in page, "1 person waits" in page] == [True, False, True]
    with django_assert_num_queries(14):  # … the record, the table, count, seats, presentations, projects
        page = moderator.get(f"/en/desk/25/tables/{own.pk}/").content.decode()
    assert page.index("Rossi0 SpA") < page.index("Ivanov SpA")
    assert [page.count("Rossi"), "Verdi" in page, "Idrogeno verde" in page][1:] == [False, True]
    assert moderator.get(f"/en/desk/25/tables/{other.pk}/").status_code == 404
    assert str(other) in signed_in(PEOPLE["read only"](session)).get("/en/desk/25/tables/").content.decode()


def test_the_people_of_a_table_stand_by_their_family_names(session):
    table = ThematicTableFactory(session=session)
    for given, family in (("Anna", "Zanetti"), ("Zeno", "Alberti")):
        delegate = make_delegate(
            session, given_latin=given, family_latin=family, name_key=comparison_key(f"{given} {family}")
        )
        TableSeat.objects.create(delegate=delegate, table=table, place="confirmed")
    page = signed_in(moderating(session, table)).get(f"/en/desk/25/tables/{table.pk}/").content.decode()
    assert page.index("Alberti") < page.index("Zanetti")
