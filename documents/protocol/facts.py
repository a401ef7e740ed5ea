"""What a draft Protocol is made of, as plain data: counts once, and the words of the session in both languages.

It is kept as it was when the figures were frozen. No delegate is in it: persons are the session's officials alone,
companies are counted, and named only where they agreed to be.
"""

from __future__ import annotations

from django.db.models import Count, Max, Prefetch, Q
from django.utils import translation

from agreements import enums
from agreements.models import Agreement, Commitment, Party, Presentation
from documents.programme import iso, programme_facts
from documents.protocol.figures import bodies_of, counts_of, persons_of, sourced_of
from participants.enums import Category
from sessions.claims import METRICS
from sessions.enums import Basis, FigureSide, ItemKind, OfficialRole, Qualifier
from sessions.models import HostRegion, Session
from taskforce.dates import date_span

LANGUAGES = ("it", "ru")
NOT_WORK = (ItemKind.REGISTRATION, ItemKind.TRANSFER, ItemKind.BREAK)
HEADS = (OfficialRole.HEAD_OF_DELEGATION, OfficialRole.CO_CHAIR)
AUTHORITIES = (OfficialRole.GUEST_AUTHORITY, OfficialRole.SIGNATORY)


def protocol_facts(session: Session) -> dict:
    """Return everything the draft says, JSON-able; the number of queries does not depend on that of the rows."""
    people, came = persons_of(session)
    counts = counts_of(people, came)
    regions = {row["code"] for rows in counts["regions"].values() for row in rows}
    return {
        "counts": counts,
        "bodies": bodies_of(people, came),
        "sourced": sourced_of(session),
        "presented": Presentation.objects.filter(session=session, project__review__in=enums.STANDING).count(),
        "zone": session.timezone or "UTC",
        "texts": {language: words_of(session, language, regions) for language in LANGUAGES},
    }


def words_of(session: Session, language: str, regions: set[str]) -> dict:
    """Return what the session says in one language (else the text there is), with the names of these regions."""
    with translation.override(language):
        programme = programme_facts(session, language)
        told = programme["session"]
        return {
            "title": told["title"],
            "city": told["city"],
            "region": told["region"]["name"] if told["region"] else "",
            "dates": date_span(session.starts_on, session.ends_on) or told["dates_note"],
            "ends_on": told["ends_on"] or told["starts_on"],
            "organisers": [{"name": body["name"], "side": body["side"] or ""} for body in told["organisers"]],
            "officials": officials_of(programme["officials"]),
            "days": days_of(programme["days"]),
            "tables": tables_of(session, programme["tables"]),
            "projects": projects_of(session),
            "acts": acts_of(session),
            "commitments": commitments_of(session),
            "next": next_of(session),
            "regions": {region.code: str(region) for region in HostRegion.objects.filter(code__in=regions)},
            "labels": labels(),
        }


def labels() -> dict[str, dict[str, str]]:
    """Return the names of what is counted and how, in the language that is active."""
    closed = {"category": Category, "basis": Basis, "qualifier": Qualifier, "figure_side": FigureSide}
    found = {name: {value: str(label) for value, label in choices.choices} for name, choices in closed.items()}
    return found | {"metric": {name: str(label) for name, label in METRICS.items()}}


def officials_of(groups: list[dict]) -> dict[str, list[dict]]:
    """Return the officials by what the Protocol calls them; who leads a delegation is no further authority of it."""
    by_role = {group["role"]: group["people"] for group in groups}
    heads = distinct(person for role in HEADS for person in by_role.get(role, []))
    authorities = distinct(person for role in AUTHORITIES for person in by_role.get(role, []))
    return {"heads": heads, "authorities": [person for person in authorities if person not in heads]}


def distinct(people) -> list[dict]:
    return list({(person["name"], person["side"]): person for person in people}.values())


def days_of(days: list[dict]) -> list[dict]:
    """Return the course of the works: the lines of each day in their order, without what is no work."""
    found = [
        {
            "day": day["day"],
            "date": day["date"],
            "lines": [
                {"title": item["title"] or item["kind_label"], "table": table_of(item)}
                for group in day["groups"]
                for item in group["items"]
                if item["kind"] not in NOT_WORK
            ],
        }
        for day in days
    ]
    return [day for day in found if day["lines"]]


def table_of(item: dict) -> dict | None:
    """Return number and title of the table whose sitting a line is: they are translated more often than the line."""
    table = item["table"]
    return {"number": table["number"], "title": table["title"]} if table and table["number"] else None


def tables_of(session: Session, tables: list[dict]) -> list[dict]:
    """Return the tables with their moderators, and how many projects were presented at each. One query."""
    standing = Q(presentations__project__review__in=enums.STANDING)
    counted = dict(session.tables.annotate(many=Count("presentations", filter=standing)).values_list("number", "many"))
    return [
        {
            "number": table["number"],
            "title": table["title"],
            "moderators": [person["name"] for person in table["moderators"]],
            "projects": counted.get(table["number"], 0),
        }
        for table in tables
    ]


def projects_of(session: Session) -> list[dict]:
    """Return the projects that were presented and may be named in public. One query."""
    shown = Presentation.objects.filter(
        session=session, project__is_public=True, project__review__in=enums.STANDING
    ).select_related("project", "table")
    return [
        {
            "title": one.project.title,
            "proposer": one.project.proposer,
            "side": one.project.side,
            "table": one.table.number if one.table else None,
        }
        for one in shown.order_by("table__number", "position", "pk")
    ]


def acts_of(session: Session) -> list[dict]:
    """Return the other acts of the session, signed or to be signed; what is confidential is not there. Two queries."""
    acts = Agreement.objects.filter(session=session, is_public=True).exclude(kind=enums.ActKind.PROTOCOL)
    parties = Prefetch("parties", Party.objects.order_by("position", "pk"))
    return [
        {
            "kind": act.get_kind_display() if act.kind else "",
            "title": act.title,
            "parties": [party.name for party in act.parties.all()],
            "signed_on": iso(act.signed_on),
        }
        for act in acts.order_by("position", "pk").prefetch_related(parties)
    ]


def commitments_of(session: Session) -> list[dict]:
    """Return the public commitments of earlier sessions that are still owed or were reported to this one. One query."""
    if session.starts_on is None:
        return []
    earlier = Commitment.objects.filter(
        Q(state__in=enums.OWED) | Q(reports__session=session),
        is_public=True,
        agreement__is_public=True,
        agreement__status=Agreement.Status.SIGNED,
        agreement__session__starts_on__lt=session.starts_on,
    )
    reported = earlier.annotate(reported=Max("reports__on")).order_by("agreement__session__starts_on", "position", "pk")
    return [
        {
            "text": one.text,
            "side": one.side,
            "state": one.get_state_display(),
            "due_on": iso(one.due_on),
            "reported_on": iso(one.reported),
        }
        for one in reported
    ]


def next_of(session: Session) -> str:
    """Return place and dates of the session that is announced to come next; nothing where none is. One query."""
    if session.starts_on is None:
        return ""
    later = Session.objects.public().filter(starts_on__gt=session.starts_on, is_demonstration=session.is_demonstration)
    found = later.select_related("host_region").order_by("starts_on", "pk").first()
    if found is None:
        return ""
    region = str(found.host_region) if found.host_region else ""
    parts = (found.city, region, date_span(found.starts_on, found.ends_on))
    return ", ".join(dict.fromkeys(part for part in parts if part))
