"""The command load_session on files that are right: what stands in the database, and what a second run does."""

import copy
import datetime as dt
import json
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from agreements.models import Agreement, Presentation, Project
from documents.sessionfile import load_session
from participants.models import TableSeat, VisitSeat
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.models import Official, ProgrammeItem, Session, Source, SourcedFigure, Venue
from tables.models import ThematicTable

pytestmark = pytest.mark.django_db
BERGAMO = json.loads((settings.DATA_DIR / "bergamo-2016.json").read_text(encoding="utf-8"))

TOWNS = ("Ревда", "Асбест", "Полевской", "Нижний Тагил", "Каменск-Уральский")
UNSEEN = {
    "format": "taskforce-session/1",
    "title": "Sessione degli Urali",
    "status": "announced",
    "mode": "hybrid",
    "starts_on": "2031-06-03",
    "ends_on": "2031-06-05",
    "host_region": "Ekaterimburg",
    "city": {"it": "Ekaterinburg", "ru": "Екатеринбург"},
    "timezone": "Asia/Yekaterinburg",
    "registration": {"opens_at": "2031-03-01T09:00:00+05:00", "closes_at": None, "capacity": {"IT": 80}},
    "organisers": [{"name": "Ministero", "role": "organiser", "side": "IT"}, {"name": "Partner", "role": "partner"}],
    "venues": [
        {"key": "expo", "name": "Expo", "town": {"ru": "Екатеринбург"}, "rooms": [{"key": "a", "name": "Sala A"}]},
        {
            "key": "dom",
            "name": "Dom",
            "town": "Ekaterinburg",
            "rooms": [{"key": "a", "name": "Sala A", "capacity": 30}],
        },
        *({"key": f"town-{n}", "name": {"ru": f"Зал {n}"}, "town": {"ru": town}} for n, town in enumerate(TOWNS)),
    ],
    "officials": [{"key": "mod", "name": {"ru": "Пётр Озеров"}, "side": "RU", "role": "moderator"}],
    "tables": [
        {"number": n + 1, "title": f"Tavolo {n}", "venue": f"town-{n}", "capacity": 20, "moderators": ["mod"]}
        for n in range(5)
    ],
    "visits": [{"key": "mill", "company": "Cartiera", "day": 3, "seats": 12}],
    "programme": [
        {"kind": "opening", "title": "Apertura", "day": 1, "venue": "expo", "room": "a"},
        *({"kind": "table", "title": f"Tavolo {n}", "day": 2, "parallel": "A", "table": n + 1} for n in range(5)),
        {"kind": "visit", "title": "Visita", "visit": "mill", "speakers": ["mod"], "spoken": ["ru"]},
    ],
    "projects": [{"title": "Progetto", "table": 5, "proposer": "Cartiera", "summary": "Riga uno\nRiga due"}],
    "agreements": [
        {"kind": "protocol", "title": "Protocollo", "signed_on": "2031-06-05", "parties": ["Italia", {"ru": "Россия"}]},
        {"kind": "mou", "title": "Memorandum", "signed_on": None},
    ],
    "figures": [
        {"metric": "share", "side": "all", "value": 12.5, "qualifier": "about", "source": "site"},
        {"metric": "empty", "value": None, "source": "site"},
    ],
    "sources": {"site": {"what": "Site", "url": "https://example.org/a"}},
}


def load(told: dict) -> Session:
    return load_session(json.dumps(told).encode()).session


def run(tmp_path, told: dict) -> str:
    path = tmp_path / "session.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    out = StringIO()
    call_command("load_session", str(path), stdout=out)
    return out.getvalue()


def dump() -> dict[str, list]:
    """Every row of our apps and of the links between them, with primary keys and times of change."""
    ours = {"taskforce_sessions", "tables", "participants", "agreements", "documents"}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in ours]
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}


def test_bergamo_stands_as_the_file_tells_it(tmp_path):
    output = run(tmp_path, BERGAMO)
    session = Session.objects.get(number=25)
    assert output == "host_region: IT-25\nsession 25: loaded\n"
    assert (session.host_region.code, session.status, session.mode) == ("IT-25", "held", "in_person")
    assert (session.starts_on, session.ends_on) == (dt.date(2016, 12, 1), dt.date(2016, 12, 2))
    assert (session.planned_city_it, session.planned_note_it) == ("Bergamo", "annunciata nel giugno 2016 per ottobre")
    assert (session.planned_starts_on, session.opens_at, session.capacity_it) == (None, None, None)
    assert session.title_ru.startswith("XXV сессия")
    items = list(session.items.order_by("position"))
    assert [item.kind for item in items] == [item["kind"] for item in BERGAMO["programme"]]
    press = items[4]
    assert (press.day, press.starts, press.ends, press.note_it) == (None, dt.time(15), None, "il giorno non è certo")
    assert [person.key for person in press.speakers.order_by("position")] == ["lucentini", "maroni", "gori", "parshin"]
    assert [item.sitting.table.number for item in items[:3]] == [1, 2, 3]
    assert {item.parallel for item in items[:3]} == {"A"}
    assert items[6].visit.company_it == "Imprese e distretti locali"
    table = session.tables.get(number=2)
    assert [part.title_it for part in table.subsectors.all()][1:3] == [
        "Attrezzature per uso medico",
        "Prodotti farmaceutici",
    ]
    assert (table.title_ru, table.venue.key, table.capacity) == ("Химия/Фармацевтика", "fiera", None)
    figures = session.figures.values_list("side", "value", "qualifier", "basis", "source__key")
    assert list(figures) == [
        ("all", 400, "over", "registered", "bergamonews"),
        ("IT", 310, "about", "registered", "mise"),
        ("RU", 83, "exactly", "registered", "mise"),
        ("all", 395, "exactly", "expected", "ansa"),
    ]


def test_a_file_nobody_has_seen_loads_right(tmp_path):
    output = run(tmp_path, UNSEEN)
    session = Session.objects.get(title_it="Sessione degli Urali")
    assert output == f"host_region: RU-SVE\nsession s{session.pk}: loaded\n"
    assert (session.number, session.days, session.host_region.code) == (None, 3, "RU-SVE")
    assert session.zone == ZoneInfo("Asia/Yekaterinburg")
    assert session.opens_at == dt.datetime(2031, 3, 1, 4, tzinfo=dt.UTC)
    assert (session.closes_at, session.capacity_it, session.capacity_ru) == (None, 80, None)
    opening, *sittings, visit = session.items.order_by("position")
    assert (opening.starts, opening.ends) == (None, None)
    assert opening.room.venue.key == "expo"
    assert [sitting.sitting.table.venue.town_ru for sitting in sittings] == list(TOWNS)
    assert (visit.day, visit.visit.day, visit.visit.seats, visit.spoken, visit.interpreted) == (None, 3, 12, ["ru"], [])
    assert [room.capacity for room in session.venues.get(key="dom").rooms.all()] == [30]
    assert [(o.name_it, o.role, o.side) for o in session.organisers.all()] == [
        ("Ministero", "organiser", "IT"),
        ("Partner", "partner", None),
    ]
    assert Project.objects.get().summary_it == "Riga uno\nRiga due"
    assert Presentation.objects.get().table.number == 5
    signed, draft = Agreement.objects.order_by("position")
    assert (signed.status, signed.signed_on, draft.status) == ("signed", dt.date(2031, 6, 5), "draft")
    assert [(party.name_it, party.name_ru) for party in signed.parties.all()] == [("Italia", None), (None, "Россия")]
    assert SourcedFigure.objects.get().value == Decimal("12.5")
    assert Source.objects.get().url == "https://example.org/a"


@pytest.mark.parametrize("told", [BERGAMO, UNSEEN], ids=["numbered", "unnumbered"])
def test_loading_again_changes_no_row(tmp_path, told):
    run(tmp_path, told)
    before = dump()
    assert sum(map(len, before.values())) > 50
    assert run(tmp_path, told).endswith(": already up to date\n")
    assert dump() == before


def test_the_embedded_demonstration_loads():
    told = json.loads((settings.DATA_DIR / "demo-session.json").read_text(encoding="utf-8"))
    call_command("load_history", stdout=StringIO())
    session = load(told)
    assert (session.items.count(), session.tables.count(), session.visits.count()) == (63, 4, 3)
    assert session.items.filter(starts=None).count() == 4
    for item in session.items.all():
        assert all((item.title_it, item.title_ru, item.title_en))


def test_every_value_may_be_unknown(tmp_path):
    """Null instead of any one value is legal; only a reference to what is gone with it is not."""
    call_command("load_history", stdout=StringIO())

    def places(value, path=()):
        children = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
        for key, child in children:
            if isinstance(value, dict):
                yield (*path, key)
            yield from places(child, (*path, key))

    identities = {"format", "key", "number", "venues", "officials", "tables", "visits", "rooms", "sources"}
    tried = 0
    for path in places(UNSEEN):
        if path[-1] in identities or path in {("sources", "site"), ("programme", 0, "venue")}:
            continue  # what others refer to; two venues have a room "a"
        told = copy.deepcopy(UNSEEN)
        parent = told
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = None
        load(told)
        tried += 1
    assert tried > 50


def test_a_file_that_knows_nothing_is_a_session():
    session = load({"format": "taskforce-session/1"})
    assert (session.number, session.title_it, session.status, session.timezone) == (None, None, None, "")
    assert session.date_of(1) is None
    nothing_but_nulls = {
        "format": "taskforce-session/1",
        "number": 7,
        **{name: [{}] for name in ("organisers", "venues", "officials", "tables", "visits", "programme", "projects")},
        "agreements": [{}],
    }
    session = load(nothing_but_nulls)
    item = session.items.get()
    assert (item.kind, item.title_it, session.tables.get().number) == ("", None, None)
    assert (str(session.tables.get()), Agreement.objects.get().kind) == ("", "")


def test_a_time_without_a_zone_stays_a_time():
    session = load(
        {"format": "taskforce-session/1", "starts_on": "2030-01-01", "programme": [{"day": 1, "starts": "09:00"}]}
    )
    item = session.items.get()
    assert (item.starts, item.instant(item.starts)) == (dt.time(9), None)


# --- A second, different file


def test_rows_that_people_refer_to_stay_the_same_rows():
    session = load(BERGAMO | {"host_region": None})
    table, visit = session.tables.get(number=1), session.visits.get()
    registration = RegistrationFactory(session=session)
    delegate = DelegateFactory(registration=registration)
    TableSeat.objects.create(delegate=delegate, table=table)
    VisitSeat.objects.create(delegate=delegate, visit=visit)
    told = copy.deepcopy(BERGAMO) | {"host_region": None}
    told["tables"][0]["title"] = "Meccanica"
    told["tables"].reverse()
    told["visits"][0]["seats"] = 40
    told["programme"] = told["programme"][:2] + told["programme"][3:]
    told["officials"] = told["officials"][:3]
    told["programme"][3]["speakers"] = ["gori"]
    again = load(told)
    assert (again.pk, again.tables.get(number=1).pk, again.visits.get().pk) == (session.pk, table.pk, visit.pk)
    assert again.tables.get(number=1).title_it == "Meccanica"
    assert again.visits.get().seats == 40
    assert [seat.table_id for seat in delegate.table_seats.all()] == [table.pk]
    assert (again.items.count(), again.officials.count()) == (6, 3)
    assert not ProgrammeItem.objects.filter(sitting__table__number=3).exists()


@pytest.mark.parametrize("gone", ["tables", "visits"])
def test_what_somebody_has_a_seat_at_is_not_deleted(gone):
    session = load(BERGAMO | {"host_region": None})
    delegate = DelegateFactory(registration=RegistrationFactory(session=session))
    TableSeat.objects.create(delegate=delegate, table=session.tables.get(number=3))
    VisitSeat.objects.create(delegate=delegate, visit=session.visits.get())
    told = copy.deepcopy(BERGAMO) | {"host_region": None, "title": "Changed"}
    told[gone].pop()
    told["programme"] = []
    before = dump()
    with pytest.raises(Exception, match=rf"\$\.{gone}: the .* is no longer named, but has 1 seats booked"):
        load(told)
    assert dump() == before


def test_what_is_gone_from_the_file_goes_and_the_session_counts_as_changed():
    session = load(BERGAMO | {"host_region": None})
    load(BERGAMO | {"host_region": None, "venues": [], "tables": [], "programme": [], "figures": [], "sources": {}})
    assert not Venue.objects.exists()
    assert not ThematicTable.objects.exists()
    assert not SourcedFigure.objects.exists()
    assert not Source.objects.exists()
    assert Official.objects.count() == 4
    assert Session.objects.get().updated_at > session.updated_at


def test_a_signed_file_is_never_deleted():
    act = {"kind": "protocol", "title": "Protocollo", "signed_on": "2030-01-01"}
    session = load({"format": "taskforce-session/1", "number": 30, "agreements": [act]})
    session.agreements.update(file="agreements/p.pdf", file_sha256="0" * 64)
    with pytest.raises(Exception, match=r"\$\.agreements: the act “Protocollo” is no longer named, but its file"):
        load({"format": "taskforce-session/1", "number": 30, "agreements": []})
    load({"format": "taskforce-session/1", "number": 30, "agreements": [act | {"sector": "meccanica"}]})
    assert (session.agreements.get().sector_it, session.agreements.get().file.name) == ("meccanica", "agreements/p.pdf")


def test_what_the_file_cannot_say_stays():
    session = load({"format": "taskforce-session/1", "number": 30})
    Session.objects.filter(pk=session.pk).update(
        admission="arrival", is_demonstration=True, introduction_it="Benvenuti"
    )
    again = load({"format": "taskforce-session/1", "number": 30, "title": "Trenta"})
    assert (again.admission, again.is_demonstration, again.introduction_it) == ("arrival", True, "Benvenuti")


def test_an_unnumbered_session_is_known_by_title_and_first_day():
    told = {"format": "taskforce-session/1", "title": "Sessione d’Autunno", "starts_on": "2030-10-01"}
    first = load(told)
    assert load(told | {"title": "SESSIONE D'AUTUNNO", "city": "Roma"}).pk == first.pk
    assert load(told | {"starts_on": "2031-10-01"}).pk != first.pk


def test_a_load_that_fails_in_the_middle_leaves_nothing(tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(BERGAMO | {"host_region": "Atlantide"}), encoding="utf-8")
    with pytest.raises(CommandError, match=r"^\$\.host_region: no region, or more than one, answers to “Atlantide”"):
        call_command("load_session", str(path))
    assert not Session.objects.exists()
