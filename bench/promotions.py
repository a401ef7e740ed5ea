"""Promise 2: 200 cancellations and 200 new registrations at once on a full session, through the acts of the gate.

    python bench/promotions.py                                                   on SQLite
    BENCH_DATABASE_URL=postgres://user@host/postgres python bench/promotions.py  on a fresh PostgreSQL database

Kept: whoever counts, at any committed moment, finds exactly as many confirmed as there are places; each who waited is
promoted once and told once. Then the negative control with the gate left open, which must break the promise.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections import Counter

from portal import own_database, own_folder, prepare

CROWD = 200
CLIENTS = 8


def registrations(session, size: int, first: int) -> list[int]:
    """Make companies under review with one delegate each; returns their primary keys."""
    from django.utils import timezone

    from participants.models import Delegate, Organisation, PrivacyNotice, Registration

    now = timezone.now()
    notice, _made = PrivacyNotice.objects.get_or_create(
        version="bench", defaults={"text_it": "Informativa", "published_at": now}
    )
    keys = []
    for number in range(first, first + size):
        name = f"Officine {number}"
        body = Organisation.objects.create(side="IT", category="company", name_latin=name, name_key=name.lower())
        row = Registration.objects.create(
            session=session, organisation=body, state="under_review", contact_name="Anna Bianchi",
            contact_email=f"company{number}@example.org", privacy_notice=notice, submitted_at=now, verified_at=now,
        )  # fmt: skip
        Delegate.objects.create(
            registration=row, session=session, side="IT", given_latin="Anna", family_latin=f"Bianchi {number}",
            name_key=f"anna bianchi {number}",
        )  # fmt: skip
        keys.append(row.pk)
    return keys


def client(pairs: list[tuple[str, int]], gate_open: bool) -> Counter:
    """One of the clients: do its acts one after the other."""
    from django.db import connections

    connections.close_all()
    if gate_open:
        leave_open()
    from participants import services
    from participants.models import Registration

    outcomes = Counter()
    for act, pk in pairs:
        row = Registration.objects.select_related("organisation", "session").get(pk=pk)
        try:
            (services.admit_registration if act == "come" else services.cancel_registration)(row)
            outcomes["done"] += 1
        except Exception as error:
            outcomes[type(error).__name__] += 1
    connections.close_all()
    return outcomes


def leave_open() -> None:
    """Take the lock and the transaction out of the gate, as bench/control_wsgi.py does for the web."""
    from contextlib import contextmanager

    from participants.services import gate
    from sessions.models import Session

    @contextmanager
    def left_open(session_id):
        yield Session.objects.get(pk=session_id)

    def slow_count(session, side):
        taken = session.delegates.filter(side=side, place="confirmed").count()
        time.sleep(0.02)
        return max(0, session.capacity(side) - taken)

    gate.open_gate, gate.free_places = left_open, slow_count
    gate.lock_registration = lambda row: type(row).objects.select_related("organisation", "session").get(pk=row.pk)


def watch(session_pk: int, over, seen) -> None:
    """Count who has a place until it is over; every number found goes into ``seen``."""
    from django.db import connections

    from participants.models import Delegate

    connections.close_all()
    found: Counter = Counter()
    while not over.is_set():
        found[Delegate.objects.filter(session_id=session_pk, place="confirmed").count()] += 1
    seen.put(found)
    connections.close_all()


def measure(number: int, gate_open: bool) -> bool:
    """Let them come and go; prints what came of it and returns whether the promise was kept."""
    from django.db import connections
    from django.utils import timezone

    from participants import services
    from participants.models import MailLog, Registration
    from sessions.models import Session

    session = Session.objects.create(
        number=number, title_it="Misura", status="announced", capacity_it=CROWD, opens_at=timezone.now()
    )
    holders, waiting, coming = (registrations(session, CROWD, number * 10_000 + part * 1000) for part in range(3))
    for pk in [*holders, *waiting]:
        services.admit_registration(Registration.objects.get(pk=pk))
    pairs = [pair for new, old in zip(coming, holders, strict=True) for pair in (("come", new), ("go", old))]
    connections.close_all()
    context = multiprocessing.get_context("fork")
    over, seen = context.Event(), context.Queue()
    watcher = context.Process(target=watch, args=(session.pk, over, seen))
    watcher.start()
    started = time.perf_counter()
    with context.Pool(CLIENTS) as pool:
        outcomes = sum(pool.starmap(client, [(pairs[n::CLIENTS], gate_open) for n in range(CLIENTS)]), Counter())
    took = time.perf_counter() - started
    over.set()
    counts = seen.get(timeout=60)
    watcher.join()
    mails = MailLog.objects.filter(registration__in=waiting, kind="promoted")
    told = Counter(mails.values_list("registration", flat=True))
    in_now = set(session.delegates.filter(place="confirmed").values_list("registration", flat=True))
    kept = outcomes == {"done": 2 * CROWD} and set(counts) == {CROWD} and in_now == set(waiting)
    kept = kept and len(told) == CROWD and set(told.values()) == {1}
    print(
        f"{'gate left open' if gate_open else 'the gate'}: {2 * CROWD} acts by {CLIENTS} clients in {took:.0f} s, "
        f"{dict(outcomes)}; confirmed, each time somebody looked ({sum(counts.values())} times): {sorted(counts)}; "
        f"promoted and told once: {sum(1 for times in told.values() if times == 1)} of {CROWD}",
        flush=True,
    )
    return kept


def main() -> int:
    with own_folder() as folder, own_database() as database:
        prepare(folder, database)
        from django.db import connections

        print("PostgreSQL" if os.environ.get("BENCH_DATABASE_URL") else "SQLite")
        kept = measure(701, gate_open=False)
        broken = not measure(702, gate_open=True)
        connections.close_all()
    print(f"promise kept: {kept}; the control, with the gate left open, breaks it: {broken}")
    return 0 if kept and broken else 1


if __name__ == "__main__":
    sys.exit(main())
