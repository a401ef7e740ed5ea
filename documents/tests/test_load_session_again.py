"""A session file loaded over rows that are there: which row stays which, what later keys leave alone, a rehearsal."""

import copy
import datetime as dt
import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from documents.history import load_regions
from documents.sessionfile import dump_session, load_session
from documents.tests.test_load_session import dump
from participants.models import TableSeat
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.models import Official, ProgrammeItem, Session
from tables.models import ThematicTable

pytestmark = pytest.mark.django_db
URAL = json.loads((settings.DATA_DIR / "ural-2027.json").read_text(encoding="utf-8")) | {"host_region": None}
LATER = {"interpreters", "travel_times", "demonstration", "opens", "closes", "travel_minutes", "expected"}


def load(told: dict) -> Session:
    return load_session(json.dumps(told).encode()).session


def with_lines(*lines: dict) -> dict:
    head = {"format": "taskforce-session/1", "number": 31, "starts_on": "2027-05-01", "ends_on": "2027-05-02"}
    return head | {"programme": list(lines)}


def line(title: str, **values) -> dict:
    return {"title": title, "kind": "break", "day": 1, "starts": "10:00", **values}


def keys_of(session: Session) -> list[int]:
    return [item.pk for item in session.items.order_by("position", "pk")]


def without(value, names: set[str]):
    """A file as it was before there were some of the keys."""
    if isinstance(value, dict):
        return {key: without(one, names) for key, one in value.items() if key not in names}
    return [without(one, names) for one in value] if isinstance(value, list) else value


# --- Which line is which


def test_of_lines_with_one_title_those_stay_that_are_the_same():
    coffees = [line("Pausa caffè", starts=f"{hour}:00", day=day) for day in (1, 2) for hour in (10, 16)]
    before = keys_of(load(with_lines(*coffees)))
    after = keys_of(load(with_lines(*coffees[1:])))
    assert after == before[1:]


def test_a_line_that_only_got_another_title_stays_the_same_line():
    before = keys_of(load(with_lines(line("Apertura", kind="opening"), line("Pranzo", starts="13:00"))))
    session = load(with_lines(line("Apertura della Sessione", kind="opening"), line("Pranzo", starts="13:00")))
    assert keys_of(session) == before
    assert session.items.get(kind="opening").title_it == "Apertura della Sessione"


def test_where_two_lines_could_be_meant_none_is_taken():
    before = keys_of(load(with_lines(line("Uno"), line("Due"))))
    after = keys_of(load(with_lines(line("Tre"), line("Quattro"))))
    assert not set(before) & set(after)


def test_lines_without_a_time_are_not_guessed():
    before = keys_of(load(with_lines(line("Uno", starts=None))))
    assert keys_of(load(with_lines(line("Due", starts=None)))) != before


def test_positions_stay_while_the_order_does():
    told = with_lines(line("Uno"), line("Due", starts="11:00"), line("Tre", starts="12:00"))
    session = load(told)
    for index, item in enumerate(session.items.order_by("position")):
        ProgrammeItem.objects.filter(pk=item.pk).update(position=10 * index + 5)
    rows = dump()
    assert load_session(json.dumps(told).encode()).changes == []
    assert dump() == rows
    told["programme"].reverse()
    load(told)
    assert list(session.items.order_by("position").values_list("position", "title_it")) == [
        (0, "Tre"),
        (1, "Due"),
        (2, "Uno"),
    ]


def test_an_empty_text_is_no_other_text_than_none():
    session = load(with_lines(line("Uno")))
    session.items.update(title_ru="", note_it="", note_ru="")
    rows = dump()
    load(with_lines(line("Uno")))
    assert dump() == rows


# --- Later keys


def test_an_older_file_leaves_what_it_does_not_know():
    session = load(URAL)
    Session.objects.filter(pk=session.pk).update(minutes_within_town=5, minutes_between_towns=90)
    content = dump_session(Session.objects.get(pk=session.pk))
    session.interpreters.update(email="i@example.org")
    loaded = load_session(json.dumps(without(URAL, LATER)).encode())
    assert loaded.changes == []
    assert dump_session(loaded.session) == content
    assert session.interpreters.filter(email="i@example.org").count() == 8


def test_null_and_an_empty_list_say_that_there_is_nothing():
    told = copy.deepcopy(URAL) | {"interpreters": [], "travel_times": None, "minutes_within_town": None}
    for venue in told["venues"]:
        venue["opens"] = venue["closes"] = None
    for visit in told["visits"]:
        visit["travel_minutes"] = None
    for item in told["programme"]:
        item |= {"interpreters": [], "expected": None}
    load(URAL)
    session = load(told)
    assert not session.interpreters.exists()
    assert not session.travel_times.exists()
    assert not session.venues.exclude(opens=None, closes=None).exists()
    assert not session.visits.exclude(travel_minutes=None).exists()
    assert not session.items.exclude(expected=None, interpreters=None).exists()
    assert session.minutes_within_town == 15


def test_the_mark_of_a_demonstration_is_set_and_taken_away_but_not_forgotten():
    assert load(with_lines() | {"demonstration": True}).is_demonstration
    assert load(with_lines()).is_demonstration
    assert load(with_lines() | {"demonstration": None}).is_demonstration
    assert not load(with_lines() | {"demonstration": False}).is_demonstration


def test_travel_times_change_in_place_whichever_way_round_they_are_told():
    venues = [{"key": key, "name": key} for key in "abc"]
    told = with_lines() | {"venues": venues, "travel_times": [{"from": "b", "to": "a", "minutes": 20}]}
    session = load(told)
    way = session.travel_times.get()
    assert (way.one.key, way.other.key, way.minutes) == ("a", "b", 20)
    told["travel_times"] = [
        {"from": "a", "to": "b", "minutes": 25},
        {"from": "c", "to": "a", "minutes": 0},
        {"from": "b", "to": "c", "minutes": None},  # not known
        {"from": "c", "to": None, "minutes": 10},
    ]
    load(told)
    ways = session.travel_times.values_list("pk", "one__key", "other__key", "minutes")
    assert set(ways) == {(way.pk, "a", "b", 25), (session.travel_times.get(minutes=0).pk, "a", "c", 0)}


# --- A rehearsal


def run(tmp_path, told: dict, *options: str) -> list[str]:
    path = tmp_path / "session.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    out = StringIO()
    call_command("load_session", str(path), *options, stdout=out)
    return out.getvalue().splitlines()


def test_a_dry_run_says_what_would_change_and_changes_nothing(tmp_path):
    load_regions()
    load(
        with_lines(line("Uno", note="a\nb"), line("Due", starts="11:00")) | {"venues": [{"key": "v", "name": "Fiera"}]}
    )
    told = with_lines(line("Uno", starts="10:30"), line("Tre", starts="12:00"))
    told |= {"city": {"ru": "Пермь"}, "host_region": "IT-25"}
    told["officials"] = [{"key": "riva", "name": "Ada Riva"}]
    told["programme"][1]["speakers"] = ["riva"]
    rows = dump()
    assert run(tmp_path, told, "--dry-run") == [
        "host_region: IT-25",
        "changed: session “31ª sessione”: city_ru nothing -> “Пермь”; host_region nothing -> “Lombardia”",
        "deleted: venue “Fiera”",
        "made: official “Ada Riva”",
        "deleted: programme item “Due”",
        "changed: programme item “Uno”: starts 10:00 -> 10:30; note_it “a\\nb” -> nothing",
        "made: programme item “Tre”",
        "changed: programme item “Tre”: speakers nothing -> “Ada Riva”",
        "session 31: would be changed, nothing is (7 changes)",
    ]
    assert dump() == rows
    assert run(tmp_path, told) == ["host_region: IT-25", "session 31: changed"]
    assert run(tmp_path, told, "--dry-run") == ["host_region: IT-25", "session 31: already up to date"]


def test_a_dry_run_makes_no_session_and_no_region(tmp_path):
    lines = run(tmp_path, {"format": "taskforce-session/1", "title": "Senza numero"}, "--dry-run")
    assert lines == [
        "made: session “Senza numero”",
        "session without a number: would be loaded, nothing is (1 changes)",
    ]
    assert not any(dump().values())


def test_a_dry_run_tells_what_goes_with_a_row(tmp_path):
    session = load(URAL)
    told = copy.deepcopy(URAL)
    del told["venues"][1]
    told["tables"] = told["tables"][:3]
    told["travel_times"] = None
    for item in told["programme"]:
        if item["venue"] == "mednyj-dvor":
            item["venue"] = item["room"] = None
        if item["table"] == 4:
            item["table"] = None
    for project in told["projects"]:
        project["table"] = None
    deleted = [text for text in run(tmp_path, told, "--dry-run") if text.startswith("deleted")]
    assert deleted == [
        "deleted: venue “Palazzo della cultura industriale «Medny…”, and with it: travel times (1), rooms (2)",
        "deleted: thematic table “4. Ambiente, acque e bonifica dei siti i…”, and with it: sub-sectors (3), "
        "sittings of tables (2)",
    ]
    assert session.venues.count() == 2


def test_a_dry_run_refuses_what_a_load_would(tmp_path):
    session = load(URAL)
    delegate = DelegateFactory(registration=RegistrationFactory(session=session))
    TableSeat.objects.create(delegate=delegate, table=ThematicTable.objects.get(number=4))
    told = copy.deepcopy(URAL) | {"tables": [], "programme": [], "projects": []}
    rows = dump()
    with pytest.raises(CommandError, match=r"\$\.tables: the table .* has 1 seats booked"):
        run(tmp_path, told, "--dry-run")
    assert dump() == rows


def test_an_official_who_is_renamed_in_the_file_keeps_the_address():
    session = load(with_lines() | {"officials": [{"key": "a", "name": "Ada"}]})
    session.officials.update(email="ada@example.org")
    load(with_lines() | {"officials": [{"key": "a", "name": "Ada Riva"}]})
    assert Official.objects.get().email == "ada@example.org"


def test_moments_keep_their_fractions():
    session = load(with_lines())
    opens = dt.datetime(2027, 3, 1, 9, 30, 15, 250_000, tzinfo=dt.UTC)
    Session.objects.filter(pk=session.pk).update(opens_at=opens, timezone="Europe/Moscow")
    content = dump_session(Session.objects.get())
    assert json.loads(content)["registration"]["opens_at"] == "2027-03-01T12:30:15.250000+03:00"
    assert load_session(content).changes == []
