"""Promise 1: 2,000 registrations by 16 clients for 100 places, over HTTP from the first form to the verified address.

    python bench/places.py                                                   on SQLite
    BENCH_DATABASE_URL=postgres://user@host/postgres python bench/places.py  on a fresh PostgreSQL database

Kept: exactly 100 confirmed, 1,900 waiting with the numbers 1 to 1,900, none lost, no answer of 500 and above. Then the
negative control: 400 registrations with the gate left open, which must break the promise.
"""

from __future__ import annotations

import http.cookiejar
import multiprocessing
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

from portal import own_database, own_folder, prepare, served
from stdnum import luhn

CLIENTS = 16
PLACES = 100


class Browser:
    """One company: keeps its cookies, sends its forms, and remembers answers that are no success."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(rfc2965=False))
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.seconds: list[float] = []

    def open(self, path: str, data: dict | None = None) -> str:
        """Return the page at the end of the redirects; raises RuntimeError where a form comes back with errors."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        started = time.perf_counter()
        request = urllib.request.Request(self.address + path, body, {"Referer": self.address + path})
        with self.opener.open(request, timeout=120) as answer:
            page = answer.read().decode()
        self.seconds.append(time.perf_counter() - started)
        if data is not None and "is-invalid" in page:
            raise RuntimeError(f"refused at {path}: {re.findall('is-invalid.{200}', page, re.DOTALL)[0]}")
        return page

    def fill(self, path: str, **data: str) -> str:
        """Open the form of a page and send it with these values."""
        page = self.open(path)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return self.open(path, {**hidden, **data})


def register(browser: Browser, session_path: str, number: int) -> None:
    """Go the whole way of one company with one delegate."""
    vat = f"{number:07d}015"  # a running number and the code of Milan
    email = f"company{number}@example.org"
    browser.fill(
        f"{session_path}register/", side="IT", category="company", name_latin=f"Officine {number}", town="Bergamo",
        vat_number=vat + luhn.calc_check_digit(vat), contact_name="Anna Bianchi", contact_email=email, language="it",
    )  # fmt: skip
    browser.fill(f"{session_path}register/interests/", themes="Macchine", counterparts="Importatori")
    browser.fill(
        f"{session_path}register/delegates/",
        **{"delegates-TOTAL_FORMS": "1", "delegates-0-given_latin": "Anna", "delegates-0-family_latin": "Bianchi",
           "delegates-0-qualification": "Direttrice"},
    )  # fmt: skip
    browser.fill(f"{session_path}register/choices/")
    browser.fill(f"{session_path}register/check/", privacy="on", waiting="on")
    browser.open(link_in_outbox(email))
    browser.fill("/it/my/verify/")


def link_in_outbox(email: str) -> str:
    """The path of the link in the newest mail to this address, as the contact would click it."""
    from post_office.models import Email

    text = Email.objects.filter(to=email).latest("pk").message
    return re.search(r"/it/my/verify/[^\s/]+/", text).group()


def client(address: str, session_path: str, numbers: list[int]) -> tuple[Counter, list[float]]:
    """One of the clients: register these companies one after the other."""
    from django.db import connections

    connections.close_all()
    outcomes, seconds = Counter(), []
    for number in numbers:
        browser = Browser(address)
        try:
            register(browser, session_path, number)
            outcomes["done"] += 1
        except urllib.error.HTTPError as error:
            outcomes[f"HTTP {error.code}"] += 1
        except Exception as error:
            outcomes[f"{type(error).__name__}: {error}"[:300]] += 1
        seconds += browser.seconds
    return outcomes, seconds


def session_with_places() -> str:
    """Make an open session that admits in order of arrival; returns the path of its pages."""
    from datetime import timedelta

    from django.utils import timezone

    from participants.models import PrivacyNotice
    from sessions.models import Session

    now = timezone.now()
    PrivacyNotice.objects.get_or_create(version="bench", defaults={"text_it": "Informativa", "published_at": now})
    session = Session.objects.create(
        number=(Session.objects.count() + 500), title_it="Misura", status="announced", admission="arrival",
        capacity_it=PLACES, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1),
    )  # fmt: skip
    return f"/it/sessions/{session.ref}/"


def measure(application: str, size: int) -> tuple[bool, bool]:
    """Send the crowd and print what came of it; returns whether the promise was kept, and whether the crowd broke it.

    Broken by the crowd means oversold, doubled, or lost to a constraint (500): not by a client that could not register.
    """
    from django.db import connections

    path = session_with_places()
    # A child that closes a connection it inherited would end it for us too.
    connections.close_all()
    shares = [list(range(1, size + 1))[number::CLIENTS] for number in range(CLIENTS)]
    with served(application) as (address, _master), multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
        started = time.perf_counter()
        results = pool.starmap(client, [(address, path, share) for share in shares])
        took = time.perf_counter() - started
    from participants.models import Delegate

    delegates = Delegate.objects.filter(session__number=int(path.split("/")[3]))
    confirmed = delegates.filter(place="confirmed").count()
    numbers = sorted(delegates.filter(place="waiting").values_list("queue_number", flat=True))
    outcomes = sum((part for part, _seconds in results), Counter())
    seconds = sorted(value for _outcomes, part in results for value in part) or [0.0]
    kept = confirmed == PLACES and numbers == list(range(1, size - PLACES + 1)) and outcomes == {"done": size}
    print(
        f"{size} registrations, {CLIENTS} clients, {took:.0f} s: {confirmed} confirmed, {len(numbers)} waiting"
        f" ({len(numbers) - len(set(numbers))} doubles), outcomes {dict(outcomes)};"
        f" a request: median {at(seconds, 0.5) * 1000:.0f} ms, p95 {at(seconds, 0.95) * 1000:.0f} ms",
        flush=True,
    )
    broken = not kept and set(outcomes) <= {"done", "HTTP 500"} and outcomes["done"] > size // 2
    return kept, broken


def at(values: list[float], share: float) -> float:
    """The value below which this share of the sorted values lies."""
    return values[int(len(values) * share)]


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with own_folder() as folder, own_database() as database:
        prepare(folder, database)
        from django.db import connections

        print("PostgreSQL" if os.environ.get("BENCH_DATABASE_URL") else "SQLite")
        kept, _broken = measure("taskforce.wsgi", size)
        _kept, broken = measure("bench.control_wsgi", min(size, 400))
        connections.close_all()
    print(f"promise kept: {kept}; the control, with the gate left open, breaks it: {broken}")
    return 0 if kept and broken else 1


if __name__ == "__main__":
    sys.exit(main())
