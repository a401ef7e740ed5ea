"""The administration's long lists with 20,000 registrations against the same pages with 200: queries, and p95.

    python bench/moderation.py
    BENCH_DATABASE_URL=postgres://… python bench/moderation.py
"""

from __future__ import annotations

import os
import statistics
import sys
import time

import portal

FEW, MANY = 200, 20_000
REQUESTS = 40
PAIRED = 30
MOST = 3.0
LIST = "/admin/participants/registration/"


def main() -> int:
    with portal.own_folder() as folder, portal.own_database() as database:
        portal.prepare(folder, database)
        client, session = stage()
        grow(session, FEW, "few")
        few = {name: measure(client, url) for name, url in pages(session).items()}
        grow(session, MANY - FEW, "many")
        many = {name: measure(client, url) for name, url in pages(session).items()}
    return report(few, many)


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


def grow(session, count: int, seed: str) -> None:
    """Add registrations of every state, and let the database take note of how many there are."""
    from django.db import connection

    from participants.demo import make_registrations
    from participants.models import Registration
    from participants.services import index_organisation

    make_registrations(session, count, seed)
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


def measure(client, url: str) -> tuple[int, float]:
    """How many queries a page asks, and the 95th percentile of its time in milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    asked = list(queries)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    if os.environ.get("EXPLAIN"):
        for query in sorted(asked, key=lambda one: -float(one["time"]))[:3]:
            print(f"   {query['time']} {query['sql'][:1500]}")
    times = []
    for _request in range(REQUESTS):
        began = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - began) * 1000)
    return len(asked), statistics.quantiles(times, n=20)[-1]


def report(few: dict[str, tuple[int, float]], many: dict[str, tuple[int, float]]) -> int:
    """Print a line a page; 1 where queries grew or a page became too slow."""
    good = True
    for name, (queries, p95) in many.items():
        before, fast = few[name]
        kept = queries <= before + 3 and p95 < MOST * fast
        good = good and kept
        print(
            f"{name}: {before} and {queries} queries; p95 {fast:.0f} ms with {FEW}, {p95:.0f} ms with {MANY},"
            f" {p95 / fast:.1f} times{'' if kept else ' – TOO MUCH'}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
