"""393 personal programmes in one job against 393 separate jobs of one, in the same process, both warm.

Bergamo as it was: 310 Italian and 83 Russian delegates, each in the own language. Then the demonstration with as many,
whose seats are drawn by lot, so that few have the same lines: there the separate jobs are measured on some of them.
Both times are printed; processor time decides, because others may be at work on the same machine.
"""

from __future__ import annotations

import os
import random
import time
import zipfile
from pathlib import Path

from portal import own_folder, prepare

LIMIT = 5.0
LIMIT_MB = 400
SAMPLE = 30


def timed(act) -> tuple[float, float]:
    """Return wall and processor seconds of an act."""
    wall, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - processor


def peak_mb() -> float:
    """The most resident memory this process ever had, in MB (10^6 bytes)."""
    status = Path(f"/proc/{os.getpid()}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def made(**wish):
    """Make one document as a worker does, and return its row."""
    from documents import jobs
    from documents.models import Document

    document = Document.objects.create(**wish)
    jobs.run_document(document.pk)
    document.refresh_from_db()
    if document.state != Document.State.DONE:
        raise RuntimeError(document.error)
    return document


def draw_seats(session, delegates) -> None:
    """Give each delegate one or two tables and none to two visits by lot; one seat in five is waited for."""
    from participants.models import TableSeat, VisitSeat

    chance = random.Random(393)
    TableSeat.objects.filter(delegate__session=session).delete()
    VisitSeat.objects.filter(delegate__session=session).delete()
    tables, visits = list(session.tables.all()), list(session.visits.all())
    for number, delegate in enumerate(delegates, start=1):
        for model, name, wished in (
            (TableSeat, "table", chance.sample(tables, chance.randint(1, 2))),
            (VisitSeat, "visit", chance.sample(visits, chance.randint(0, 2))),
        ):
            for row in wished:
                waits = (
                    {"place": "waiting", "queue_number": number} if chance.random() < 0.2 else {"place": "confirmed"}
                )
                model.objects.create(delegate=delegate, **{name: row}, **waits)


def measure(session, sample: int | None) -> float:
    """Print what the one job and the separate ones took, and return how many times faster the one was."""
    from documents import personal, store

    people = list(personal.placed(session))
    languages = {person.pk: person.mail_language for person in people}
    one = {"kind": "my_programme", "session": session, "format": "pdf"}

    def separate(some) -> None:
        for person in some:
            made(**one, language=languages[person.pk], delegate=person, registration=person.registration)

    separate(people[:1])  # loads the library and the fonts
    rows = []
    together = timed(
        lambda: rows.append(made(kind="personal_programmes", session=session, language="own", format="zip"))
    )
    memory = peak_mb()
    measured = people[1 : 1 + sample] if sample else people[1:]
    apart = [seconds * len(people) / len(measured) for seconds in timed(lambda: separate(measured))]
    with zipfile.ZipFile(Path(store.folder_of(rows[0].file)) / Path(rows[0].file).name) as archive:
        count = len(archive.namelist())
    facts = personal.everybodys_facts(session, "own")["people"]
    alike = {(p["language"], *((seat["at"], seat["key"], seat["waiting"]) for seat in p["seats"])) for p in facts}
    wall, processor = (whole / all_ for whole, all_ in zip(apart, together, strict=True))
    print(f"session {session.ref}: {count} PDFs, {len(alike)} different sets of lines, {rows[0].size / 1e6:.1f} MB")
    print(f"  one job: {together[0]:.1f} s ({together[1]:.1f} s of processor), steps counted: {rows[0].steps}")
    print(f"  separate jobs: {apart[0]:.1f} s ({apart[1]:.1f} s of processor), measured on {len(measured)} of them")
    print(
        f"  {wall:.1f} times faster ({processor:.1f} by processor time; at least {LIMIT}), peak memory {memory:.0f} MB"
    )
    return processor if memory < LIMIT_MB else 0.0


def main() -> int:
    from desk.seed import DELEGATES, load_bergamo, load_demonstration
    from documents.history import load_history
    from documents.personal import placed
    from participants.demo import current_notice, make_registrations

    load_history()
    current_notice()
    bergamo, demonstration = load_bergamo(), load_demonstration()
    demonstration.capacity_it = demonstration.capacity_ru = 400
    demonstration.save()
    for session in (bergamo, demonstration):
        make_registrations(session, 190, "bench", delegates=DELEGATES)
    draw_seats(demonstration, placed(demonstration))
    faster = [measure(bergamo, None), measure(demonstration, SAMPLE)]
    return 0 if min(faster) >= LIMIT else 1


if __name__ == "__main__":
    with own_folder() as folder:
        prepare(folder)
        raise SystemExit(main())
