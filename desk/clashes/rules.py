"""The rules of the clash check, one function each, from engagements to clashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from desk.clashes import words
from desk.clashes.bookings import Booked, Pair, following, in_order, minutes, overlapping
from desk.clashes.kinds import Clash, Kind, Severity
from participants.engagements import Seated
from sessions.engagements import FOR_EVERYBODY, Engagement, Slot, Timetable, Who, visit_key
from sessions.enums import ItemKind
from sessions.ways import Ways
from tables.engagements import Sitting, table_key

SHARE_A_ROOM = (ItemKind.REGISTRATION, ItemKind.BREAK)  # a desk and a coffee stand in a foyer side by side
TWICE = {Who.OFFICIAL: Kind.PERSON, Who.INTERPRETER: Kind.PERSON, Who.ROOM: Kind.ROOM}
CROWD = (Who.EVERYBODY, Who.TABLE, Who.VISIT)


# --- Persons with a task, and rooms ---------------------------------------------------------------------------------


def twice_at_once(booked: Booked) -> Iterator[Clash]:
    """A person with a task, or a room, in two lines at once."""
    for (who, _pk), engagements in booked.items():
        if who in TWICE:
            for one, other in overlapping(engagements):
                if not by_the_table(one, other):
                    slots = (one.slot, other.slot)
                    yield Clash(severity(who, *slots), TWICE[who], words.twice(who, one.name, *slots), slots)


def severity(who: Who, one: Slot, other: Slot) -> Severity:
    shared = who == Who.ROOM and (one.kind in SHARE_A_ROOM or other.kind in SHARE_A_ROOM)
    return Severity.WARNING if shared else Severity.IMPOSSIBLE


def by_the_table(one: Engagement, other: Engagement) -> bool:
    """Whether two lines are sittings of one table, of which is told once and not again of each moderator."""
    return one.through != "" and one.through == other.through


def no_time_to_travel(booked: Booked, ways: Ways) -> Iterator[Clash]:
    """A person with a task in two lines, one after the other, that are further apart than the time between them."""
    for (who, _pk), engagements in booked.items():
        if who in (Who.OFFICIAL, Who.INTERPRETER):
            for one, other in hurried(engagements, ways):
                if not by_the_table(one, other) and not anything_between(engagements, one, other):
                    yield travel_clash(who, [one.name], one.slot, other.slot, ways)


def hurried(engagements: list[Engagement], ways: Ways) -> Iterator[Pair]:
    """Yield the lines between which there is less time than the way takes."""
    for one, other in following(engagements, ways.longest):
        if one.place is not other.place and minutes(other.starts - one.ends) < ways.minutes(one.place, other.place):
            yield one, other


def anything_between(engagements: Iterable[Engagement], one: Engagement, other: Engagement) -> bool:
    """Whether one goes from the first line to the second by way of another: then these two ways count."""
    return any(one.ends <= stop.starts and stop.ends <= other.starts and stop.place for stop in engagements)


def travel_clash(who: Who, names: list[str], one: Slot, other: Slot, ways: Ways) -> Clash:
    gap, way = minutes(other.starts - one.ends), ways.minutes(one.where, other.where)
    return Clash(Severity.WARNING, Kind.TRAVEL, words.travel(who, names, one, other, gap, way), (one, other))


# --- Those who attend: at lines for everybody, at tables and on visits ------------------------------------------------


def crowd_of(booked: Booked) -> list[Engagement]:
    """Return the lines for everybody and those of all tables and visits, in the order of time."""
    return in_order(one for (who, _pk), engagements in booked.items() if who in CROWD for one in engagements)


def crowd_at_once(booked: Booked, seated: Seated) -> Iterator[Clash]:
    """A table or a visit twice at once; lines for everybody during others; delegates with seats at two lines at once.

    Lines of one parallel group are meant to be side by side, so that not everybody is at each of them.
    """
    for one, other in overlapping(crowd_of(booked)):
        slots = (one.slot, other.slot)
        if one.slot.item == other.slot.item:
            continue  # one line may be a table's and a visit's
        if Who.EVERYBODY in (one.who, other.who):
            if not side_by_side(*slots):
                yield Clash(Severity.WARNING, Kind.EVERYBODY, words.for_everybody(one, other), slots)
        elif one.through == other.through:
            yield Clash(Severity.IMPOSSIBLE, Kind.TABLE, words.twice(one.who, one.name, *slots), slots)
        elif names := seated.at_both(one.through, other.through):
            yield Clash(Severity.WARNING, Kind.DELEGATES, words.seats(names, *slots), slots)


def side_by_side(one: Slot, other: Slot) -> bool:
    return one.parallel != "" and one.parallel == other.parallel


def crowd_without_time(booked: Booked, seated: Seated, ways: Ways) -> Iterator[Clash]:
    """Too little time from a line to the next for everybody, for a table or visit, or for delegates of two of them."""
    crowd = crowd_of(booked)
    for one, other in hurried(crowd, ways):
        through = (one.through, other.through)
        if anything_between((stop for stop in crowd if not stop.through or stop.through in through), one, other):
            continue
        if Who.EVERYBODY in (one.who, other.who) or one.through == other.through:
            yield travel_clash(one.who, [one.name], one.slot, other.slot, ways)
        elif names := seated.at_both(*through):
            yield travel_clash(Who.DELEGATE, names, one.slot, other.slot, ways)


# --- Transfers ------------------------------------------------------------------------------------------------------


def short_transfers(timetable: Timetable, ways: Ways) -> Iterator[Clash]:
    """A transfer that lasts less than its way: a visit's bus, or from where one was to where one is expected next.

    Where several lines end or begin at the same time, the shortest way counts. What ends without a time lasts as long
    as it takes.
    """
    for slot in timetable.slots.values():
        if slot.kind != ItemKind.TRANSFER or slot.closing is None:
            continue
        length = minutes(slot.ends - slot.starts)
        way, start, goal = way_of(slot, timetable, ways)
        if length < way:
            yield Clash(Severity.WARNING, Kind.TRANSFER, words.transfer(slot, length, way, start, goal), (slot,))


def way_of(transfer: Slot, timetable: Timetable, ways: Ways) -> tuple[int, str, str]:
    """Return the minutes of a transfer's way, and the names of its two ends; nothing where it is not known."""
    if transfer.visit and transfer.place and transfer.place.minutes is not None:
        return transfer.place.minutes, "", ""
    others = [slot for slot in timetable.slots.values() if slot.item != transfer.item and slot.day == transfer.day]
    before = last_before(transfer, others)
    after = next_after(transfer, others)
    found = [(ways.minutes(one.where, other.where), one.where.name, other.where.name)
             for one in before for other in after if one.where and other.where]  # fmt: skip
    return min(found, default=(0, "", ""))


def last_before(transfer: Slot, others: list[Slot]) -> list[Slot]:
    """Return the lines of the day that were over last when a transfer began."""
    over = [slot for slot in others if slot.ends <= transfer.starts]
    last = max((slot.ends for slot in over), default=None)
    return [slot for slot in over if slot.ends == last]


def next_after(transfer: Slot, others: list[Slot]) -> list[Slot]:
    """Return the lines of the day that begin first once a transfer is over."""
    coming = [slot for slot in others if slot.starts >= transfer.ends]
    first = min((slot.starts for slot in coming), default=None)
    return [slot for slot in coming if slot.starts == first]


# --- Rooms and venues -----------------------------------------------------------------------------------------------


def too_small(timetable: Timetable, sittings: list[Sitting], seated: Seated) -> Iterator[Clash]:
    """A room that holds fewer than are expected.

    Expected is what the line says; else at a table the larger of its seats and of the delegates who have one, and at a
    line for everybody the delegates with a place.
    """
    tables = {sitting.item: sitting for sitting in sittings}
    for slot in timetable.slots.values():
        if slot.hall and slot.hall.capacity is not None:
            number, sentence = number_at(slot, tables.get(slot.item), seated)
            if number > slot.hall.capacity:
                yield Clash(Severity.WARNING, Kind.CAPACITY, sentence(slot, number), (slot,))


def number_at(slot: Slot, sitting: Sitting | None, seated: Seated) -> tuple[int, Callable[[Slot, int], str]]:
    """Return how many persons a line is for, and the function that says on what that rests."""
    if slot.expected is not None:
        return slot.expected, words.expected
    if sitting:
        taken, offered = len(seated.members.get(table_key(sitting.table), ())), sitting.seats or 0
        return (taken, words.seated) if taken >= offered else (offered, words.offered)
    if slot.visit:
        return len(seated.members.get(visit_key(slot.visit), ())), words.seated
    return len(seated.names) if slot.kind in FOR_EVERYBODY else 0, words.attending


def out_of_hours(timetable: Timetable) -> Iterator[Clash]:
    """A line that begins before its venue opens, or goes on after it closes."""
    for slot in timetable.slots.values():
        place = slot.place
        if place and place.opens and slot.opening < place.opens:
            yield Clash(Severity.WARNING, Kind.HOURS, words.early(slot), (slot,))
        if place and place.closes and (slot.closing > place.closes if slot.closing else slot.opening >= place.closes):
            yield Clash(Severity.WARNING, Kind.HOURS, words.late(slot), (slot,))
