"""The session file written from rows: what it says, and that loading it again changes nothing."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from agreements.models import Presentation, Project
from documents.history import load_history, load_regions
from documents.sessionfile import dump_session, load_session
from documents.sessionfile.node import LANGUAGES
from documents.tests.test_load_session import UNSEEN, dump
from sessions.models import (
    CompanyVisit,
    Interpreter,
    Official,
    ProgrammeItem,
    Room,
    Session,
    Source,
    SourcedFigure,
    TravelTime,
    Venue,
)
from sessions.tests.factories import SessionFactory
from tables.models import TableSitting, ThematicTable

pytestmark = pytest.mark.django_db
FILES = ("bergamo-2016", "demo-session", "ural-2027")


def file_of(name: str) -> dict:
    return json.loads((settings.DATA_DIR / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def regions():
    load_regions()


def load(told: dict) -> Session:
    return load_session(json.dumps(told).encode()).session


def written(session: Session) -> dict:
    return json.loads(dump_session(session))


def same_again(session: Session) -> bytes:
    """Dump a session, load the file, dump again: no row is another, no byte of the file. Return the file."""
    content, rows = dump_session(session), rows_told()
    loaded = load_session(content)
    assert (loaded.session.pk, loaded.created, loaded.changes) == (session.pk, False, [])
    assert rows_told() == rows
    assert dump_session(session) == content
    return content


def rows_told() -> dict[str, list]:
    """Every row but the marks of translations, of which the first load of rows made otherwise makes some."""
    return {name: rows for name, rows in dump().items() if not name.endswith(".TranslationMark")}


def forget(session: Session) -> None:
    """Delete a session with everything a file can say of it."""
    session.figures.all().delete()
    for rows in (session.projects, session.agreements, session.sources):
        rows.all().delete()
    session.delete()


def plain(value):
    """A file's content without what makes no difference: nulls and empty lists go, a text in Italian is a string."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: plain(one) for key, one in value.items()}
    kept = {key: one for key, one in kept.items() if one not in (None, [], {})}
    return kept["it"] if list(kept) == ["it"] else kept


# --- There and back


@pytest.mark.parametrize("name", FILES)
def test_what_was_loaded_is_written_and_loaded_again_without_a_change(regions, name):
    session = load(file_of(name))
    told = file_of(name)
    assert plain(json.loads(same_again(session))) == plain(told)


def test_a_file_without_number_and_with_every_list(regions):
    content = same_again(load(UNSEEN))
    told = json.loads(content)
    assert (told["host_region"], told["registration"]["opens_at"]) == ("RU-SVE", "2031-03-01T09:00:00+05:00")
    assert [figure["value"] for figure in told["figures"]] == [12.5]


@pytest.mark.parametrize("name", FILES)
def test_the_file_makes_the_same_session_where_there_is_none(regions, name):
    session = load(file_of(name))
    content = dump_session(session)
    forget(session)
    assert load_session(content).created
    assert dump_session(Session.objects.get(number=file_of(name)["number"])) == content


def test_the_history_comes_back_too():
    load_history()
    sessions = list(Session.objects.order_by("pk"))
    assert len(sessions) == 28
    for session in sessions:
        told = json.loads(same_again(session))
        assert not told["figures"]  # load_history keeps its own figures and sources
        assert not told["sources"]
    assert SourcedFigure.objects.filter(source__key__startswith="history-").exists()


def test_a_session_of_which_nothing_is_known():
    content = same_again(load({"format": "taskforce-session/1"}))
    told = json.loads(content)
    assert {key: value for key, value in told.items() if value} == {"format": "taskforce-session/1"}
    assert list(told) == [
        *("format", "number", "title", "status", "mode", "starts_on", "ends_on", "planned", "host_region", "city"),
        *("timezone", "registration", "organisers", "venues", "officials", "tables", "visits", "programme"),
        *("projects", "agreements", "figures", "sources"),
    ]


def test_the_file_is_readable_text(regions):
    content = dump_session(load(file_of("ural-2027"))).decode()
    assert content.startswith('{\n "format": "taskforce-session/1",\n "number": 30,\n "demonstration": true,\n')
    assert '"ru": "Гөлнара Әхмәтҗанова"' in content
    assert content.endswith("}\n")


# --- Rows nobody gave a key


def made_by_hand(session: Session) -> None:
    """Rows as the administration makes them: without keys, positions with gaps, empty texts that are not null."""
    venue = Venue.objects.create(session=session, position=4, name_it="Fiera", town_it="", opens=dt.time(9))
    other = Venue.objects.create(session=session, position=9, name_it="Municipio")
    Venue.objects.create(session=session, position=10, name_it="Villa")
    TravelTime.objects.create(session=session, one=venue, other=other, minutes=25)
    rooms = [Room.objects.create(venue=venue, position=7, name_it="Sala", capacity=capacity) for capacity in (20, 30)]
    speaker = Official.objects.create(session=session, position=3, name_it="Ada Riva", email="ada@example.org")
    interpreter = Interpreter.objects.create(session=session, name="Leo Monti", email="leo@example.org")
    table = ThematicTable.objects.create(session=session, title_it="Tavolo senza numero", room=rooms[1])
    table.moderators.add(speaker)
    visit = CompanyVisit.objects.create(session=session, company_it="Cartiera", day=1, travel_minutes=0)
    item = ProgrammeItem.objects.create(
        session=session, position=20, title_it="Seduta", title_ru="", visit=visit, room=rooms[0], expected=0
    )
    item.speakers.add(speaker)
    item.interpreters.add(interpreter)
    TableSitting.objects.create(item=item, table=table)
    filed = {"review": "accepted", "from_file": True}
    project = Project.objects.create(session=session, position=5, title_it="Progetto", **filed)
    Presentation.objects.create(project=project, session=session, table=table)
    source = Source.objects.create(session=session, key="site", what="Site")
    for position in (8, 6):
        SourcedFigure.objects.create(session=session, position=position, metric="m", value=position, source=source)


def test_rows_without_keys_get_them_for_the_file_alone(regions):
    session = SessionFactory(number=31)
    made_by_hand(session)
    told = json.loads(same_again(session))
    assert [(venue["key"], [room["key"] for room in venue["rooms"]]) for venue in told["venues"]] == [
        ("~1", ["~1", "~2"]),
        ("~2", []),
        (None, []),  # nothing refers to it
    ]
    assert told["travel_times"] == [{"from": "~1", "to": "~2", "minutes": 25}]
    assert (told["tables"][0]["number"], told["tables"][0]["key"], told["projects"][0]["table"]) == (None, "~1", "~1")
    item = told["programme"][0]
    assert {
        name: item[name] for name in ("room", "venue", "table", "visit", "speakers", "interpreters", "expected")
    } == {
        "room": "~1",
        "venue": None,
        "table": "~1",
        "visit": "~1",
        "speakers": ["~1"],
        "interpreters": ["~1"],
        "expected": 0,
    }
    assert [figure["value"] for figure in told["figures"]] == [6, 8]
    assert not session.venues.exclude(key="").exists()


def test_addresses_for_mail_are_not_in_the_file_and_stay(regions):
    session = SessionFactory(number=31)
    made_by_hand(session)
    ada, leo = Official.objects.filter(session=session), Interpreter.objects.filter(session=session)
    content = dump_session(session)
    assert b"@" not in content
    load_session(content)
    assert (ada.get().email, leo.get().email) == ("ada@example.org", "leo@example.org")


def test_a_room_that_its_key_alone_does_not_tell_comes_with_its_venue():
    session = SessionFactory(number=31)
    for name in ("A", "B"):
        venue = Venue.objects.create(session=session, key=name.lower(), name_it=name)
        room = Room.objects.create(venue=venue, key="sala", name_it="Sala")
    item = ProgrammeItem.objects.create(session=session, title_it="Seduta", room=room)
    assert (written(session)["programme"][0]["venue"], written(session)["programme"][0]["room"]) == ("b", "sala")
    load_session(dump_session(session))
    item.refresh_from_db()
    assert (item.venue.key, item.room_id) == ("b", room.pk)


# --- What is said only where there is something to say


def test_later_keys_say_something_or_are_not_there(regions):
    keys = set(written(load(file_of("bergamo-2016"))))
    assert not keys & {"demonstration", "interpreters", "travel_times", "minutes_within_town", "minutes_between_towns"}
    session = load(file_of("ural-2027"))
    Session.objects.filter(pk=session.pk).update(minutes_within_town=20)
    told = written(Session.objects.get(pk=session.pk))
    assert (told["minutes_within_town"], "minutes_between_towns" in told) == (20, False)
    assert told["travel_times"] == [{"from": "sapfir", "to": "mednyj-dvor", "minutes": 35}]
    assert told["interpreters"][2] == {
        "key": "santabarbara",
        "name": "Pier Crisologo Santabarbara",
        "languages": ["it", "ru", "en"],
    }
    assert (told["venues"][0]["opens"], told["venues"][0]["closes"]) == ("07:30", "22:00")
    assert [visit["travel_minutes"] for visit in told["visits"]] == [150, 55, 110, 20, 35]
    opening = told["programme"][3]
    assert (opening["interpreters"], opening["expected"]) == (["ravasio", "lukoyanov"], 200)


@pytest.mark.parametrize("times", [1, 3])
def test_as_many_queries_for_3_rows_of_each_list_as_for_1(django_assert_num_queries, times):
    session = SessionFactory(number=31, host_region=None)
    for _time in range(times):
        made_by_hand_lines(session)
    with django_assert_num_queries(20):
        dump_session(session)


def made_by_hand_lines(session: Session) -> None:
    venue = Venue.objects.create(session=session, name_it="Fiera")
    room = Room.objects.create(venue=venue, name_it="Sala")
    table = ThematicTable.objects.create(session=session, title_it="Tavolo", room=room)
    person = Official.objects.create(session=session, name_it="Ada")
    table.moderators.add(person)
    table.subsectors.create(title_it="Filo")
    item = ProgrammeItem.objects.create(session=session, title_it="Seduta", venue=venue, room=room)
    item.speakers.add(person)
    item.interpreters.add(Interpreter.objects.create(session=session, name="Leo"))
    TableSitting.objects.create(item=item, table=table)
    act = session.agreements.create(title_it="Protocollo")
    act.parties.create(name_it="Parte")
    source = Source.objects.create(session=session, key=f"s{Source.objects.count()}", what="Site")
    SourcedFigure.objects.create(session=session, metric="m", value=1, source=source)


# --- The command


def run(*args: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("dump_session", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_writes_the_file_or_to_standard_output(regions, tmp_path):
    session = load(file_of("bergamo-2016"))
    path = tmp_path / "b.json"
    out, err = run("25", "--output", str(path))
    assert (out, err) == (f"{path}: {path.stat().st_size} bytes\n", "")
    assert path.read_bytes() == dump_session(session)
    out, err = run("25")
    assert (out.encode(), err) == (path.read_bytes(), "")


def test_the_command_takes_a_session_without_a_number():
    session = load({"format": "taskforce-session/1", "title": "Senza numero"})
    assert json.loads(run(f"s{session.pk}")[0])["title"] == "Senza numero"


def test_the_command_says_what_could_not_be_loaded_again():
    session = SessionFactory(number=31, starts_on=dt.date(2027, 5, 1), ends_on=dt.date(2027, 5, 2))
    ProgrammeItem.objects.create(session=session, title_it="Terzo giorno", day=3)
    out, err = run("31")
    assert json.loads(out)["programme"][0]["day"] == 3
    assert err == (
        "load_session would refuse this file: $.programme[0].day: day 3 is outside the session, which has 2 days\n"
    )


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["26"], "There is no session 26."),
        (["XXV"], "neither the number"),
        (["9" * 30], "neither the number"),
        (["25", "--output", "nowhere/x.json"], "cannot be written: No such file"),
    ],
)
def test_bad_input_is_one_line(args, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    SessionFactory(number=25)
    with pytest.raises(CommandError) as error:
        run(*args)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)
    assert not list(tmp_path.rglob("*.json"))


def test_the_demonstration_of_the_urals_is_what_it_is_meant_to_be(regions):
    """Two venues, five towns, another time zone than the capitals', three languages in every text."""
    session = load(file_of("ural-2027"))
    assert (session.timezone, session.is_demonstration, session.host_region.code) == (
        "Asia/Yekaterinburg",
        True,
        "RU-SVE",
    )
    towns = {*session.venues.values_list("town_it", flat=True), *session.visits.values_list("town_it", flat=True)}
    assert (session.venues.count(), len(towns), session.items.count()) == (2, 5, 37)
    for rows, names in (
        (session.items, ("title",)),
        (session.officials, ("name", "office")),
        (session.tables, ("title",)),
        (session.visits, ("company", "sector", "town")),
        (session.venues, ("name", "town")),
    ):
        for row in rows.all():
            assert all(getattr(row, f"{name}_{code}") for name in names for code in LANGUAGES)
    assert max(len(item.title_it) for item in session.items.all()) > 200
    night = session.items.get(position=0)
    assert night.instant(night.starts).astimezone(dt.UTC) == dt.datetime(2027, 10, 12, 20, 20, tzinfo=dt.UTC)
