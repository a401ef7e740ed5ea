"""Memory of the web workers after 1,000 requests over the public pages. Goal: at most 140 MB each.

    python bench/web_memory.py
"""

from __future__ import annotations

import io
import urllib.request

from portal import children, own_database, own_folder, prepare, resident_mb, served

REQUESTS = 1000
PAGES = ("sessions/", "sessions/25/", "sessions/25/programme/", "sessions/25/programme.ics", "regions/", "agreements/")


def main() -> None:
    with own_folder() as folder, own_database() as database:
        prepare(folder, database)
        from django.core.management import call_command

        call_command("seed_embedded", stdout=io.StringIO())
        with served() as (address, master):
            for number in range(REQUESTS):
                language = ("it", "ru", "en")[number % 3]
                page = PAGES[number % len(PAGES)]
                with urllib.request.urlopen(f"{address}/{language}/{page}", timeout=30) as answer:
                    answer.read()
            sizes = [resident_mb(pid) for pid in children(master)]
    each = ", ".join(f"{size:.0f}" for size in sizes)
    print(f"web worker after {REQUESTS} requests: {max(sizes):.0f} MB (each: {each}); goal 140")


if __name__ == "__main__":
    main()
