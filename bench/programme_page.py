"""The programme page of 60 items, warm, against a bare Django view with the same bytes. Goal: 0.6 of its requests/s.

    python bench/programme_page.py [SECONDS]

Both under gunicorn with two workers, asked in turns, three times each, by the same clients; the best of each counts.
Also: queries of a cold and of a warm page, and the time of each.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from portal import children, own_database, own_folder, prepare, served

CLIENTS = 4
ITEMS = 60


def session_of_sixty() -> str:
    """Make a session of two days with 60 items, speakers, four tables; returns the path of its programme."""
    from sessions.models import Official, ProgrammeItem, Room, Session, Venue
    from tables.models import Subsector, TableSitting, ThematicTable

    session = Session.objects.create(
        number=900, title_it="Misura", title_ru="Измерение", status="announced", city_it="Bergamo",
        starts_on=dt.date(2027, 5, 20), ends_on=dt.date(2027, 5, 21),
    )  # fmt: skip
    venue = Venue.objects.create(session=session, name_it="Polo fieristico", town_it="Bergamo", address="via Lunga")
    rooms = [Room.objects.create(venue=venue, name_it=f"Sala {n}") for n in range(1, 5)]
    people = [Official.objects.create(session=session, name_it=f"Persona {n}", office_it="Direttore") for n in range(8)]
    tables = [ThematicTable.objects.create(session=session, number=n, title_it=f"Tavolo {n}") for n in range(1, 5)]
    for table in tables:
        table.moderators.add(people[0])
        Subsector.objects.bulk_create(Subsector(table=table, title_it=f"Settore {n}", position=n) for n in range(5))
    for n in range(ITEMS):
        hour = 8 + n % 30 // 3
        item = ProgrammeItem.objects.create(
            session=session, position=n, kind="table" if n % 5 == 0 else "seminar", title_it=f"Voce {n} del programma",
            title_ru=f"Пункт {n} программы", day=1 + n // 30, starts=dt.time(hour), ends=dt.time(hour, 45),
            parallel=f"P{n // 3}", room=rooms[n % 4], spoken=["it"], interpreted=["ru"],
        )  # fmt: skip
        item.speakers.add(people[n % 8], people[(n + 1) % 8])
        if n % 5 == 0:
            TableSitting.objects.create(item=item, table=tables[n // 5 % 4])
    return f"/it/sessions/{session.ref}/programme/"


def queries(path: str) -> tuple[int, float, int, float, bytes]:
    """Return the queries and milliseconds of the page cold and warm, and the page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, figures = Client(headers={"host": "127.0.0.1"}), []
    for _time in range(2):
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            body = client.get(path).content
        figures += [len(captured), (time.perf_counter() - started) * 1000]
    return *figures, body


def ask(address: str, path: str, seconds: float) -> int:
    """One client: ask for the page as fast as it comes, on a connection each (gunicorn's workers keep none)."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    done, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.create_connection((host, port)) as connection:
            connection.sendall(request)
            answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
            while connection.recv(65536):
                pass
        done += 1
    return done


def cpu_seconds(master: int) -> float:
    """Return the processor time that the workers have used."""
    ticks = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in children(master)]
    return sum(int(row[11]) + int(row[12]) for row in ticks) / os.sysconf("SC_CLK_TCK")


def rate(address: str, master: int, path: str, seconds: float) -> tuple[float, float]:
    """Return requests a second, and milliseconds of a worker's processor time for one."""
    with multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
        before = cpu_seconds(master)
        done = sum(pool.starmap(ask, [(address, path, seconds)] * CLIENTS))
        used = cpu_seconds(master) - before
    return done / seconds, used / done * 1000


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    with own_folder() as folder, own_database() as database:
        prepare(folder, database)
        from django.db import connections

        path = session_of_sixty()
        cold, cold_ms, warm, warm_ms, body = queries(path)
        print(
            f"{ITEMS} items, {len(body)} bytes;"
            f" cold {cold} queries, {cold_ms:.0f} ms; warm {warm} queries, {warm_ms:.1f} ms"
        )
        connections.close_all()
        copy = Path(folder) / "page.html"
        copy.write_bytes(body)
        with served() as (ours, our_master), served("bench.bare_wsgi", BARE_BODY=str(copy)) as (bare, bare_master):
            rate(ours, our_master, path, 1), rate(bare, bare_master, "/page", 1)  # warm both
            rounds = [
                (rate(ours, our_master, path, seconds), rate(bare, bare_master, "/page", seconds))
                for _round in range(3)
            ]
    (our_rate, our_cpu), (bare_rate, bare_cpu) = (max(side) for side in zip(*rounds, strict=True))
    ratio = our_rate / bare_rate
    print(
        f"programme page {our_rate:.0f} requests/s ({our_cpu:.2f} ms of processor each),"
        f" bare view {bare_rate:.0f} ({bare_cpu:.2f} ms): ratio {ratio:.2f}, goal 0.60"
    )
    return 0 if ratio >= 0.6 and cold <= 6 and warm <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
