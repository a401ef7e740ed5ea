"""The figures of the history, one row a source, in the portal's words."""

from __future__ import annotations

from decimal import Decimal

from sessions.enums import Basis, Qualifier, Unit

QUALIFIERS = {
    None: None,
    "oltre": Qualifier.OVER,
    "circa": Qualifier.ABOUT,
    "una ventina": Qualifier.ABOUT,
    "ca.": Qualifier.ABOUT,
    "fino a": Qualifier.UP_TO,
}
# Only where the metric leaves no doubt: "subjects", "operators", "presences" may be persons or organisations.
UNITS = {
    "persons": Unit.PERSONS,
    "delegates": Unit.PERSONS,
    "business_representatives": Unit.PERSONS,
    "regions": Unit.REGIONS,
    "companies": Unit.COMPANIES,
    "companies_from_host_province": Unit.COMPANIES,
    "entities": Unit.ORGANISATIONS,
    "entities_from_host_region": Unit.ORGANISATIONS,
    "adhesions_entities": Unit.ORGANISATIONS,
    "associations_federations": Unit.ORGANISATIONS,
    "trade_associations": Unit.ORGANISATIONS,
    "universities": Unit.ORGANISATIONS,
    "universities_tech_parks": Unit.ORGANISATIONS,
    "chambers": Unit.ORGANISATIONS,
    "banks": Unit.ORGANISATIONS,
    "projects": Unit.PROJECTS,
    "projects_in_protocol": Unit.PROJECTS,
    "private_agreements": Unit.AGREEMENTS,
    "meetings": Unit.MEETINGS,
}


def is_number(figure: dict) -> bool:
    """Whether a figure is a number; "a quarter of them" is kept as a fact."""
    return isinstance(figure["value"], int)


def metric_words(metric: str) -> str:
    """Return what is counted as words."""
    return metric.replace("_", " ")


def read_figures(told: dict) -> list[dict]:
    """Return the columns of each figure, with its source's key under ``source``."""
    return [
        {
            "metric": metric_words(figure["metric"]),
            "side": figure["side"],
            "value": Decimal(figure["value"]),
            "unit": UNITS.get(figure["metric"]),
            "qualifier": QUALIFIERS[figure["qualifier"]],
            "basis": None if figure["basis"] == "unspecified" else Basis(figure["basis"]),
            "note": figure.get("note", ""),
            "source": source,
        }
        for figure in told.get("figures", [])
        if is_number(figure)
        for source in figure["source"]
    ]
