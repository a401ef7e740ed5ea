"""The programme as an iCalendar file (RFC 5545), one event a line that has a day."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from documents.calendar_history import History, gone_item, history_of
from documents.programme_page import detail_line, end_line, joined, kind_word, languages_line, person_line
from documents.released import public_facts
from participants.enums import Place
from participants.models import AccessLink, Delegate, TableSeat, VisitSeat
from sessions.models import Session

STATUS = {"postponed": "TENTATIVE", "cancelled": "CANCELLED"}


def own_programme_ics(link: AccessLink, language: str) -> bytes:
    """Return the calendar of a contact or a delegate: what is common to all, and sittings and visits of their seats.

    A seat given up is simply not in it any more; calendars follow. A line removed from the programme stays, cancelled.
    """
    delegates = Delegate.objects.filter(registration=link.registration_id, place=Place.CONFIRMED)
    if link.delegate_id:
        delegates = delegates.filter(pk=link.delegate_id)
    seats = {"delegate__in": delegates, "place": Place.CONFIRMED}
    tables = set(TableSeat.objects.filter(**seats).values_list("table", flat=True))
    visits = set(VisitSeat.objects.filter(**seats).values_list("visit", flat=True))

    def concerns(item: dict) -> bool:
        return item["table_id"] in {None, *tables} and item["visit_id"] in {None, *visits}

    return programme_ics(link.registration.session, language, concerns)


def programme_ics(session: Session, language: str, shown: Callable[[dict], bool] = lambda item: True) -> bytes:
    """Return the calendar in a language, of the items that are ``shown``; the same facts give the same bytes.

    Times are the host's, with its VTIMEZONE. A line with a day and no time is an event of the whole day that says so;
    one without a date is left out. An item without an end is a moment. Once a version was released each event counts
    its versions (SEQUENCE), and lines that are gone stay as cancelled events: so calendars that took them in let go.
    """
    facts = public_facts(session, language, identities=True)
    history = history_of(session) if facts["version"] else None
    with translation.override(language):
        calendar = empty_calendar(facts["session"]["title"], session, language)
        for day in facts["days"]:
            items = (item for group in day["groups"] for item in group["items"] if day["date"])
            for item in filter(shown, items):
                calendar.add_component(event(item, dt.date.fromisoformat(day["date"]), session, history))
        for item in filter(shown, map(gone_item, history.gone.values() if history else ())):
            calendar.add_component(cancelled_event(item, session, history))
    if any(item.name == "VEVENT" for item in calendar.subcomponents):
        calendar.add_missing_timezones()
    return calendar.to_ical()


def empty_calendar(title: str, session: Session, language: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PORTAL_NAME}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    if session.timezone:
        calendar.add("x-wr-timezone", session.timezone)
    return calendar


def event(item: dict, date: dt.date, session: Session, history: History | None) -> Event:
    """Return the event of one line; its UID stays the same while the line exists, in every language."""
    found = named_event(item, date, session)
    changed = history.modified(item["id"]) if history else dt.datetime.fromisoformat(item["changed"])
    add_state(found, max(changed, session.updated_at), STATUS.get(session.status, "CONFIRMED"))
    if history:
        found.add("sequence", history.sequence(item["id"]))
    if location := joined(", ", item["room"], item["venue"], item["address"], item["town"]):
        found.add("location", location)
    found.add("description", description(item, session))
    return found


def cancelled_event(item: dict, session: Session, history: History) -> Event:
    """Return the event of a line that is gone, on the day where it last stood."""
    found = named_event(item, dt.date.fromisoformat(item["date"]), session)
    add_state(found, history.modified(item["id"]), "CANCELLED")
    found.add("sequence", history.sequence(item["id"]))
    if item["place"]:
        found.add("location", item["place"])
    return found


def named_event(item: dict, date: dt.date, session: Session) -> Event:
    """Return an event with its identity, title, times and the page it is from."""
    found = Event()
    found.add("uid", f"{item['id']}.{session.pk}@{uid_host()}")
    found.add("summary", item["title"])
    add_times(found, item, date, session.zone if session.timezone else None)
    found.add("url", f"{settings.BASE_URL}/{translation.get_language()}/sessions/{session.ref}/programme/")
    return found


def add_state(found: Event, moment: dt.datetime, status: str) -> None:
    """Add when an event was last changed, and whether it takes place."""
    found.add("dtstamp", moment)
    found.add("last-modified", moment)
    found.add("status", status)


def add_times(found: Event, item: dict, date: dt.date, zone: zoneinfo.ZoneInfo | None) -> None:
    """Add start and end in the host's zone; where the zone is not known, as local times of wherever the reader is."""
    if not item["starts"]:
        found.add("dtstart", date)
        found.add("dtend", date + dt.timedelta(days=1))
        found.add("transp", "TRANSPARENT")  # a day on which the hour is not known is not a busy day
        return
    for name, clock in (("dtstart", item["starts"]), ("dtend", item["ends"])):
        if clock:
            found.add(name, dt.datetime.combine(date, dt.time.fromisoformat(clock), tzinfo=zone))


def description(item: dict, session: Session) -> str:
    """Return the lines a reader of a calendar wants: kind, unknown time, people, languages, note."""
    return joined(
        "\n",
        _("Demonstration: not a real session.") if session.is_demonstration else "",
        kind_word(item),
        "" if item["starts"] else _("time to be announced"),
        end_line(item),
        *item["capital_times"],
        detail_line(item),
        *(person_line(person) for person in item["speakers"]),
        languages_line(item),
        item["note"],
    )


def uid_host() -> str:
    """Return the host of the portal's own address, which makes its UIDs nobody else's."""
    return settings.BASE_URL.split("//", 1)[-1]
