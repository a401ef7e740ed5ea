"""Promise 3: 500 registrations, each of whose forms is posted 5 times at once, over HTTP: 500 registrations, 500 mails.

    python bench/same_form.py                                                   on SQLite
    BENCH_DATABASE_URL=postgres://user@host/postgres python bench/same_form.py  on a fresh PostgreSQL database

The negative control is a test (participants/tests/test_registration_concurrency.py): without the form's token five
posts are five drafts, without the lock five mails.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from places import Browser, session_with_places
from portal import own_database, own_folder, prepare, served
from stdnum import luhn

CLIENTS = 8
TIMES = 5


class StayingBrowser(Browser):
    """A browser whose forms are posted five times at once, as an impatient finger does."""

    def fill(self, path: str, **data: str) -> str:
        page = self.open(path)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        with ThreadPoolExecutor(TIMES) as pool:
            pages = list(pool.map(lambda _time: self.open(path, {**hidden, **data}), range(TIMES)))
        return pages[0]


def register(browser: Browser, path: str, number: int) -> None:
    """Go the whole way until sent."""
    vat = f"{number:07d}015"
    browser.fill(
        f"{path}register/", client_token=str(uuid.uuid4()), side="IT", category="company",
        name_latin=f"Officine {number}", town="Bergamo", vat_number=vat + luhn.calc_check_digit(vat),
        contact_name="Anna Bianchi", contact_email=f"company{number}@example.org", language="it",
    )  # fmt: skip
    browser.fill(f"{path}register/interests/", themes="Macchine")
    browser.fill(
        f"{path}register/delegates/",
        **{"delegates-TOTAL_FORMS": "1", "delegates-0-given_latin": "Anna", "delegates-0-family_latin": "Bianchi",
           "delegates-0-qualification": "Direttrice"},
    )  # fmt: skip
    browser.fill(f"{path}register/choices/")
    browser.fill(f"{path}register/check/", privacy="on", waiting="on")


def client(address: str, path: str, numbers: list[int]) -> Counter:
    """One of the clients."""
    from django.db import connections

    connections.close_all()
    outcomes = Counter()
    for number in numbers:
        try:
            register(StayingBrowser(address), path, number)
            outcomes["done"] += 1
        except urllib.error.HTTPError as error:
            outcomes[f"HTTP {error.code}"] += 1
        except Exception as error:
            outcomes[f"{type(error).__name__}: {error}"[:200]] += 1
    return outcomes


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with own_folder() as folder, own_database() as database:
        prepare(folder, database)
        from django.db import connections

        print("PostgreSQL" if os.environ.get("BENCH_DATABASE_URL") else "SQLite")
        path = session_with_places()
        connections.close_all()
        shares = [list(range(1, size + 1))[number::CLIENTS] for number in range(CLIENTS)]
        with served(RATE_LIMITS="off") as (address, _pid), multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
            started = time.perf_counter()
            outcomes = sum(pool.starmap(client, [(address, path, share) for share in shares]), Counter())
            took = time.perf_counter() - started
        from post_office.models import Email

        from participants.models import Delegate, Organisation, Registration

        rows = Registration.objects.count(), Organisation.objects.count(), Delegate.objects.count()
        sent = Registration.objects.filter(state="submitted").count()
        mails = Email.objects.count()
        connections.close_all()
    print(
        f"{size} registrations, each form posted {TIMES} times at once, {took:.0f} s: {dict(outcomes)}; "
        f"registrations, organisations, delegates {rows}, sent {sent}, mails {mails}"
    )
    return 0 if rows == (size, size, size) and sent == mails == size and outcomes == {"done": size} else 1


if __name__ == "__main__":
    sys.exit(main())
