"""A session as the public pages show it: the facts put into the words and lines of templates/sessions/."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sessions import claims
from sessions.enums import OfficialRole, OrganiserRole, Side
from sessions.models import Session
from taskforce.dates import date_span, long_date


def nearest_first(session: Session) -> tuple:
    """Return a key that puts open sessions first, then those whose day is nearest, then those without a date."""
    return (not session.is_open(), session.starts_on is None, session.starts_on or dt.date.min)


def row(session: Session) -> dict:
    """Return a line of the history."""
    return {
        "session": session,
        "dates": dates(session),
        "phase": session.phase(),
        "told": claims.participants_line(session.told_persons),
    }


def dates(session: Session) -> str:
    """Return the dates, or what is known of them; a partial date stays partial."""
    return date_span(session.starts_on, session.ends_on) or session.dates_note


def planned(session: Session) -> str:
    """Return what had been announced before it changed, or nothing."""
    days = date_span(session.planned_starts_on, session.planned_ends_on)
    return ", ".join(text for text in (session.planned_city, days, session.planned_note) if text)


def session_context(session: Session, people: dict[str, dict[str, int]]) -> dict:
    """Return everything the page of a session shows."""
    # The history keeps sources of its own; one that a session file names too is listed once.
    sources = {(source.key.removeprefix("history-"), source.what): source for source in session.sources.all()}
    facts = list(session.facts.prefetch_related("sources"))
    notes = claims.footnotes(facts)
    return {
        "session": session,
        "phase": session.phase(),
        "dates": dates(session),
        "lines": lines(session, notes),
        "organisers": organisers(session),
        "tables": tables(session),
        "visits": list(session.visits.all()),
        "officials": officials(session),
        "people": side_counts(people),
        "figures": claims.figure_rows(list(session.figures.select_related("source"))),
        "footnotes": notes,
        "told": claims.told(facts),
        "sources": list(sources.values()),
        "has_programme": session.items.exists(),
        "has_projects": has_projects(session),
        "has_commitments": has_commitments(session),
    }


def lines(session: Session, notes: list[dict]) -> list[dict]:
    """Return the session's facts as names and values, each with the numbers of the footnotes that comment it."""
    region = session.host_region
    found = [
        ("dates", _("Dates"), dates(session), ""),
        ("planned", _("Announced before"), planned(session), ""),
        ("place", _("Place"), session.city, ""),
        ("region", _("Host region"), str(region) if region else "", region.get_absolute_url() if region else ""),
        ("mode", _("Mode"), session.get_mode_display() or "", ""),
        ("status", _("State"), session.phase().label, ""),
        ("opens", _("Registration opens"), moment(session, session.opens_at), ""),
        ("closes", _("Registration closes"), moment(session, session.closes_at), ""),
    ]
    marks = {line: [note["number"] for note in notes if note["line"] == line] for line, *_rest in found}
    return [
        {"name": name, "value": value or _("not known"), "known": bool(value), "url": url, "marks": marks[line]}
        for line, name, value, url in found
        if value or marks[line]
    ]


def moment(session: Session, at: dt.datetime | None) -> str:
    """Return an instant in the host's local time, with the zone where it is known."""
    if at is None:
        return ""
    local = at.astimezone(session.zone)
    words = {"date": long_date(local.date()), "time": date_format(local, "H:i"), "zone": session.timezone or "UTC"}
    return _("%(date)s, %(time)s (%(zone)s)") % words


def organisers(session: Session) -> list[dict]:
    """Return the organisers and partners under their roles."""
    names = {OrganiserRole.ORGANISER: _("Organisers"), OrganiserRole.PARTNER: _("Partners"), "": _("Others")}
    bodies = list(session.organisers.all())
    return [
        {"role": name, "bodies": found}
        for role, name in names.items()
        if (found := [body for body in bodies if body.role == role])
    ]


def officials(session: Session) -> list[dict]:
    """Return the officials under their roles, the most senior role first."""
    people = list(session.officials.all())
    names = {**dict(OfficialRole.choices), None: _("Others")}
    return [
        {"role": name, "people": found}
        for role, name in names.items()
        if (found := [person for person in people if (person.role or None) == role])
    ]


def tables(session: Session) -> list[dict]:
    """Return the thematic tables with their sub-sectors and moderators (an app to the right, reached by relation)."""
    rows = session.tables.select_related("venue", "room__venue").prefetch_related("subsectors", "moderators")
    return [
        {
            "number": table.number,
            "title": table.title,
            "subsectors": list(table.subsectors.all()),
            "place": table_place(table),
            "moderators": ", ".join(person.name for person in table.moderators.all()),
        }
        for table in rows
    ]


def has_projects(session: Session) -> bool:
    """Whether the catalogue of projects has any (an app to the right, reached by relation)."""
    proposed = Q(projects__review="accepted", projects__is_public=True)
    again = Q(presentations__project__review="accepted", presentations__project__is_public=True)
    return Session.objects.filter(proposed | again, pk=session.pk).exists()


def has_commitments(session: Session) -> bool:
    """Whether public acts of earlier sessions oblige to something (an app to the right, reached by relation)."""
    act = {"status": "signed", "is_public": True, "commitments__is_public": True}
    earlier = {f"agreements__{name}": value for name, value in act.items()}
    if session.starts_on:
        earlier["agreements__signed_on__lt"] = session.starts_on
    return Session.objects.public().filter(**earlier).exclude(pk=session.pk).exists()


def table_place(table) -> str:
    venue = table.venue or (table.room.venue if table.room else None)
    parts = (table.room and table.room.name, venue and venue.name, venue and venue.town)
    return ", ".join(part for part in dict.fromkeys(parts) if part)


def side_counts(people: dict[str, dict[str, int]]) -> list[dict]:
    """Return the portal's own counts of delegates, a line a side and one for both; nothing where there are none."""
    if not people:
        return []
    kinds = ("registered", "confirmed", "present")
    sides = [{"name": side.label} | {kind: people.get(side, {}).get(kind, 0) for kind in kinds} for side in Side]
    return [*sides, {"name": _("Both sides")} | {kind: sum(side[kind] for side in sides) for kind in kinds}]
