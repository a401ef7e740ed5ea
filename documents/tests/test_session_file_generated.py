"""Session files nobody wrote, from seeds: each survives the way to rows and back, and replaces any other whole."""

import json
import random
import string
from itertools import count

import pytest

from documents.sessionfile import dump_session, load_session
from documents.tests.test_dump_session import forget
from sessions import enums

pytestmark = pytest.mark.django_db
HARD = (
    *("Ščerbatovskij", "Гөлнара Әхмәтҗанова", "D’Ambrosio-Caccìa", "«Кавычки» — и тире", "e\u0301te\u0301", "ß", "İı"),
    *(
        '=HYPERLINK("http://x","y")',
        "<img src=x onerror=alert(1)>",
        "{{ 7*7 }} %s \\n",
        "'; --",
        "a\u00a0b",
        "🏭",
        "~1",
    ),
    *("x" * 100, "null", "0", "\u0645\u0631\u062d\u0628\u0627", "&amp;"),
)


class Writer:
    """Writes a session file from a seed: every list, every kind of value, nulls and missing keys among them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = count(1)
        self.keys: dict[str, list] = {}
        self.days = self.random.randint(1, 4)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one_of(self, values, share: float = 0.8):
        """One of the values, or nothing."""
        values = list(values)
        return self.random.choice(values) if values and self.chance(share) else None

    def some(self, values) -> list:
        values = list(values)
        return self.random.sample(values, self.random.randint(0, min(3, len(values))))

    def number(self, largest: int, share: float = 0.7) -> int | None:
        return self.one_of([1, 2, self.random.randint(1, largest), largest], share)

    def line(self) -> str:
        return f"{self.random.choice(HARD)} {next(self.made) % 7}"

    def text(self, share: float = 0.9, line=None):
        line = line or self.line
        form = self.random.choice(("text", "object", "none" if not self.chance(share) else "object"))
        if form == "object":
            return {code: line() if self.chance(0.8) else None for code in self.some(("it", "ru", "en"))}
        return line() if form == "text" else None

    def block(self) -> str:
        return "\n".join(self.line() for _line in range(self.random.randint(1, 3)))

    def key(self, kind: str, share: float = 0.9) -> str | None:
        if not self.chance(share):
            return None
        name = "".join(self.random.choices(string.ascii_lowercase + "-яш ", k=4)).strip()
        key = f"{'~' if self.chance(0.2) else ''}{name}{next(self.made)}"
        self.keys.setdefault(kind, []).append(key)
        return key

    def known(self, kind: str) -> list:
        return self.keys.get(kind, [])

    def list_of(self, make, most: int = 5) -> list[dict]:
        return [self.thin(make()) for _entry in range(self.random.randint(0, most))]

    def thin(self, entry: dict) -> dict:
        """Leave out some of the keys that say nothing."""
        return {key: value for key, value in entry.items() if value is not None or self.chance(0.5)}

    def hours(self) -> tuple[str | None, str | None]:
        first, last = sorted(self.random.sample(range(0, 24 * 60, 5), 2))
        return tuple(f"{at // 60:02}:{at % 60:02}" if self.chance(0.8) else None for at in (first, last))

    # --- The file

    def file(self, number: int | None) -> dict:
        return {
            "format": "taskforce-session/1",
            "number": number,
            "demonstration": self.chance(0.5),
            "title": self.text(),
            "status": self.one_of(enums.SessionStatus.values),
            "mode": self.one_of(enums.Mode.values),
            "starts_on": "2029-10-25",
            "ends_on": f"2029-10-{24 + self.days}",
            "planned": self.one_of([{"city": self.text(), "starts_on": "2029-01-01"}, {"note": self.text()}, {}]),
            "city": self.text(),
            "timezone": self.one_of(["Europe/Rome", "Asia/Yekaterinburg", "Europe/Kaliningrad", "Pacific/Chatham"]),
            "registration": self.one_of([self.registration(), {}]),
            "minutes_within_town": self.random.choice([0, 15, 40]),
            "minutes_between_towns": self.random.choice([60, 90]),
            "organisers": self.list_of(self.organiser),
            "venues": self.list_of(self.venue),
            "officials": self.list_of(self.official, 8),
            "interpreters": self.list_of(self.interpreter),
            "visits": self.list_of(self.visit),
            "tables": [self.thin(self.table(n)) for n in self.table_numbers()],
            "travel_times": self.travel_times(),
            "programme": self.list_of(self.item, 30),
            "projects": self.list_of(self.project),
            "agreements": self.list_of(self.agreement),
            "sources": {key: {"what": self.line(), "url": None} for key in self.source_keys()},
            "figures": self.list_of(self.figure),
        }

    def registration(self) -> dict:
        return {
            "opens_at": self.one_of(["2029-03-25T01:30:00+01:00", "2029-01-01T00:00:00Z", "2029-02-01T12:00:05-03:30"]),
            "closes_at": self.one_of(["2029-10-28T02:30:00+02:00", "2029-10-28T02:30:00+01:00"]),
            "capacity": {"IT": self.number(500), "RU": self.number(500)},
        }

    def organiser(self) -> dict:
        return {"name": self.text(), "role": self.one_of(enums.OrganiserRole.values), "side": self.one_of(["IT", "RU"])}

    def venue(self) -> dict:
        opens, closes = self.hours()
        rooms = self.list_of(lambda: {"key": self.key("room"), "name": self.text(), "capacity": self.number(900)}, 3)
        return {
            "key": self.key("venue"),
            "name": self.text(),
            "address": self.one_of([self.line()]),
            "town": self.text(),
            "rooms": rooms,
            "opens": opens,
            "closes": closes,
        }

    def official(self) -> dict:
        return {
            "key": self.key("official"),
            "name": self.text(),
            "side": self.one_of(["IT", "RU"]),
            "role": self.one_of(enums.OfficialRole.values),
            "office": self.text(),
        }

    def interpreter(self) -> dict:
        languages = self.some(("it", "ru", "en"))
        return {"key": self.key("interpreter"), "name": self.line(), "languages": languages}

    def visit(self) -> dict:
        return {
            "key": self.key("visit"),
            "company": self.text(),
            "sector": self.text(),
            "town": self.text(),
            "day": self.one_of(range(1, self.days + 1)),
            "seats": self.number(60),
            "travel_minutes": self.number(200),
        }

    def table_numbers(self) -> list[int | None]:
        return [*self.some(range(1, 9)), *([None] if self.chance(0.4) else [])]

    def table(self, number: int | None) -> dict:
        key = None if number else f"~t{next(self.made)}"
        self.keys.setdefault("table", []).append(number or key)
        return {
            "number": number,
            "key": key,
            "title": self.text(),
            "subsectors": [self.text() or {} for _part in range(self.random.randint(0, 4))],
            **self.place(),
            "capacity": self.number(80),
            "moderators": self.some(self.known("official")),
        }

    def place(self) -> dict:
        """A venue, or a room alone: which venue has it the file need not say."""
        if self.chance(0.5):
            return {"venue": self.one_of(self.known("venue")), "room": None}
        return {"venue": None, "room": self.one_of(self.known("room"))}

    def travel_times(self) -> list[dict]:
        venues = self.some(self.known("venue"))
        pairs = [(one, other) for index, one in enumerate(venues) for other in venues[:index]]
        return [{"from": one, "to": other, "minutes": self.number(300)} for one, other in pairs]

    def item(self) -> dict:
        starts, ends = self.hours()
        return {
            "kind": self.one_of(enums.ItemKind.values),
            "title": self.text(),
            "day": self.one_of(range(1, self.days + 1)),
            "starts": starts,
            "ends": ends,
            "parallel": self.one_of(["A", "B"], 0.3),
            **self.place(),
            "table": self.one_of(self.known("table"), 0.3),
            "visit": self.one_of(self.known("visit"), 0.3),
            "speakers": self.some(self.known("official")),
            "note": self.text(0.5, self.block),
            "spoken": self.some(("it", "ru", "en")),
            "interpreted": self.some(("it", "ru", "en")),
            "interpreters": self.some(self.known("interpreter")),
            "expected": self.number(500),
        }

    def project(self) -> dict:
        table = self.one_of(self.known("table"))
        return {"title": self.text(), "table": table, "proposer": self.text(), "summary": self.text(0.5, self.block)}

    def agreement(self) -> dict:
        parties = [self.text() or {} for _party in range(self.random.randint(0, 3))]
        kind = self.one_of(["protocol", "agreement", "mou", "understanding"])
        signed = self.one_of(["2029-10-26"], 0.5)
        return {"kind": kind, "title": self.text(), "signed_on": signed, "parties": parties, "sector": self.text()}

    def source_keys(self) -> list[str]:
        self.keys["source"] = [f"s{n}" for n in range(self.random.randint(0, 3))]
        return self.keys["source"]

    def figure(self) -> dict:
        return {
            "metric": self.line()[:50],
            "side": self.one_of(enums.FigureSide.values),
            "value": self.one_of([0, 7, 12.5, 9_999_999_999.99, 0.01]),
            "unit": self.one_of(enums.Unit.values),
            "qualifier": self.one_of(enums.Qualifier.values),
            "basis": self.one_of(enums.Basis.values),
            "source": self.one_of(self.known("source")),
        }


def bytes_of(seed: int, number: int | None) -> bytes:
    return json.dumps(Writer(seed).file(number)).encode()


def explicit(content: bytes) -> dict:
    """A file that says of every later key what a new session has, where it says nothing."""
    told = json.loads(content)
    told = {"demonstration": False, "minutes_within_town": 15, "minutes_between_towns": 60} | told
    told = {"interpreters": [], "travel_times": []} | told
    nothing = {
        "venues": {"opens": None, "closes": None},
        "visits": {"travel_minutes": None},
        "programme": {"interpreters": [], "expected": None},
    }
    return told | {name: [empty | entry for entry in told[name]] for name, empty in nothing.items()}


@pytest.mark.parametrize("seed", range(24))
def test_load_dump_load_is_the_same(seed):
    number = 31 if seed % 4 else None
    session = load_session(bytes_of(seed, number)).session
    content = dump_session(session)
    again = load_session(content)
    assert (again.session.pk, again.changes) == (session.pk, [])
    assert dump_session(again.session) == content
    forget(session)
    assert dump_session(load_session(content).session) == content


@pytest.mark.parametrize("seed", range(12))
def test_a_file_over_another_leaves_nothing_of_it(seed):
    fresh = load_session(bytes_of(seed, 31)).session
    content = dump_session(fresh)
    forget(fresh)
    other = load_session(bytes_of(1_000 + seed, 31)).session
    assert dump_session(other) != content
    session = load_session(json.dumps(explicit(content)).encode()).session
    assert session.pk == other.pk
    assert json.loads(dump_session(session)) == json.loads(content)  # in any order of the sources


def test_the_writer_reaches_every_key():
    """What is never written is never tested."""
    files = [Writer(seed).file(31) for seed in range(40)]
    for name in ("organisers", "venues", "officials", "interpreters", "visits", "tables", "programme", "projects"):
        entries = [entry for file in files for entry in file[name]]
        said = {key for entry in entries for key, value in entry.items() if value not in (None, [], {})}
        assert said == {key for entry in entries for key in entry}, name
    assert sum(len(file["travel_times"]) for file in files) > 10
    assert sum(len(file["figures"]) for file in files) > 40
