"""The page of a table's projects: order, minutes, what was said, older projects, the booklet; and their life."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agreements.models import Presentation, Project, ProjectNews
from desk.tests.conftest import PEOPLE, signed_in
from documents.models import Document
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory


@pytest.fixture
def table(session):
    return ThematicTableFactory(session=session, number=1)


def presented(table, title: str) -> Presentation:
    project = Project.objects.create(session=table.session, title_it=title, review="accepted", proposer_it="Alfa")
    return Presentation.objects.create(project=project, session=table.session, table=table)


def test_the_moderator_of_a_table_orders_it_writes_what_was_said_and_asks_for_the_booklet(session, table):
    first, second = (presented(table, title) for title in ("Filiera", "Serbatoi"))
    before = SessionFactory(number=3, starts_on=dt.date(2002, 5, 6), ends_on=dt.date(2002, 5, 7))
    older = Project.objects.create(session=before, title_it="Antico", review="accepted")
    client = signed_in(PEOPLE["moderator"](session))
    path = reverse("desk:table_projects", args=["25", table.pk]).replace("/it/", "/en/")
    text = client.get(path).content.decode()
    assert text.index("Filiera") < text.index("Serbatoi")
    minutes = {f"minutes-{first.pk}": "20", f"minutes-{second.pk}": "15"}
    assert client.post(path, minutes | {"do": f"up:{second.pk}"}).status_code == 302
    assert client.post(path, {**minutes, "do": "paper:", "language": "it+ru"}).status_code == 302
    text = client.get(path).content.decode()
    assert text.index("Serbatoi") < text.index("Filiera")
    assert sorted(Presentation.objects.values_list("minutes", flat=True)) == [15, 20]
    assert Document.objects.get().kind == "dossier-1"
    wrong = client.post(path, minutes | {f"minutes-{first.pk}": "1000"})
    assert (wrong.status_code, 'value="1000"' in wrong.content.decode()) == (200, True)
    record = f"{path}{first.pk}/"
    assert client.post(record, {"record": "Drawings by March.", "seen": ""}).status_code == 302
    stale = client.post(record, {"record": "Something else.", "seen": ""}).content.decode()
    assert "Drawings by March." in stale
    assert "Something else." in stale
    carry = path.replace("/projects/", "/carry-over/")
    client.post(carry, {"project": older.pk})
    assert Presentation.objects.filter(table=table).count() == 3
    other = ThematicTableFactory(session=session, number=2)
    elsewhere = reverse("desk:table_projects", args=["25", other.pk])
    assert client.get(elsewhere).status_code == client.post(elsewhere, minutes).status_code == 404


def test_news_contacts_and_what_is_followed_at_the_desk(session, organiser, table):
    project = presented(table, "Filiera").project
    path = reverse("desk:life", args=["25", project.pk]).replace("/it/", "/en/")
    news = {"do": "news", "on": "2016-10-07", "stage": "closed", "language": "it", "text": "Impianto aperto"}
    refused = organiser.post(path, news)
    assert (refused.status_code, "Impianto aperto" in refused.content.decode()) == (200, True)
    assert organiser.post(path, news | {"outcome": "realised", "is_public": "on"}).status_code == 302
    project.refresh_from_db()
    assert (project.stage, project.outcome) == ("closed", "realised")
    contact = {"name": "Anna Neri", "email": "anna@alfa.example", "role": "proposer", "side": "IT", "language": "it"}
    assert organiser.post(path, contact | {"do": "contact"}).status_code == 302
    told = ProjectNews.objects.create(
        project=project, on="2016-11-01", text="Già in moto", language="it", source="contact"
    )
    page = organiser.get(path).content.decode()
    assert all(words in page for words in ("Anna Neri", "Già in moto", "Impianto aperto"))
    assert "Filiera" in organiser.get(reverse("desk:following", args=["25"]), {"unseen": "on"}).content.decode()
    assert organiser.post(path, {"do": f"take:{told.pk}"}).status_code == 302
    told.refresh_from_db()
    assert (told.seen_at is not None, told.is_public) == (True, False)
    assert organiser.post(path, {"do": f"switch:{project.contacts.get().pk}"}).status_code == 302
    assert not project.contacts.get().is_asked
