"""What public sources tell of past sessions, with every claim's source and basis beside it.

The rule that makes this safe to run again: a session that is not there is made, with its officials, tables, visits and
signed acts; a session that is there, whoever made it (an earlier run, a session file, staff), is left as it is. Only
what this command keeps for itself is brought up to date each time: the facts, and the figures whose source's key begins
with ``history-``. So a session file loaded over the history wins, and staff's edits stay.

A derived or conflicting value stands in the session like a stated one, and its SourcedFact says what it is. What has no
value stays unknown. Where a session file already makes the same claim from the same source, it is not repeated.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import translation

from agreements.models import Agreement, Party
from documents.history import facts
from documents.history.figures import read_figures
from documents.history.regions import load_regions
from documents.sessionfile.load import HISTORY, repeats_claim
from sessions.enums import OfficialRole, SessionStatus
from sessions.models import CompanyVisit, HostRegion, Official, Session, Source, SourcedFact, SourcedFigure
from tables.models import ThematicTable

ROLES = {
    "co-chair": OfficialRole.CO_CHAIR,
    "delegation head": OfficialRole.HEAD_OF_DELEGATION,
    "signatory": OfficialRole.SIGNATORY,
    "plenary speaker": OfficialRole.SPEAKER,
    "press conference": OfficialRole.PRESS,
}
KINDS = {
    "protocollo ufficiale": Agreement.Kind.PROTOCOL,
    "accordo di collaborazione": Agreement.Kind.AGREEMENT,
    "protocollo d'intesa": Agreement.Kind.UNDERSTANDING,
}
TABLE = "tavolo tematico"


def read_history() -> dict:
    return json.loads((settings.DATA_DIR / "history.json").read_text(encoding="utf-8"))


def load_history() -> tuple[int, int]:
    """Load regions and history; return how many regions and sessions were made. See the module for its rule."""
    history = read_history()
    with translation.override("it"), transaction.atomic():
        regions = load_regions()
        ids = dict(HostRegion.objects.values_list("code", "pk"))
        known = dict(Session.objects.exclude(number=None).values_list("number", "pk"))
        made = 0
        for told in history["sessions"]:
            if told["number"] not in known:
                known[told["number"]] = make_session(told, history["city_names"], ids).pk
                made += 1
            keep_claims(known[told["number"]], told, history["source_ids"])
    return regions, made


# --- A session that is not there


def make_session(told: dict, city_names: dict, region_ids: dict[str, int]) -> Session:
    """Make a session and its rows as the sources tell of it."""
    city, code = value_of(told, "city"), value_of(told, "iso")
    planned = told.get("planned", {})
    session = Session.objects.create(
        number=told["number"],
        **translated("title", titles(told["number"], told["roman"])),
        status=told.get("status_now") or value_of(told, "status"),
        mode=value_of(told, "mode"),
        starts_on=date_of(value_of(told, "start")),
        ends_on=date_of(value_of(told, "end")),
        **translated("dates_note", told.get("dates_note")),
        planned_starts_on=date_of(planned.get("starts_on")),
        planned_ends_on=date_of(planned.get("ends_on")),
        **translated("planned_city", planned.get("city")),
        **translated("planned_note", planned.get("note")),
        host_region_id=region_ids[code] if code else None,
        **translated("city", {"it": city, **city_names[city]} if city else None),
        timezone="Europe/Rome" if value_of(told, "country") == "IT" else "",
    )
    assert session.status in (None, *SessionStatus.values)
    _make_people(session, told.get("people", []))
    _make_tables(session, told.get("themes_or_tables", []))
    _make_visits(session, told.get("visits", []))
    _make_acts(session, told.get("agreements", []))
    return session


def titles(number: int, roman: str) -> dict[str, str]:
    """Return the title of a session of which no source gives one: its number, as each language writes it."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return {"it": f"{roman} Sessione", "ru": f"{roman} сессия", "en": f"{number}{ending} session"}


def value_of(told: dict, name: str) -> str | None:
    return told.get(name, {}).get("value")


def date_of(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def translated(name: str, texts: dict[str, str] | None) -> dict[str, str]:
    return {f"{name}_{code}": text for code, text in (texts or {}).items()}


def _make_people(session: Session, people: list[dict]) -> None:
    """Make the officials whose name is known; an office without a name stays a fact."""
    named = [person for person in people if person["name"]]
    Official.objects.bulk_create(
        Official(
            session=session,
            position=position,
            name_it=person["name"],
            side=person["side"],
            role=ROLES[person["role"]],
            office_it=person["office_as_written"],
        )
        for position, person in enumerate(named)
    )


def _make_tables(session: Session, themes: list[dict]) -> None:
    """Make the tables that a source calls so; no source numbers them."""
    ThematicTable.objects.bulk_create(
        ThematicTable(session=session, title_it=theme["name_it"])
        for theme in themes
        if theme["source_calls_it"] == TABLE
    )


def _make_visits(session: Session, visits: list[dict]) -> None:
    CompanyVisit.objects.bulk_create(
        CompanyVisit(session=session, position=position, company_it=visit["name"], sector_it=visit.get("sector"))
        for position, visit in enumerate(visits)
    )


def _make_acts(session: Session, acts: list[dict]) -> None:
    """Make the acts whose date of signing is known; the others stay facts."""
    for position, act in enumerate(act for act in acts if act["date"]):
        agreement = Agreement.objects.create(
            session=session,
            position=position,
            kind=KINDS[act["kind"]],
            title_it=act["title"],
            status=Agreement.Status.SIGNED,
            signed_on=date_of(act["date"]),
        )
        for place, party in enumerate(act.get("parties", [])):
            Party.objects.create(agreement=agreement, position=place, name_it=party["it"], side=party["side"])


# --- What is brought up to date each time


def keep_claims(session_id: int, told: dict, descriptions: dict[str, dict]) -> None:
    """Make the history's sources, figures and facts of a session what the data file says, writing only changes."""
    wanted_facts, wanted_figures = facts.read_facts(told), read_figures(told)
    if not wanted_facts and not wanted_figures and not Source.objects.filter(session_id=session_id).exists():
        return
    keys = {key for fact in wanted_facts for key in fact.sources} | {figure["source"] for figure in wanted_figures}
    sources = _keep_sources(session_id, keys, descriptions)
    _keep_figures(session_id, wanted_figures, sources)
    _keep_facts(session_id, wanted_facts, sources)
    Source.objects.filter(session_id=session_id, key__startswith=HISTORY, figures=None, facts=None).delete()


def _keep_sources(session_id: int, keys: set[str], descriptions: dict[str, dict]) -> dict[str, Source]:
    found = {source.key: source for source in Source.objects.filter(session_id=session_id, key__startswith=HISTORY)}
    sources = {}
    for key in sorted(keys):
        wanted = {"what": descriptions[key]["what"], "url": descriptions[key].get("url", "")}
        source = found.get(HISTORY + key)
        if source is None:
            source = Source.objects.create(session_id=session_id, key=HISTORY + key, **wanted)
        elif wanted != {"what": source.what, "url": source.url}:
            Source.objects.filter(pk=source.pk).update(**wanted)
        sources[key] = source
    return sources


def _keep_figures(session_id: int, wanted: list[dict], sources: dict[str, Source]) -> None:
    ours = SourcedFigure.objects.filter(session_id=session_id, source__key__startswith=HISTORY)
    others = SourcedFigure.objects.filter(session_id=session_id).exclude(source__key__startswith=HISTORY)
    has_others = others.exists()
    figures = []
    for position, values in enumerate(wanted):
        columns = {**values, "position": position, "source": sources[values["source"]]}
        figure = SourcedFigure(session_id=session_id, **columns)
        if not (has_others and repeats_claim(figure, others)):
            figures.append(figure)
    names = ("position", "metric", "side", "value", "unit", "qualifier", "basis", "source_id", "note")
    kept = list(ours.order_by("position", "pk").values_list(*names))
    if kept != [tuple(_stored(getattr(figure, name)) for name in names) for figure in figures]:
        ours.delete()
        SourcedFigure.objects.bulk_create(figures)


def _stored(value: object) -> object:
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value


def _keep_facts(session_id: int, wanted: list[facts.Fact], sources: dict[str, Source]) -> None:
    """The facts of a session are all the history's: nothing else writes them."""
    rows = SourcedFact.objects.filter(session_id=session_id).prefetch_related("sources").order_by("pk")
    kept = [
        facts.Fact(row.field, row.value, row.basis, row.note, tuple(sorted(s.key for s in row.sources.all())))
        for row in rows
    ]
    if kept == [fact.with_prefix(HISTORY) for fact in wanted]:
        return
    rows.delete()
    made = SourcedFact.objects.bulk_create(
        SourcedFact(session_id=session_id, field=fact.field, value=fact.value, basis=fact.basis, note=fact.note)
        for fact in wanted
    )
    link = SourcedFact.sources.through
    link.objects.bulk_create(
        link(sourcedfact_id=row.pk, source_id=sources[key].pk)
        for row, fact in zip(made, wanted, strict=True)
        for key in fact.sources
    )
