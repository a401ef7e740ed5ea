"""The rules of the clash check, one function each, from engagements to clashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from desk.clashes import words
from desk.clashes.bookings import Booked, ByLines, Pair, following, in_order, minutes, overlap, overlapping
from desk.clashes.kinds import Clash, Kind, Severity
from sessions.engagements import FOR_EVERYBODY, Engagement, Slot, Timetable, Who
from sessions.enums import ItemKind
from sessions.ways import Ways
from tables.engagements import Sitting

SHARE_A_ROOM = (ItemKind.REGISTRATION, ItemKind.BREAK)  # a desk and a coffee stand in a foyer side by side
PEOPLE = (Who.OFFICIAL, Who.INTERPRETER)
GROUPS = (Who.TABLE, Who.VISIT)
TRAVELLERS = (*PEOPLE, *GROUPS, Who.EVERYBODY)
KINDS = {
    Who.OFFICIAL: Kind.PERSON,
    Who.INTERPRETER: Kind.PERSON,
    Who.ROOM: Kind.ROOM,
    Who.TABLE: Kind.TABLE,
    Who.VISIT: Kind.TABLE,
}


def twice_at_once(booked: Booked) -> Iterator[Clash]:
    """A person, a table, a visit or a room in two lines at once; delegates are told of together, by the two lines."""
    delegates = ByLines()
    for (who, _pk), engagements in booked.items():
        if who == Who.EVERYBODY or len(engagements) < 2:
            continue
        for one, other in overlapping(engagements):
            if told_by_the_group(one, other):
                continue
            if who == Who.DELEGATE:
                delegates.add(one, other)
            else:
                text = words.twice(who, one.name, one.slot, other.slot)
                yield Clash(severity(who, one.slot, other.slot), KINDS[who], text, (one.slot, other.slot))
    for slots, names in delegates:
        yield Clash(Severity.WARNING, Kind.DELEGATES, words.seats(names, *slots), slots)


def severity(who: Who, one: Slot, other: Slot) -> Severity:
    shared = who == Who.ROOM and (one.kind in SHARE_A_ROOM or other.kind in SHARE_A_ROOM)
    return Severity.WARNING if shared else Severity.IMPOSSIBLE


def told_by_the_group(one: Engagement, other: Engagement) -> bool:
    """Whether the table or visit itself is told of, so that its people need not be."""
    return one.who not in GROUPS and one.through != "" and one.through == other.through


def for_everybody(booked: Booked) -> Iterator[Clash]:
    """Two lines for everybody at once, or a table or visit during one; lines of one parallel group are meant so."""
    common = booked.get((Who.EVERYBODY, 0), [])
    for one, other in overlapping(common):
        if not side_by_side(one.slot, other.slot):
            slots = (one.slot, other.slot)
            yield Clash(Severity.WARNING, Kind.EVERYBODY, words.for_everybody(*slots), slots)
    for (who, _pk), engagements in booked.items():
        for engagement in engagements if who in GROUPS else ():
            for all_of_them in common:
                slots = (all_of_them.slot, engagement.slot)
                if overlap(*slots) and not side_by_side(*slots) and slots[0].item != slots[1].item:
                    text = words.beside_everybody(*slots)
                    yield Clash(Severity.WARNING, Kind.EVERYBODY, text, by_time(*slots))


def side_by_side(one: Slot, other: Slot) -> bool:
    return one.parallel != "" and one.parallel == other.parallel


def by_time(*slots: Slot) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.starts, slot.item)))


# --- Travel ---------------------------------------------------------------------------------------------------------


def no_time_to_travel(booked: Booked, ways: Ways) -> Iterator[Clash]:
    """Two lines one after the other, in places that are further apart than the time between them.

    Told of each person with a task, and of everybody together with each table and visit.
    """
    common = booked.get((Who.EVERYBODY, 0), [])
    for (who, _pk), engagements in booked.items():
        if who not in TRAVELLERS:
            continue
        for one, other in hurried(with_common(engagements, common) if who in GROUPS else engagements, ways):
            if not told_by_the_group(one, other) and (who == Who.EVERYBODY or not both_common(one, other)):
                yield travel_clash(who, [one.name], one.slot, other.slot, ways)
    yield from delegates_without_time(booked, ways)


def delegates_without_time(booked: Booked, ways: Ways) -> Iterator[Clash]:
    """The delegates that go from one table or visit to another, told of together by the two lines."""
    late = ByLines()
    for (who, _pk), engagements in booked.items():
        if who == Who.DELEGATE and len(engagements) > 1:
            for one, other in hurried(engagements, ways):
                if not told_by_the_group(one, other):
                    late.add(one, other)
    for slots, names in late:
        yield travel_clash(Who.DELEGATE, names, *slots, ways)


def with_common(engagements: list[Engagement], common: list[Engagement]) -> list[Engagement]:
    own = {engagement.slot.item for engagement in engagements}
    return in_order([*engagements, *(one for one in common if one.slot.item not in own)])


def both_common(one: Engagement, other: Engagement) -> bool:
    return one.who == other.who == Who.EVERYBODY


def hurried(engagements: list[Engagement], ways: Ways) -> Iterator[Pair]:
    for one, other in following(engagements):
        if one.place is not other.place and minutes(other.starts - one.ends) < ways.minutes(one.place, other.place):
            yield one, other


def travel_clash(who: Who, names: list[str], one: Slot, other: Slot, ways: Ways) -> Clash:
    gap, way = minutes(other.starts - one.ends), ways.minutes(one.where, other.where)
    return Clash(Severity.WARNING, Kind.TRAVEL, words.travel(who, names, one, other, gap, way), (one, other))


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


def too_small(timetable: Timetable, sittings: list[Sitting], booked: Booked, attending: int) -> Iterator[Clash]:
    """A room that holds fewer than are expected.

    Expected is what the line says; else at a table the larger of its seats and of the delegates who have one, and at a
    line for everybody the delegates with a place.
    """
    tables = {sitting.item: sitting for sitting in sittings}
    seated = Counter(
        engagement.slot.item
        for (who, _pk), engagements in booked.items()
        if who == Who.DELEGATE
        for engagement in engagements
    )
    for slot in timetable.slots.values():
        if slot.hall and slot.hall.capacity is not None:
            number, sentence = number_at(slot, tables.get(slot.item), seated[slot.item], attending)
            if number > slot.hall.capacity:
                yield Clash(Severity.WARNING, Kind.CAPACITY, sentence(slot, number), (slot,))


def number_at(slot: Slot, sitting: Sitting | None, seated: int, attending: int) -> tuple:
    """Return how many persons a line is for, and the function that says on what that rests."""
    if slot.expected is not None:
        return slot.expected, words.expected
    if sitting:
        offered = sitting.seats or 0
        return (seated, words.seated) if seated >= offered else (offered, words.offered)
    if slot.kind in FOR_EVERYBODY and not slot.visit:
        return attending, words.attending
    return 0, words.expected


def out_of_hours(timetable: Timetable) -> Iterator[Clash]:
    """A line that begins before its venue opens, or goes on after it closes."""
    for slot in timetable.slots.values():
        place = slot.place
        if place and place.opens and slot.opening < place.opens:
            yield Clash(Severity.WARNING, Kind.HOURS, words.early(slot), (slot,))
        if place and place.closes and (slot.closing > place.closes if slot.closing else slot.opening >= place.closes):
            yield Clash(Severity.WARNING, Kind.HOURS, words.late(slot), (slot,))
