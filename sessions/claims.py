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

# Which line of a session's page a fact belongs to; a field not named here has a note of its own.
FACT_LINES = {
    "number": "number",
    "roman": "number",
    "start": "dates",
    "starts_on": "dates",
    "end": "dates",
    "ends_on": "dates",
    "city": "place",
    "venue": "place",
    "region": "region",
    "host_region": "region",
    "iso": "region",
    "country": "region",
    "status": "status",
    "mode": "mode",
}
LINE_NAMES = {
    "number": gettext_lazy("Number"),
    "dates": gettext_lazy("Dates"),
    "place": gettext_lazy("Place"),
    "region": gettext_lazy("Host region"),
    "status": gettext_lazy("State"),
    "mode": gettext_lazy("Mode"),
}


def metric_name(metric: str) -> str:
    return str(METRICS.get(metric, metric.replace("_", " ").capitalize()))


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
        {"metric": metric, "side": rows[0].get_side_display() or "", "claims": [claim(row) for row in rows]}
        for (metric, _side), rows in groups.items()
    ]


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
    """Return a numbered note for each fact that is not simply stated, or that its sources comment."""
    noted = [fact for fact in facts if fact.basis in (FactBasis.DERIVED, FactBasis.CONFLICTING) or fact.note]
    return [
        {
            "number": number,
            "line": FACT_LINES.get(fact.field, ""),
            "name": LINE_NAMES.get(FACT_LINES.get(fact.field, ""), fact.field.replace("_", " ").capitalize()),
            "basis": fact.get_basis_display() or "",
            "value": fact.value,
            "note": fact.note,
            "sources": list(fact.sources.all()),
        }
        for number, fact in enumerate(noted, 1)
    ]
