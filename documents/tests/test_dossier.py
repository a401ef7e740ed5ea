"""The dossier of a table: its projects in their order with minutes, interests and what came of them before."""

from __future__ import annotations

import datetime as dt

import pytest

from agreements.models import Presentation, Project
from documents.builders import KINDS
from documents.tests.paper import paper_of
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


def test_the_booklet_of_a_table_tells_its_projects_in_their_order_in_two_languages():
    session, before = SessionFactory(number=25), SessionFactory(number=24)
    table = ThematicTableFactory(session=session, number=2)
    hours = {"starts": dt.time(9), "ends": dt.time(10)}
    sitting = ProgrammeItemFactory(session=session, kind="table", day=1, title_it="Tavoli", **hours)
    TableSitting.objects.create(item=sitting, table=table)
    for place, (title, russian, at) in enumerate((("Filiera", "Цепочка", session), ("Serbatoi", "Баки", before)), 1):
        words = {"title_it": title, "title_ru": russian, "proposer_it": "Alfa", "counterpart_it": "Un costruttore"}
        project = Project.objects.create(session=at, review="accepted", **words)
        Presentation.objects.create(project=project, session=session, table=table, position=3 - place, minutes=50)
    Presentation.objects.create(project=project, session=before, record="Disegni entro marzo")
    facts = KINDS["dossier-2"].gather(session, "it+ru")
    told = facts["faces"][0]["tables"][0]
    assert [(one["title"], one["starts"]) for one in told["projects"]] == [("Serbatoi", "09:00"), ("Filiera", "09:50")]
    assert told["time"] == {"sits": 60, "given": 100, "unsaid": 0, "over": 40}
    paper = paper_of("dossier-2", session, "it+ru").text
    for words in ("Serbatoi", "Баки", "Filiera", "Цепочка", "09:50", "Disegni entro marzo", "Un costruttore"):
        assert words in paper
    with pytest.raises(DomainError):
        KINDS["dossier-3"].gather(session, "it")
    assert len(KINDS["dossiers"].gather(session, "ru")["faces"][0]["tables"]) == 1
