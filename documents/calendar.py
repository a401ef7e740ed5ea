"""The programme as an iCalendar file (RFC 5545), one event a line that has a day."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from documents.programme_page import detail_line, end_line, joined, kind_word, languages_line, person_line
from documents.released import public_facts
from participants.enums import Place
from participants.models import AccessLink, Delegate, TableSeat, VisitSeat
from sessions.models import Session

STATUS = {"postponed": "TENTATIVE", "cancelled": "CANCELLED"}


def own_programme_ics(link: AccessLink, language: str) -> bytes:
    """Return the calendar of a contact or a delegate: what is common to all, and sittings and visits of their seats.

    What is removed from the programme, or a seat given up, is simply not in it any more; calendars follow.
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
    one without a date is left out. An item without an end is a moment.
    """
    facts = public_facts(session, language, identities=True)
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", f"-//{settings.PORTAL_NAME}//{language.upper()}")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", facts["session"]["title"])
        if session.timezone:
            calendar.add("x-wr-timezone", session.timezone)
        for day in facts["days"]:
            items = (item for group in day["groups"] for item in group["items"] if day["date"])
            for item in filter(shown, items):
                calendar.add_component(event(item, dt.date.fromisoformat(day["date"]), session))
    if any(item.name == "VEVENT" for item in calendar.subcomponents):
        calendar.add_missing_timezones()
    return calendar.to_ical()


def event(item: dict, date: dt.date, session: Session) -> Event:
    """Return the event of one line; its UID stays the same while the line exists, in every language."""
    found = Event()
    found.add("uid", f"{item['id']}.{session.pk}@{uid_host()}")
    found.add("dtstamp", max(dt.datetime.fromisoformat(item["changed"]), session.updated_at))
    found.add("status", STATUS.get(session.status, "CONFIRMED"))
    found.add("summary", item["title"])
    add_times(found, item, date, session.zone if session.timezone else None)
    if location := joined(", ", item["room"], item["venue"], item["address"], item["town"]):
        found.add("location", location)
    found.add("description", description(item, session))
    found.add("url", f"{settings.BASE_URL}/{translation.get_language()}/sessions/{session.ref}/programme/")
    return found


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
