"""The command load_history: 103 regions, 28 sessions, and every claim with its source and basis."""

import datetime as dt
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from agreements.models import Agreement
from documents.history.load import read_history, titles
from documents.history.regions import read_regions, spellings
from documents.sessionfile import load_session
from sessions.models import HostRegion, RegionAlias, Session, Source, SourcedFact, SourcedFigure
from sessions.tests.factories import SessionFactory
from tables.models import ThematicTable

pytestmark = pytest.mark.django_db
BERGAMO = settings.DATA_DIR / "bergamo-2016.json"


def load() -> str:
    out = StringIO()
    call_command("load_history", stdout=out)
    return out.getvalue()


def dump() -> dict[str, list]:
    models = (HostRegion, RegionAlias, Session, Source, SourcedFact, SourcedFigure, ThematicTable, Agreement)
    rows = {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}
    return rows | {"links": list(SourcedFact.sources.through.objects.order_by("pk").values_list())}


def test_everything_is_loaded_once():
    assert load() == "regions made: 103; sessions made: 28\n"
    before = dump()
    assert load() == "regions made: 0; sessions made: 0\n"
    assert dump() == before
    assert HostRegion.objects.filter(country="IT").count() == 20
    assert HostRegion.objects.filter(country="RU").count() == 83
    assert list(Session.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 29))


# --- Regions


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("IT-25", "IT-25"), ("ru-sve", "RU-SVE"), ("Ekaterimburg", "RU-SVE"), ("Repubblica di Sverdlovsk", "RU-SVE"),
        ("Pensa", "RU-PNZ"), ("lombardia", "IT-25"), ("Ломбардия", "IT-25"), ("Valle d'Aosta", "IT-23"),
        ("Friuli-Venezia Giulia", "IT-36"), ("Altai", "RU-AL"), ("Altai Krai", "RU-ALT"), ("Алтайский край", "RU-ALT"),
        ("Moscow", "RU-MOW"), ("Moscow Oblast", "RU-MOS"), ("Lipeck", "RU-LIP"),
    ],
)  # fmt: skip
def test_a_region_answers_to_code_alias_and_names(name, code):
    load()
    assert HostRegion.objects.resolve(name).code == code


def test_a_spelling_of_two_regions_leads_to_none():
    regions = [
        {"code": "RU-AL", "name": {"it": "Altai"}, "iso_name": "Altay, Respublika", "aliases": ["Altaj"]},
        {"code": "RU-ALT", "name": {"it": "Territorio dell’Altaj"}, "iso_name": "Altayskiy kray", "aliases": ["ALTAI"]},
    ]
    assert sorted(spellings(regions)) == ["altaj", "altay respublika", "altayskiy kray", "territorio dellaltaj"]
    assert spellings(regions) == spellings(regions[::-1])


def test_no_spelling_of_our_regions_leads_to_two():
    regions = read_regions()
    names = {region["code"] for region in regions}
    assert {code for code, _spelling in spellings(regions).values()} == names
    for region in regions:
        for spelling in (*region["name"].values(), region["iso_name"], *region["aliases"]):
            assert {code for code, _ in spellings([region]).values()} == {region["code"]}, spelling


def test_a_region_that_staff_renamed_keeps_its_name():
    load()
    HostRegion.objects.filter(code="RU-LIP").update(name_it="Lipetsk")
    load()
    assert HostRegion.objects.get(code="RU-LIP").name_it == "Lipetsk"


# --- Sessions


def test_titles_in_three_languages():
    load()
    session = Session.objects.get(number=25)
    assert (session.title_it, session.title_ru, session.title_en) == ("XXV Sessione", "XXV сессия", "25th session")
    assert [titles(n, "")["en"] for n in (1, 2, 3, 11, 12, 13, 21, 22, 23, 28)] == [
        *("1st session", "2nd session", "3rd session", "11th session", "12th session", "13th session"),
        *("21st session", "22nd session", "23rd session", "28th session"),
    ]


def test_what_nobody_tells_stays_unknown():
    load()
    for session in Session.objects.filter(number__in=[1, 2, 3, 5, 7, 9, 11, 20, 24]):
        values = (
            session.status,
            session.mode,
            session.starts_on,
            session.ends_on,
            session.host_region,
            session.city_it,
        )
        assert values == (None,) * 6
        assert not session.facts.exists()
        assert not session.figures.exists()
        assert not session.sources.exists()


def test_a_stated_session():
    load()
    session = Session.objects.get(number=8)
    assert (session.starts_on, session.ends_on) == (dt.date(2005, 10, 26), dt.date(2005, 10, 27))
    assert (session.city_it, session.city_ru, session.host_region.code, session.status) == (
        "Ancona",
        "Анкона",
        "IT-57",
        "held",
    )
    assert session.facts.get(field="start").basis == "stated"
    assert session.facts.get(field="iso").basis == "derived"
    assert [visit.company_it for visit in session.visits.all()] == [
        "distretto della meccanica",
        "distretto calzature/pelletteria",
        "distretto arredo-legno-mobile",
    ]


def test_a_derived_value_says_so():
    load()
    session = Session.objects.get(number=10)
    assert (session.starts_on, session.ends_on) == (dt.date(2006, 10, 26), None)
    fact = session.facts.get(field="start")
    assert (fact.value, fact.basis) == ("2006-10-26", "derived")
    assert "called the opening day" in fact.note
    assert [source.key for source in fact.sources.all()] == ["history-fvg06"]


def test_every_derived_or_conflicting_value_of_the_file_has_its_fact():
    load()
    expected = {
        (told["number"], name, entry["basis"])
        for told in read_history()["sessions"]
        for name, entry in told.items()
        if isinstance(entry, dict) and entry.get("basis") in ("derived", "conflicting")
    }
    assert len(expected) == 29
    found = SourcedFact.objects.exclude(basis="stated").exclude(basis=None).exclude(field="conflict")
    assert set(found.values_list("session__number", "field", "basis")) == expected


def test_sources_that_disagree():
    load()
    session = Session.objects.get(number=21)
    assert session.ends_on == dt.date(2012, 10, 26)
    assert session.facts.get(field="end").basis == "conflicting"
    conflicts = [fact.value for fact in session.facts.filter(field="conflict")]
    assert len(conflicts) == 4
    assert conflicts[0] == "End date 25 Oct (key12, pp26) vs 26 Oct (first12, rbth12)."
    russian = session.figures.filter(side="RU", metric="regions").values_list("value", "basis", "source__key")
    assert list(russian) == [
        (18, None, "history-pp24"),
        (18, None, "history-rbth12"),
        (15, "attended", "history-pp26"),
    ]


def test_partial_dates_stay_partial():
    load()
    session = Session.objects.get(number=4)
    assert (session.starts_on, session.dates_note_it) == (None, "28 luglio, anno non indicato")
    assert (session.facts.get(field="start").value, session.facts.get(field="start").basis) == ("", None)


def test_announced_and_postponed_sessions():
    load()
    assert Session.objects.get(number=13).status == "announced"
    session = Session.objects.get(number=28)
    assert (session.status, session.mode, session.starts_on, session.city_it) == ("postponed", "online", None, None)
    assert (session.planned_starts_on, session.planned_city_ru) == (dt.date(2019, 10, 29), "Калининград")
    assert session.facts.get(field="status").value == "postponed, then announced as online"


def test_counts_come_from_sessions_held():
    load()
    held = Session.objects.held(dt.date(2020, 1, 1))
    assert held.count() == 17
    assert held.exclude(host_region=None).values("host_region").distinct().count() == 15


@pytest.mark.parametrize(
    ("number", "metric", "side", "expected"),
    [
        (8, "subjects in plenary", "all", [(150, "over", None, "attended")]),
        (10, "regions", "RU", [(20, "about", "regions", "attended")]),
        (12, "projects in protocol", "all", [(40, "about", "projects", None)]),
        (14, "delegates", "RU", [(80, "about", "persons", "attended"), (80, "over", "persons", "attended")]),
        (17, "adhesions entities", "all", [(400, "over", "organisations", "registered")] * 2),
        (23, "persons", "all", [(800, None, "persons", "registered")]),
        (25, "business representatives", "all", [(500, "up_to", "persons", None)]),
        (25, "meetings", "all", [(1000, "about", "meetings", "expected")]),
    ],
)
def test_figures_in_the_words_of_the_portal(number, metric, side, expected):
    load()
    rows = SourcedFigure.objects.filter(session__number=number, metric=metric, side=side)
    assert list(rows.values_list("value", "qualifier", "unit", "basis")) == expected


def test_a_share_is_no_figure_but_is_kept():
    load()
    fact = SourcedFact.objects.get(field="figures")
    assert fact.value == "share from russian SMEs, RU, oltre, 1/4, registered"
    assert not SourcedFigure.objects.filter(metric__startswith="share").exists()


def test_only_what_a_source_calls_a_table_is_one():
    load()
    tables = ThematicTable.objects.values_list("session__number", "number").order_by("session__number")
    assert sorted({number for number, _ in tables}) == [21, 25, 26, 27]
    assert {number for _, number in tables} == {None}
    themes = Session.objects.get(number=16).facts.filter(field="themes")
    assert [fact.value for fact in themes][0] == "produzione di macchinari — tavola rotonda"


def test_people_and_acts():
    load()
    session = Session.objects.get(number=12)
    assert [(o.name_it, o.role, o.side) for o in session.officials.all()] == [
        ("Gianfranco Caprioli", "co_chair", "IT"),
        ("Alexander Borisov", "signatory", "RU"),
    ]
    acts = Agreement.objects.order_by("signed_on").values_list("session__number", "kind", "status", "signed_on")
    assert list(acts) == [
        (12, "protocol", "signed", dt.date(2007, 10, 26)),
        (17, "understanding", "signed", dt.date(2010, 11, 19)),
    ]
    parties = Agreement.objects.get(session__number=17).parties.values_list("name_it", "side")
    assert list(parties)[0] == ("Camera di Commercio di Bari", "IT")
    undated = Session.objects.get(number=16).facts.get(field="agreements")
    assert "Bozzola S.p.A." in undated.value
    assert not Session.objects.get(number=27).officials.exists()
    assert Session.objects.get(number=27).facts.filter(field="people").count() == 4


# --- Run again


def test_a_session_file_loaded_over_the_history_wins():
    load()
    loaded = load_session(BERGAMO.read_bytes())
    assert (loaded.created, loaded.session.number) == (False, 25)
    before = dump()
    load()
    assert dump() == before
    assert not load_session(BERGAMO.read_bytes()).changes
    session = Session.objects.get(number=25)
    assert session.title_it == "XXV Sessione della Task Force italo-russa sui distretti e le PMI"
    assert sorted(session.tables.values_list("number", flat=True)) == [1, 2, 3]
    assert session.facts.filter(field="conflict").count() == 4


@pytest.mark.parametrize("first", ["history", "file"])
def test_a_claim_that_both_make_is_shown_once(first):
    for step in (first, "file" if first == "history" else "history"):
        load() if step == "history" else load_session(BERGAMO.read_bytes().replace(b'"IT-25"', b"null"))
    figures = Session.objects.get(number=25).figures
    italian = figures.filter(side="IT", value=310).values_list("basis", "source__key").order_by("basis")
    assert list(italian) == [("expected", "history-ansa"), ("registered", "mise")]
    assert figures.filter(metric="meetings").count() == 1
    assert figures.count() == 19


def test_what_staff_edited_stays():
    load()
    Session.objects.filter(number=27).update(city_it="Firenze, Fortezza")
    Session.objects.get(number=12).officials.all().delete()
    SessionFactory(number=40)
    load()
    assert Session.objects.get(number=27).city_it == "Firenze, Fortezza"
    assert not Session.objects.get(number=12).officials.exists()


def test_the_history_mends_its_own_claims():
    load()
    before = [(fact.field, fact.value) for fact in Session.objects.get(number=14).facts.all()]
    SourcedFact.objects.filter(session__number=14).first().delete()
    SourcedFigure.objects.filter(session__number=14).update(value=1)
    Source.objects.filter(session__number=14, key="history-prot14").update(what="x")
    load()
    session = Session.objects.get(number=14)
    assert [(fact.field, fact.value) for fact in session.facts.all()] == before
    assert list(session.figures.values_list("value", flat=True)) == [11, 11, 80, 80, 8, 40, 7]
    assert session.sources.get(key="history-prot14").what == "Protocol of the XIV session (opening only)"
