"""The programme of one person: what is common to all, and the sittings and visits of that person's seats."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from documents.released import Facts, public_facts
from participants.enums import ENDED, Place
from participants.models import Delegate, Registration, TableSeat, VisitSeat
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.text import comparison_key

OWN = "own"  # in place of a language: to each the language of the mails that person gets
GIVEN = (Place.CONFIRMED, Place.WAITING)
NOBODY = _("Nobody has a place in this session yet.")
LEFT_OUT = ("id", "changed")  # of an item: when a row was touched must not make another paper


def own_facts(
    session: Session, language: str, registration: Registration | None = None, delegate: Delegate | None = None
) -> Facts:
    """Return the programme of one delegate. Raises DomainError where that person has no place.

    What does not concern the person is left out: a change elsewhere leaves the paper as it is.
    """
    one = placed(session).filter(pk=delegate.pk if delegate else None)
    if not one:
        raise DomainError(_("There is a personal programme once a place is given."), code="state")
    facts = facts_of(session, one, language)
    (person,) = facts["people"]
    return facts | {"programmes": {language: own_part(facts["programmes"][language], person)}}


def everybodys_facts(session: Session, language: str) -> Facts:
    """Return what the programmes of all who have a place are made of: the programme once a language, then the people.

    ``language`` may be ``own``. The number of queries does not grow with the people. Raises DomainError where nobody
    has a place.
    """
    everybody = placed(session)
    if not everybody:
        raise DomainError(NOBODY, code="state")
    return facts_of(session, everybody, language)


def placed(session: Session) -> QuerySet[Delegate]:
    """Return the delegates who have a place, in a registration that stands."""
    confirmed = Delegate.objects.filter(session=session).confirmed().exclude(registration__state__in=ENDED)
    return confirmed.select_related("registration__organisation").order_by("pk")


def facts_of(session: Session, people: QuerySet[Delegate], language: str) -> Facts:
    """Return the programme in each language that is needed, and the people by side and family name."""
    spoken = {person.pk: person.mail_language if language == OWN else language for person in people}
    programmes = {
        code: shared_part(public_facts(session, code, identities=True)) for code in sorted({*spoken.values()})
    }
    seats = seats_of(people)
    return {
        "language": language,
        "programmes": programmes,
        "people": [
            person_facts(person, spoken[person.pk], seats[person.pk]) for person in sorted(people, key=by_family_name)
        ],
    }


def by_family_name(delegate: Delegate) -> tuple[str, str, str, int]:
    family, given = delegate.family_latin or delegate.family_cyrillic, delegate.given_latin or delegate.given_cyrillic
    return delegate.side, comparison_key(family), comparison_key(given), delegate.pk


def seats_of(people: QuerySet[Delegate]) -> dict[int, list[TableSeat | VisitSeat]]:
    """Return the seats each person was given or waits for, by the person's primary key, from two queries."""
    given = {"delegate__in": people.order_by().values("pk"), "place__in": GIVEN}
    found = defaultdict(list)
    tables = TableSeat.objects.filter(**given).select_related("table").order_by("table__number", "pk")
    visits = VisitSeat.objects.filter(**given).select_related("visit").order_by("visit__position", "pk")
    for seat in (*tables, *visits):
        found[seat.delegate_id].append(seat)
    return found


def person_facts(delegate: Delegate, language: str, seats: list[TableSeat | VisitSeat]) -> dict:
    """Return who somebody is, on paper in ``language``, and the seats by what they are at."""
    with translation.override(language):
        return {
            "id": delegate.pk,  # two people of one name never share a file
            "language": language,
            "name": delegate.name,
            "other_name": delegate.other_name,
            "family": delegate.family_latin or delegate.family_cyrillic,
            "given": delegate.given_latin or delegate.given_cyrillic,
            "side": delegate.side,
            "qualification": delegate.qualification,
            "organisation": delegate.registration.organisation.name,
            "offered": delegate.accept_by is not None and delegate.accepted_at is None,
            "seats": [seat_facts(seat) for seat in seats],
        }


def seat_facts(seat: TableSeat | VisitSeat) -> dict:
    at_table = isinstance(seat, TableSeat)
    return {
        "at": "table_id" if at_table else "visit_id",
        "key": seat.table_id if at_table else seat.visit_id,
        "title": str(seat.table if at_table else seat.visit),
        "waiting": seat.place == Place.WAITING,
    }


# --- Whose lines are whose ------------------------------------------------------------------------------------------


def shared_part(programme: Facts) -> Facts:
    """Return what personal programmes take of the programme, and where it is told whether it is the newest."""
    days = [
        {**day, "groups": [{**group, "items": list(map(bare, group["items"]))} for group in day["groups"]]}
        for day in programme["days"]
    ]
    kept = {name: programme[name] for name in ("language", "session", "version")}
    return {**kept, "days": days, "address": address_of(programme)}


def address_of(programme: Facts) -> str:
    """Return the address of the programme's version; 0 stands for what was never released."""
    number = programme["version"]["number"] if programme["version"] else 0
    with translation.override(programme["language"]):
        return settings.BASE_URL + reverse("documents:version", args=[programme["session"]["ref"], number])


def bare(item: dict) -> dict:
    return {name: value for name, value in item.items() if name not in LEFT_OUT}


def own_part(programme: Facts, person: dict) -> Facts:
    """Return the programme with the lines that concern somebody alone."""
    return {**programme, "days": own_days(programme, person)}


def own_days(programme: Facts, person: dict) -> list[dict]:
    """Return the days with what is common and what the person has or waits for a seat at; days without lines go."""
    days = []
    for day in programme["days"]:
        own = [
            {**group, "items": [item for item in group["items"] if concerns(item, person)]} for group in day["groups"]
        ]
        if groups := [group for group in own if group["items"]]:
            days.append({**day, "groups": groups})
    return days


def concerns(item: dict, person: dict) -> bool:
    """Whether a line is for everybody, or a sitting or a visit where the person has or waits for a seat."""
    seats = person["seats"]
    return all(
        item[at] is None or any(seat["at"] == at and seat["key"] == item[at] for seat in seats)
        for at in ("table_id", "visit_id")
    )


def seat_at(item: dict, person: dict) -> dict | None:
    """Return the person's seat at a line's table or on its visit."""
    return next((seat for seat in person["seats"] if item[seat["at"]] == seat["key"]), None)


def unplanned_seats(programme: Facts, person: dict) -> list[dict]:
    """Return the seats at tables and on visits of which the programme has no line yet."""
    items = [item for day in programme["days"] for group in day["groups"] for item in group["items"]]
    told = {(at, item[at]) for item in items for at in ("table_id", "visit_id")}
    return [seat for seat in person["seats"] if (seat["at"], seat["key"]) not in told]
