"""Clashes in plain words, in the active language. Times are the host's."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sessions.engagements import Engagement, Slot, Who
from taskforce.text import within_quotes

NAMED = 3  # of many delegates, so many are named
TWO_PLACES = gettext_lazy("%(name)s is expected at %(first)s and at %(second)s at the same time.")
TWICE = {
    Who.ROOM: gettext_lazy("The room %(name)s is taken by %(first)s and by %(second)s at the same time."),
    Who.TABLE: gettext_lazy("The table %(name)s sits twice at the same time: %(first)s and %(second)s."),
    Who.VISIT: gettext_lazy("The same visit takes place twice at the same time: %(first)s and %(second)s."),
}


def line(slot: Slot) -> str:
    """Return a line as it is named in a sentence, with its time."""
    times = {"title": within_quotes(slot.title), "starts": f"{slot.opening:%H:%M}", "ends": ""}
    if slot.closing is None:
        return _("“%(title)s” (from %(starts)s)") % times
    return _("“%(title)s” (%(starts)s–%(ends)s)") % (times | {"ends": f"{slot.closing:%H:%M}"})


def both(one: Slot, other: Slot) -> dict[str, str]:
    return {"first": line(one), "second": line(other)}


def twice(who: Who, name: str, one: Slot, other: Slot) -> str:
    """Return how it is told that somebody or something is in two lines at once."""
    return TWICE.get(who, TWO_PLACES) % {"name": name, **both(one, other)}


def seats(names: list[str], one: Slot, other: Slot) -> str:
    """Return how it is told that delegates have seats at two lines at once."""
    sentence = ngettext(
        "%(number)s delegate has a seat at %(first)s and at %(second)s at the same time: %(names)s.",
        "%(number)s delegates have a seat at %(first)s and at %(second)s at the same time: %(names)s.",
        len(names),
    )
    return sentence % {"number": len(names), "names": some(names), **both(one, other)}


def some(names: list[str]) -> str:
    """Return the names, or the first of them and how many more there are."""
    named, more = names[:NAMED], len(names) - NAMED
    if more <= 0:
        return ", ".join(named)
    sentence = ngettext("%(names)s and %(number)s more", "%(names)s and %(number)s more", more)
    return sentence % {"names": ", ".join(named), "number": more}


def for_everybody(one: Engagement, other: Engagement) -> str:
    """Return how it is told that a line for everybody takes place during another one."""
    if one.who == other.who:
        sentence = _("%(first)s and %(second)s are both for everybody and take place at the same time.")
        return sentence % both(one.slot, other.slot)
    common, beside = (one, other) if one.who == Who.EVERYBODY else (other, one)
    sentence = _("%(first)s is for everybody, and %(second)s takes place at the same time.")
    return sentence % both(common.slot, beside.slot)


def travel(who: Who, names: list[str], one: Slot, other: Slot, gap: int, way: int) -> str:
    """Return how it is told that there is no time to travel from one line to the next."""
    told = {"name": names[0], "gap": gap, "way": way, **both(one, other)}
    if who == Who.DELEGATE:
        told |= {"number": len(names), "names": some(names)}
        return (
            ngettext(
                "%(number)s delegate has %(gap)s min from %(first)s to %(second)s, and the way takes %(way)s min:"
                " %(names)s.",
                "%(number)s delegates have %(gap)s min from %(first)s to %(second)s, and the way takes %(way)s min:"
                " %(names)s.",
                len(names),
            )
            % told
        )
    if who in (Who.OFFICIAL, Who.INTERPRETER):
        return _("%(name)s has %(gap)s min from %(first)s to %(second)s, and the way takes %(way)s min.") % told
    return _("There are %(gap)s min from %(first)s to %(second)s, and the way takes %(way)s min.") % told


def transfer(slot: Slot, length: int, way: int, start: str, goal: str) -> str:
    """Return how it is told that a transfer is shorter than its way."""
    told = {"line": line(slot), "length": length, "way": way, "start": start, "goal": goal}
    if start and goal:
        return _("%(line)s lasts %(length)s min, and the way from %(start)s to %(goal)s takes %(way)s min.") % told
    return _("%(line)s lasts %(length)s min, and the way takes %(way)s min.") % told


def expected(slot: Slot, number: int) -> str:
    return _("%(line)s is in %(room)s, which holds %(capacity)s; %(number)s persons are expected.") % room(slot, number)


def seated(slot: Slot, number: int) -> str:
    return _("%(line)s is in %(room)s, which holds %(capacity)s; %(number)s delegates have a seat.") % room(
        slot, number
    )


def offered(slot: Slot, number: int) -> str:
    return _("%(line)s is in %(room)s, which holds %(capacity)s; the table has %(number)s seats.") % room(slot, number)


def attending(slot: Slot, number: int) -> str:
    return _(
        "%(line)s is for everybody and in %(room)s, which holds %(capacity)s; %(number)s delegates have a place."
    ) % room(slot, number)


def room(slot: Slot, number: int) -> dict:
    return {"line": line(slot), "room": slot.hall.name, "capacity": slot.hall.capacity, "number": number}


def early(slot: Slot) -> str:
    told = {"line": line(slot), "venue": slot.place.name, "time": f"{slot.place.opens:%H:%M}"}
    return _("%(line)s begins before %(venue)s opens at %(time)s.") % told


def late(slot: Slot) -> str:
    told = {"line": line(slot), "venue": slot.place.name, "time": f"{slot.place.closes:%H:%M}"}
    return _("%(line)s goes on after %(venue)s closes at %(time)s.") % told
