"""The command load_session on files that are wrong: one line with the path and the reason, exit 1, nothing loaded."""

import copy
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from sessions.models import Session
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
BERGAMO = json.loads((settings.DATA_DIR / "bergamo-2016.json").read_text(encoding="utf-8"))
VENUE = {"key": "v", "name": "V", "rooms": [{"key": "r", "name": "R"}]}


def refusal(path: Path) -> str:
    """Return the one line of a file that is refused; the database is as it was."""
    before = Session.objects.count()
    with pytest.raises(CommandError) as caught:
        call_command("load_session", str(path))
    assert Session.objects.count() == before
    line = str(caught.value)
    assert line.isprintable()
    assert caught.value.returncode == 1
    return line


def refusal_of(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "session.json"
    path.write_bytes(data)
    return refusal(path)


def changed(changes: dict) -> bytes:
    """Bergamo with values at paths such as ``programme.3.ends`` replaced; ``+`` at the end of a list adds to it."""
    told = copy.deepcopy(BERGAMO)
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        parent = told
        for step in steps:
            parent = parent[step]
        if last == "+":
            parent.append(value)
        else:
            parent[last] = value
    return json.dumps(told).encode()


WRONG = {
    "unknown key": ({"venues.0.colour": "red"}, "$.venues[0].colour: unknown key; known here: key, name, address"),
    "unknown key at the top": ({"titel": "x"}, "$.titel: unknown key; known here: format, number, title"),
    "key with a line break": ({"a\nb": 1}, "$[“a\\nb”]: unknown key"),
    "unknown language": ({"title": {"fr": "Session"}}, "$.title.fr: unknown language; known here: it, ru, en"),
    "language of an item": ({"programme.0.spoken": ["de"]}, "$.programme[0].spoken[0]: “de” is unknown"),
    "number as text": ({"number": "25"}, "$.number: a whole number is expected, not text"),
    "number as bool": ({"number": True}, "$.number: a whole number is expected, not true or false"),
    "number as decimal": ({"number": 25.0}, "$.number: a whole number is expected, without a decimal point"),
    "number far out": ({"number": 10**30}, "$.number: the number is out of range: 1 to 9,999 are possible"),
    "number zero": ({"number": 0}, "$.number: the number is out of range"),
    "text as number": ({"title": 5}, "$.title: text, or an object of languages, is expected, not a number"),
    "text as bool": ({"city": False}, "$.city: text, or an object of languages, is expected, not true or false"),
    "list as object": ({"venues": {}}, "$.venues: a list is expected, not an object"),
    "list as text": ({"tables.0.moderators": "gori"}, "$.tables[0].moderators: a list is expected, not text"),
    "entry null": ({"programme.1": None}, "$.programme[1]: an entry of a list is not null"),
    "entry a number": ({"programme.1": 7}, "$.programme[1]: an object is expected, not a number"),
    "wrong format": ({"format": "taskforce-session/2"}, "$.format: “taskforce-session/1” is expected"),
    "no format": ({"format": None}, "$.format: “taskforce-session/1” is expected"),
    "unknown status": ({"status": "open"}, "$.status: “open” is unknown; known here: draft, announced, held"),
    "unknown kind": ({"programme.2.kind": "dinner"}, "$.programme[2].kind: “dinner” is unknown"),
    "unknown role": ({"officials.0.role": "boss"}, "$.officials[0].role: “boss” is unknown"),
    "unknown side": ({"officials.0.side": "FR"}, "$.officials[0].side: “FR” is unknown; known here: IT, RU"),
    "unknown basis": ({"figures.0.basis": "guessed"}, "$.figures[0].basis: “guessed” is unknown"),
    "unknown act": ({"agreements.+": {"kind": "treaty"}}, "$.agreements[0].kind: “treaty” is unknown"),
    "dangling venue": ({"tables.0.venue": "arena"}, "$.tables[0].venue: there is no venue “arena”"),
    "dangling room": ({"programme.0.room": "hall"}, "$.programme[0].room: there is no room “hall” in venue “fiera”"),
    "room of another venue": (
        {"venues.+": VENUE, "programme.0.room": "r"},
        "$.programme[0].room: there is no room “r” in venue “fiera”",
    ),
    "dangling table": ({"programme.0.table": 9}, "$.programme[0].table: there is no table 9"),
    "dangling visit": ({"programme.6.visit": "x"}, "$.programme[6].visit: there is no visit “x”"),
    "dangling speaker": ({"programme.4.speakers.3": "x"}, "$.programme[4].speakers[3]: there is no official “x”"),
    "dangling moderator": ({"tables.2.moderators": ["x"]}, "$.tables[2].moderators[0]: there is no official “x”"),
    "dangling source": ({"figures.3.source": "web"}, "$.figures[3].source: there is no source “web”"),
    "dangling project table": ({"projects.+": {"table": 4}}, "$.projects[0].table: there is no table 4"),
    "venue twice": ({"venues.+": VENUE | {"key": "fiera"}}, "$.venues[1].key: fiera is given twice"),
    "room twice": (
        {"venues.0.rooms": [{"key": "r", "name": "1"}, {"key": "r", "name": "2"}]},
        "$.venues[0].rooms[1].key: r is given twice",
    ),
    "official twice": ({"officials.3.key": "gori"}, "$.officials[3].key: gori is given twice"),
    "visit twice": ({"visits.+": {"key": "local", "company": "x"}}, "$.visits[1].key: local is given twice"),
    "table twice": ({"tables.2.number": 1}, "$.tables[2].number: 1 is given twice"),
    "speaker twice": ({"programme.4.speakers": ["gori", "gori"]}, "$.programme[4].speakers[1]: gori is given twice"),
    "key with spaces": ({"venues.0.key": " fiera"}, "$.venues[0].key: a key has no spaces around it"),
    "key too long": ({"venues.0.key": "k" * 61}, "$.venues[0].key: a key has 1 to 60 characters"),
    "end before start": ({"ends_on": "2016-11-30"}, "$.ends_on: 2016-11-30 is before the start, 2016-12-01"),
    "planned end before start": (
        {"planned.starts_on": "2016-10-02", "planned.ends_on": "2016-10-01"},
        "$.planned.ends_on: 2016-10-01 is before the start, 2016-10-02",
    ),
    "item ends before it starts": (
        {"programme.4.ends": "14:59"},
        "$.programme[4].ends: 14:59 is not after the start, 15:00",
    ),
    "closes before it opens": (
        {"registration": {"opens_at": "2016-10-01T09:00:00+02:00", "closes_at": "2016-10-01T08:59:00+02:00"}},
        "$.registration.closes_at: registration closes before it opens",
    ),
    "day zero": ({"programme.0.day": 0}, "$.programme[0].day: day 0 is outside the session"),
    "day three of two": ({"programme.0.day": 3}, "$.programme[0].day: day 3 is outside the session, which has 2 days"),
    "day of a visit": ({"visits.0.day": 3}, "$.visits[0].day: day 3 is outside the session"),
    "day with one date known": ({"ends_on": None, "programme.0.day": 0}, "$.programme[0].day: day 0 is outside"),
    "day far out": ({"ends_on": None, "programme.0.day": 10**30}, "$.programme[0].day: the number is out of range"),
    "negative capacity": ({"tables.1.capacity": -1}, "$.tables[1].capacity: the number is out of range"),
    "no seats": ({"visits.0.seats": 0}, "$.visits[0].seats: the number is out of range: 1 to 2,147,483,647"),
    "negative places": (
        {"registration": {"capacity": {"IT": -5}}},
        "$.registration.capacity.IT: the number is out of range",
    ),
    "unknown side of places": (
        {"registration": {"capacity": {"FR": 5}}},
        "$.registration.capacity.FR: unknown side; known here: IT, RU",
    ),
    "negative figure": ({"figures.0.value": -1}, "$.figures[0].value: the number is out of range"),
    "figure far out": ({"figures.0.value": 10**30}, "$.figures[0].value: the number is out of range"),
    "figure too fine": ({"figures.0.value": 0.125}, "$.figures[0].value: the number has more than 2 decimals"),
    "unknown zone": ({"timezone": "Europe/Bergamo"}, "$.timezone: “Europe/Bergamo” is not the name of a time zone"),
    "zone as a path": ({"timezone": "../Rome"}, "$.timezone: “../Rome” is not the name of a time zone"),
    "unknown region": ({"host_region": "Atlantide"}, "$.host_region: no region, or more than one, answers to"),
    "region as object": ({"host_region": {"it": "Lombardia"}}, "$.host_region: text is expected, not an object"),
    "text too long": ({"title": "x" * 301}, "$.title: the text has 301 characters; at most 300 fit"),
    "text turned around": (
        {"title": "abc\u202edef"},
        "$.title: The text holds a mark that turns the reading direction.",
    ),
    "text with NUL": ({"title": {"ru": "a\x00b"}}, "$.title.ru: The text holds a character that cannot be written."),
    "text with a lone surrogate": ({"title": "a\ud800"}, "$.title: The text holds a character that cannot be written."),
    "text nobody sees": ({"title": "\u200b\u200b"}, "$.title: The text holds no visible character."),
    "date in words": ({"starts_on": "1 dicembre"}, "$.starts_on: “1 dicembre” is not written as “2016-12-01”"),
    "date of week": ({"starts_on": "2016-W48-4"}, "$.starts_on: “2016-W48-4” is not written as"),
    "no such date": ({"starts_on": "2016-02-30"}, "$.starts_on: there is no date 2016-02-30"),
    "year out of range": ({"ends_on": "9999-12-31"}, "$.ends_on: the year is out of range: 1900 to 2199"),
    "digits of another script": ({"starts_on": "٢٠١٦-12-01"}, "$.starts_on: “٢٠١٦-12-01” is not written as"),
    "time of 25 hours": ({"programme.4.starts": "25:00"}, "$.programme[4].starts: there is no time 25:00"),
    "time with seconds": ({"programme.4.starts": "15:00:00"}, "$.programme[4].starts: “15:00:00” is not written as"),
    "moment without offset": (
        {"registration": {"opens_at": "2016-10-01T09:00:00"}},
        "$.registration.opens_at: “2016-10-01T09:00:00” is not written as “2016-10-01T09:00:00+02:00”",
    ),
    "moment out of range": (
        {"registration": {"opens_at": "0001-01-01T00:00:00+14:00"}},
        "$.registration.opens_at: the year is out of range",
    ),
    "venue closes before it opens": (
        {"venues.0.opens": "18:00", "venues.0.closes": "09:00"},
        "$.venues[0].closes: 09:00 is not after the opening, 18:00",
    ),
    "dangling interpreter": (
        {"programme.0.interpreters": ["x"]},
        "$.programme[0].interpreters[0]: there is no interpreter “x”",
    ),
    "interpreter twice": (
        {"interpreters": [{"key": "a"}, {"key": "a"}]},
        "$.interpreters[1].key: a is given twice",
    ),
    "language of an interpreter": (
        {"interpreters": [{"languages": ["de"]}]},
        "$.interpreters[0].languages[0]: “de” is",
    ),
    "name of an interpreter": (
        {"interpreters": [{"name": {"it": "x"}}]},
        "$.interpreters[0].name: text is expected, not an object",
    ),
    "fewer than nobody expected": ({"programme.0.expected": -1}, "$.programme[0].expected: the number is out of range"),
    "demonstration as text": ({"demonstration": "yes"}, "$.demonstration: true or false is expected, not text"),
    "demonstration as number": ({"demonstration": 1}, "$.demonstration: true or false is expected, not a number"),
    "minutes far out": ({"minutes_within_town": 40_000}, "$.minutes_within_town: the number is out of range: 0 to"),
    "minutes of a visit": ({"visits.0.travel_minutes": 1.5}, "$.visits[0].travel_minutes: a whole number is expected"),
    "way to nowhere": (
        {"travel_times": [{"from": "fiera", "to": "x", "minutes": 5}]},
        "$.travel_times[0].to: there is no venue “x”",
    ),
    "way to itself": (
        {"travel_times": [{"from": "fiera", "to": "fiera", "minutes": 5}]},
        "$.travel_times[0].to: a way leads to another venue",
    ),
    "way back": (
        {"venues.+": VENUE, "travel_times": [{"from": "v", "to": "fiera"}, {"from": "fiera", "to": "v"}]},
        "$.travel_times[1]: there is a travel time between these venues already",
    ),
    "key of a table with a number": (
        {"tables.0.key": "~1"},
        "$.tables[0].key: only a table without a number has a key, and it begins with ~",
    ),
    "key of a table that is no key of the file": (
        {"tables.+": {"title": "x", "key": "t"}},
        "$.tables[3].key: only a table without a number has a key",
    ),
    "table key twice": (
        {"tables.+": {"key": "~1"}, "tables.0": {"key": "~1"}},
        "$.tables[3].key: ~1 is given twice",
    ),
    "dangling table key": ({"programme.0.table": "~1"}, "$.programme[0].table: there is no table “~1”"),
    "address of a script": (
        {"sources.mise.url": "javascript:alert(1)"},
        "$.sources.mise.url: an address starts with http",
    ),
}


@pytest.mark.parametrize(("changes", "line"), WRONG.values(), ids=WRONG.keys())
def test_a_broken_rule_is_named_with_its_place(tmp_path, changes, line):
    assert refusal_of(tmp_path, changed(changes)).startswith(line)


BROKEN = {
    "nothing": (b"", "$: not JSON: Expecting value (line 1, column 1)"),
    "cut off": (b'{\n "format": "taskforce-', "$: not JSON: Unterminated string starting at (line 2, column 12)"),
    "null": (b"null", "$: an object is expected, not null"),
    "a list": (b"[]", "$: an object is expected, not a list"),
    "a text": (b'"x"', "$: an object is expected, not text"),
    "NaN": (b'{"format": "taskforce-session/1", "number": NaN}', "$.number: NaN is no number of JSON"),
    "Infinity": (b'{"format": "taskforce-session/1", "title": -Infinity}', "$.title: -Infinity is no number of JSON"),
    "key twice": (b'{"format": "taskforce-session/1", "number": 1, "number": 2}', "$.number: this key is given twice"),
    "key twice deeper": (
        b'{"format": "taskforce-session/1", "venues": [{"key": "a", "key": "b"}]}',
        "$.venues[0].key: this key is given twice",
    ),
    "source twice": (
        b'{"format": "taskforce-session/1", "sources": {"a": {"what": "x"}, "a": {"what": "y"}}}',
        "$.sources.a: this key is given twice",
    ),
    "100,000 brackets": (b"[" * 100_000, "$: brackets are nested too deeply"),
    "brackets inside": (
        b'{"format": "taskforce-session/1", "title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "$: brackets are nested too deeply",
    ),
    "not UTF-8": (b'{"format": "taskforce-session/1", "title": "citt\xe0"}', "$: not UTF-8: byte 49 cannot be read"),
    "UTF-16": ('{"format": 1}'.encode("utf-16"), "$: not UTF-8: byte 1 cannot be read"),
    "ten thousand digits": (
        b'{"format": "taskforce-session/1", "number": ' + b"9" * 10_000 + b"}",
        "$.number: the number is out of range: 1 to 9,999",
    ),
    "number with a huge exponent": (
        b'{"format": "taskforce-session/1", "figures": [{"value": 1e999999999}]}',
        "$.figures[0].value: the number is out of range",
    ),
}


@pytest.mark.parametrize(("data", "line"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_session_file_is_refused(tmp_path, data, line):
    assert refusal_of(tmp_path, data).startswith(line)


def test_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "session.json"
    path.write_bytes(b'\xef\xbb\xbf{"format": "taskforce-session/1", "number": 31}')
    call_command("load_session", str(path))
    assert Session.objects.get().number == 31


def test_200_mb_are_refused_at_once(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    begun = time.monotonic()
    assert refusal(path) == "$: the file has 200,000,000 bytes; at most 20,000,000 are read"
    assert time.monotonic() - begun < 1


def test_what_is_no_file_is_refused(tmp_path):
    assert refusal(tmp_path / "missing.json") == "$: the file cannot be read: No such file or directory"
    assert refusal(tmp_path) == "$: this is not a file"
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "$: this is not a file"


def test_a_session_that_is_there_is_left_as_it_was(tmp_path):
    session = SessionFactory(number=25, title_it="Prima")
    path = tmp_path / "session.json"
    path.write_bytes(changed({"agreements.+": {"kind": "protocol", "signed_on": "2016-13-01"}}))
    assert refusal(path).startswith("$.agreements[0].signed_on: there is no date")
    session.refresh_from_db()
    assert session.title_it == "Prima"


def test_the_reason_is_english_whatever_the_language(tmp_path):
    with translation.override("ru"):
        line = refusal_of(tmp_path, changed({"title": "a\x00b"}))
    assert line == "$.title: The text holds a character that cannot be written."


def run_process(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess:
    environment = {**os.environ, **environment}
    return subprocess.run(command, check=False, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


def test_the_command_writes_one_line_and_exits_with_1(tmp_path):
    """The real process, as a person runs it."""
    path = tmp_path / "session.json"
    path.write_bytes(changed({"programme.4.ends": "14:00"}))
    environment = {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "EMBEDDED": "1"}
    command = [sys.executable, "manage.py", "load_session"]
    ran = run_process([*command, str(path)], environment)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.splitlines() == ["CommandError: $.programme[4].ends: 14:00 is not after the start, 15:00"]
    ran = run_process(command, environment)
    assert ran.returncode == 2
    assert ran.stderr.splitlines() == ["manage.py load_session: error: the following arguments are required: FILE"]
