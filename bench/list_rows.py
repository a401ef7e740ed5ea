"""So many rows of every kind that has a list, for bench/lists.py: written in bulk, and believable enough to be read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

A_SESSION = 50  # rows of every kind that belong to a session, in each of the sessions there are
TABLES, VISITS = 24, 6
WORDS = ("Meccanica", "Macchine", "Energia", "Città", "Università", "Agroindustria", "Logistica", "Turismo")
SLOVA = ("Станки", "Машины", "Энергия", "Город", "Университет", "Сельское хозяйство", "Логистика", "Туризм")


def open_portal():
    """A browser of staff, and a session to register for."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from sessions.models import CompanyVisit, Session
    from tables.models import ThematicTable

    settings.ALLOWED_HOSTS = ["*"]
    user = User.objects.create_superuser(email="bench@example.org", password=None, full_name="Bench")
    client = Client()
    client.force_login(user)
    session = Session.objects.create(
        number=901, title_it="Misura", status="announced", capacity_it=3000, capacity_ru=1000, timezone="Europe/Rome",
        starts_on=dt.date(2030, 5, 6), ends_on=dt.date(2030, 5, 8),
    )  # fmt: skip
    ThematicTable.objects.bulk_create(
        ThematicTable(session=session, number=n + 1, title_it=f"Tavolo {n + 1}", capacity=50) for n in range(TABLES)
    )
    CompanyVisit.objects.bulk_create(
        CompanyVisit(session=session, company_it=f"Officine {n}", day=2, seats=40) for n in range(VISITS)
    )
    return client, session


def fill(session, size: int) -> None:
    """Add the rows, and let the database take note of how many there are."""
    from django.db import connection, transaction

    from participants.demo import make_registrations

    make_registrations(session, size, "bench", attended=0.9)
    with transaction.atomic():
        of_persons(session, size)
        of_work(session, size)
        of_sessions(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def add(model, size: int, make: Callable[[int], dict]) -> list:
    """Write rows of a model, one for each number below size."""
    return model.objects.bulk_create((model(**make(n)) for n in range(size)), batch_size=400)


def of_persons(session, size: int) -> None:
    """What belongs to registrations and delegates."""
    from django.utils import timezone
    from post_office.models import Email

    from participants.models import AccessLink, ErasureRequest, MailLog, NotTheSame, ProposedChange, Registration

    now = timezone.now()
    keys = list(session.registrations.order_by("pk").values_list("pk", "organisation"))
    admitted = list(Registration.objects.filter(session=session, state="confirmed").values_list("pk", flat=True))
    add(ProposedChange, len(admitted), lambda n: {"registration_id": admitted[n], "field": "town", "after": "Lodi"})
    add(ErasureRequest, size, lambda n: {"registration_id": keys[n][0], "done_at": now if n % 3 else None})
    add(NotTheSame, size - 1, lambda n: {"first_id": keys[n][1], "second_id": keys[n + 1][1]})
    add(AccessLink, size, lambda n: {"registration_id": keys[n][0], "purpose": "my", "token_hash": f"{n:064}",
                                     "expires_at": now})  # fmt: skip
    mails = add(Email, size, lambda n: {"from_email": "a@example.org", "to": f"b{n}@example.org", "status": n % 3,
                                        "subject": words(n)[0]})  # fmt: skip
    add(MailLog, size, lambda n: {"kind": "received", "recipient": f"b{n}@example.org", "language": "it",
                                  "registration_id": keys[n][0], "email": mails[n]})  # fmt: skip


def of_work(session, size: int) -> None:
    """What is done at a session, and who does it."""
    from django.utils import timezone

    from accounts.models import User
    from audit.models import Reading, ReadingOf
    from documents.models import Document, ProgrammeVersion, VersionNotice
    from participants.models import Delegate, Enquiry, Registration
    from sessions.models import Assignment
    from tables.models import ProgrammeEdit

    of_session, now = {"session": session}, timezone.now()
    users = add(User, size, lambda n: {"email": f"u{n}@example.org", "full_name": words(n)[0], "password": "!"})
    add(Assignment, size, lambda n: of_session | {"user": users[n], "role": "read_only" if n % 100 else "organiser"})
    add(Document, size, lambda n: of_session | {"kind": "programme", "state": "failed" if n % 2 else "stopped",
                                                "requested_by": users[n], "error": "x"})  # fmt: skip
    add(ProgrammeEdit, size, lambda n: of_session | {"act": "changed", "by": users[n]})
    answered = {"answered_at": now, "answer": "Così."}
    add(Enquiry, size, lambda n: of_session | {"client_token": uuid.UUID(int=n), "name": words(n)[0], "text": "Come?",
                                               "email": "c@example.org"} | (answered if n % 3 else {}))  # fmt: skip
    version = ProgrammeVersion.objects.create(session=session, number=1, facts={})
    persons = list(Delegate.objects.filter(session=session).values_list("pk", flat=True)[:size])
    add(VersionNotice, len(persons), lambda n: {"version": version, "delegate_id": persons[n]})
    readings = add(Reading, size, lambda n: {"actor": f"user {users[n].pk}", "act": "seen", "what": "Delegate",
                                             "number": 1})  # fmt: skip
    table, first = Registration._meta.db_table, session.registrations.order_by("pk").values_list("pk", flat=True)[0]
    add(ReadingOf, size, lambda n: {"reading": readings[n], "table": table, "row": first + n})


def of_sessions(size: int) -> None:
    """The rows of many sessions: A_SESSION of each kind in each of them."""
    from documents.history.regions import load_regions
    from sessions.models import HostRegion, Session

    load_regions()
    regions = list(HostRegion.objects.all())
    sessions = add(Session, size // A_SESSION, lambda n: {
        "number": n + 1000, "title_it": f"Sessione {n}", "title_ru": f"Сессия {n}", "status": "held",
        "starts_on": dt.date(1991, 1, 1) + dt.timedelta(days=30 * n),
        "ends_on": dt.date(1991, 1, 2) + dt.timedelta(days=30 * n),
        "host_region": regions[n % len(regions)],
    })  # fmt: skip
    for model, make in kinds():
        add(model, size, lambda n, make=make: {"session": sessions[n // A_SESSION]} | make(n))
    of_venues_and_questions(sessions, size)


def kinds() -> Iterator[tuple[type, Callable[[int], dict]]]:
    """Each kind that belongs to a session with what its rows hold."""
    from agreements.models import Agreement, Project
    from documents.models import ProgrammeVersion
    from participants.models import Reminder
    from sessions.models import CompanyVisit, Interpreter, Official, ProgrammeItem, Source, SourcedFact, SourcedFigure
    from tables.models import ThematicTable

    day = dt.date(2020, 1, 1)
    yield (
        ProgrammeItem,
        lambda n: named("title", n) | {"day": 1 + n % 3, "starts": dt.time(9 + n % 9), "kind": "seminar"},
    )
    yield CompanyVisit, lambda n: named("company", n)
    yield Official, lambda n: named("name", n)
    yield Interpreter, lambda n: {"name": words(n)[0]}
    yield Source, lambda n: {"key": f"s-{n}", "what": words(n)[0]}
    yield SourcedFigure, lambda n: {"metric": words(n)[0], "value": n}
    yield SourcedFact, lambda n: {"field": "city", "value": words(n)[0]}
    yield ThematicTable, lambda n: named("title", n) | {"number": 1 + n % A_SESSION}
    yield Project, lambda n: named("title", n)
    yield Agreement, lambda n: named("title", n) | {
        "status": "signed", "signed_on": day + dt.timedelta(days=n % 2000), "is_public": True
    }  # fmt: skip
    yield Reminder, lambda n: {"audience": "everybody", "send_at": dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
                               "subject_it": words(n)[0], "body_it": "x"}  # fmt: skip
    yield ProgrammeVersion, lambda n: {"number": 1 + n % A_SESSION, "facts": {"it": "x" * 1000}}


def of_venues_and_questions(sessions: list, size: int) -> None:
    """What has parts of its own."""
    from agreements.models import Agreement, Party
    from participants.models import Question, QuestionChoice
    from sessions.models import Room, Venue

    def of(n: int) -> dict:
        return {"session": sessions[n // A_SESSION]}

    venues = add(Venue, size, lambda n: of(n) | named("name", n) | {"key": f"v-{n}"})
    add(Room, size, lambda n: {"venue": venues[n], "key": f"r-{n}"} | named("name", n))
    asked = add(Question, size, lambda n: of(n) | named("label", n) | {"audience": "organisation", "kind": "choice"})
    add(QuestionChoice, size, lambda n: {"question": asked[n]} | named("label", n))
    agreements = list(Agreement.objects.all())
    add(Party, size, lambda n: {"agreement": agreements[n]} | named("name", n))


def named(field: str, n: int) -> dict:
    """A translated name in two alphabets."""
    italian, russian = words(n)
    return {f"{field}_it": italian, f"{field}_ru": russian}


def words(n: int) -> tuple[str, str]:
    return f"{WORDS[n % 8]} {WORDS[n // 8 % 8]} {n}", f"{SLOVA[n % 8]} {SLOVA[n // 8 % 8]} {n}"
