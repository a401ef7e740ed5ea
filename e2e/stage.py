"""What stands in the database before the browser opens: all that the embedded run comes with, and a session for us."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from desk.seed import BERGAMO, DEMONSTRATION, seed
from documents.models import Document
from e2e.guided import Guided, prepare_guides
from e2e.proposing import FIRST, NEXT, Proposing, prepare_proposing
from e2e.roles import Roles, roles_of_the_seed
from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import Delegate
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.models import Interpreter, ProgrammeItem, Session
from sessions.tests.factories import (
    AssignmentFactory,
    CompanyVisitFactory,
    OfficialFactory,
    ProgrammeItemFactory,
    RoomFactory,
    SessionFactory,
    VenueFactory,
)
from tables.tests.factories import SubsectorFactory, ThematicTableFactory

PASSWORD = "a long password for tests"


@dataclass(frozen=True)
class Plan:
    """A programme that was never released, with two tables of one interpreter, and a delegate who sits at the first."""

    number: int
    opening: int  # primary keys of lines
    fashion: int
    machines: int
    pause: int
    interpreter: int
    delegate: str  # the address of the delegate's mailbox
    calendar: str  # the token of the delegate's calendar


@dataclass(frozen=True)
class Stage:
    """A session nobody has registered for yet, and its people, who all sign in with PASSWORD.

    All that a test wants to know is asked here: within a test Playwright's loop runs, in which Django would open a
    second connection that nobody closes.
    """

    session: Session
    staff: User
    organiser: User
    alone: User  # whose places of signing in are counted: used by one test
    absent: str  # the name of a confirmed delegate of Bergamo who was not there on the first day
    plans: dict[str, Plan]  # by language: a session whose programme is to be edited and released
    guided: dict[str, Guided]  # by language: what the pictures of the guides are taken of
    roles: Roles
    project: Proposing  # the story of a project


def set_stage() -> Stage:
    """Fill the portal as ``make run`` does, and add a session of our own, open for registration and going on today."""
    seed()
    session = make_session()
    for number, language in enumerate(("it", "ru", "en"), start=911):
        make_full_session(number, language)
        SessionFactory(number=number + 3, title_it=f"Sessione delle camere ({language})")
    plans = {language: make_plan(number, language) for number, language in ((921, "it"), (922, "ru"), (923, "en"))}
    people = {
        name: User.objects.create_user(f"{name}@example.org", PASSWORD, full_name=full_name)
        for name, full_name in (("staff", "Giulia Ministeri"), ("organiser", "Paolo Banchi"), ("alone", "Marta Sola"))
    }
    User.objects.filter(pk=people["staff"].pk).update(is_staff=True, is_superuser=True)
    project = prepare_proposing()
    for one in (session, *Session.objects.filter(number__in=(BERGAMO, DEMONSTRATION, 921, 922, 923, FIRST, NEXT))):
        AssignmentFactory(session=one, user=people["organiser"], role="organiser")
    AssignmentFactory(session=session, user=people["alone"], role="read_only")
    told = {"plans": plans, "roles": roles_of_the_seed(), "guided": prepare_guides(PASSWORD), "project": project}
    return Stage(session=session, absent=prepare_bergamo(), **told, **people)


def prepare_bergamo() -> str:
    """Leave a document that failed, for its reason and its button; return the name of somebody who was absent."""
    bergamo = Session.objects.get(number=BERGAMO)
    Document.objects.create(
        session=bergamo, kind="attendance", format="xlsx", language="en", state="failed",
        error="The document could not be made (reference D1-1).",
    )  # fmt: skip
    absent = Delegate.objects.filter(session=bergamo, side="IT").confirmed().exclude(check_ins__day=1)[0]
    return f"{absent.given_latin} {absent.family_latin}"


def make_full_session(number: int, language: str) -> None:
    """A session with four places for each side: of a company of five one has to wait."""
    session = SessionFactory(
        number=number, title_it=f"Sessione dei cinque ({language})", title_ru=f"Сессия пяти ({language})",
        title_en=f"Session of five ({language})", city_it="Bergamo", city_ru="Бергамо", capacity_it=4, capacity_ru=4,
        conditions_it="Si porta un documento.", conditions_ru="Возьмите паспорт.", conditions_en="Bring a passport.",
    )  # fmt: skip
    ThematicTableFactory(session=session, number=1, title_it="Meccanica", title_ru="Машиностроение")


def make_session() -> Session:
    session = SessionFactory(
        number=901, title_it="Sessione di prova della Task Force", title_ru="Пробная сессия Рабочей группы",
        title_en="Trial session of the Task Force", city_it="Bergamo", city_ru="Бергамо",
        starts_on=timezone.now().date(), capacity_it=3, capacity_ru=2,
    )  # fmt: skip
    room = RoomFactory(venue=VenueFactory(session=session), name_it="Sala Oggioni", name_ru="Зал Оджони")
    fill_programme(session, room)
    return session


def fill_programme(session: Session, room) -> None:
    """Two tables side by side, a line without a time, a visit on the second day."""
    speaker = OfficialFactory(session=session, name_it="Maria Rossi", name_ru="Мария Росси")
    opening = ProgrammeItemFactory(
        session=session,
        kind="opening",
        title_it="Apertura dei lavori",
        title_ru="Открытие",
        venue=room.venue,
        room=room,
    )
    opening.speakers.add(speaker)
    for number, (it, ru) in enumerate([("Meccanica", "Машиностроение"), ("Agroindustria", "Агропромышленность")], 1):
        table = ThematicTableFactory(
            session=session, number=number, title_it=it, title_ru=ru, capacity=2, venue=room.venue, room=room
        )
        SubsectorFactory(table=table)
        item = ProgrammeItemFactory(
            session=session,
            kind="table",
            title_it=it,
            title_ru=ru,
            starts=dt.time(11),
            ends=dt.time(12, 30),
            parallel="A",
        )
        table.sittings.create(item=item)
    ProgrammeItemFactory(
        session=session, kind="networking", title_it="Incontri", title_ru="Встречи", starts=None, ends=None
    )
    visit = CompanyVisitFactory(session=session, company_it="Officine Dalmine", company_ru="Заводы Дальмине", seats=1)
    ProgrammeItemFactory(
        session=session,
        kind="visit",
        title_it="Visita",
        title_ru="Посещение",
        day=2,
        visit=visit,
        starts=dt.time(9, 30),
    )


def make_plan(number: int, language: str) -> Plan:
    """A session with a programme to be edited. Of the second table the Russian title is missing."""
    session = SessionFactory(
        number=number, title_it=f"Sessione da programmare ({language})", title_ru=f"Сессия с программой ({language})",
        title_en=f"Session to be planned ({language})", city_it="Bergamo", city_ru="Бергамо", city_en="Bergamo",
    )  # fmt: skip
    venue = VenueFactory(session=session, name_en="Fair", town_ru="Бергамо", town_en="Bergamo")
    rooms = [RoomFactory(venue=venue, name_it=f"Sala {n}", name_ru=f"Зал {n}", name_en=f"Room {n}") for n in (1, 2)]
    interpreter = Interpreter.objects.create(session=session, name="Irina Sokolova", languages=["it", "ru"])
    texts = {"it": "Apertura dei lavori", "ru": "Открытие", "en": "Opening"}
    opening = plan_line(session, "opening", 9, texts, rooms[0])
    fashion = plan_line(
        session, "table", 10, {"it": "Tavolo Moda", "ru": "Стол «Мода»", "en": "Fashion table"}, rooms[0]
    )
    machines = plan_line(session, "table", 11, {"it": "Tavolo Meccanica", "ru": "", "en": "Machinery table"}, rooms[1])
    pause = plan_line(session, "break", 13, {"it": "Pausa", "ru": "Перерыв", "en": "Break"}, rooms[0])
    texts = {"title_it": "Moda", "title_ru": "Мода", "title_en": "Fashion"}
    table = ThematicTableFactory(session=session, number=1, venue=venue, room=rooms[0], **texts)
    table.sittings.create(item=fashion)
    for line in (fashion, machines):
        line.interpreters.add(interpreter)
    registration = RegistrationFactory(session=session, state="confirmed", language=language)
    email = f"delegate-{language}@plan.example.com"
    delegate = DelegateFactory(registration=registration, place="confirmed", email=email, language=language)
    delegate.table_seats.create(table=table, place="confirmed")
    calendar = make_link(registration, LinkPurpose.CALENDAR, timezone.now(), delegate=delegate)
    return Plan(number, opening.pk, fashion.pk, machines.pk, pause.pk, interpreter.pk, email, calendar)


def plan_line(session: Session, kind: str, hour: int, texts: dict[str, str], room) -> ProgrammeItem:
    titles = {f"title_{code}": text for code, text in texts.items()}
    times = {"starts": dt.time(hour), "ends": dt.time(hour + 1)}
    return ProgrammeItemFactory(session=session, kind=kind, venue=room.venue, room=room, **titles, **times)
