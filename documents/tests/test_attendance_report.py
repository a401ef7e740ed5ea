"""The attendance report: the totals, the list, on paper and in a spreadsheet."""

from __future__ import annotations

import io

import openpyxl
import pytest

from documents.builders import KINDS
from documents.tests.test_programme_pdf import pages_of
from participants.models import CheckIn, TableSeat
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from sessions.tests.factories import HostRegionFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db
REPORT = KINDS["attendance"]
HOSTILE = '=HYPERLINK("http://x","y")'


def delegate(session, place="confirmed", days=(), table=None, state="confirmed", names=None, **organisation):
    registration = RegistrationFactory(session=session, state=state, organisation=OrganisationFactory(**organisation))
    waiting = {"queue_number": session.delegates.count() + 1} if place == "waiting" else {}
    person = DelegateFactory(registration=registration, place=place, **waiting, **(names or {}))
    for day in days:
        CheckIn.objects.create(delegate=person, day=day)
    if table:
        TableSeat.objects.create(delegate=person, table=table, place="confirmed")
    return person


@pytest.fixture
def session():
    """Three Italians (one waiting) and two Russians (one whose registration was cancelled), on two days."""
    session = SessionFactory(number=25)
    table = ThematicTableFactory(session=session, number=1, title_it="Meccanica", title_ru="Машиностроение")
    ThematicTableFactory(session=session, number=2, title_it="Energia")
    lombardy, urals = HostRegionFactory(), HostRegionFactory(code="RU-SVE", name_ru="Свердловская область")
    delegate(session, days=[1, 2], table=table, region=lombardy, names={"family_latin": "D'Amico"})
    delegate(session, days=[2], category="bank", name_latin=HOSTILE)
    delegate(session, place="waiting", state="wait_listed", category="university")
    names = {"given_cyrillic": "Екатерина", "family_cyrillic": "Щербакова", "given_latin": "Ekaterina"}
    delegate(session, days=[1], table=table, side="RU", region=urals, name_cyrillic="ООО «Урал»", names=names)
    delegate(session, side="RU", state="cancelled", place="released", names={"family_latin": "Nobody"})
    return session


def row(rows, label):
    (found,) = [row for row in rows if row["label"] == label]
    return [found["registered"], found["confirmed"], found["waiting"], *found["present"]]


def test_persons_are_counted_by_side_category_region_and_table(session):
    facts = REPORT.gather(session, "en")
    assert facts["days"] == [1, 2]
    assert row([facts["total"]], "Total") == [4, 3, 1, 2, 2]
    assert row(facts["sides"], "Italian side") == [3, 2, 1, 1, 2]
    assert row(facts["sides"], "Russian side") == [1, 1, 0, 1, 0]
    assert row(facts["categories"], "Company") == [2, 2, 0, 2, 1]
    assert row(facts["categories"], "Bank") == [1, 1, 0, 0, 1]
    assert row(facts["regions"], "Lombardia") == [1, 1, 0, 1, 1]
    assert row(facts["regions"], "Region not stated") == [2, 1, 1, 0, 1]
    assert row(facts["tables"], "1. Meccanica") == [2, 2, 0, 2, 1]
    assert row(facts["tables"], "2. Energia") == [0, 0, 0, 0, 0]


def test_delegates_stand_by_side_and_family_name():
    session = SessionFactory()
    for given, family in (("Zeno", "Àbati"), ("Anna", "Zorzi"), ("Anna", "Bianchi"), ("Ada", "Bianchi")):
        delegate(session, names={"given_latin": given, "family_latin": family})
    delegate(session, side="RU", names={"given_latin": "Ada", "family_latin": "Abakumova"})
    names = [person["latin"] for person in REPORT.gather(session, "ru")["delegates"]]
    assert names == ["Àbati Zeno", "Bianchi Ada", "Bianchi Anna", "Zorzi Anna", "Abakumova Ada"]


def test_each_way_to_count_adds_up_to_the_total(session):
    facts = REPORT.gather(session, "it")
    for key in ("sides", "categories", "regions"):
        assert sum(row["registered"] for row in facts[key]) == facts["total"]["registered"]


@pytest.mark.parametrize("delegates", [1, 3])
def test_queries_do_not_grow_with_delegates(delegates, django_assert_num_queries):
    session = SessionFactory()
    for _number in range(delegates):
        delegate(session, days=[1], region=HostRegionFactory())
    with django_assert_num_queries(5):
        REPORT.gather(session, "it")


def test_an_empty_session_has_a_report_too():
    facts = REPORT.gather(SessionFactory(starts_on=None, ends_on=None), "en")
    assert row([facts["total"]], "Total") == [0, 0, 0, 0]
    assert REPORT.render("pdf", facts, "en").startswith(b"%PDF")
    assert openpyxl.load_workbook(io.BytesIO(REPORT.render("xlsx", facts, "en"))).sheetnames == ["Totals", "Delegates"]


def test_the_paper_has_totals_and_both_alphabets(session):
    text = "\n".join(pages_of(REPORT.render("pdf", REPORT.gather(session, "ru"), "ru")))
    russian = ("Пробная сессия 25", "Машиностроение", "Свердловская область", "Щербакова Екатерина")
    for words in (*russian, "D'Amico", HOSTILE):
        assert words in text, words
    assert "Nobody" not in text


def test_the_sheet_has_the_same_numbers_as_numbers(session):
    book = openpyxl.load_workbook(io.BytesIO(REPORT.render("xlsx", REPORT.gather(session, "en"), "en")))
    totals = [[cell.value for cell in line] for line in book["Totals"].rows]
    heads = ["Counted by", "Group", "Registered", "Confirmed", "Waiting", "Present on day 1", "Present on day 2"]
    assert totals[0] == heads
    assert totals[1] == ["All", "Total", 4, 3, 1, 2, 2]
    assert ["By thematic table", "1. Meccanica", 2, 2, 0, 2, 1] in totals


def test_the_sheet_lists_the_delegates_as_text_and_runs_nothing(session):
    book = openpyxl.load_workbook(io.BytesIO(REPORT.render("xlsx", REPORT.gather(session, "en"), "en")))
    sheet = book["Delegates"]
    people = {line[4].value: [cell.value for cell in line] for line in sheet.iter_rows(min_row=2)}
    assert people[HOSTILE][5:] == ["Bank", None, "Confirmed", 0, 1]
    (russian,) = [person for person in people.values() if person[2] == "Щербакова Екатерина"]
    assert russian[0] == "Russian side"
    assert all(cell.data_type != "f" for line in sheet.rows for cell in line)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:J5"


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
def test_the_same_facts_are_the_same_file(session, format):
    facts = REPORT.gather(session, "it")
    assert REPORT.render(format, facts, "it") == REPORT.render(format, REPORT.gather(session, "it"), "it")
