"""Calendars after a release: they count their versions, follow what moves, and let go of what is gone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar

from documents.calendar import programme_ics
from documents.models import ProgrammeVersion
from documents.releasing import release_programme
from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import TableSeat
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.models import ProgrammeItem, Session
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    session = SessionFactory(starts_on=dt.date(2026, 10, 24))
    Session.objects.update(updated_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    for hour, title in ((9, "Apertura"), (11, "Firma")):
        hours = {"starts": dt.time(hour), "ends": dt.time(hour + 1)}
        ProgrammeItemFactory(session=session, title_it=title, title_ru=f"{title} RU", **hours)
    return session


def release(session: Session, day: int) -> ProgrammeVersion:
    """Release a version, as if on a day of September."""
    version = release_programme(session)
    moment = dt.datetime(2026, 9, day, 12, tzinfo=dt.UTC)
    ProgrammeVersion.objects.filter(pk=version.pk).update(released_at=moment)
    return version


def line(session: Session, title: str) -> ProgrammeItem:
    return session.items.get(title_it=title)


def move(item: ProgrammeItem, hour: int, **fields) -> None:
    item.starts, item.ends = dt.time(hour), dt.time(hour + 1)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()


def events(session: Session, language: str = "it") -> dict[str, dict]:
    calendar = Calendar.from_ical(programme_ics(Session.objects.get(pk=session.pk), language))
    return {str(event["SUMMARY"]): event for event in calendar.events}


def states(session: Session) -> dict[str, tuple]:
    """Return sequence, day of the last change, status and hour of each event."""
    return {
        title: (
            event.get("SEQUENCE"), event["LAST-MODIFIED"].dt.day, str(event["STATUS"]), f"{event['DTSTART'].dt:%d %H}",
        )
        for title, event in events(session).items()
    }  # fmt: skip


def test_before_a_release_nothing_is_counted(session):
    assert [event.get("SEQUENCE") for event in events(session).values()] == [None, None]


def test_each_event_counts_the_versions_that_changed_it(session):
    release(session, 1)
    move(line(session, "Firma"), 15)
    assert states(session)["Firma"] == (1, 1, "CONFIRMED", "24 11")  # a draft moves no calendar
    release(session, 2)
    assert states(session) == {"Apertura": (1, 1, "CONFIRMED", "24 09"), "Firma": (2, 2, "CONFIRMED", "24 15")}
    move(line(session, "Apertura"), 8)
    release(session, 3)
    assert states(session) == {"Apertura": (3, 3, "CONFIRMED", "24 08"), "Firma": (2, 2, "CONFIRMED", "24 15")}


def test_a_line_that_is_gone_is_cancelled_where_it_last_stood_with_the_same_identity(session):
    release(session, 1)
    uid = str(events(session)["Firma"]["UID"])
    line(session, "Firma").delete()
    assert str(events(session)["Firma"]["STATUS"]) == "CONFIRMED"
    release(session, 2)
    assert states(session)["Firma"] == (2, 2, "CANCELLED", "24 11")
    assert str(events(session)["Firma"]["UID"]) == uid
    assert events(session, "ru")["Firma RU"]["STATUS"] == "CANCELLED"


def test_a_line_that_comes_back_is_an_event_again(session):
    release(session, 1)
    firma = line(session, "Firma")
    pk = firma.pk
    firma.delete()
    release(session, 2)
    firma.pk = pk
    firma.save(force_insert=True)
    release(session, 3)
    assert states(session)["Firma"] == (3, 3, "CONFIRMED", "24 11")


def test_a_line_that_has_no_day_any_more_is_cancelled_until_it_has_one(session):
    release(session, 1)
    move(line(session, "Firma"), 11, day=None)
    release(session, 2)
    assert states(session)["Firma"] == (2, 2, "CANCELLED", "24 11")
    move(line(session, "Firma"), 16, day=2)
    release(session, 3)
    assert states(session)["Firma"] == (3, 3, "CONFIRMED", "25 16")


def test_a_translation_alone_counts_too(session):
    release(session, 1)
    item = line(session, "Firma")
    item.title_ru = "Подписание"
    item.save()
    release(session, 2)
    assert events(session, "ru")["Подписание"]["SEQUENCE"] == 2
    assert states(session)["Apertura"][0] == 1


def test_the_same_version_gives_the_same_bytes(session):
    release(session, 1)
    line(session, "Firma").delete()
    release(session, 2)
    first = programme_ics(session, "it")
    line(session, "Apertura").save()
    assert programme_ics(session, "it") == first


def test_a_version_costs_the_calendar_two_queries(session, django_assert_num_queries):
    release(session, 1)
    for hour in (14, 15, 16):
        move(line(session, "Firma"), hour)
        release(session, hour)
    found = Session.objects.select_related("host_region").get(pk=session.pk)
    with django_assert_num_queries(3):  # the newest version, the organisers, what all versions changed
        programme_ics(found, "it")


def test_the_own_feed_follows_the_release_and_cancels_only_what_was_ones_own(client, session):
    for name in ("Moda", "Energia"):
        item = ProgrammeItemFactory(session=session, title_it=f"Tavolo {name}", kind="table")
        TableSitting.objects.create(item=item, table=ThematicTableFactory(session=session, title_it=name))
    person = DelegateFactory(registration=RegistrationFactory(session=session, state="confirmed"), place="confirmed")
    TableSeat.objects.create(delegate=person, table=session.tables.get(title_it="Moda"), place="confirmed")
    token = make_link(person.registration, LinkPurpose.CALENDAR, timezone.now(), delegate=person)
    release(session, 1)
    for name in ("Moda", "Energia"):
        line(session, f"Tavolo {name}").delete()
    release(session, 2)
    feed = Calendar.from_ical(client.get(f"/it/calendar/{token}.ics").content)
    assert {str(event["SUMMARY"]): str(event["STATUS"]) for event in feed.events} == {
        "Apertura": "CONFIRMED",
        "Firma": "CONFIRMED",
        "Tavolo Moda": "CANCELLED",
    }
