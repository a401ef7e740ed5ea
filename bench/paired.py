"""Pages of a full portal against the same pages of a small one: queries, and the 95th percentile.

Each portal is a process of its own with its own folder and database, and is asked in turn, so that whatever else the
machine does slows both alike.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection

import portal

SIZES = FEW, MANY = 200, 20_000
MOST = 3.0

Stage = Callable[[int], tuple[object, dict[str, str]]]  # from how many rows to a signed-in client and its pages


def compare(stage: Stage, requests: int) -> int:
    """Measure every page of both portals and print a line each; returns 1 where a page grew too much."""
    spawn = multiprocessing.get_context("spawn")
    lines = {}
    for size in SIZES:
        lines[size], theirs = spawn.Pipe()
        spawn.Process(target=answer, args=(stage, size, theirs), daemon=True).start()
    names = [line.recv() for line in lines.values()][0]
    queries, times = {}, defaultdict(list)
    for name in names:
        for size, line in lines.items():
            line.send((name, True))
            queries[name, size] = line.recv()
        for _request in range(requests):
            for size, line in lines.items():
                line.send((name, False))
                times[name, size].append(line.recv())
    for line in lines.values():
        line.send(None)
        line.recv()
    return report(names, queries, times)


def answer(stage: Stage, size: int, line: Connection) -> None:
    """A portal of its own with so many rows: how many queries, or seconds, a page takes when asked."""
    with portal.own_folder() as folder, portal.own_database() as database:
        portal.prepare(folder, database)
        client, urls = stage(size)
        line.send(list(urls))
        while asked := line.recv():
            name, counting = asked
            line.send((count if counting else seconds)(client, urls[name]))
        from django.db import connection

        connection.close()
    line.send("gone")


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


def seconds(client, url: str) -> tuple[float, float]:
    """How long a page takes, by the clock and of the processor (on SQLite the database's work is in it)."""
    began, used = time.perf_counter(), time.process_time()
    client.get(url)
    return time.perf_counter() - began, time.process_time() - used


def report(names: list[str], queries: dict, times: dict) -> int:
    """Print a line a page; 1 where queries grew or a page became too slow."""
    good = True
    for name in names:
        few, many = (p95(clock for clock, _processor in times[name, size]) for size in SIZES)
        ours = [statistics.median(processor for _clock, processor in times[name, size]) for size in SIZES]
        kept = queries[name, MANY] <= queries[name, FEW] and many < MOST * few
        good = good and kept
        print(
            f"{name}: {queries[name, FEW]} and {queries[name, MANY]} queries; p95 {few:.0f} ms with {FEW},"
            f" {many:.0f} ms with {MANY}: {many / few:.1f} times; of the processor {ours[0] * 1000:.0f} and"
            f" {ours[1] * 1000:.0f} ms: {ours[1] / ours[0]:.1f} times{'' if kept else ' – TOO MUCH'}",
            flush=True,
        )
    return 0 if good else 1


def p95(seconds: Iterable[float]) -> float:
    """The 95th percentile in milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000
