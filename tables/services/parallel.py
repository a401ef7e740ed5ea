"""The label of lines that take place side by side, when one of them is moved."""

from __future__ import annotations

import datetime as dt
import re
from itertools import count

from sessions.models import ProgrammeItem, Session
from tables.services.lines import clock_of


def label_there(session: Session, before: dict, line: dict) -> str:
    """Return the label of a line that was moved; one without a label gets none.

    Side by side with lines that have a label it takes theirs, so a group moved line by line stays one. Elsewhere on a
    day that uses its label for others it gets a new one: under the old label it would be printed at their time.
    """
    label, starts, ends = before["parallel"], clock_of(line["starts"]), clock_of(line["ends"])
    if not label or not line["day"] or not starts:
        return label
    others = session.items.filter(day=line["day"]).exclude(parallel="").exclude(pk=line["id"])
    others = list(others.order_by("position", "pk"))
    beside = [other.parallel for other in others if overlap(other, starts, ends)]
    taken = {other.parallel for other in others}
    if label in beside or label not in taken:
        return beside[0] if beside and label not in beside else label
    return beside[0] if beside else fresh_label(label, taken)


def overlap(item: ProgrammeItem, starts: dt.time, ends: dt.time | None) -> bool:
    """Whether an item takes place at a time when another one does; one without an end is a moment."""
    if item.starts is None:
        return False
    if item.starts == starts:
        return True
    return item.starts < (ends or starts) and starts < (item.ends or item.starts)


def fresh_label(label: str, taken: set[str]) -> str:
    """Return a label like this one that no line of the day has: after A comes A2."""
    stem = re.sub(r"\d+$", "", label)
    longest = ProgrammeItem._meta.get_field("parallel").max_length
    return next(found for number in count(2) if (found := f"{stem[: longest - len(str(number))]}{number}") not in taken)
