"""Who is told of a new version, of what, in which language, and exactly once."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import contextmanager

import pytest
from post_office.models import Email

from documents import notices
from documents.audience import touched
from documents.models import ProgrammeVersion, VersionNotice
from documents.notices import send_notices
from documents.releasing import TELL, read_facts, release_programme
from documents.tasks import sweep, tell_of_version
from participants.models import MailLog, MailText, TableSeat, VisitSeat
from participants.tests.crowds import CLIENTS, at_once
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.models import Interpreter, ProgrammeItem, Session
from sessions.tests.factories import CompanyVisitFactory, OfficialFactory, ProgrammeItemFactory, SessionFactory
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    """An opening for all, two tables that sit, and a visit."""
    session = SessionFactory(starts_on=dt.date(2026, 10, 24))
    ProgrammeItemFactory(session=session, title_it="Apertura", title_ru="Открытие", title_en="Opening")
    for name in ("Moda", "Energia"):
        hours = {"starts": dt.time(10), "ends": dt.time(11)}
        item = ProgrammeItemFactory(session=session, title_it=f"Tavolo {name}", kind="table", **hours)
        TableSitting.objects.create(item=item, table=ThematicTableFactory(session=session, title_it=name))
    visit = CompanyVisitFactory(session=session, company_it="Birrificio")
    ProgrammeItemFactory(session=session, title_it="Visita", kind="visit", visit=visit, day=2)
    return session


def line(session: Session, title: str) -> ProgrammeItem:
    return session.items.get(title_it=title)


def move(session: Session, title: str, hour: int = 15) -> None:
    item = line(session, title)
    item.starts, item.ends = dt.time(hour), dt.time(hour + 1)
    item.save()


def delegate(session: Session, table: str = "", visit: str = "", place: str = "confirmed", **fields):
    registration = fields.pop("registration", None) or RegistrationFactory(session=session, state="confirmed")
    queue = {"queue_number": registration.pk} if place == "waiting" else {}
    person = DelegateFactory(registration=registration, place=place, **queue, **fields)
    if table:
        TableSeat.objects.create(delegate=person, table=session.tables.get(title_it=table), place="confirmed")
    if visit:
        VisitSeat.objects.create(delegate=person, visit=session.visits.get(company_it=visit), place="confirmed")
    return person


def release(session: Session, **fields):
    return release_programme(Session.objects.get(pk=session.pk), **fields)


def told(version) -> dict[str, int]:
    """Return how many changes each person is told of."""
    people = VersionNotice.objects.filter(version=version).select_related("delegate", "official", "interpreter")
    return {str(one.delegate or one.official or one.interpreter): len(one.changes) for one in people}


def test_those_with_a_seat_are_told_of_their_table_and_their_visit_and_all_of_what_is_for_all(session):
    at_fashion = delegate(session, table="Moda")
    at_energy = delegate(session, table="Energia", visit="Birrificio")
    nowhere = delegate(session)
    delegate(session, place="waiting")
    release(session)
    move(session, "Tavolo Moda")
    assert told(release(session)) == {str(at_fashion): 1}
    move(session, "Tavolo Moda", 17)
    move(session, "Visita")
    assert told(release(session)) == {str(at_fashion): 1, str(at_energy): 1}
    move(session, "Apertura")
    move(session, "Tavolo Energia")
    assert told(release(session)) == {str(at_fashion): 1, str(at_energy): 2, str(nowhere): 1}


def test_who_only_wishes_or_waits_for_a_seat_is_not_told(session):
    person = delegate(session)
    TableSeat.objects.create(delegate=person, table=session.tables.get(title_it="Moda"), place="requested")
    release(session)
    move(session, "Tavolo Moda")
    assert told(release(session)) == {}


def test_a_new_title_or_note_is_no_reason_to_write(session):
    delegate(session)
    release(session)
    item = line(session, "Apertura")
    item.title_it, item.note_it, item.spoken = "Apertura solenne", "Cravatta", ["it"]
    item.save()
    version = release(session)
    assert len(version.changes) == 3
    assert told(version) == {}


def test_a_line_that_is_new_or_gone_is_told(session):
    person = delegate(session, table="Moda")
    release(session)
    line(session, "Tavolo Moda").delete()
    line(session, "Tavolo Energia").delete()
    ProgrammeItemFactory(session=session)
    assert told(release(session)) == {str(person): 2}


def test_officials_are_told_of_what_is_for_all_and_of_their_own_lines(session):
    names = ("Anna", "Boris", "Carla")
    speaker, moderator, guest = (
        OfficialFactory(session=session, name_it=name, email=f"{name}@example.org") for name in names
    )
    OfficialFactory(session=session, name_it="Dario")  # no e-mail
    line(session, "Visita").speakers.add(speaker)
    session.tables.get(title_it="Moda").moderators.add(moderator)
    release(session)
    move(session, "Visita")
    assert told(release(session)) == {"Anna": 1}
    move(session, "Tavolo Moda")
    assert told(release(session)) == {"Boris": 1}
    move(session, "Apertura")
    assert told(release(session)) == {"Anna": 1, "Boris": 1, "Carla": 1}
    line(session, "Visita").speakers.set([guest])
    assert told(release(session)) == {"Anna": 1, "Carla": 1}


def test_interpreters_are_told_of_their_own_lines_and_of_what_they_interpret_now(session):
    olga, ivan = (
        Interpreter.objects.create(session=session, name=name, email=f"{name}@example.org") for name in ("Olga", "Ivan")
    )  # fmt: skip
    line(session, "Tavolo Moda").interpreters.add(olga)
    release(session)
    move(session, "Tavolo Moda")
    assert told(release(session)) == {"Olga": 1}
    line(session, "Tavolo Moda").interpreters.set([ivan])
    assert told(release(session)) == {"Olga": 1, "Ivan": 1}
    line(session, "Tavolo Moda").delete()
    assert told(release(session)) == {"Ivan": 1}


@pytest.mark.parametrize(("status", "number"), [("announced", 1), ("postponed", 1), ("held", 0), ("cancelled", 0)])
def test_nobody_is_told_of_a_session_that_does_not_come(session, status, number):
    delegate(session)
    release(session)
    Session.objects.filter(pk=session.pk).update(status=status)
    move(session, "Apertura")
    assert len(told(release(session))) == number


def test_nobody_is_told_where_staff_do_not_wish_it(session):
    delegate(session)
    release(session)
    move(session, "Apertura")
    assert told(release(session, tell=False)) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_who_is_touched_takes_five_queries(session, rows, django_assert_num_queries):
    for _row in range(rows):
        delegate(session, table="Moda", visit="Birrificio")
        OfficialFactory(session=session, email="a@example.org")
        Interpreter.objects.create(session=session, name="Olga", email="o@example.org")
    version = release(session)
    for title in ("Apertura", "Tavolo Moda", "Visita"):
        move(session, title)
    version = release(session)
    before, after = version.facts, read_facts(session)
    with django_assert_num_queries(5):
        touched(session, version.changes, before, after)


# --- The mails


def mails(version) -> dict[str, Email]:
    send_notices(version.pk)
    return {email.to[0]: email for email in Email.objects.all()}


def text(email: Email) -> str:
    return email.message


def test_each_is_written_to_in_their_language_with_what_concerns_them(session):
    session.items.filter(title_it="Tavolo Moda").update(title_ru="Стол «Мода»")
    delegate(session, table="Moda", email="anna@example.org", language="ru", given_cyrillic="Анна")
    delegate(session, email="bruno@example.org", language="en")
    OfficialFactory(session=session, name_it="Boris Ivanov", name_ru="Борис Иванов", side="RU", email="b@example.org")
    Interpreter.objects.create(session=session, name="Olga", languages=["de", "en"], email="o@example.org")
    interpreted = line(session, "Tavolo Moda")
    interpreted.interpreters.add(Interpreter.objects.get())
    release(session)
    move(session, "Tavolo Moda", 15)
    move(session, "Apertura", 12)
    version = release(session, note="Il treno arriva più tardi.")
    found = mails(version)
    assert set(found) == {"anna@example.org", "bruno@example.org", "b@example.org", "o@example.org"}
    english = text(found["bruno@example.org"])
    assert "“Opening” moved from 09:00 to 12:00." in english
    assert "Moda" not in english
    assert "Il treno arriva più tardi." in english
    assert f"/en/sessions/{session.ref}/programme/versions/2/" in english
    russian = text(found["anna@example.org"])
    assert "«Стол „Мода“»" in russian
    assert "Открытие" in russian
    assert f"/ru/sessions/{session.ref}/programme/versions/2/" in russian
    assert "Борис Иванов" in text(found["b@example.org"])
    assert "“Tavolo Moda” moved from 10:00 to 15:00." in text(found["o@example.org"])
    logged = MailLog.objects.get(recipient="anna@example.org")
    assert (logged.kind, logged.language, logged.delegate.email) == ("programme_changed", "ru", "anna@example.org")


def test_of_delegates_without_an_e_mail_the_contact_is_told_once(session):
    registration = RegistrationFactory(session=session, state="confirmed", contact_email="c@example.org", language="en")
    delegate(session, registration=registration, table="Moda", email="")
    delegate(session, registration=registration, table="Energia", email="")
    delegate(session, registration=registration, email="own@example.org")
    release(session)
    move(session, "Tavolo Moda")
    move(session, "Tavolo Energia")
    version = release(session)
    assert list(told(version).values()) == [2]
    (email,) = mails(version).values()
    assert email.to == ["c@example.org"]
    assert text(email).startswith("Dear Anna Bianchi,")
    assert "Tavolo Moda" in text(email)
    assert "Tavolo Energia" in text(email)


def test_staff_may_write_it_in_their_own_words(session):
    MailText.objects.create(kind="programme_changed", subject_en="News for {person}", body_en="See:\n\n{news}")
    delegate(session, email="a@example.org", language="en", given_latin="Ada", family_latin="Neri")
    release(session)
    move(session, "Apertura")
    (email,) = mails(release(session)).values()
    assert email.subject == "News for Ada Neri"
    assert text(email).startswith("See:\n\n* “Opening” moved from 09:00 to 15:00.")


def test_what_a_line_is_called_is_never_markup_nor_a_placeholder(session):
    delegate(session, email="a@example.org", language="en")
    release(session)
    session.items.filter(title_it="Apertura").update(title_en="<b>{link}</b> {{ settings.SECRET_KEY }}")
    move(session, "Apertura")
    (email,) = mails(release(session)).values()
    assert "“<b>{link}</b> {{ settings. SECRET_KEY }}” moved" in text(email)
    assert "&lt;b&gt;{link}&lt;/b&gt; {{ settings. SECRET_KEY }}" in email.html_message


def test_who_gave_up_the_place_meanwhile_is_not_written_to(session):
    gone, stays = delegate(session, email="gone@example.org"), delegate(session, email="stays@example.org")
    release(session)
    move(session, "Apertura")
    version = release(session)
    gone.place = "released"
    gone.save()
    assert set(mails(version)) == {"stays@example.org"}
    assert not VersionNotice.objects.filter(sent_at=None).exists()
    assert stays.mails.count() == 1


# --- The row is the job


def crowd(session: Session, size: int):
    for _number in range(size):
        delegate(session)
    release(session)
    move(session, "Apertura")
    return release(session)


def test_a_worker_that_dies_between_two_chunks_is_taken_over_from(session, monkeypatch):
    monkeypatch.setattr(notices, "CHUNK", 2)
    version = crowd(session, 5)
    notices.send_chunk(version.pk)
    assert (MailLog.objects.count(), version.notices.filter(sent_at=None).count()) == (2, 3)
    assert send_notices(version.pk) == 3
    assert send_notices(version.pk) == 0
    assert MailLog.objects.count() == 5


def test_a_chunk_that_fails_writes_nothing(session, monkeypatch):
    version = crowd(session, 3)
    written = []

    def fail(*args) -> None:
        if written:
            raise OSError
        written.append(args)

    monkeypatch.setattr(notices.emails, "send_programme_changed", fail)
    with pytest.raises(OSError):
        send_notices(version.pk)
    assert version.notices.filter(sent_at=None).count() == 3


def test_the_bell_rings_after_the_release_and_the_sweep_rings_again(session, monkeypatch):
    rung = []
    monkeypatch.setattr("documents.releasing.ring", lambda *args, **kwargs: rung.append(args))
    monkeypatch.setattr("documents.tasks.ring", lambda *args, **kwargs: rung.append(args))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("documents.releasing.transaction.on_commit", lambda act: act())
        version = crowd(session, 3)
    assert rung == [(TELL, version.pk)]
    sweep()
    assert rung == [(TELL, version.pk)] * 2
    tell_of_version(version.pk)
    sweep()
    assert len(rung) == 2
    assert MailLog.objects.count() == 3
    tell_of_version(0)  # a version that is gone


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_write_each_mail_once(session):
    version = crowd(session, 20)
    at_once(send_notices, [version.pk] * CLIENTS)
    assert MailLog.objects.count() == 20
    assert len(set(MailLog.objects.values_list("recipient", flat=True))) == 20


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_some_are_written_twice(session, monkeypatch):
    version = crowd(session, 20)
    read = notices.due_notices

    def read_slowly(version) -> list[VersionNotice]:
        due = read(version)
        threading.Event().wait(0.2)
        return due

    monkeypatch.setattr(notices, "locked", left_open)
    monkeypatch.setattr(notices, "due_notices", read_slowly)
    at_once(send_notices, [version.pk] * CLIENTS)
    assert MailLog.objects.count() > 20


@contextmanager
def left_open(version_id: int):
    """The act without its transaction and its lock."""
    yield ProgrammeVersion.objects.get(pk=version_id)
