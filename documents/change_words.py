"""A change of the programme as one sentence, in the language of whoever reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from documents.changes import Change
from taskforce.dates import cased, month_letter
from taskforce.text import within_quotes


def words(change: Change, language: str) -> str:
    """Return the sentence that says a change; names and titles are those of the version, in the language."""
    with translation.override(language):
        return SENTENCES[change["what"]](change)


def own_words(change: Change, language: str, interpreter: int) -> str:
    """Return the sentence for an interpreter: of who interprets where, what it means for this one."""
    if change["what"] != "interpreters":
        return words(change, language)
    with translation.override(language):
        told = {"line": title(change), "moment": moment(change["line"]), "place": place(change)}
        if interpreter not in change["added"]:
            return _("You no longer interpret at “%(line)s” (%(moment)s).") % told
        if not told["place"]:
            return _("You interpret at “%(line)s”: %(moment)s.") % told
        return _("You interpret at “%(line)s”: %(moment)s, %(place)s.") % told


# --- Pieces ---------------------------------------------------------------------------------------------------------


def here(texts: dict):
    """Return of a text in all languages the one of the active language."""
    return texts[get_language()]


def title(change: Change) -> str:
    return within_quotes(here(change["line"]["title"]))


def place(change: Change) -> str:
    return here(change["line"]["place"])


def day_words(day: int | None, date: str | None) -> str:
    """Return ``24 October``, or the number of a day whose date is not known."""
    if date:
        return cased(date_format(dt.date.fromisoformat(date), f"j {month_letter()}"))
    return _("day %(day)s") % {"day": day} if day else _("day to be announced")


def span(when: dict) -> str:
    """Return ``10:00–11:00``, or what is known of it."""
    if not when["starts"]:
        return _("until %(time)s") % {"time": when["ends"]} if when["ends"] else _("time to be announced")
    return f"{when['starts']}–{when['ends']}" if when["ends"] else when["starts"]


def moment(when: dict) -> str:
    """Return ``24 October, 10:00–11:00``."""
    return _("%(day)s, %(time)s") % {"day": day_words(when["day"], when["date"]), "time": span(when)}


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return 60 * int(hours) + int(rest)


def length(when: dict) -> int | None:
    """Return how many minutes a line lasts; None where that is not known."""
    return minutes(when["ends"]) - minutes(when["starts"]) if when["starts"] and when["ends"] else None


# --- A line as a whole ----------------------------------------------------------------------------------------------


def added(change: Change) -> str:
    told = {"line": title(change), "moment": moment(change["line"]), "place": place(change)}
    if told["place"]:
        return _("New: “%(line)s”, %(moment)s, %(place)s.") % told
    return _("New: “%(line)s”, %(moment)s.") % told


def removed(change: Change) -> str:
    return _("“%(line)s” (%(moment)s) was cancelled.") % {"line": title(change), "moment": moment(change["line"])}


def time(change: Change) -> str:
    """Return how a line moved; within a day only its hours are named, and only the start where its length stayed."""
    before, after = change["before"], change["after"]
    told = {"line": title(change), "before": moment(before), "after": moment(after)}
    if before["day"] != after["day"]:
        if before["day"] is None:
            return _("“%(line)s” now has a day: %(after)s.") % told
        if after["day"] is None:
            return _("The day of “%(line)s” is to be announced (it was on %(before)s).") % told
        return _("“%(line)s” moved from %(before)s to %(after)s.") % told
    return hours(told, before, after)


def hours(told: dict, before: dict, after: dict) -> str:
    told |= {"before": span(before), "after": span(after), "ends": after["ends"], "ended": before["ends"]}
    if not after["starts"]:
        return _("The time of “%(line)s” is to be announced (it was %(before)s).") % told
    if not before["starts"]:
        return _("“%(line)s” now has a time: %(after)s.") % told
    if before["starts"] != after["starts"]:
        if length(before) == length(after):
            told |= {"before": before["starts"], "after": after["starts"]}
        return _("“%(line)s” moved from %(before)s to %(after)s.") % told
    if not after["ends"]:
        return _("The end of “%(line)s” is open (it was %(ended)s).") % told
    if not before["ends"]:
        return _("“%(line)s” ends at %(ends)s.") % told
    return _("“%(line)s” ends at %(ends)s, not at %(ended)s.") % told


# --- What is said of a line -----------------------------------------------------------------------------------------


def moved_room(change: Change) -> str:
    told = {"line": title(change), "before": here(change["before"]), "after": here(change["after"])}
    if not told["after"]:
        return _("The place of “%(line)s” is to be announced (it was %(before)s).") % told
    if not told["before"]:
        return _("“%(line)s” now has a place: %(after)s.") % told
    if told["before"] == told["after"]:
        return _("The place of “%(line)s” is named differently in Italian.") % told
    return _("“%(line)s” moved from %(before)s to %(after)s.") % told


def renamed(change: Change) -> str:
    told = {"before": within_quotes(here(change["before"])), "after": within_quotes(here(change["after"]))}
    if told["before"] == told["after"]:
        return _("“%(after)s” has a new title in Italian.") % told
    return _("“%(before)s” is now called “%(after)s”.") % told


def speakers(change: Change) -> str:
    told = {
        "line": title(change),
        "added": ", ".join(here(change["added"])),
        "removed": ", ".join(here(change["removed"])),
    }
    if told["added"] and told["removed"]:
        return _("Speakers of “%(line)s”: now also %(added)s; no longer %(removed)s.") % told
    if told["added"]:
        return _("Speakers of “%(line)s”: now also %(added)s.") % told
    if told["removed"]:
        return _("Speakers of “%(line)s”: no longer %(removed)s.") % told
    return _("The speakers of “%(line)s” stand in another order.") % told


def moderators(change: Change) -> str:
    told = {
        "table": here(change["table"]),
        "added": ", ".join(here(change["added"])),
        "removed": ", ".join(here(change["removed"])),
    }
    if told["added"] and told["removed"]:
        return _("Moderators of the table “%(table)s”: now also %(added)s; no longer %(removed)s.") % told
    if told["added"]:
        return _("Moderators of the table “%(table)s”: now also %(added)s.") % told
    if told["removed"]:
        return _("Moderators of the table “%(table)s”: no longer %(removed)s.") % told
    return _("The moderators of the table “%(table)s” stand in another order.") % told


def subsectors(change: Change) -> str:
    told = {"table": here(change["table"]), "after": ", ".join(here(change["after"]))}
    if not told["after"]:
        return _("The table “%(table)s” names no sub-sectors any more.") % told
    return _("Sub-sectors of the table “%(table)s”: %(after)s.") % told


def kind(change: Change) -> str:
    told = {"line": title(change), "after": here(change["after"])}
    return _("Kind of “%(line)s”: %(after)s.") % told if told["after"] else _("“%(line)s” has no kind any more.") % told


def table(change: Change) -> str:
    told = {"line": title(change), "after": here(change["after"])}
    if not told["after"]:
        return _("“%(line)s” is no sitting of a thematic table any more.") % told
    return _("“%(line)s” is a sitting of the thematic table “%(after)s”.") % told


def table_title(change: Change) -> str:
    told = {"before": within_quotes(here(change["before"])), "after": within_quotes(here(change["after"]))}
    if told["before"] == told["after"]:
        return _("The thematic table “%(after)s” has a new title in Italian.") % told
    return _("The thematic table “%(before)s” is now called “%(after)s”.") % told


def visit(change: Change) -> str:
    told = {"line": title(change), "before": here(change["before"]), "after": here(change["after"])}
    if not told["after"]:
        return _("“%(line)s” no longer leads to %(before)s.") % told
    if not told["before"] or told["before"] == told["after"]:
        return _("“%(line)s” leads to %(after)s.") % told
    return _("“%(line)s” leads to %(after)s, not to %(before)s.") % told


def seats(change: Change) -> str:
    number = here(change["after"])
    if number is None:
        return _("“%(line)s”: the number of seats is not limited.") % {"line": title(change)}
    text = ngettext("“%(line)s” has %(number)d seat.", "“%(line)s” has %(number)d seats.", number)
    return text % {"line": title(change), "number": number}


def languages(change: Change) -> str:
    spoken, interpreted = here(change["after"])
    told = {"line": title(change), "spoken": ", ".join(spoken), "interpreted": ", ".join(interpreted)}
    if spoken and interpreted:
        return _("Languages of “%(line)s”: %(spoken)s; interpretation: %(interpreted)s.") % told
    if spoken:
        return _("Languages of “%(line)s”: %(spoken)s.") % told
    if interpreted:
        return _("Interpretation at “%(line)s”: %(interpreted)s.") % told
    return _("The languages of “%(line)s” are to be announced.") % told


def note(change: Change) -> str:
    told = {"line": title(change), "after": " ".join(here(change["after"]).split())}
    return _("Note on “%(line)s”: %(after)s") % told if told["after"] else _("The note on “%(line)s” is gone.") % told


def interpreters(change: Change) -> str:
    return _("Other interpreters at “%(line)s”.") % {"line": title(change)}


# --- What is said of the whole --------------------------------------------------------------------------------------


def date(change: Change) -> str:
    told = {
        "day": change["day"],
        "before": day_words(None, change["before"]),
        "after": day_words(None, change["after"]),
    }
    if not change["after"]:
        return _("The date of day %(day)s is to be announced (it was %(before)s).") % told
    if not change["before"]:
        return _("Day %(day)s is %(after)s.") % told
    return _("Day %(day)s moved from %(before)s to %(after)s.") % told


def zone(change: Change) -> str:
    if not change["after"]:
        return _("The time zone of the programme is to be announced.")
    return _("All times are those of %(zone)s now.") % {"zone": change["after"]}


def office(change: Change) -> str:
    return _("Office of %(name)s: %(office)s.") % {"name": here(change["name"]), "office": here(change["after"])}


def texts(change: Change) -> str:
    number = len(change["items"])
    told = {"number": number}
    return {
        "ru": ngettext(
            "Russian text of %(number)d line revised.", "Russian texts of %(number)d lines revised.", number
        ),
        "en": ngettext(
            "English text of %(number)d line revised.", "English texts of %(number)d lines revised.", number
        ),
    }[change["language"]] % told


def other(change: Change) -> str:
    return _("Details of tables, visits or officials were revised.")


SENTENCES: dict[str, Callable[[Change], str]] = {
    "added": added, "removed": removed, "time": time, "place": moved_room, "title": renamed, "kind": kind,
    "speakers": speakers, "moderators": moderators, "subsectors": subsectors, "table": table,
    "table_title": table_title, "visit": visit, "seats": seats,
    "languages": languages, "note": note, "interpreters": interpreters, "date": date, "zone": zone,
    "office": office, "texts": texts, "other": other,
}  # fmt: skip
