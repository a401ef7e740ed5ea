"""The programme of a session on paper: whole, one day, or on one page; in one language or in two facing columns."""

from __future__ import annotations

import datetime as dt
import functools
import json
import zoneinfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.builders.base import Builder, Facts, Progress
from documents.builders.layout import PROGRAMME_STYLES
from documents.builders.programme_faces import context_of
from documents.moment import newest_change
from documents.released import draft_facts, public_facts
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.pdf import Enclosure, render_pdf

PAIRS = ("it+ru", "it+en")  # languages side by side
LANGUAGES = (*(code for code, _name in settings.LANGUAGES), *PAIRS)
MOST_DAYS = 7
SIZES = range(1, 11)  # of the letters of a summary, from ample to the smallest that can be read; from 8 on, on A3


def gather(session: Session, language: str, *, form: str = "programme", day: int | None = None) -> Facts:
    """Return the facts of a programme on paper; ``language`` may be two, joined by ``+``.

    Raises DomainError where the programme has no such day.
    """
    languages = language.split("+")
    facts_of = draft_facts if form == "draft" else public_facts
    told = [code for code, _name in settings.LANGUAGES] if form == "archive" else languages
    texts = {code: facts_of(session, code) for code in told}
    version = texts[languages[0]]["version"]
    if day is not None:
        texts = {code: day_alone(facts, day) for code, facts in texts.items()}
    moment = dt.datetime.fromisoformat(version["released_at"]) if version else newest_change(session)
    return {
        "form": form,
        "day": day,
        "language": languages[0],
        "languages": languages,
        "made": {"at": moment.isoformat(), **local_moment(moment, session)},
        "address": address_of(session, languages[0], version["number"] if version else 0),
        "texts": texts,
    }


def day_alone(facts: Facts, day: int) -> Facts:
    """Return the facts with one day alone. Raises DomainError where there is none."""
    days = [found for found in facts["days"] if found["day"] == day]
    if not days:
        raise DomainError(_("The programme has no day %(number)s.") % {"number": day}, field="kind")
    return facts | {"days": days, "visits": [visit for visit in facts["visits"] if visit["day"] == day]}


def local_moment(moment: dt.datetime, session: Session) -> dict[str, str]:
    """Return date and time of a moment on the host's clock, and the name of that clock's zone."""
    zone = session.zone if session.timezone else zoneinfo.ZoneInfo("UTC")
    there = moment.astimezone(zone)
    return {"date": there.date().isoformat(), "time": f"{there:%H:%M}", "zone": session.timezone or "UTC"}


def address_of(session: Session, language: str, number: int) -> str:
    """Return the address that tells whether a version is the newest; 0 is what was never released."""
    return f"{settings.BASE_URL}/{language}/sessions/{session.ref}/programme/versions/{number}/"


# --- PDF ------------------------------------------------------------------------------------------------------------


def html_of(facts: Facts, size: int = 0) -> str:
    """Return the whole document, ready to be printed."""
    template = "summary" if facts["form"] == "summary" else "day" if facts["day"] else "whole"
    return render_to_string(f"documents/pdf/programme/{template}.html", context_of(facts) | {"size": size})


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the programme as an accessible PDF."""
    return render_pdf(html_of(facts), stylesheet=PROGRAMME_STYLES, laid_out=progress)


def summary_pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the programme on one page, in letters as large as the page has room for."""
    choices = [html_of(facts, size) for size in SIZES]
    return render_pdf(choices, stylesheet=PROGRAMME_STYLES, laid_out=progress)


def archive_pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the programme as a PDF to be kept for ever (PDF/A-3a), with its facts in every language inside."""
    number = facts["texts"][facts["language"]]["session"]["ref"]
    texts = facts["texts"]
    kept = {
        "format": "programme/1",
        "session": number,
        "version": texts[facts["language"]]["version"],
        "made_at": facts["made"]["at"],
        "languages": texts,
    }
    enclosure = Enclosure(
        name=f"programme-{number}.json",
        content=json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True),
        description=_("The facts of the programme, to be read by programs"),
        at=dt.datetime.fromisoformat(facts["made"]["at"]),
    )
    return render_pdf(
        html_of(facts), stylesheet=PROGRAMME_STYLES, laid_out=progress, variant="pdf/a-3a", enclosure=enclosure
    )


# --- The kinds ------------------------------------------------------------------------------------------------------


def kind(name: str, label: object, make=pdf, **options) -> Builder:
    gathered = functools.partial(gather, **options)
    return Builder(kind=name, label=label, gather=gathered, formats={"pdf": make}, languages=LANGUAGES)


def day_label(number: int) -> object:
    """Return the name of the kind for the reader, whoever that is in the end."""
    return lazy(lambda: _("Programme of day %(number)s") % {"number": number}, str)()


BUILDER = kind("programme", gettext_lazy("Programme"))
SUMMARY = kind("summary", gettext_lazy("Programme on one page"), summary_pdf, form="summary")
DAYS = [kind(f"day-{number}", day_label(number), day=number) for number in range(1, MOST_DAYS + 1)]
DRAFT = kind("draft", gettext_lazy("Draft of the programme"), form="draft")
ARCHIVE = kind("archive", gettext_lazy("Programme for the archive (PDF/A)"), archive_pdf, form="archive")
PUBLIC_FORMS = frozenset(builder.kind for builder in (SUMMARY, *DAYS))
BUILDERS = (BUILDER, SUMMARY, *DAYS, DRAFT, ARCHIVE)
