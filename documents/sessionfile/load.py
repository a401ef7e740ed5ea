"""From the facts of a session file to rows: one transaction, all or nothing, and safe to do again.

The session is found by its number; one without a number by its title (in Italian, else English, else Russian, compared
without case and accents) and first day. Its rows are found by key or number, those without one by title or name, and
are changed in place: a table or visit of the last file stays the same row, and with it the seats people hold there.
What the file no longer names is deleted, unless people or a signed file stand behind it: then the file is refused.

Not touched, because the file cannot say them: the admission, the introduction, addresses for mail, and figures and
sources that ``load_history`` keeps (their source's key begins with HISTORY). Nor is what only a later key of the format
says (interpreters, travel times, opening hours …), where the file has no such key.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import translation

from agreements.enums import Review
from agreements.models import Agreement, Party, Presentation, Project
from documents.sessionfile.checks import SessionFacts, read_facts
from documents.sessionfile.errors import SessionFileError, quoted
from documents.sessionfile.node import Node
from documents.sessionfile.reader import parse
from documents.sessionfile.row import Row
from documents.sessionfile.sync import Change, Sync, in_order, title_key
from sessions.models import (
    CompanyVisit,
    HostRegion,
    Interpreter,
    Official,
    ProgrammeItem,
    Room,
    Session,
    SessionOrganiser,
    Source,
    SourcedFigure,
    TravelTime,
    Venue,
)
from sessions.translations import note_translations
from tables.models import Subsector, TableSitting, ThematicTable
from taskforce.text import comparison_key

HISTORY = "history-"


@dataclass(frozen=True)
class Loaded:
    """What a load did: each row made, changed or deleted; nothing where the file said nothing new."""

    session: Session
    created: bool
    changes: list[Change]


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
    if found:
        note_translations(found)  # and after: what the file changes in Italian alone then shows as out of date
    session = sync.write(found, Session, {**facts.values, "host_region": find_region(facts.region)})
    rows = facts.rows
    sync.rows(session.organisers, SessionOrganiser, rows["organisers"], {"session": session}, name="name")
    places = _Places(session)
    _load_venues(sync, places, rows["venues"])
    _load_travel_times(sync, places, rows["travel_times"])
    _load_people(sync, places, rows["officials"], rows["interpreters"])
    _load_visits(sync, places, rows["visits"])
    _load_tables(sync, places, rows["tables"])
    _load_items(sync, places, rows["programme"])
    _load_projects(sync, places, rows["projects"])
    _load_agreements(sync, session, rows["agreements"])
    _load_figures(sync, session, rows["sources"], rows["figures"])
    if sync.changes and found:
        session.save()  # a page that is kept by the time of the last change must see that something was deleted
    note_translations(session)
    return Loaded(session, created=found is None, changes=sync.changes)


@dataclass
class _Places:
    """The session, and its rows that others refer to: rooms by path, all others by key or number."""

    session: Session
    venues: dict = field(default_factory=dict)
    rooms: dict = field(default_factory=dict)
    officials: dict = field(default_factory=dict)
    interpreters: dict = field(default_factory=dict)
    visits: dict = field(default_factory=dict)
    tables: dict = field(default_factory=dict)

    def of(self, row: Row) -> dict:
        """Return the columns of whose a row is, and where."""
        venue, room = self.venues.get(row.refs["venue"]), self.rooms.get(row.refs["room"])
        return {"session": self.session, "venue": venue, "room": room}


def _by_key(pairs: list[tuple[Row, object]]) -> dict:
    return {row.key: instance for row, instance in pairs if row.key}


def _load_venues(sync: Sync, places: _Places, rows: list[Row]) -> None:
    pairs = sync.rows(places.session.venues, Venue, rows, {"session": places.session}, name="name")
    places.venues = _by_key(pairs)
    for row, venue in pairs:
        for part, room in sync.rows(venue.rooms, Room, row.parts, {"venue": venue}, name="name"):
            places.rooms[part.path] = room


def _load_travel_times(sync: Sync, places: _Places, rows: list[Row] | None) -> None:
    """Load the ways between venues; one without an end or without minutes claims nothing and is not kept."""
    if rows is None:
        return
    before = {(way.one_id, way.other_id): way for way in places.session.travel_times.order_by("pk")}
    for row in rows:
        ends = [places.venues[key] for key in row.refs["ends"] if key]
        if len(ends) == 2 and row.values["minutes"] is not None:
            one, other = sorted(ends, key=lambda venue: venue.pk)
            values = {"session": places.session, "one": one, "other": other, **row.values}
            sync.write(before.pop((one.pk, other.pk), None), TravelTime, values)
    for way in before.values():
        sync.delete(way)


def _load_people(sync: Sync, places: _Places, officials: list[Row], interpreters: list[Row] | None) -> None:
    session, columns = places.session, {"session": places.session}
    places.officials = _by_key(sync.rows(session.officials, Official, officials, columns, name="name"))
    if interpreters is not None:
        pairs = sync.rows(session.interpreters, Interpreter, interpreters, columns, name="name")
        places.interpreters = _by_key(pairs)


def _load_visits(sync: Sync, places: _Places, rows: list[Row]) -> None:
    def refuse_booked(visit: CompanyVisit) -> None:
        if seats := visit.booked_seats.count():
            reason = f"the visit {quoted(visit.key or visit.company)} is no longer named, but has {seats} seats booked"
            raise SessionFileError("$.visits", reason)

    columns = {"session": places.session}
    places.visits = _by_key(
        sync.rows(places.session.visits, CompanyVisit, rows, columns, name="company", before=refuse_booked)
    )


def _load_tables(sync: Sync, places: _Places, rows: list[Row]) -> None:
    def refuse_booked(table: ThematicTable) -> None:
        if seats := table.seats.count():
            reason = f"the table {quoted(table)} is no longer named, but has {seats} seats booked"
            raise SessionFileError("$.tables", reason)

    keys = {"name": "title", "key": "number", "position": None}
    pairs = sync.rows(places.session.tables, ThematicTable, rows, places.of, **keys, before=refuse_booked)
    for row, table in pairs:
        sync.rows(table.subsectors, Subsector, row.parts, {"table": table}, name="title")
        sync.links(table, "moderators", [places.officials[key] for key in row.refs["moderators"]])
    places.tables = _by_key(pairs)


def _load_items(sync: Sync, places: _Places, rows: list[Row]) -> None:
    def columns(row: Row) -> dict:
        return {**places.of(row), "visit": places.visits.get(row.refs["visit"])}

    session = places.session
    alike = ("kind", "day", "starts", "parallel")
    pairs = sync.rows(session.items, ProgrammeItem, rows, columns, name="title", key=None, alike=alike)
    sittings = {sitting.item_id: sitting for sitting in TableSitting.objects.filter(item__session=session)}
    for row, item in pairs:
        sync.links(item, "speakers", [places.officials[key] for key in row.refs["speakers"]])
        if row.refs["interpreters"] is not None:
            sync.links(item, "interpreters", [places.interpreters[key] for key in row.refs["interpreters"]])
        sitting, table = sittings.get(item.pk), places.tables.get(row.refs["table"])
        if table:
            sync.write(sitting, TableSitting, {"item": item, "table": table})
        elif sitting:
            sync.delete(sitting)


def _load_projects(sync: Sync, places: _Places, rows: list[Row]) -> None:
    """Load the projects a file names and where each is presented; what was proposed here is none of its own."""
    session = places.session
    named = session.projects.filter(from_file=True)
    columns = {"session": session, "from_file": True, "review": Review.ACCEPTED.value}
    pairs = sync.rows(named, Project, rows, columns, name="title", key=None)
    before = {presentation.project_id: presentation for presentation in session.presentations.all()}
    for row, project in pairs:
        table = places.tables.get(row.refs["table"])
        there, values = before.get(project.pk), {"project": project, "session": session, "table": table}
        sync.write(there, Presentation, values if there else {**values, "position": project.position})


def _load_agreements(sync: Sync, session: Session, rows: list[Row]) -> None:
    def refuse_filed(agreement: Agreement) -> None:
        if agreement.file:
            reason = f"the act {quoted(agreement.title)} is no longer named, but its file is kept here"
            raise SessionFileError("$.agreements", reason)
        kept = (agreement.texts, agreement.signed_files, agreement.commitments, agreement.led_from)
        if any(rows.exists() for rows in kept):
            reason = f"the act {quoted(agreement.title)} is no longer named, but texts, commitments or acts lead to it"
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
    found = [existing[index] if index < len(existing) else None for index in range(len(kept))]
    ordered = in_order(found, "position")
    for index, (row, figure) in enumerate(zip(kept, found, strict=True)):
        values = {"session": session, "source": sources.get(row.refs["source"]), **row.values}
        sync.write(figure, SourcedFigure, values if ordered else {**values, "position": index})
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
