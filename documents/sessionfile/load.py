"""From the facts of a session file to rows: one transaction, all or nothing, and safe to do again.

The session is found by its number; one without a number by its title (in Italian, else English, else Russian, compared
without case and accents) and first day. Its rows are found by key or number, those without one by title or name, and
are changed in place: a table or visit of the last file stays the same row, and with it the seats people hold there.
What the file no longer names is deleted, unless people or a signed file stand behind it: then the file is refused.

Not touched, because the file cannot say them: the admission, the introduction, the mark of a demonstration, and figures
and sources that ``load_history`` keeps (their source's key begins with HISTORY).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import translation

from agreements.models import Agreement, Party, Project
from documents.sessionfile.checks import Row, SessionFacts, read_facts
from documents.sessionfile.errors import SessionFileError, quoted
from documents.sessionfile.node import Node
from documents.sessionfile.reader import parse
from documents.sessionfile.sync import Sync, title_key
from sessions.models import (
    CompanyVisit,
    HostRegion,
    Official,
    ProgrammeItem,
    Room,
    Session,
    SessionOrganiser,
    Source,
    SourcedFigure,
    Venue,
)
from tables.models import Subsector, TableSitting, ThematicTable
from taskforce.text import comparison_key

HISTORY = "history-"


@dataclass(frozen=True)
class Loaded:
    """What a load did: ``changes`` counts rows made, changed and deleted; 0 where the file said nothing new."""

    session: Session
    created: bool
    changes: int


def check_session(data: bytes) -> SessionFacts:
    """Return the facts of a session file; the database is not asked. Raises SessionFileError."""
    return read_facts(Node(parse(data)))


def load_session(data: bytes) -> Loaded:
    """Load the session of a session file. Raises SessionFileError, and then nothing is loaded."""
    return load_facts(check_session(data))


def load_facts(facts: SessionFacts) -> Loaded:
    """Load what a session file says. Raises SessionFileError, and then nothing is loaded."""
    # The untranslated column repeats the current language's: always Italian, whoever asks.
    with translation.override("it"), transaction.atomic():
        try:
            return _load(facts)
        except (ProtectedError, RestrictedError) as error:
            names = ", ".join(sorted({str(row._meta.verbose_name) for row in error.args[1]}))
            raise SessionFileError("$", f"what the file no longer names is still used by: {names}") from error


def find_session(values: dict) -> Session | None:
    """Return the session that a file speaks of, locked, or None where it is a new one."""
    if values["number"]:
        return Session.objects.select_for_update().filter(number=values["number"]).first()
    same_day = Session.objects.select_for_update().filter(number=None, starts_on=values["starts_on"])
    wanted = title_key(values, "title")
    return next((session for session in same_day.order_by("pk") if title_key(vars(session), "title") == wanted), None)


def find_region(name: str | None) -> HostRegion | None:
    """Return the region of a code or alias. Raises SessionFileError where not exactly one answers to it."""
    try:
        return HostRegion.objects.resolve(name) if name else None
    except HostRegion.DoesNotExist:
        reason = f"no region, or more than one, answers to {quoted(name)}: give its ISO 3166-2 code, such as IT-25"
        raise SessionFileError("$.host_region", reason) from None


def _load(facts: SessionFacts) -> Loaded:
    sync = Sync()
    found = find_session(facts.values)
    session = sync.write(found, Session, {**facts.values, "host_region": find_region(facts.region)})
    rows = facts.rows
    sync.rows(session.organisers, SessionOrganiser, rows["organisers"], {"session": session}, name="name")
    venues, rooms = _load_venues(sync, session, rows["venues"])
    officials = _by_key(sync.rows(session.officials, Official, rows["officials"], {"session": session}, name="name"))
    visits = _load_visits(sync, session, rows["visits"])
    tables = _load_tables(sync, session, rows["tables"], venues, rooms, officials)
    _load_items(sync, session, rows["programme"], _Places(venues, rooms, officials, visits, tables))
    _load_projects(sync, session, rows["projects"], tables)
    _load_agreements(sync, session, rows["agreements"])
    _load_figures(sync, session, rows["sources"], rows["figures"])
    if sync.changes and found:
        session.save()  # a page that is kept by the time of the last change must see that something was deleted
    return Loaded(session, created=found is None, changes=sync.changes)


@dataclass(frozen=True)
class _Places:
    """The rows that a line of the programme may refer to."""

    venues: dict
    rooms: dict
    officials: dict
    visits: dict
    tables: dict


def _by_key(pairs: list[tuple[Row, object]]) -> dict:
    return {row.key: instance for row, instance in pairs if row.key}


def _load_venues(sync: Sync, session: Session, rows: list[Row]) -> tuple[dict, dict]:
    """Return the venues by key and the rooms by path."""
    pairs, rooms = sync.rows(session.venues, Venue, rows, {"session": session}, name="name"), {}
    for row, venue in pairs:
        for part, room in sync.rows(venue.rooms, Room, row.parts, {"venue": venue}, name="name"):
            rooms[part.path] = room
    return _by_key(pairs), rooms


def _load_visits(sync: Sync, session: Session, rows: list[Row]) -> dict:
    def refuse_booked(visit: CompanyVisit) -> None:
        if seats := visit.booked_seats.count():
            reason = f"the visit {quoted(visit.key or visit.company)} is no longer named, but has {seats} seats booked"
            raise SessionFileError("$.visits", reason)

    pairs = sync.rows(session.visits, CompanyVisit, rows, {"session": session}, name="company", before=refuse_booked)
    return _by_key(pairs)


def _load_tables(sync: Sync, session: Session, rows: list[Row], venues: dict, rooms: dict, officials: dict) -> dict:
    def refuse_booked(table: ThematicTable) -> None:
        if seats := table.seats.count():
            reason = f"the table {quoted(table)} is no longer named, but has {seats} seats booked"
            raise SessionFileError("$.tables", reason)

    def columns(row: Row) -> dict:
        return {"session": session, "venue": venues.get(row.refs["venue"]), "room": rooms.get(row.refs["room"])}

    pairs = sync.rows(
        session.tables, ThematicTable, rows, columns, name="title", key="number", position=None, before=refuse_booked
    )
    for row, table in pairs:
        sync.rows(table.subsectors, Subsector, row.parts, {"table": table}, name="title")
        sync.links(table.moderators, [officials[key] for key in row.refs["moderators"]])
    return _by_key(pairs)


def _load_items(sync: Sync, session: Session, rows: list[Row], places: _Places) -> None:
    def columns(row: Row) -> dict:
        return {
            "session": session,
            "venue": places.venues.get(row.refs["venue"]),
            "room": places.rooms.get(row.refs["room"]),
            "visit": places.visits.get(row.refs["visit"]),
        }

    pairs = sync.rows(session.items, ProgrammeItem, rows, columns, name="title", key=None)
    sittings = {sitting.item_id: sitting for sitting in TableSitting.objects.filter(item__session=session)}
    for row, item in pairs:
        sync.links(item.speakers, [places.officials[key] for key in row.refs["speakers"]])
        sitting, table = sittings.get(item.pk), places.tables.get(row.refs["table"])
        if table:
            sync.write(sitting, TableSitting, {"item": item, "table": table})
        elif sitting:
            sync.delete(sitting)


def _load_projects(sync: Sync, session: Session, rows: list[Row], tables: dict) -> None:
    def columns(row: Row) -> dict:
        return {"session": session, "table": tables.get(row.refs["table"])}

    sync.rows(session.projects, Project, rows, columns, name="title", key=None)


def _load_agreements(sync: Sync, session: Session, rows: list[Row]) -> None:
    def refuse_filed(agreement: Agreement) -> None:
        if agreement.file:
            reason = f"the act {quoted(agreement.title)} is no longer named, but its file is kept here"
            raise SessionFileError("$.agreements", reason)

    pairs = sync.rows(
        session.agreements, Agreement, rows, {"session": session}, name="title", key=None, before=refuse_filed
    )
    for row, agreement in pairs:
        sync.rows(agreement.parties, Party, row.parts, {"agreement": agreement}, name="name", key=None)


def _load_figures(sync: Sync, session: Session, source_rows: list[Row], rows: list[Row]) -> None:
    """Load sources and figures; a figure without a value claims nothing and is not kept."""
    named = {row.key for row in source_rows}
    ours = session.sources.exclude(key__startswith=HISTORY) | session.sources.filter(key__in=named)
    before = {source.key: source for source in ours}
    sources = {
        row.key: sync.write(before.get(row.key), Source, {"session": session, **row.values}) for row in source_rows
    }
    existing = [figure for figure in session.figures.order_by("position", "pk") if _is_of(figure, ours)]
    kept = [row for row in rows if row.values["value"] is not None]
    for index, row in enumerate(kept):
        values = {"session": session, "position": index, "source": sources.get(row.refs["source"]), **row.values}
        sync.write(existing[index] if index < len(existing) else None, SourcedFigure, values)
    for figure in existing[len(kept) :]:
        sync.delete(figure)
    for source in ours.filter(figures=None, facts=None).exclude(key__in=named):
        sync.delete(source)
    for figure in session.figures.filter(source__key__startswith=HISTORY).exclude(source__key__in=named):
        if repeats_claim(figure, session.figures.filter(source__in=sources.values())):
            sync.delete(figure)


def _is_of(figure: SourcedFigure, sources) -> bool:
    return figure.source_id is None or any(source.pk == figure.source_id for source in sources)


def repeats_claim(figure: SourcedFigure, others) -> bool:
    """Whether one of the others is the same claim: same side, value and basis, and a source of the same description."""
    same = others.filter(side=figure.side, value=figure.value, basis=figure.basis, source__isnull=False)
    wanted = comparison_key(figure.source.what)
    return any(comparison_key(what) == wanted for what in same.values_list("source__what", flat=True))
