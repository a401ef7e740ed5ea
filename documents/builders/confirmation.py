"""That a registration is confirmed or waits: who comes, where to and when, for whoever asks the participant for it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F, Prefetch
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.builders.base import Builder, Facts, Progress
from documents.builders.layout import STYLESHEET, iso_date, span_words, town_words
from documents.programme import session_facts, time_facts
from participants.enums import ADMITTED, Place
from participants.models import Delegate, Registration, TableSeat, VisitSeat
from sessions.models import ProgrammeItem, Session
from taskforce.dates import day_date, long_date
from taskforce.errors import DomainError
from taskforce.pdf import render_pdf


def confirmation_facts(
    session: Session, language: str, registration: Registration | None = None, delegate: Delegate | None = None
) -> Facts:
    """Return what a confirmation says, of all delegates who have a place or wait, or of one alone.

    Raises DomainError where there is nothing to confirm.
    """
    with translation.override(language):
        people = people_of(registration, delegate) if registration and registration.state in ADMITTED else []
        if not people:
            raise DomainError(_("There is nothing to confirm."), code="state")
        decided = registration.decided_at
        return {
            "language": language,
            "registration": registration.pk,  # two companies never share a file
            "session": session_facts(session),
            "organisation": organisation_facts(registration),
            "decided_on": decided.astimezone(session.zone).date().isoformat() if decided else None,
            "begins": first_item(session),
            "people": people,
        }


def organisation_facts(registration: Registration) -> dict[str, str]:
    body = registration.organisation
    names = list(dict.fromkeys(name for name in (body.name, body.name_latin, body.name_cyrillic) if name))
    return {"name": names[0], "other_name": ", ".join(names[1:]), "town": body.town, "side": body.get_side_display()}


def people_of(registration: Registration, delegate: Delegate | None) -> list[dict]:
    """Return who has a place or waits, each with the seats that are given or waited for."""
    delegates = registration.delegates.filter(place__in=[Place.CONFIRMED, Place.WAITING])
    if delegate:
        delegates = delegates.filter(pk=delegate.pk)
    given = {"place__in": [Place.CONFIRMED, Place.WAITING]}
    seats = (
        Prefetch("table_seats", TableSeat.objects.filter(**given).select_related("table")),
        Prefetch("visit_seats", VisitSeat.objects.filter(**given).select_related("visit")),
    )
    return [person_facts(one) for one in delegates.with_queue_position().prefetch_related(*seats)]


def person_facts(delegate: Delegate) -> dict:
    waiting = delegate.place == Place.WAITING
    offered = delegate.accept_by is not None and delegate.accepted_at is None
    position = _("number %(position)d on the waiting list") % {"position": delegate.queue_position or 0}
    return {
        "name": delegate.name,
        "other_name": delegate.other_name,
        "qualification": delegate.qualification,
        "waiting": waiting,
        "place": position if waiting else _("place offered") if offered else _("has a place"),
        "seats": [seat_facts(str(seat.table), seat) for seat in delegate.table_seats.all()]
        + [seat_facts(str(seat.visit), seat) for seat in delegate.visit_seats.all()],
    }


def seat_facts(title: str, seat: TableSeat | VisitSeat) -> dict:
    return {"title": title, "place": seat.get_place_display()}


def first_item(session: Session) -> dict | None:
    """Return day and times of the first line of the programme whose time is known."""
    timed = ProgrammeItem.objects.filter(session=session, day__isnull=False, starts__isnull=False)
    item = timed.select_related("venue", "room__venue").order_by("day", "starts", F("position")).first()
    if item is None:
        return None
    item.session = session
    venue = item.venue or (item.room.venue if item.room else None)
    date = session.date_of(item.day)
    place = ", ".join(part for part in (venue.name, venue.address, venue.town) if part) if venue else ""
    return {"title": item.title, "date": date.isoformat() if date else None, "place": place, **time_facts(item)}


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the confirmation as a PDF."""
    return render_pdf(html_of(facts), stylesheet=STYLESHEET, laid_out=progress)


def html_of(facts: Facts) -> str:
    """Return the whole document, ready to be printed."""
    begins, waits = facts["begins"], all(person["waiting"] for person in facts["people"])
    context = {
        "kind": "confirmation",
        "heading": _("Waiting list") if waits else _("Confirmation of registration"),
        "place": town_words(facts["session"]),
        "dates": span_words(facts["session"]),
        "waits": waits,
        "decided_on": long_date(iso_date(facts["decided_on"])) if facts["decided_on"] else "",
        "begins_on": day_date(iso_date(begins["date"])) if begins and begins["date"] else "",
        "contact_email": settings.CONTACT_EMAIL,
        "portal_url": f"{settings.BASE_URL}/{facts['language']}/",
    }
    return render_to_string("documents/pdf/confirmation.html", facts | context)


BUILDER = Builder(
    kind="confirmation",
    label=gettext_lazy("Confirmation of registration"),
    gather=confirmation_facts,
    formats={"pdf": pdf},
)
