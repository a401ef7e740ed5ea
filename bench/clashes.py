"""The clash check over 400 lines and 800 delegates. Goal: 40 ms, database and words included.

    python bench/clashes.py [REPEATS]

Two cases: a programme as one would plan it (few clashes), and the same with every fourth line moved at random (many).
Printed: queries, clashes found, the median and the slowest of the repeats, and the processor time of our process, which
on SQLite is the database's too.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time

from portal import own_database, own_folder, prepare

ITEMS, DELEGATES, TABLES, DAYS = 400, 800, 24, 5


def make_session():
    """Make a session of five days: 10 lines side by side, 8 times a day; tables, visits, speakers, interpreters."""
    from sessions.models import CompanyVisit, Interpreter, Official, Room, Session, Venue

    session = Session.objects.create(
        number=901, title_it="Misura", title_en="Measured", status="announced", city_it="Bergamo",
        starts_on=dt.date(2027, 5, 17), ends_on=dt.date(2027, 5, 21),
    )  # fmt: skip
    venues = [
        Venue.objects.create(
            session=session, name_it=f"Sede {n}", town_it="Bergamo" if n < 2 else "Lecco",
            opens=dt.time(8), closes=dt.time(20),
        )
        for n in range(3)
    ]  # fmt: skip
    rooms = [Room.objects.create(venue=venues[n % 3], name_it=f"Sala {n}", capacity=60) for n in range(10)]
    people = Official.objects.bulk_create(
        Official(session=session, name_it=f"Persona {n}", position=n) for n in range(120)
    )
    interpreters = Interpreter.objects.bulk_create(Interpreter(session=session, name=f"I {n}") for n in range(40))
    visits = CompanyVisit.objects.bulk_create(
        CompanyVisit(session=session, company_it=f"Officine {n}", town_it="Dalmine", day=5, travel_minutes=25)
        for n in range(6)
    )
    make_lines(session, rooms, people, interpreters, visits)
    make_delegates(session)
    return session


def make_lines(session, rooms, people, interpreters, visits) -> None:
    from sessions.models import ProgrammeItem
    from tables.models import TableSitting, ThematicTable

    tables = ThematicTable.objects.bulk_create(
        ThematicTable(session=session, number=n + 1, title_it=f"Tavolo {n}", capacity=50) for n in range(TABLES)
    )
    for n, table in enumerate(tables):
        table.moderators.add(people[n])
    items = ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            session=session, position=n, kind="table" if n % 10 < 3 else "seminar", title_it=f"Voce {n}",
            title_en=f"Line {n}", day=1 + n // 80, starts=dt.time(9 + n % 80 // 10), ends=dt.time(9 + n % 80 // 10, 50),
            room=rooms[n % 10], expected=40,
        )
        for n in range(ITEMS)
    )  # fmt: skip
    for n, item in enumerate(items):
        item.speakers.add(people[24 + n % 90], people[24 + (n + 45) % 90])
        item.interpreters.add(interpreters[n % 40])
        if item.kind == "table":
            TableSitting.objects.create(item=item, table=tables[(n // 10 * 3 + n % 10) % TABLES])
    for visit, item in zip(visits, items[-6:], strict=True):
        item.visit, item.kind, item.room = visit, "visit", None
        item.save()


def make_delegates(session) -> None:
    """Each delegate has two tables and every second one a visit."""
    from django.utils import timezone

    from participants.models import Delegate, Organisation, PrivacyNotice, Registration, TableSeat, VisitSeat

    notice = PrivacyNotice.objects.create(version="misura", text_it="Informativa", published_at=timezone.now())
    company = Organisation.objects.create(side="IT", category="company", name_latin="Officine", name_key="officine")
    registration = Registration.objects.create(
        session=session, organisation=company, state="confirmed", contact_name="A", contact_email="a@example.com",
        privacy_notice=notice, submitted_at=timezone.now(), verified_at=timezone.now(),
    )  # fmt: skip
    people = Delegate.objects.bulk_create(
        Delegate(
            registration=registration, session=session, side="IT", given_latin="Anna", family_latin=f"Bianchi {n}",
            name_key=f"anna bianchi {n}", place="confirmed",
        )
        for n in range(DELEGATES)
    )  # fmt: skip
    tables, visits = list(session.tables.all()), list(session.visits.all())
    TableSeat.objects.bulk_create(
        TableSeat(delegate=person, table=tables[(n * step) % TABLES], place="confirmed", preference=step)
        for n, person in enumerate(people, start=1)
        for step in (1, 5)
        if step == 1 or (n * 5 - n) % TABLES
    )
    VisitSeat.objects.bulk_create(
        VisitSeat(delegate=person, visit=visits[n % len(visits)], place="confirmed")
        for n, person in enumerate(people)
        if n % 2
    )


def measure(label: str, session, repeats: int) -> None:
    """Print how long the check takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from desk.clashes import find_clashes

    with CaptureQueriesContext(connection) as captured:
        found = find_clashes(session)
    taken, worked = [], []
    for _repeat in range(repeats):
        start, busy = time.perf_counter(), time.process_time()
        find_clashes(session)
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - busy))
    clock = f"by the clock median {statistics.median(taken):.1f} ms, slowest {max(taken):.1f} ms"
    processor = f"processor time of the portal {statistics.median(worked):.1f} ms"
    print(f"{label}: {len(captured)} queries, {len(found)} clashes; {clock}; {processor}")


def shuffle(session) -> None:
    """Move every fourth line to another time and room."""
    rng = random.Random(4)
    rooms = [item.room for item in session.items.select_related("room") if item.room][:10]
    for item in list(session.items.all())[::4]:
        hour = rng.randrange(9, 17)
        item.starts, item.ends = dt.time(hour, rng.choice((0, 30))), dt.time(hour + rng.choice((1, 2)), 15)
        item.room = rng.choice(rooms)
        item.save()


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with own_folder() as folder, own_database() as url:
        prepare(folder, url)
        from django.utils import translation

        session = make_session()
        with translation.override("en"):
            measure("as planned", session, repeats)
            shuffle(session)
            measure("every fourth line moved", session, repeats)


if __name__ == "__main__":
    main()
