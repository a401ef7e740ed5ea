"""The dossier of a table, for whoever moderates it: the projects in their order, with minutes, interests, what came
of them at earlier sessions, and space for notes. Of one table, or of all of a session; in one language or two.
"""

from __future__ import annotations

import datetime as dt
import functools

from django.conf import settings
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import dossier
from agreements.models import Presentation, ProjectNews
from agreements.wording import proposer_of, said
from documents.builders.base import Builder, Facts, Progress
from documents.builders.layout import STYLESHEET, iso_date, place_words, span_words, town_words
from documents.programme import iso, place_facts, session_facts
from documents.typography import set_facts, setter
from participants.sectors import sector_name
from sessions.models import ProgrammeItem, Session
from tables.models import ThematicTable
from taskforce.dates import day_date, long_date
from taskforce.errors import DomainError
from taskforce.pdf import render_pdf

PAIR = "it+ru"
LANGUAGES = (*(code for code, _name in settings.LANGUAGES), PAIR)
MOST_TABLES = 24  # that have a dossier of their own; one beyond is in that of all tables
STYLES = (STYLESHEET, STYLESHEET.with_name("dossier.css"))
ALL = "dossiers"
NOTE_LINES = 10


def kind_of(table: ThematicTable) -> str:
    """Return the kind of document that is a table's dossier; that of all tables where its number gives it none."""
    return f"dossier-{table.number}" if table.number and table.number <= MOST_TABLES else ALL


def gather(session: Session, language: str, *, number: int | None = None) -> Facts:
    """Return the facts of the dossier of a table, or of all; ``language`` may be two, joined by ``+``.

    Raises DomainError where the session has no such table.
    """
    tables = list(tables_of(session, number))
    if not tables:
        missing = _("The session has no table number %(number)s.") % {"number": number}
        raise DomainError(missing if number else _("The session has no tables yet."), field="kind")
    languages = language.split("+")
    rows = [(table, dossier.sittings_of(table), list(dossier.presentations_of(table))) for table in tables]
    return {
        "language": languages[0],
        "languages": languages,
        "faces": [face(session, code, rows) for code in languages],
    }


def tables_of(session: Session, number: int | None) -> QuerySet[ThematicTable]:
    tables = session.tables.select_related("venue", "room__venue").prefetch_related("moderators", "subsectors")
    if number:
        tables = tables.filter(number=number)
    return tables.order_by(F("number").asc(nulls_last=True), "pk")


def face(session: Session, language: str, rows: list[tuple]) -> dict:
    """Return what is said in one language."""
    with translation.override(language):
        told = {"language": language, "session": session_facts(session)}
        return told | {"tables": [table_facts(session, *row) for row in rows]}


def table_facts(
    session: Session, table: ThematicTable, sittings: list[ProgrammeItem], presentations: list[Presentation]
) -> dict:
    time = dossier.time_of(sittings, presentations)
    clock = sittings[0].starts if len(sittings) == 1 else None
    projects = []
    for number, row in enumerate(presentations, start=1):
        projects.append({"number": number, "starts": f"{clock:%H:%M}" if clock else ""} | project_facts(row))
        clock = later(clock, row.minutes)
    return {
        "title": str(table),
        "subsectors": [one.title for one in table.subsectors.all()],
        "moderators": [{"name": one.name, "office": one.office} for one in table.moderators.all()],
        "place": place_facts(table.venue, table.room),
        "sittings": [sitting_facts(session, item) for item in sittings],
        "time": {"sits": time.sits, "given": time.given, "unsaid": time.unsaid, "over": time.over},
        "projects": projects,
    }


def later(clock: dt.time | None, minutes: int | None) -> dt.time | None:
    """Return the time so many minutes later; None where either is not known, or the day is over."""
    if clock is None or minutes is None:
        return None
    total = clock.hour * 60 + clock.minute + minutes
    return dt.time(*divmod(total, 60)) if total < 24 * 60 else None


def sitting_facts(session: Session, item: ProgrammeItem) -> dict:
    hours = [f"{clock:%H:%M}" for clock in (item.starts, item.ends) if clock]
    return {
        "day": item.day,
        "date": iso(session.date_of(item.day)) if item.day else None,
        "hours": "–".join(hours),
        "place": place_facts(item.venue, item.room),
    }


def project_facts(row: Presentation) -> dict:
    """Return what a dossier tells of a project, in the active language; the original where it was not translated."""
    project, organisation = row.project, row.project.organisation
    title, summary, counterpart = (said(project, name) for name in ("title", "summary", "counterpart"))
    region = organisation.region if organisation else None
    return {
        "id": project.pk,
        "minutes": row.minutes,
        "title": title.text,
        "lang": title.language,
        "summary": {"text": summary.text, "lang": summary.language},
        "counterpart": {"text": counterpart.text, "lang": counterpart.language},
        "proposer": proposer_of(project),
        "where": ", ".join(filter(None, (organisation.town, str(region) if region else ""))) if organisation else "",
        "side": project.get_side_display() or "",
        "kind": project.get_kind_display() or "",
        "sector": sector_name(project.sector) if project.sector else "",
        "stage": project.get_stage_display(),
        "first_at": str(project.session) if project.session_id != row.session_id else "",
        "interested": [one.registration.organisation.name for one in project.interested],
        "earlier": [earlier_facts(one) for one in project.earlier],
        "news": [news_facts(one) for one in project.told],
    }


def earlier_facts(row: Presentation) -> dict:
    return {"title": str(row.session), "name": str(row.table) if row.table else "", "record": row.record}


def news_facts(news: ProjectNews) -> dict:
    return {
        "on": iso(news.on),
        "stage": news.get_stage_display() or "",
        "outcome": news.get_outcome_display() or "",
        "text": news.text,
        "lang": news.language,
    }


# --- Paper ----------------------------------------------------------------------------------------------------------


def html_of(facts: Facts) -> str:
    """Return the whole booklet, ready to be printed."""
    faces = [printed(one) for one in facts["faces"]]
    languages = facts["languages"]
    tables = [list(zip(languages, same, strict=True)) for same in zip(*(one["tables"] for one in faces), strict=True)]
    context = {
        "language": facts["language"],
        "faces": faces,
        "facing": len(faces) > 1,
        "tables": [{"faces": same, "rows": rows_of(same), "notes": range(NOTE_LINES)} for same in tables],
    }
    return render_to_string("documents/pdf/dossier.html", context)


def printed(told: dict) -> dict:
    """Return a face as it is set on paper, with dates and places in words."""
    language = told["language"]
    with translation.override(language):
        told = set_facts(told, setter(language))
        for table in told["tables"]:
            table["where"] = place_words(table["place"], told["session"]["city"])
            for sitting in table["sittings"]:
                sitting["when"] = ", ".join(filter(None, (day_words(sitting), sitting["hours"])))
                sitting["where"] = place_words(sitting["place"], told["session"]["city"])
            for project in table["projects"]:
                for news in project["news"]:
                    news["date"] = long_date(iso_date(news["on"]))
        return told | {"dates": span_words(told["session"]), "place": town_words(told["session"])}


def day_words(sitting: dict) -> str:
    """Return the date of a sitting, or which day of the session it is, or nothing."""
    if date := iso_date(sitting["date"]):
        return day_date(date)
    return _("Day %(number)s") % {"number": sitting["day"]} if sitting["day"] else ""


def rows_of(same: list[tuple[str, dict]]) -> list[dict]:
    """Return the projects of a table: each with its number, and what is said of it in every language."""
    languages = [code for code, _table in same]
    each = zip(*(table["projects"] for _code, table in same), strict=True)
    return [{"one": found[0], "faces": list(zip(languages, found, strict=True))} for found in each]


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the booklet as a PDF."""
    return render_pdf(html_of(facts), stylesheet=STYLES, laid_out=progress)


# --- The kinds ------------------------------------------------------------------------------------------------------


def table_label(number: int) -> object:
    """Return the name of the kind for the reader, whoever that is in the end."""
    return lazy(lambda: _("Dossier of table %(number)s") % {"number": number}, str)()


def kind(name: str, label: object, **options) -> Builder:
    gathered = functools.partial(gather, **options)
    return Builder(kind=name, label=label, gather=gathered, formats={"pdf": pdf}, languages=LANGUAGES)


TABLES = [kind(f"dossier-{number}", table_label(number), number=number) for number in range(1, MOST_TABLES + 1)]
BUILDERS = (kind(ALL, gettext_lazy("Dossiers of all tables")), *TABLES)
OF_TABLES = frozenset(builder.kind for builder in TABLES)  # asked for at the page of a table
