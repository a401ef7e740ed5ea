"""Tables of 2,000 and of 20,000 rows taken out: delegates with every column as XLSX and CSV, organisations as XLSX.

Each size in a process of its own, made by the worker's own way: processor time, wall time, peak memory.
"""

from __future__ import annotations

import subprocess
import sys
import time

from personal import peak_mb
from portal import own_database, own_folder, prepare

LIMIT, LIMIT_MB = 1.2, 300
SIZES = (2_000, 20_000)
TABLES = (("delegates", "xlsx"), ("delegates", "csv"), ("organisations", "xlsx"))
NOTICE = {"version": "bench", "text_it": "Informativa"}


def fill(size: int):
    """A session with so many registrations of one delegate each, who has a seat at a table."""
    from django.db import connection
    from django.utils import timezone

    from audit.triggers import drop_triggers, make_triggers
    from participants.models import Delegate, Organisation, OrganisationSector, PrivacyNotice, Registration, TableSeat
    from sessions.models import Session
    from tables.models import ThematicTable

    now = timezone.now()
    drop_triggers(connection)  # what fills the tables is not what is measured
    session = Session.objects.create(number=1, title_it="Misura", status="announced")
    table = ThematicTable.objects.create(session=session, number=1, title_it="Macchine")
    notice = PrivacyNotice.objects.create(**NOTICE, published_at=now)
    for first in range(0, size, 1000):
        numbers = range(first, min(first + 1000, size))
        bodies = Organisation.objects.bulk_create(
            Organisation(
                side="IT", category="company", name_latin=f"Meccanica {n} S.r.l.", name_key=f"meccanica {n}",
                town="Bergamo", address=f"Via Roma, {n}", vat_number=f"{n:011d}",
            )
            for n in numbers
        )  # fmt: skip
        OrganisationSector.objects.bulk_create(OrganisationSector(organisation=body, code="C") for body in bodies)
        rows = Registration.objects.bulk_create(
            Registration(
                session=session, organisation=body, state="confirmed", contact_name="Anna Bianchi",
                contact_email="anna@example.org", privacy_notice=notice, submitted_at=now, verified_at=now,
            )
            for body in bodies
        )  # fmt: skip
        people = Delegate.objects.bulk_create(
            Delegate(
                registration=row, session=session, side="IT", given_latin="Anna", family_latin=f"Bianchi {row.pk}",
                given_cyrillic="Анна", family_cyrillic="Бьянки", qualification="Direttrice", place="confirmed",
                email="anna@example.org", phone="+390351234567", speaks=["it", "ru"], name_key=f"anna bianchi {row.pk}",
            )
            for row in rows
        )  # fmt: skip
        TableSeat.objects.bulk_create(TableSeat(delegate=one, table=table, place="confirmed") for one in people)
    make_triggers(connection)
    return session


def measure(size: int) -> None:
    """Every table of one size, in this process; memory is the most of the whole process so far."""
    from accounts.models import User

    session = fill(size)
    by = User.objects.create(email="bench@example.org", is_staff=True, language="en")
    print(f"{size} rows, peak {peak_mb():.0f} MB before the first table")
    took = [take_out(session, by, size, *table) for table in TABLES]
    print("figures", *took, peak_mb())


def take_out(session, by, size: int, code: str, format: str) -> float:
    """Ask for one table and make it as the worker does; print what it took and return the processor time."""
    from documents.exchange import making
    from documents.exchange.exporting import ask_export
    from documents.exchange.kinds import KINDS
    from documents.models import SheetExport

    kind = KINDS[code]
    wish = {"purpose": "Measure", "recipient": "Bench", "recipient_side": "IT"}
    columns = [column.key for column in kind.columns]
    export = ask_export(by, kind, session if kind.of_session else None, columns=columns, format=format, **wish)
    start, wall = time.process_time(), time.perf_counter()
    making.run_export(export.pk)
    took, wall = time.process_time() - start, time.perf_counter() - wall
    export = SheetExport.objects.get(pk=export.pk)
    if (export.state, export.number) != ("done", size):
        raise RuntimeError(f"{export.state}, {export.number}: {export.error}")
    print(f"  {code} as {format}: {took:.2f} s of the processor, {wall:.2f} s, {export.size / 1e6:.1f} MB, "
          f"peak {peak_mb():.0f} MB")  # fmt: skip
    return took


def run(size: int) -> list[float]:
    """Measure in a process and a database of its own; print what it prints and return its figures."""
    done = subprocess.run([sys.executable, __file__, str(size)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr[-3000:])
    told, _word, figures = done.stdout.partition("figures ")
    print(told, end="", flush=True)
    return [float(one) for one in figures.split()]


def main() -> int:
    small, large = (run(size) for size in SIZES)
    ratios = [large[index] / small[index] / (SIZES[1] / SIZES[0]) for index in range(len(TABLES))]
    for table, ratio in zip(TABLES, ratios, strict=True):
        print(f"{' as '.join(table)}: a row of {SIZES[1]} costs {ratio:.2f} times one of {SIZES[0]} (at most {LIMIT})")
    print(f"peak memory {large[-1]:.0f} MB (at most {LIMIT_MB})")
    return 0 if max(ratios) <= LIMIT and large[-1] <= LIMIT_MB else 1


if __name__ == "__main__":
    with own_folder() as own:
        if len(sys.argv) > 1:
            with own_database() as database:
                prepare(own, database)
                measure(int(sys.argv[1]))
        else:
            raise SystemExit(main())
