"""The programme as a calendar: it opens, in the right zone, with the same identity each time."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from documents.calendar import programme_ics
from documents.tests.test_programme_facts import full_session
from sessions.models import Session
from sessions.tests.factories import ProgrammeItemFactory, SessionFactory

pytestmark = pytest.mark.django_db


def read(session: Session, language: str = "en") -> Calendar:
    return Calendar.from_ical(programme_ics(Session.objects.get(pk=session.pk), language))


def test_a_timed_line_is_an_event_in_the_hosts_zone():
    session = SessionFactory(starts_on=dt.date(2026, 7, 1), timezone="Asia/Yekaterinburg")
    ProgrammeItemFactory(session=session, title_ru="Пленарное заседание", starts=dt.time(9), ends=dt.time(10, 30))
    calendar = read(session, "ru")
    (event,) = calendar.events
    assert event["DTSTART"].params["TZID"] == "Asia/Yekaterinburg"
    assert event.start == dt.datetime(2026, 7, 1, 9, tzinfo=ZoneInfo("Asia/Yekaterinburg"))
    assert event.start.astimezone(dt.UTC).hour == 4
    assert event.end - event.start == dt.timedelta(minutes=90)
    assert str(event["SUMMARY"]) == "Пленарное заседание"
    assert [zone["TZID"] for zone in calendar.timezones] == ["Asia/Yekaterinburg"]
    assert calendar["METHOD"] == "PUBLISH"


def test_the_days_before_and_after_the_clocks_change_keep_their_hour():
    session = SessionFactory(starts_on=dt.date(2026, 10, 24), ends_on=dt.date(2026, 10, 26))
    for day in (1, 3):
        ProgrammeItemFactory(session=session, day=day, starts=dt.time(9), ends=dt.time(10))
    before, after = read(session).events
    assert (before.start.hour, after.start.hour) == (9, 9)
    assert (before.start.astimezone(dt.UTC).hour, after.start.astimezone(dt.UTC).hour) == (7, 8)
    (zone,) = read(session).timezones
    offsets = [dt.datetime(2026, 10, day, 9, tzinfo=zone.to_tz()).utcoffset() for day in (24, 26)]
    assert offsets == [dt.timedelta(hours=2), dt.timedelta(hours=1)]


def test_a_line_without_a_time_lasts_the_day_and_says_so_and_one_without_a_day_is_left_out():
    session = SessionFactory(starts_on=dt.date(2026, 7, 1))
    ProgrammeItemFactory(session=session, day=2, starts=None, ends=None, title_it="Visite")
    ProgrammeItemFactory(session=session, day=None, title_it="Chiusura")
    (event,) = read(session).events
    assert (event.start, event.end) == (dt.date(2026, 7, 2), dt.date(2026, 7, 3))
    assert "time to be announced" in str(event["DESCRIPTION"])
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_line_without_an_end_claims_none_and_a_session_without_a_zone_has_floating_times():
    session = SessionFactory(starts_on=dt.date(2026, 7, 1), timezone="")
    ProgrammeItemFactory(session=session, starts=dt.time(9), ends=None)
    calendar = read(session)
    (event,) = calendar.events
    assert "DTEND" not in event
    assert (event["DTSTART"].dt.isoformat(), event["DTSTART"].dt.tzinfo) == ("2026-07-01T09:00:00", None)
    assert calendar.timezones == []


def test_an_event_says_where_who_and_in_which_languages():
    event = next(event for event in read(full_session()).events if "plenaria" in str(event["SUMMARY"]))
    assert str(event["LOCATION"]).startswith("Sala ")
    assert str(event["LOCATION"]).endswith("Polo fieristico, via Lunga, Bergamo")
    for words in (
        "Plenary session",
        "Maria Rossi",
        "Direttore generale",
        "Interpretation: Russian",
        "Aula",
        "Moscow time",
    ):
        assert words in str(event["DESCRIPTION"])


def test_the_same_facts_give_the_same_bytes_and_a_line_keeps_its_identity():
    session = full_session()
    assert programme_ics(session, "it") == programme_ics(session, "it")
    before = {str(event["UID"]): event["DTSTAMP"].dt for event in read(session).events}
    item = session.items.get(kind="plenary")
    item.title_it = "Nuova"
    item.save()
    after = {str(event["UID"]): event["DTSTAMP"].dt for event in read(session, "ru").events}
    assert set(before) == set(after)
    assert len(before) == 3
    assert all(stamp.tzinfo is not None for stamp in after.values())


@pytest.mark.parametrize(
    ("status", "said"), [("announced", "CONFIRMED"), ("postponed", "TENTATIVE"), ("cancelled", "CANCELLED")]
)
def test_the_state_of_the_session_is_the_state_of_its_events(status, said):
    assert {str(event["STATUS"]) for event in read(full_session(status=status)).events} == {said}


def test_text_with_the_marks_of_the_format_survives():
    session = SessionFactory()
    ProgrammeItemFactory(session=session, title_it="A; b, c \\ d", note_it="uno\ndue\nBEGIN:VEVENT")
    (event,) = read(session).events
    assert str(event["SUMMARY"]) == "A; b, c \\ d"
    assert "uno\ndue\nBEGIN:VEVENT" in str(event["DESCRIPTION"])


def test_the_file_is_a_download_with_a_name(client):
    session = full_session()
    response = client.get(f"/ru/sessions/{session.ref}/programme.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="task-force-{session.number}-ru.ics"'
    assert len(Calendar.from_ical(response.content).events) == 3


def test_a_programme_without_lines_is_an_empty_calendar():
    assert read(SessionFactory()).events == []
