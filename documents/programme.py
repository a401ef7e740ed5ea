"""What the programme of a session says, as plain data in one language: page, calendar and PDF are made of it."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import defaultdict
from itertools import groupby

from django.conf import settings
from django.db.models import F
from django.utils import translation
from django.utils.translation import get_language, get_language_info, gettext
from modeltranslation.utils import resolution_order

from sessions.enums import ItemKind, OfficialRole
from sessions.models import CompanyVisit, Official, ProgrammeItem, Session
from tables.models import ThematicTable

KIND_LABELS = dict(ItemKind.choices)  # get_kind_display() looks through all choices again for every line


def programme_facts(session: Session, language: str, *, identities: bool = False) -> dict:
    """Return everything a programme in any form needs, JSON-able, in ``language`` (else the text there is).

    Times are ``HH:MM`` of the host, instants ISO 8601 in UTC; both are None where they are not known. ``identities``
    adds each item's ``id``, ``changed``, and which table and visit it is (``table_id``, ``visit_id``): a calendar needs
    them, and a printed programme must not depend on them.
    Five queries, however many rows; one more if the session came without its host region.
    """
    with translation.override(language):
        officials, speakers, moderators = people_of(session)
        tables = tables_of(session, moderators)
        visits = {visit.pk: visit_facts(visit) for visit in visits_of(session)}
        items = [item_facts(item, session, tables, visits, speakers, identities) for item in items_of(session)]
        return {
            "language": language,
            "session": session_facts(session),
            "days": days_of(items, session),
            "tables": list(tables.values()),
            "visits": list(visits.values()),
            "officials": officials,
        }


# --- The session ----------------------------------------------------------------------------------------------------


def session_facts(session: Session) -> dict:
    """Return the head of the programme. Dates are ISO, or None; ``dates_note`` says what is known of partial ones."""
    region = session.host_region
    return {
        "ref": session.ref,
        "number": session.number,
        "title": str(session),
        "introduction": session.introduction,
        "city": session.city,
        "region": {"code": region.code, "name": str(region), "country": region.country} if region else None,
        "starts_on": iso(session.starts_on),
        "ends_on": iso(session.ends_on),
        "dates_note": session.dates_note,
        "timezone": session.timezone,
        "status": session.status,
        "status_label": session.get_status_display() or "",
        "mode": session.mode,
        "mode_label": session.get_mode_display() or "",
        "demonstration": session.is_demonstration,
        "organisers": [organiser_facts(organiser) for organiser in session.organisers.all()],
    }


def organiser_facts(organiser) -> dict:
    return {
        "name": organiser.name,
        "role": organiser.role,
        "role_label": organiser.get_role_display(),
        "side": organiser.side,
        "side_label": organiser.get_side_display() or "",
    }


def iso(moment: dt.date | None) -> str | None:
    """Return a date or an instant as ISO 8601; None where it is not known."""
    return moment.isoformat() if moment else None


# --- People, tables, visits -----------------------------------------------------------------------------------------


def people_of(session: Session) -> tuple[list[dict], dict[int, list[dict]], dict[int, list[dict]]]:
    """Return the officials by role, the speakers by item and the moderators by table, from one query.

    The two links are joined to the officials: one row for each official, item and table.
    """
    rows = Official.objects.filter(session=session).annotate(item=F("items"), table=F("tables"))
    by_role, speakers, moderators = defaultdict(dict), defaultdict(dict), defaultdict(dict)
    for official in rows.order_by("position", "pk", "item", "table"):
        person = {"name": official.name, "office": official.office, "side": official.side}
        by_role[official.role][official.pk] = person
        if official.item:
            speakers[official.item][official.pk] = person
        if official.table:
            moderators[official.table][official.pk] = person
    labels = dict(OfficialRole.choices)
    officials = [
        {"role": role, "role_label": str(labels.get(role, "")), "people": list(by_role[role].values())}
        for role in (*OfficialRole.values, None)
        if role in by_role
    ]
    return officials, *({key: list(people.values()) for key, people in link.items()} for link in (speakers, moderators))


def tables_of(session: Session, moderators: dict[int, list[dict]]) -> dict[int, dict]:
    """Return the tables by primary key, in order, with their sub-sectors, from one query (a row a sub-sector)."""
    subsector = {f"subsector_{code}": F(f"subsectors__title_{code}") for code, _name in settings.LANGUAGES}
    rows = ThematicTable.objects.filter(session=session).select_related("venue", "room__venue").annotate(**subsector)
    found: dict[int, dict] = {}
    for table in rows.order_by(F("number").asc(nulls_last=True), "pk", "subsectors__position", "subsectors__pk"):
        facts = found.get(table.pk) or found.setdefault(table.pk, table_facts(table, moderators))
        if title := localised(table, "subsector"):
            facts["subsectors"].append(title)
    return found


def table_facts(table: ThematicTable, moderators: dict[int, list[dict]]) -> dict:
    return {
        "number": table.number,
        "title": table.title,
        "subsectors": [],
        "moderators": moderators.get(table.pk, []),
        "seats": table.capacity,
        **place_facts(table.venue, table.room),
    }


def visits_of(session: Session):
    return session.visits.order_by(F("day").asc(nulls_last=True), "position", "pk")


def visit_facts(visit: CompanyVisit) -> dict:
    return {
        "company": visit.company,
        "sector": visit.sector,
        "town": visit.town,
        "day": visit.day,
        "seats": visit.seats,
    }


def place_facts(venue, room) -> dict[str, str]:
    """Return venue, town, room and address; a room says its venue where the row names none."""
    venue = venue or (room.venue if room else None)
    return {
        "venue": venue.name if venue else "",
        "town": venue.town if venue else "",
        "room": room.name if room else "",
        "address": venue.address if venue else "",
    }


# --- Items ----------------------------------------------------------------------------------------------------------


def items_of(session: Session):
    """Return the items in the programme's order, each with its places and its table's key."""
    items = ProgrammeItem.objects.filter(session=session).select_related("venue", "room__venue", "sitting")
    return items.order_by("position", "pk")


def item_facts(
    item: ProgrammeItem, session: Session, tables: dict, visits: dict, speakers: dict[int, list[dict]], identities: bool
) -> dict:
    """Return one line of the programme. A table's sitting without a place of its own is where the table is."""
    item.session = session  # the same row, without a query
    sitting = getattr(item, "sitting", None)
    table = tables.get(sitting.table_id) if sitting else None
    visit = visits.get(item.visit_id)
    facts = {
        "kind": item.kind,
        "kind_label": str(KIND_LABELS.get(item.kind, item.kind)),
        "title": item.title,
        "day": item.day,
        "parallel": item.parallel,
        **time_facts(item),
        **item_place(item, table, visit),
        "table": {key: table[key] for key in ("number", "title", "subsectors", "moderators")} if table else None,
        "visit": {key: visit[key] for key in ("company", "sector", "town", "seats")} if visit else None,
        "speakers": speakers.get(item.pk, []),
        "note": item.note,
        "spoken": language_names(item.spoken),
        "interpreted": language_names(item.interpreted),
    }
    if not identities:
        return facts
    return facts | {
        "id": item.pk,
        "changed": item.updated_at.isoformat(),
        "table_id": sitting.table_id if sitting else None,
        "visit_id": item.visit_id,
    }


def item_place(item: ProgrammeItem, table: dict | None, visit: dict | None) -> dict[str, str]:
    if table and not item.venue_id and not item.room_id:
        return {key: table[key] for key in ("venue", "town", "room", "address")}
    place = place_facts(item.venue, item.room)
    return place | {"town": visit["town"]} if visit and not place["venue"] else place


def time_facts(item: ProgrammeItem) -> dict:
    """Return the host's times, the instants in UTC, and the capitals' times where they differ from the host's."""
    starts, ends = item.instant(item.starts), item.instant(item.ends)
    return {
        "starts": f"{item.starts:%H:%M}" if item.starts else None,
        "ends": f"{item.ends:%H:%M}" if item.ends else None,
        "starts_at": iso(starts and starts.astimezone(dt.UTC)),
        "ends_at": iso(ends and ends.astimezone(dt.UTC)),
        "capital_times": capital_times(starts),
    }


def capital_times(starts: dt.datetime | None) -> list[str]:
    """Return the start in Rome and in Moscow, each only where the clock there shows another time than the host's."""
    if starts is None:
        return []
    zones = settings.CAPITAL_TIME_ZONES.items()
    there = {country: starts.astimezone(zoneinfo.ZoneInfo(zone)) for country, zone in zones}
    words = {"IT": gettext("%(time)s Rome time"), "RU": gettext("%(time)s Moscow time")}
    return [
        words[country] % {"time": capital_clock(moment, starts)}
        for country, moment in there.items()
        if moment.utcoffset() != starts.utcoffset()
    ]


def capital_clock(moment: dt.datetime, host: dt.datetime) -> str:
    """Return ``HH:MM``, with a word where it is another day there."""
    clock = f"{moment:%H:%M}"
    if moment.date() == host.date():
        return clock
    earlier = moment.date() < host.date()
    return (gettext("%(time)s (the day before)") if earlier else gettext("%(time)s (the next day)")) % {"time": clock}


# --- Languages ------------------------------------------------------------------------------------------------------


def localised(row, prefix: str) -> str:
    """Return the text of an annotation made once a language (``prefix_it`` …), by the fallback of translated fields."""
    return next((text for code in resolution_order(get_language()) if (text := getattr(row, f"{prefix}_{code}"))), "")


def language_names(codes: object) -> list[str]:
    """Return the names of languages as they are written within a sentence; a code Django does not know stays a code."""
    return [language_name(code) for code in codes if isinstance(code, str)] if isinstance(codes, list) else []


def language_name(code: str) -> str:
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    return name if get_language() == "en" else name.lower()


# --- Days -----------------------------------------------------------------------------------------------------------


def days_of(items: list[dict], session: Session) -> list[dict]:
    """Return the days in order, each with its groups; items without a day stand under a last one, ``day`` None."""
    by_day = sorted(items, key=lambda item: (item["day"] is None, item["day"] or 0))
    return [
        {"day": day, "date": iso(session.date_of(day)), "groups": groups_of(list(rows))}
        for day, rows in groupby(by_day, key=lambda item: item["day"])
    ]


def groups_of(items: list[dict]) -> list[dict]:
    """Return the lines of a day: items that share a parallel label are one, placed at its earliest start.

    Lines go by start, then in the programme's order; those without a time come last. So do the items within a line.
    """
    lines: dict[object, list[dict]] = {}
    for index, item in enumerate(items):
        lines.setdefault(item["parallel"] or index, []).append(item)
    groups = [
        {"parallel": label if isinstance(label, str) else "", "items": sorted(rows, key=by_start)}
        for label, rows in lines.items()
    ]
    return sorted(groups, key=lambda group: by_start(group["items"][0]))


def by_start(item: dict) -> tuple[bool, str]:
    return item["starts"] is None, item["starts"] or ""
