"""What a line of the programme cannot say. A clash is no such thing: it is shown, and stops a release, not an edit."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sessions.models import CompanyVisit, Interpreter, Official, ProgrammeItem, Room, Session, Venue
from tables.models import ThematicTable
from tables.services.lines import PLACES, TEXTS
from taskforce.errors import DomainError

TITLES = tuple(name for name in TEXTS if name.startswith("title_"))
# Where what a line names is found, and the way from there to the session.
OF_SESSION = {
    "venue": (Venue, "session"),
    "room": (Room, "venue__session"),
    "visit": (CompanyVisit, "session"),
    "table": (ThematicTable, "session"),
    "speakers": (Official, "session"),
    "interpreters": (Interpreter, "session"),
}


def check_line(session: Session, item: ProgrammeItem, line: dict, changed: set[str]) -> None:
    """Clean the texts of an item that was filled; refuse what is nonsense in what changed.

    What an edit does not touch it does not judge. Raises DomainError with the name of the field.
    """
    if "day" in changed:
        check_day(session, item.day)
    _clean(item, changed)
    if changed & set(TITLES) and not any(getattr(item, name) for name in TITLES):
        raise DomainError(_("Write the title in one language at least."), field=TITLES[0])
    if changed & {"starts", "ends"} and item.starts and item.ends and item.ends <= item.starts:
        raise DomainError(_("The end is not after the start."), field="ends")
    for name in changed & set(OF_SESSION):
        _check_belongs(session, name, line[name])
    if changed & {"venue", "room"}:
        _check_room(line)


def check_day(session: Session, day: int | None, field: str = "day") -> None:
    """Refuse a day that the session does not have; None is a day that is not known yet."""
    if day is not None and day < 1:
        raise DomainError(_("Days are counted from 1."), field=field)
    if day and session.days and day > session.days:
        raise DomainError(_("The session has %(days)d days.") % {"days": session.days}, field=field)


def _clean(item: ProgrammeItem, changed: set[str]) -> None:
    judged = changed - set(PLACES)
    try:
        item.clean_fields(exclude=[field.name for field in item._meta.fields if field.name not in judged])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise DomainError(messages[0], field=field) from error


def _check_belongs(session: Session, name: str, value: int | list[int] | None) -> None:
    model, way = OF_SESSION[name]
    wanted = set(value if isinstance(value, list) else [value]) - {None}
    if wanted and model.objects.filter(**{way: session}, pk__in=wanted).count() != len(wanted):
        raise DomainError(_("What was chosen here is not, or no longer, part of this session."), field=name)


def _check_room(line: dict) -> None:
    elsewhere = line["room"] and line["venue"]
    if elsewhere and not Room.objects.filter(pk=line["room"], venue=line["venue"]).exists():
        raise DomainError(_("This room is in another venue."), field="room")
