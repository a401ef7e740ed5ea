"""The way of a registration, from the first form to "sent", against a bare Django view with one INSERT.

    BENCH_DATABASE_URL=postgres://user@host/postgres python bench/registration_path.py [REGISTRATIONS]

Both under gunicorn with two workers, asked by 8 clients, on databases of the same server, in one run. Goals: the
processor time of all requests of one registration is at most 100 times that of one request to the bare view; the 95th
percentile of no step is over 40 times the bare view's median. Counted is the processor time (user and system) of the
web workers; that of the database's own processes is printed beside it.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

from places import at
from portal import ROOT, children, own_database, own_folder, prepare, served
from stdnum import luhn

CLIENTS = 8
ROUNDS = 3
INSERTS = 4500
GOAL_PROCESSOR, GOAL_P95 = 100, 40


class Browser:
    """One company: its cookies, and how long each of its requests took, by step."""

    def __init__(self, address: str) -> None:
        self.host, self.port = urlsplit(address).hostname, urlsplit(address).port
        self.cookies: dict[str, str] = {}
        self.took: dict[str, list[float]] = defaultdict(list)

    def ask(self, path: str, fields: dict | None = None) -> tuple[int, str, str]:
        """Return status, the address it redirects to, and the page. gunicorn's workers keep no connection open."""
        method, body, more = "GET", b"", ""
        if fields is not None:
            method, body = "POST", urlencode(fields, doseq=True).encode()
            more = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nCookie: {cookies}\r\n{more}"
        started = time.perf_counter()
        head_back, page = self._exchange(f"{head}Connection: close\r\n\r\n".encode() + body)
        self.took[f"{method} {path.rstrip('/').rsplit('/', 1)[-1]}"].append(time.perf_counter() - started)
        self.cookies.update(re.findall(r"(?im)^set-cookie: ([^=]+)=([^;\r]*)", head_back))
        location = re.search(r"(?im)^location: (\S+)", head_back)
        return int(head_back.split(" ", 2)[1]), location.group(1) if location else "", page

    def _exchange(self, request: bytes) -> tuple[str, str]:
        with socket.create_connection((self.host, self.port)) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        head, _separator, page = b"".join(parts).partition(b"\r\n\r\n")
        return head.decode(), page.decode()

    def fill(self, path: str, fields: dict) -> str:
        """Open a form and send it as a browser does, with what stands in it and these values; returns where it leads.

        A field is named by the end of its name: the rest holds the number of a row.
        """
        status, location, page = self.ask(path)
        if status == 200:
            standing = {name: value for name, value in map(name_and_value, INPUT.findall(page)) if name}
            names = {end: next(iter(re.findall(f'name="([^"]*{end})"', page)), end) for end in fields}
            typed = {names[end]: value for end, value in fields.items()}
            status, location, page = self.ask(path, {**standing, **typed})
        if status != 302:
            raise RuntimeError(f"{status} at {path}: {re.findall('is-invalid.{300}', page, re.DOTALL)[:1]}")
        return location


INPUT = re.compile(r'<input type="(?:hidden|text|email)"[^>]*>')


def name_and_value(tag: str) -> tuple[str, str]:
    """Return the name and the value of an input."""
    name, value = (re.search(f' {attribute}="([^"]*)"', tag) for attribute in ("name", "value"))
    return name.group(1) if name else "", html.unescape(value.group(1)) if value else ""


def register(browser: Browser, path: str, number: int, table: str, visit: str) -> None:
    """Go the whole way of one company with one delegate, up to the page that says it was sent."""
    vat = f"{number:07d}015"  # a running number and the code of Milan
    path = browser.fill(path, {
        "side": "IT", "category": "company", "name_latin": f"Officine {number} S.r.l.", "town": "Bergamo",
        "vat_number": vat + luhn.calc_check_digit(vat), "contact_name": "Anna Bianchi",
        "contact_email": f"company{number}@example.org", "contact_phone": "035 123456", "language": "it",
    })  # fmt: skip
    path = browser.fill(path, {"themes": "Macchine per il legno", "counterparts": "Mobilifici", "in_catalogue": "on"})
    path = browser.fill(path, {
        "given_latin": "Anna", "family_latin": "Bianchi", "qualification": "Direttrice", "speaks": ["it", "en"],
        "0-email": f"anna{number}@example.org",
    })  # fmt: skip
    path = browser.fill(path, {"table_1": table, "visits": visit})
    while not path.endswith("/check/"):
        path = browser.fill(path, {})
    path = browser.fill(path, {"privacy": "on"})
    status, _location, page = browser.ask(path)
    if status != 200 or f"company{number}@example.org" not in page:
        raise RuntimeError(f"{status} at {path}")


def company(address: str, path: str, numbers: list[int], table: str, visit: str) -> dict[str, list[float]]:
    """One of the clients: register these companies one after the other; returns how long each step took."""
    took = defaultdict(list)
    for number in numbers:
        browser = Browser(address)
        register(browser, path, number, table, visit)
        for step, seconds in browser.took.items():
            took[step] += seconds
    return took


def inserter(address: str, numbers: list[int]) -> dict[str, list[float]]:
    """One of the clients of the bare view."""
    browser = Browser(address)
    for number in numbers:
        status, _location, _page = browser.ask("/insert", {"name": f"Officine {number}", "email": "a@example.org"})
        if status != 200:
            raise RuntimeError(f"the bare view answers {status}")
    return browser.took


def session_to_register_for() -> tuple[str, str, str]:
    """Make an open session with six tables and three visits; returns the form's address, a table and a visit."""
    from django.core.management import call_command
    from django.utils import timezone

    from participants.models import PrivacyNotice
    from sessions.models import CompanyVisit, Session
    from tables.models import ThematicTable

    call_command("load_history", verbosity=0, stdout=io.StringIO())
    now = timezone.now()
    PrivacyNotice.objects.get_or_create(version="bench", defaults={"text_it": "Informativa", "published_at": now})
    session = Session.objects.create(
        number=900, title_it="Misura", status="announced", city_it="Bergamo", capacity_it=10**6,
        opens_at=now - dt.timedelta(days=1), closes_at=now + dt.timedelta(days=1),
    )  # fmt: skip
    tables = [ThematicTable.objects.create(session=session, number=n, title_it=f"Tavolo {n}") for n in range(1, 7)]
    visits = [CompanyVisit.objects.create(session=session, company_it=f"Impresa {n}", position=n) for n in range(3)]
    return f"/it/sessions/{session.ref}/register/", str(tables[2].pk), str(visits[1].pk)


def ticks(pid: int) -> float:
    """Return the processor time of a process in seconds, its user and its system part together."""
    row = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(row[11]) + int(row[12])) / os.sysconf("SC_CLK_TCK")


class Meter:
    """The processor time of the web workers and of the database's processes for them, in seconds.

    A connection is closed after a minute and another process takes its place, so each is looked at again and again.
    """

    def __init__(self, master: int, database_url: str | None) -> None:
        self.master, self.database_url = master, database_url
        self.backends: dict[int, float] = {}

    def look(self) -> tuple[float, float]:
        """Return what was used up to now."""
        if self.database_url:
            for pid in self._backends():
                with suppress(FileNotFoundError):  # it has just ended
                    self.backends[pid] = ticks(pid)
        return sum(ticks(pid) for pid in children(self.master)), sum(self.backends.values())

    def _backends(self) -> list[int]:
        import psycopg2

        connection = psycopg2.connect(self.database_url)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            found = [pid for (pid,) in cursor.fetchall()]
        connection.close()
        return found


def crowd(master: int, database_url: str | None, client, shares: list[tuple]) -> tuple[float, float, dict]:
    """Let the clients run; returns the seconds used by workers and by database, and how long each step took."""
    with multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
        meter = Meter(master, database_url)
        before = meter.look()
        running = pool.starmap_async(client, shares)
        while not running.ready():
            running.wait(2)
            after = meter.look()
        results = running.get()
    took = defaultdict(list)
    for result in results:
        for step, seconds in result.items():
            took[step] += seconds
    return after[0] - before[0], after[1] - before[1], {step: sorted(seconds) for step, seconds in took.items()}


def split(first: int, size: int) -> list[list[int]]:
    """Numbers from ``first`` on, dealt to the clients."""
    return [list(range(first, first + size))[client::CLIENTS] for client in range(CLIENTS)]


@dataclass
class Side:
    """What was measured of one of the two: seconds of the web workers and of the database, and how long each took."""

    web: float = 0.0
    database: float = 0.0
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, web: float, database: float, took: dict[str, list[float]]) -> None:
        self.web, self.database = self.web + web, self.database + database
        for step, seconds in took.items():
            self.took[step] = sorted(self.took[step] + seconds)


def measure(ours_url: str | None, bare_url: str | None, folder: str, size: int) -> tuple[Side, Side]:
    """Ask both in turns, ROUNDS times, after a first round that warms them and does not count."""
    from django.db import connections

    path, table, visit = session_to_register_for()
    connections.close_all()
    environment = {"BARE_DATABASE_URL": bare_url or f"sqlite:///{folder}/bare.sqlite3"}
    command = [sys.executable, "-c", "from bench.bare_insert_wsgi import make_table; make_table()"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
    ours, bare = Side(), Side()
    with (
        served(RATE_LIMITS="10000") as (our_address, our_master),
        served("bench.bare_insert_wsgi", **environment) as (bare_address, bare_master),
    ):
        for turn in range(ROUNDS + 1):
            count, inserts = (size // ROUNDS, INSERTS // ROUNDS) if turn else (4 * CLIENTS, 40 * CLIENTS)
            shares = [(our_address, path, numbers, table, visit) for numbers in split(10_000 * turn + 1, count)]
            result = crowd(our_master, ours_url, company, shares)
            bare_result = crowd(bare_master, bare_url, inserter, [(bare_address, part) for part in split(1, inserts)])
            if turn:
                ours.add(*result)
                bare.add(*bare_result)
    return ours, bare


def main() -> int:
    size = ROUNDS * (int(sys.argv[1]) // ROUNDS) if len(sys.argv) > 1 else 180
    with own_folder() as folder, own_database() as database, own_database() as bare_database:
        prepare(folder, database)
        from django.db import connections

        load = os.getloadavg()[0]
        ours, bare = measure(database, bare_database, folder, size)
        connections.close_all()
    print(f"{'PostgreSQL' if database else 'SQLite'}, load before {load:.1f}, {size} registrations, {INSERTS} inserts")
    bare_median = median(bare.took["POST insert"])
    for step, seconds in ours.took.items():
        p95 = at(seconds, 0.95)
        print(f"  {step}: median {median(seconds) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms = {p95 / bare_median:.1f}")
    requests = sum(map(len, ours.took.values())) / size
    worst = max(at(seconds, 0.95) for seconds in ours.took.values()) / bare_median
    ratio = (ours.web / size) / (bare.web / INSERTS)
    whole = ((ours.web + ours.database) / size) / ((bare.web + bare.database) / INSERTS)
    print(
        f"a registration: {requests:.0f} requests, {ours.web / size * 1000:.1f} ms of the web workers' processor"
        f" (+ {ours.database / size * 1000:.1f} ms of the database's);"
        f" a bare INSERT: {bare.web / INSERTS * 1000:.2f} ms (+ {bare.database / INSERTS * 1000:.2f} ms),"
        f" median {bare_median * 1000:.1f} ms\n"
        f"ratio {ratio:.0f} (database included {whole:.0f}), goal {GOAL_PROCESSOR};"
        f" slowest step's p95 {worst:.1f} times the bare median, goal {GOAL_P95}"
    )
    return 0 if ratio <= GOAL_PROCESSOR and worst <= GOAL_P95 else 1


if __name__ == "__main__":
    sys.exit(main())
