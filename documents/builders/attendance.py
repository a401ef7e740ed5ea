"""Who registered and who came: totals by side, category, region and table, and the list of delegates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.builders.attendance_papers import pdf, xlsx
from documents.builders.base import Builder, Facts
from documents.programme import session_facts
from participants.enums import ENDED, Category, Place, State
from participants.models import CheckIn, Delegate, TableSeat
from sessions.enums import Side
from sessions.models import Session
from tables.models import ThematicTable
from taskforce.text import comparison_key


def attendance_facts(session: Session, language: str) -> Facts:
    """Return the whole report as plain data in ``language``, in six queries however many delegates there are.

    A row of totals counts persons: ``registered`` (whatever their place, without drafts, refusals and withdrawals),
    ``confirmed``, ``waiting``, and ``present`` on each of the ``days``.
    """
    with translation.override(language):
        days_in = present_days(session)
        delegates = sorted(registered_delegates(session), key=by_family_name)
        days = list(range(1, max([session.days or 1, *(max(found) for found in days_in.values())]) + 1))
        keys = [delegate.pk for delegate in delegates]
        people = [delegate_facts(delegate, days, days_in[delegate.pk]) for delegate in delegates]
        return {
            "language": language,
            "session": session_facts(session),
            "days": days,
            "total": totals(_("Total"), people, len(days)),
            "sides": grouped(people, "side", Side.choices, len(days)),
            "categories": grouped(people, "category", Category.choices, len(days)),
            "regions": grouped(people, "region", regions_of(people), len(days)),
            "tables": table_totals(session, dict(zip(keys, people, strict=True)), len(days)),
            "delegates": people,
        }


def registered_delegates(session: Session) -> QuerySet[Delegate]:
    """Delegates who are registered or came all the same."""
    registered = ~Q(registration__state__in=[State.DRAFT, *ENDED]) & ~Q(place=Place.RELEASED)
    return (
        Delegate.objects.filter(session=session)
        .filter(registered | Q(pk__in=CheckIn.objects.filter(delegate__session=session).values("delegate")))
        .select_related("registration__organisation__region")
        .order_by("pk")
    )


def by_family_name(delegate: Delegate) -> tuple[str, str, str]:
    """Return what delegates are sorted by: side, family name, given name, in Latin letters where they are known."""
    family, given = delegate.family_latin or delegate.family_cyrillic, delegate.given_latin or delegate.given_cyrillic
    return delegate.side, comparison_key(family), comparison_key(given)


def present_days(session: Session) -> dict[int, set[int]]:
    """Return the days on which each delegate, by primary key, was present."""
    found: dict[int, set[int]] = defaultdict(set)
    for delegate, day in CheckIn.objects.filter(delegate__session=session).values_list("delegate", "day"):
        found[delegate].add(day)
    return found


def delegate_facts(delegate: Delegate, days: list[int], present: set[int]) -> dict:
    organisation = delegate.registration.organisation
    region = organisation.region
    return {
        "side": delegate.side,
        "side_label": delegate.get_side_display(),
        "latin": f"{delegate.family_latin} {delegate.given_latin}".strip(),
        "cyrillic": f"{delegate.family_cyrillic} {delegate.given_cyrillic}".strip(),
        "qualification": delegate.qualification,
        "organisation": organisation.name,
        "category": organisation.category,
        "category_label": organisation.get_category_display(),
        "region": region.code if region else "",
        "region_label": str(region) if region else "",
        "place": delegate.place,
        "place_label": delegate.get_place_display(),
        "present": [day in present for day in days],
    }


# --- Totals ---------------------------------------------------------------------------------------------------------


def totals(label: object, people: list[dict], days: int, key: str = "place") -> dict:
    """Return one row of totals over so many days; ``key`` says which place counts: the session's, or a table's seat."""
    places = [person[key] for person in people]
    return {
        "label": str(label),
        "registered": len(people),
        "confirmed": places.count(Place.CONFIRMED),
        "waiting": places.count(Place.WAITING),
        "present": [sum(person["present"][n] for person in people) for n in range(days)],
        "by_side": {side: sum(person["side"] == side for person in people) for side in Side.values},
    }


def grouped(people: list[dict], key: str, choices: Iterable[tuple[str, object]], days: int) -> list[dict]:
    """Return a row of totals for each choice that somebody is in, in the order of the choices."""
    groups = defaultdict(list)
    for person in people:
        groups[person[key]].append(person)
    return [totals(label, groups[code], days) for code, label in choices if code in groups]


def regions_of(people: list[dict]) -> list[tuple[str, str]]:
    """Return (code, name) of the regions people come from: Italian ones, then Russian ones, then "not stated"."""
    known = {(person["region"], person["region_label"]) for person in people if person["region"]}
    in_order = sorted(known, key=lambda region: (region[0][:2], region[1]))
    return [*in_order, ("", _("Region not stated"))]


def table_totals(session: Session, by_delegate: dict[int, dict], days: int) -> list[dict]:
    """Return a row of totals for each table, also for one where nobody sits yet."""
    seats = defaultdict(list)
    chosen = TableSeat.objects.filter(table__session=session, delegate__in=by_delegate).exclude(place=Place.RELEASED)
    for table, delegate, place in chosen.values_list("table", "delegate", "place"):
        seats[table].append(by_delegate[delegate] | {"seat": place})
    tables = ThematicTable.objects.filter(session=session).order_by("number")
    return [totals(table, seats[table.pk], days, "seat") for table in tables]


BUILDER = Builder(
    kind="attendance",
    label=gettext_lazy("Attendance report"),
    gather=attendance_facts,
    formats={"pdf": pdf, "xlsx": xlsx},
    names_people=True,
)
