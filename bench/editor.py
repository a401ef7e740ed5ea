"""A line dropped in the editor of a programme with 400 lines and 800 delegates. Goal: under 100 ms on the server.

    python bench/editor.py [DROPS]

The whole request and answer through Django, middleware and sign-in included: the line is moved in its transaction, the
clashes of the whole session are found anew, the answer holds the card and where every line stands. Lines are dropped at
random, so there are many clashes. Then the page itself. Beside the clock stands the processor time of the portal, which
on SQLite is the database's too: it holds on a machine that others use.
"""

from __future__ import annotations

import random
import statistics
import sys
import time

from clashes import DAYS, make_session
from portal import own_database, own_folder, prepare

MOST = 100  # milliseconds


def organiser(session):
    """A browser of the session's organiser."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from sessions.models import Assignment

    settings.ALLOWED_HOSTS = ["*"]
    user = User.objects.create_user("bench@example.org", "bench")
    Assignment.objects.create(user=user, session=session, role="organiser")
    client = Client()
    client.force_login(user)
    return client


def drop(client, session, item, view: str, rng: random.Random, rooms: list[int]) -> tuple[float, float, int]:
    """Drop a line somewhere; returns the milliseconds by the clock and of the processor, and the bytes answered."""
    hour, minute = rng.randrange(8, 18), rng.randrange(0, 60, 5)
    place = {"day": rng.randint(1, DAYS), "starts": f"{hour:02d}:{minute:02d}"}
    if "room" in view:
        place["room"] = rng.choice(rooms)
    began, worked = time.perf_counter(), time.process_time()
    answer = client.post(
        f"/en/desk/{session.ref}/programme/{item}/move/?{view}", place, headers={"accept": "application/json"}
    )
    taken, busy = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)
    if answer.status_code != 200:
        raise RuntimeError(f"answered {answer.status_code}: {answer.content[:300]}")
    return taken, busy, len(answer.content)


def queries_of(act) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def main() -> int:
    drops = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    rng, good = random.Random(4), True
    with own_folder() as folder, own_database() as database:
        prepare(folder, database)
        from sessions.models import Room

        session = make_session()
        client = organiser(session)
        items = list(session.items.values_list("pk", flat=True))
        rooms = list(Room.objects.filter(venue__session=session).values_list("pk", flat=True))
        for view in ("by=day", "by=room&day=2"):
            asked = queries_of(lambda: drop(client, session, items[0], view, rng, rooms))  # noqa: B023
            found = [drop(client, session, rng.choice(items), view, rng, rooms) for _drop in range(drops)]
            times, busy, sizes = (sorted(column) for column in zip(*found, strict=True))
            p95 = statistics.quantiles(times, n=20)[-1]
            good = good and p95 < MOST
            print(
                f"a drop, {view}: {asked} queries, median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, slowest"
                f" {times[-1]:.0f} ms; of the processor {statistics.median(busy):.0f} ms;"
                f" answer {sizes[-1] / 1000:.0f} kB"
            )
            path = f"/en/desk/{session.ref}/programme/?{view}"
            client.get(path)
            began = time.perf_counter()
            page = client.get(path)
            print(f"the page, {view}: {1000 * (time.perf_counter() - began):.0f} ms, {len(page.content) / 1000:.0f} kB")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
