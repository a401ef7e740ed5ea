"""What stands in the database before the browser opens: all that the embedded run comes with, and a session for us."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from desk.seed import BERGAMO, DEMONSTRATION, seed
from documents.models import Document
from participants.models import Delegate
from sessions.models import Session
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
class Stage:
    """A session nobody has registered for yet, and its people, who all sign in with PASSWORD.

    All that a test wants to know is asked here: within a test Playwright's loop runs, in which Django would open a
    second connection that nobody closes.
    """

    session: Session
    staff: User
    organiser: User
    absent: str  # the name of a confirmed delegate of Bergamo who was not there on the first day


def set_stage() -> Stage:
    """Fill the portal as ``make run`` does, and add a session of our own, open for registration and going on today."""
    seed()
    session = make_session()
    for number, language in enumerate(("it", "ru", "en"), start=911):
        make_full_session(number, language)
        SessionFactory(number=number + 3, title_it=f"Sessione delle camere ({language})")
    people = {
        name: User.objects.create_user(f"{name}@example.org", PASSWORD, full_name=full_name)
        for name, full_name in (("staff", "Giulia Ministeri"), ("organiser", "Paolo Banchi"))
    }
    User.objects.filter(pk=people["staff"].pk).update(is_staff=True, is_superuser=True)
    for one in (session, *Session.objects.filter(number__in=(BERGAMO, DEMONSTRATION))):
        AssignmentFactory(session=one, user=people["organiser"], role="organiser")
    return Stage(session=session, absent=prepare_bergamo(), **people)


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
