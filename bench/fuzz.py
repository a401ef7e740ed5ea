"""Broken input for every form and every address of the portal, as every role. Goal: no 5xx, no logged error.

    python bench/fuzz.py [POSTS [SEED]]

The forms are those that stand on the pages of every address the resolver knows; each post has one to three things wrong
with it and is taken back after the database's own checks. The same seed sends the same posts.
With BENCH_DATABASE_URL on PostgreSQL.
"""

from __future__ import annotations

import collections
import logging
import random
import sys
import time

from portal import own_database, own_folder, prepare

QUERIES = 10  # wrong ones for each page


def quiet() -> None:
    """Leave the log to those who count it."""
    for handler in logging.getLogger().handlers[:]:
        logging.getLogger().removeHandler(handler)
    logging.disable(logging.INFO)


def posts(world, found, log, number: int, rng: random.Random) -> tuple[collections.Counter, list[str]]:
    """Send so many posts, each form as often as the others; returns the answers by status and what was wrong."""
    from desk.tests.fuzzing import send, spoil
    from desk.tests.fuzzing.world import shown_lately

    forms, statuses, faults, began = found.posts(), collections.Counter(), [], time.monotonic()
    staff = [name for name, browser in world.browsers.items() if browser.session.get("_auth_user_id")]
    for index in range(number):
        if index % 500 == 0:
            for name in staff:
                shown_lately(world.browsers[name])
            print(f"{index} posts, {len(faults)} faults, {time.monotonic() - began:.0f} s", flush=True)
        role, form = forms[index % len(forms)]
        sent = spoil.spoiled(form, rng)
        status, wrong = send.post(world.browsers[role], sent, log)
        statuses[status] += 1
        for fault in wrong:
            faults.append(f"POST {sent.path} as {role} ({sent.what}): {fault}")
            print(faults[-1][:600], flush=True)
    return statuses, faults


def gets(world, found, log, rng: random.Random) -> tuple[int, list[str]]:
    """Put some of the wrong queries behind every address that opened, those of its own filter among them."""
    from desk.tests.fuzzing import gather, send

    filters, number, faults = found.filters(), 0, []
    for role, path in found.pages:
        for query in rng.sample(gather.wrong_queries(filters.get(path)), QUERIES):
            number += 1
            _status, wrong = send.get(world.browsers[role], f"{path}?{query}", log)
            for fault in wrong:
                faults.append(f"GET {path}?{query[:80]} as {role}: {fault}")
                print(faults[-1][:600], flush=True)
    return number, faults


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with own_folder() as folder, own_database() as database:
        prepare(folder, database)
        from django.conf import settings

        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        from desk.tests.fuzzing import gather, send
        from desk.tests.fuzzing import world as worlds

        quiet()
        log = send.Log()
        logging.getLogger().addHandler(log)
        world = worlds.make_world()
        found = gather.look_round(world, log)
        for fault in found.faults:
            print(fault[:600])
        print(f"{found.asked} addresses asked for, {len(found.pages)} pages, {len(found.posts())} forms that post")
        statuses, faults = posts(world, found, log, number, random.Random(seed))
        print("answers:", *(f"{status}: {count}" for status, count in sorted(statuses.items())))
        asked, wrong = gets(world, found, log, random.Random(seed)) if "--no-gets" not in sys.argv else (0, [])
        faults = [*found.faults, *faults, *wrong]
        print(f"{number} posts, {asked} wrong queries: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
