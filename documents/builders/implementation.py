"""The state of implementation on paper: what public acts of earlier sessions oblige to, and what was reported of it."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import CommitmentState
from agreements.implementation import Implementation, Line, OfAct, gather_implementation
from agreements.models import Commitment, CommitmentReport
from documents.builders.base import Builder, Facts, Progress
from documents.builders.layout import STYLESHEET, iso_date, span_words, town_words
from documents.programme import session_facts
from sessions.enums import Side
from sessions.models import Session
from taskforce.dates import long_date
from taskforce.pdf import render_pdf

LANGUAGES = (*(code for code, _name in settings.LANGUAGES), "it+ru")
STYLESHEETS = (STYLESHEET, STYLESHEET.with_name("implementation.css"))


def gather(session: Session, language: str) -> Facts:
    """Return what is told of each act and commitment, in each of the languages of ``it+ru``; only what is public."""
    languages = language.split("+")
    with translation.override(languages[0]):
        found = gather_implementation(session, Commitment.objects.public())
        return {
            "language": languages[0],
            "languages": languages,
            "session": session_facts(session),
            "as_of": found.as_of.isoformat(),
            "counts": [[state.value, number] for state, number in found.counts],
            "total": found.total,
            "overdue": found.overdue,
            "acts": acts_facts(found, languages),
        }


def acts_facts(found: Implementation, languages: list[str]) -> list[dict]:
    return [act_facts(one, languages) for one in found.acts]


def act_facts(one: OfAct, languages: list[str]) -> dict:
    return {
        "titles": in_languages(lambda: one.act.title, languages),
        "sessions": in_languages(lambda: str(one.act.session), languages),
        "signed_on": one.act.signed_on.isoformat(),
        "lines": [line_facts(line, languages) for line in one.lines],
    }


def line_facts(line: Line, languages: list[str]) -> dict:
    commitment = line.commitment
    return {
        "texts": in_languages(lambda: commitment.text, languages),
        "article": commitment.article_number,
        "side": commitment.side,
        "owner": commitment.owner,
        "due_on": commitment.due_on.isoformat() if commitment.due_on else None,
        "state": line.state.value,
        "overdue": line.is_overdue,
        "reports": [report_facts(report) for report in line.reports],
    }


def report_facts(report: CommitmentReport) -> dict:
    return {
        "on": report.on.isoformat(),
        "state": report.state,
        "text": report.text,
        "language": report.language,
        "evidence": report.evidence,
        "has_file": bool(report.file),
    }


def in_languages(words, languages: list[str]) -> list[str]:
    """Return what ``words`` gives in each of these languages."""
    found = []
    for code in languages:
        with translation.override(code):
            found.append(words())
    return found


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf(facts: Facts, progress: Progress) -> bytes:
    """Return the state of implementation as an accessible PDF."""
    return render_pdf(html_of(facts), stylesheet=STYLESHEETS, laid_out=progress)


def html_of(facts: Facts) -> str:
    """Return the whole document, ready to be printed."""
    headings = in_languages(lambda: _("State of implementation"), facts["languages"])
    return render_to_string(
        "documents/pdf/implementation.html",
        facts
        | {
            "kind": "implementation",
            "heading": " · ".join(headings),
            "dates": span_words(facts["session"]),
            "place": town_words(facts["session"]),
            "intros": with_codes(facts, lambda: intro_of(facts)),
            "acts": [act_words(act, facts) for act in facts["acts"]],
        },
    )


def with_codes(facts: Facts, words) -> list[tuple[str, str]]:
    """Return what ``words`` gives in each language of the document, with its code."""
    return list(zip(facts["languages"], in_languages(words, facts["languages"]), strict=True))


def intro_of(facts: Facts) -> str:
    """Return the sentence and the numbers the paper begins with."""
    day = long_date(iso_date(facts["as_of"]))
    begins = _("What acts of earlier sessions oblige to, and what was reported of it, as of %(day)s.") % {"day": day}
    if not facts["total"]:
        return f"{begins} {_('No commitment of an earlier session is to be reported here.')}"
    counts = [f"{CommitmentState(state).label}: {number}" for state, number in facts["counts"]]
    if facts["overdue"]:
        counts.append(_("overdue: %(number)d") % {"number": facts["overdue"]})
    return f"{begins} {'; '.join(counts)}."


def act_words(act: dict, facts: Facts) -> dict:
    day = iso_date(act["signed_on"])
    signed = in_languages(lambda: _("signed on %(day)s") % {"day": long_date(day)}, facts["languages"])
    heads = zip(facts["languages"], act["titles"], act["sessions"], signed, strict=True)
    return {"heads": list(heads), "lines": [line_words(line, facts) for line in act["lines"]]}


def line_words(line: dict, facts: Facts) -> dict:
    """Return a commitment in columns (language, text, what else is known) and its reports below them."""
    known = in_languages(lambda: known_of(line), facts["languages"])
    return {
        "columns": list(zip(facts["languages"], line["texts"], known, strict=True)),
        "overdue": line["overdue"],
        "state": line["state"],
        "reports": [
            report
            | {
                "day": " · ".join(dict.fromkeys(in_languages(lambda: day_of(report), facts["languages"]))),  # noqa: B023
            }
            for report in line["reports"]
        ],
    }


def known_of(line: dict) -> str:
    """Return state, article, side, owner and day of a commitment, in the language that is active."""
    parts = [str(CommitmentState(line["state"]).label)]
    if line["overdue"]:
        parts.append(_("overdue"))
    if line["article"]:
        parts.append(_("article %(number)s") % {"number": line["article"]})
    parts.append(str(Side(line["side"]).label) if line["side"] else _("Both sides"))
    if line["owner"]:
        parts.append(line["owner"])
    if line["due_on"]:
        parts.append(_("by %(day)s") % {"day": long_date(iso_date(line["due_on"]))})
    return " · ".join(parts)


def day_of(report: dict) -> str:
    return f"{long_date(iso_date(report['on']))}: {CommitmentState(report['state']).label}"


BUILDER = Builder(
    kind="implementation",
    label=gettext_lazy("State of implementation"),
    gather=gather,
    formats={"pdf": pdf},
    languages=LANGUAGES,
)
