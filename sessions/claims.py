"""How what sources say is shown: figures in words, facts that are derived or disputed as footnotes."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.enums import FactBasis, Qualifier
from sessions.models import SourcedFact, SourcedFigure

# The names of the counts met in sources; another one is shown as its source calls it.
METRICS = {
    "participants": gettext_lazy("Participants"),
    "persons": gettext_lazy("Persons"),
    "presences": gettext_lazy("Presences"),
    "delegates": gettext_lazy("Delegates"),
    "subjects": gettext_lazy("Participating bodies"),
    "entities": gettext_lazy("Participating bodies"),
    "economic_subjects": gettext_lazy("Economic operators"),
    "operators": gettext_lazy("Economic operators"),
    "business_representatives": gettext_lazy("Representatives of companies"),
    "companies": gettext_lazy("Companies"),
    "companies_from_host_province": gettext_lazy("Companies from the host province"),
    "entities_from_host_region": gettext_lazy("Bodies from the host region"),
    "adhesions_entities": gettext_lazy("Bodies that registered"),
    "subjects_in_plenary": gettext_lazy("Persons in the plenary session"),
    "tour_operators": gettext_lazy("Tour operators"),
    "regions": gettext_lazy("Regions"),
    "banks": gettext_lazy("Banks"),
    "chambers": gettext_lazy("Chambers of commerce"),
    "universities": gettext_lazy("Universities"),
    "universities_tech_parks": gettext_lazy("Universities and technology parks"),
    "trade_associations": gettext_lazy("Trade associations"),
    "associations_federations": gettext_lazy("Associations and federations"),
    "meetings": gettext_lazy("Bilateral meetings"),
    "projects": gettext_lazy("Projects"),
    "projects_in_protocol": gettext_lazy("Projects in the Protocol"),
    "private_agreements": gettext_lazy("Agreements between private parties"),
    "share_from_russian_SMEs": gettext_lazy("Share from Russian SMEs"),
}

# The line of a session's page that a fact belongs to. (The ISO code and the country follow from the region.)
FACT_LINES = {
    "number": "number",
    "start": "dates",
    "end": "dates",
    "planned": "planned",
    "city": "place",
    "venue": "place",
    "region": "region",
    "status": "status",
    "mode": "mode",
}
LINE_NAMES = {
    "number": gettext_lazy("Number"),
    "dates": gettext_lazy("Dates"),
    "planned": gettext_lazy("Announced before"),
    "place": gettext_lazy("Place"),
    "region": gettext_lazy("Host region"),
    "status": gettext_lazy("State"),
    "mode": gettext_lazy("Mode"),
}

# What sources tell beyond these lines, in the order in which the page shows it.
TOLD = {
    "announced_on": gettext_lazy("Announced on"),
    "registration_deadline": gettext_lazy("Deadline for registration"),
    "venue": gettext_lazy("Venue"),
    "themes": gettext_lazy("Themes and tables"),
    "programme": gettext_lazy("Programme"),
    "seminars": gettext_lazy("Seminars"),
    "visits": gettext_lazy("Company visits"),
    "delegations": gettext_lazy("Delegations"),
    "people": gettext_lazy("People"),
    "agreements": gettext_lazy("Acts"),
    "figures": gettext_lazy("Further figures"),
    "conflict": gettext_lazy("Where sources disagree"),
}


def metric_name(metric: str) -> str:
    """Return the name of a count; ``tour operators`` and ``tour_operators`` are the same."""
    return str(METRICS.get(metric.replace(" ", "_")) or metric.replace("_", " ").capitalize())


def value_text(figure: SourcedFigure) -> str:
    """Return a value as its source puts it: ``about 310``, ``over 400``, ``83``."""
    value = number_format(figure.value.normalize() if figure.value % 1 else int(figure.value), force_grouping=True)
    words = {
        Qualifier.ABOUT: _("about %(value)s"),
        Qualifier.OVER: _("over %(value)s"),
        Qualifier.UP_TO: _("up to %(value)s"),
    }
    return words.get(figure.qualifier, "%(value)s") % {"value": value}


def figure_rows(figures: list[SourcedFigure]) -> list[dict]:
    """Return the figures grouped by what is counted and on which side, in the order in which these first appear."""
    groups: dict[tuple, list[SourcedFigure]] = {}
    for figure in figures:
        groups.setdefault((metric_name(figure.metric), figure.side), []).append(figure)
    return [
        {"metric": metric, "side": rows[0].get_side_display() or "", "claims": claims_of(rows)}
        for (metric, _side), rows in groups.items()
    ]


def claims_of(figures: list[SourcedFigure]) -> list[dict]:
    """Return what is claimed, each claim of one source once (a session file and the history may both hold it)."""
    found = [claim(figure) for figure in figures]
    return list({(row["value"], row["basis"], row["source"] and row["source"].what): row for row in found}.values())


def claim(figure: SourcedFigure) -> dict:
    return {
        "value": value_text(figure),
        "unit": figure.get_unit_display() or "",
        "basis": figure.get_basis_display() or "",
        "source": figure.source,
        "note": figure.note,
    }


def participants_line(figures: list[SourcedFigure]) -> str:
    """Return what sources say of the persons of both sides, such as ``over 400 (registered); 395 (expected)``."""
    persons = [figure for figure in figures if figure.unit == "persons" and figure.side == "all"]
    return "; ".join(dict.fromkeys(with_basis(figure) for figure in persons))


def with_basis(figure: SourcedFigure) -> str:
    text, basis = value_text(figure), figure.get_basis_display()
    return _("%(value)s (%(basis)s)") % {"value": text, "basis": basis} if basis else text


def footnotes(facts: list[SourcedFact]) -> list[dict]:
    """Return a numbered note for each line's fact that is not simply stated, or that its sources comment."""
    unsure = (FactBasis.DERIVED, FactBasis.CONFLICTING)
    noted = [fact for fact in facts if fact.field in FACT_LINES and (fact.basis in unsure or fact.note)]
    return [
        {
            "number": number,
            "line": FACT_LINES[fact.field],
            "name": LINE_NAMES[FACT_LINES[fact.field]],
            "basis": fact.get_basis_display() if fact.basis in unsure else "",
            "note": fact.note,
            "sources": list(fact.sources.all()),
        }
        for number, fact in enumerate(noted, 1)
    ]


def told(facts: list[SourcedFact]) -> list[dict]:
    """Return what sources tell beyond the lines of the page, under headings, in the words of the sources."""
    groups: dict[str, list[SourcedFact]] = {}
    for fact in facts:
        groups.setdefault(fact.field, []).append(fact)
    return [{"name": name, "facts": groups[field]} for field, name in TOLD.items() if field in groups]
