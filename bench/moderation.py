"""The administration's long lists with 20,000 registrations against the same pages with 200: queries, and p95.

    python bench/moderation.py
    BENCH_DATABASE_URL=postgres://… python bench/moderation.py
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import time
from collections import defaultdict
from multiprocessing.connection import Connection

import portal

SIZES = FEW, MANY = 200, 20_000
REQUESTS = 40
PAIRED = 30
MOST = 3.0
LIST = "/admin/participants/registration/"


def main() -> int:
    spawn = multiprocessing.get_context("spawn")
    lines = {}
    for size in SIZES:
        lines[size], theirs = spawn.Pipe()
        spawn.Process(target=answer, args=(size, theirs), daemon=True).start()
    names = [line.recv() for line in lines.values()][0]
    queries, times = {}, defaultdict(list)
    # One request of each in turn, so that whatever else the machine does slows both alike.
    for name in names:
        for size, line in lines.items():
            line.send((name, True))
            queries[name, size] = line.recv()
        for _request in range(REQUESTS):
            for size, line in lines.items():
                line.send((name, False))
                times[name, size].append(line.recv())
    for line in lines.values():
        line.send(None)
        line.recv()
    return report(names, queries, times)


def answer(size: int, line: Connection) -> None:
    """A portal of its own with so many registrations: how many queries, or seconds, a page takes when asked."""
    with portal.own_folder() as folder, portal.own_database() as database:
        portal.prepare(folder, database)
        client, session = stage()
        grow(session, size)
        urls = pages(session)
        line.send(list(urls))
        while asked := line.recv():
            name, counting = asked
            line.send((count if counting else seconds)(client, urls[name]))
        from django.db import connection

        connection.close()
    line.send("gone")


def stage():
    """A browser of staff, and a session to register for."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from sessions.models import Session

    settings.ALLOWED_HOSTS = ["*"]
    user = User.objects.create_superuser(email="bench@example.org", password=None, full_name="Bench")
    client = Client()
    client.force_login(user)
    session = Session.objects.create(
        number=1, title_it="Misura", status="announced", capacity_it=3000, capacity_ru=1000, timezone="Europe/Rome"
    )
    return client, session


def grow(session, count: int) -> None:
    """Add registrations of every state, and let the database take note of how many there are."""
    from django.db import connection

    from participants.demo import make_registrations
    from participants.models import Registration
    from participants.services import index_organisation

    make_registrations(session, count, "bench")
    waiting = session.registrations.filter(state="under_review").select_related("organisation").order_by("verified_at")
    # The demonstration has no two of one name: the first of the queue are made each other's duplicates.
    for one, other in zip(*[iter(waiting[:PAIRED])] * 2, strict=True):
        other.organisation.name_latin = one.organisation.name_latin
        other.organisation.name_cyrillic = one.organisation.name_cyrillic
        other.organisation.save()
        index_organisation(other.organisation)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{Registration.objects.count()} registrations, {waiting.count()} of them to decide on", flush=True)


def pages(session) -> dict[str, str]:
    """The pages that are measured."""
    of_session = f"session__id__exact={session.pk}"
    return {
        "registrations": LIST,
        "registrations of a session under review": f"{LIST}?{of_session}&state__exact=under_review",
        "registrations, third page": f"{LIST}?p=3",
        "registrations, searched": f"{LIST}?q=a",
        "to moderate": f"{LIST}queue/?session={session.pk}",
        "to moderate, with duplicates": f"{LIST}queue/?session={session.pk}&duplicates=on",
        "changes to approve": f"{LIST}changes/",
        "organisations": "/admin/participants/organisation/",
        "delegates": "/admin/participants/delegate/",
    }


def count(client, url: str) -> int:
    """How many queries a page asks once it was opened before."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        status = client.get(url).status_code
        number = len(queries)
    if status != 200:
        raise RuntimeError(f"{url} answered {status}")
    return number


def seconds(client, url: str) -> float:
    """How long a page takes."""
    began = time.perf_counter()
    client.get(url)
    return time.perf_counter() - began


def report(names: list[str], queries: dict, times: dict) -> int:
    """Print a line a page; 1 where queries grew or a page became too slow."""
    good = True
    for name in names:
        few, many = ((statistics.quantiles(times[name, size], n=20)[-1] * 1000) for size in SIZES)
        middle = statistics.median(times[name, MANY]) / statistics.median(times[name, FEW])
        kept = queries[name, MANY] <= queries[name, FEW] and many < MOST * few
        good = good and kept
        print(
            f"{name}: {queries[name, FEW]} and {queries[name, MANY]} queries; p95 {few:.0f} ms with {FEW},"
            f" {many:.0f} ms with {MANY}: {many / few:.1f} times, the median {middle:.1f} times"
            f"{'' if kept else ' – TOO MUCH'}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
