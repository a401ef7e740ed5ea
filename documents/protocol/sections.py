"""Facts put into the parts of a draft Protocol, in the order real Protocols have, in one language.

A part's body is lines of text; a line that begins with a dash is an item of a list. A part about which nothing is known
is left out; what has to be known and is not stands in square brackets.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import get_language

from agreements.protocol import Wording
from documents.protocol.phrases import phrase
from sessions.enums import Side
from taskforce.dates import day_date, long_date

ITEM = "– "
Say = Callable[..., str]


class Draft(NamedTuple):
    """A draft in one language: ``parts`` by their keys, in order, with ``title``, ``preamble`` and ``closing``."""

    title: str
    preamble: str
    parts: dict[str, Wording]
    closing: str

    @property
    def written(self) -> dict[str, Wording]:
        """All wordings by key, those that are no article among them."""
        head = {"title": Wording(self.title), "preamble": Wording(body=self.preamble)}
        return head | self.parts | {"closing": Wording(body=self.closing)}


def write_draft(facts: dict, as_of: dt.datetime | None, language: str) -> Draft:
    """Return the draft in one language; ``as_of`` is when the figures were frozen, None where they are not."""
    told, say = facts["texts"][language], partial(phrase, language=language)
    with translation.override(language):
        bodies = {
            "heads": heads(told, say),
            "authorities": authorities(told, say),
            "ru_participants": participants(facts, told, say, Side.RU, "regions"),
            "it_participants": participants(facts, told, say, Side.IT, "categories"),
            "figures": figures(facts, told, say, as_of),
            "works": works(told, say),
            "tables": tables(told, say),
            "projects": projects(facts, told, say),
            "acts": acts(told, say),
            "commitments": commitments(told, say),
            "agreed": agreed(facts, told, say),
            "annex": annex(facts, told, say, language),
        }
        parts = {key: Wording(say(key), body) for key, body in bodies.items() if body}
        return Draft(say("title", session=told["title"]), preamble(told, say), parts, closing(told, say))


# --- Lines ----------------------------------------------------------------------------------------------------------


def lines(*parts: str | Iterable[str]) -> str:
    """Return lines one below the other: sentences as they are, and those of an iterable as items of a list."""
    found: list[str] = []
    for part in parts:
        found += [part] if isinstance(part, str) else [ITEM + item for item in part]
    return "\n".join(line for line in found if line)


def listed(sentence: str, items: Iterable[str]) -> str:
    """Return a sentence and its list; nothing where the list is empty."""
    items = list(items)
    return lines(sentence, items) if items else ""


def sentence_of(*parts: str) -> str:
    """Return what is known of one thing, put together with semicolons."""
    ends = (part.rstrip(" ;") for part in parts if part)
    return "; ".join(part if part.endswith(" г.") else part.rstrip(".") for part in ends)


def official(person: dict) -> str:
    return ", ".join(part for part in (person["name"], person["office"]) if part)


def date_words(date: str | None) -> str:
    return dated(long_date(dt.date.fromisoformat(date))) if date else ""


def dated(words: str) -> str:
    """Return a date that ends with its year as an act writes it: in Russian with the word for the year."""
    return f"{words} г." if get_language() == "ru" and words[-4:].isdigit() else words


# --- Beginning and end ----------------------------------------------------------------------------------------------


def preamble(told: dict, say: Say) -> str:
    place = told["city"] or say("to_fill")
    organisers = [of_side(body["name"], body["side"], say) for body in told["organisers"]]
    return lines(
        say("place", place=place),
        say("dates", dates=dated(told["dates"]) or say("to_fill")),
        say("host", region=told["region"] or say("to_fill")),
        listed(say("initiative"), organisers or [say("to_fill")]),
        say("opening"),
    )


def of_side(what: str, side: str, say: Say) -> str:
    return say("of_side", side=say(f"side_{side}"), what=what) if side else what


def closing(told: dict, say: Say) -> str:
    date = date_words(told["ends_on"]) or say("to_fill")
    signs = []
    for side in Side.values:
        head = next((person for person in told["officials"]["heads"] if person["side"] == side), None)
        signs.append(say(f"signs_{side}", name=official(head) if head else say("to_fill")))
    return lines(say("done", place=told["city"] or say("to_fill"), date=date), say("originals"), signs)


# --- Who took part --------------------------------------------------------------------------------------------------


def heads(told: dict, say: Say) -> str:
    """Both sides have a head, so one that is not known has to be filled in."""
    found = []
    for side in Side.values:
        people = [person for person in told["officials"]["heads"] if person["side"] == side]
        found += [of_side(official(person), side, say) for person in people] or [of_side(say("to_fill"), side, say)]
    return lines(say("heads_are"), found)


def authorities(told: dict, say: Say) -> str:
    people = told["officials"]["authorities"]
    return listed(say("authorities_are"), [of_side(official(person), person["side"], say) for person in people])


def participants(facts: dict, told: dict, say: Say, side: str, by: str) -> str:
    """Return the participants of a side: the Russian ones by region, the Italian ones by category."""
    rows = facts["counts"][by][side]
    if not rows:
        return ""
    came = facts["counts"]["all"]["present"]
    names = told["regions"] | {"": say("no_region")} if by == "regions" else told["labels"]["category"]
    named = [row for row in rows if row["code"]]
    return lines(
        say(f"{side.lower()}_participants_are", count=len(named)),
        [say("row_present" if came else "row_registered", **row, name=names[row["code"]]) for row in rows],
    )


def figures(facts: dict, told: dict, say: Say, as_of: dt.datetime | None) -> str:
    """Return the portal's counts with what they count and as of when, and beside them what sources say."""
    counts = facts["counts"]
    row = "figure_row" if counts["all"]["present"] else "figure_row_unseen"
    own = [say(row, **counts["sides"][side], name=say(f"side_{side}")) for side in Side.values]
    own.append(say(row, **counts["all"], name=say("together")))
    counted = lines(moment(facts, say, as_of), own) if counts["all"]["registered"] else ""
    sourced = listed(say("sourced"), [sourced_row(figure, told["labels"], say) for figure in facts["sourced"]])
    return lines(counted, sourced)


def moment(facts: dict, say: Say, as_of: dt.datetime | None) -> str:
    if as_of is None:
        return say("figures_not_frozen")
    there = as_of.astimezone(zoneinfo.ZoneInfo(facts["zone"]))
    return say("figures_as_of", date=dated(long_date(there.date())), time=f"{there:%H:%M}", zone=facts["zone"])


def sourced_row(figure: dict, labels: dict, say: Say) -> str:
    qualifier = labels["qualifier"].get(figure["qualifier"], "") if figure["qualifier"] != "exactly" else ""
    basis = labels["basis"].get(figure["basis"], "")
    source = say("source", source=figure["source"]) if figure["source"] else ""
    note = "; ".join(part for part in (basis, source) if part)
    return say(
        "sourced_row",
        metric=labels["metric"].get(figure["metric"].replace(" ", "_"), figure["metric"]),
        side=say(f"side_{figure['side'] or 'all'}"),
        value=f"{qualifier} {figure['value']}".strip(),
        basis=say("sourced_note", what=note) if note else "",
    )


# --- The works ------------------------------------------------------------------------------------------------------


def works(told: dict, say: Say) -> str:
    days = ((day_words(day, say), [line_words(line, say) for line in day["lines"]]) for day in told["days"])
    return lines(*(part for day in days for part in day))


def line_words(line: dict, say: Say) -> str:
    return say("table", **line["table"]) if line["table"] else line["title"]


def day_words(day: dict, say: Say) -> str:
    if not day["day"]:
        return say("day_unknown")
    if not day["date"]:
        return say("day", day=day["day"])
    return say("day_dated", day=day["day"], date=dated(day_date(dt.date.fromisoformat(day["date"]))))


def tables(told: dict, say: Say) -> str:
    return listed(say("tables_are"), (table_words(table, say) for table in told["tables"]))


def table_words(table: dict, say: Say) -> str:
    return sentence_of(
        say("table", number=table["number"], title=table["title"]) if table["number"] else table["title"],
        say("moderators", names=", ".join(table["moderators"])) if table["moderators"] else "",
        say("table_projects", count=table["projects"]) if table["projects"] else "",
    )


def projects(facts: dict, told: dict, say: Say) -> str:
    if not facts["presented"]:
        return ""
    return lines(
        say("projects_are", count=facts["presented"]), [project_words(project, say) for project in told["projects"]]
    )


def project_words(project: dict, say: Say) -> str:
    side = say(f"side_{project['side']}") if project["side"] else ""
    proposer = ", ".join(part for part in (project["proposer"], side) if part)
    return sentence_of(project["title"], say("project_of", proposer=proposer) if proposer else "")


def acts(told: dict, say: Say) -> str:
    return listed(say("acts_are"), (act_words(act, say) for act in told["acts"]))


def act_words(act: dict, say: Say) -> str:
    return sentence_of(
        f"{act['kind']}: {act['title']}" if act["kind"] else act["title"],
        say("act_parties", names=", ".join(act["parties"])) if act["parties"] else "",
        say("act_signed", date=date_words(act["signed_on"])) if act["signed_on"] else say("act_to_sign"),
    )


def commitments(told: dict, say: Say) -> str:
    return listed(say("commitments_are"), (commitment_words(one, say) for one in told["commitments"]))


def commitment_words(one: dict, say: Say) -> str:
    return sentence_of(
        of_side(one["text"].replace("\n", " "), one["side"] or "all", say),
        say("commitment_state", state=one["state"].lower()),
        say("commitment_due", date=date_words(one["due_on"])) if one["due_on"] else "",
        say("commitment_reported", date=date_words(one["reported_on"])) if one["reported_on"] else "",
    )


def agreed(facts: dict, told: dict, say: Say) -> str:
    """Return what follows from the facts, with a place for whatever else was agreed: nothing is invented."""
    found = [
        say("agreed_projects") if facts["presented"] else "",
        say("agreed_commitments") if told["commitments"] else "",
        say("agreed_more"),
        say("agreed_next", what=dated(told["next"])) if told["next"] else say("agreed_next_unknown"),
    ]
    return lines(say("agreed_are"), [one for one in found if one])


# --- The annex ------------------------------------------------------------------------------------------------------


def annex(facts: dict, told: dict, say: Say, language: str) -> str:
    """Return both delegations: officials, the organisations that agreed to be named, and how many others there are."""
    return lines(*(part for side in Side.values for part in delegation(facts, told, say, language, side)))


def delegation(facts: dict, told: dict, say: Say, language: str, side: str) -> Iterator[str | list[str]]:
    everybody = [*told["officials"]["heads"], *told["officials"]["authorities"]]
    people = [official(person) for person in everybody if person["side"] == side]
    if people:
        yield say("annex_officials", side=say(f"side_{side}"))
        yield people
    bodies = facts["bodies"][side]
    names = [spelling(name, language) for name in bodies["named"]]
    if unnamed := bodies["unnamed"]:
        names.append(say("annex_unnamed", count=unnamed))
    if names:
        yield say("annex_bodies", side=say(f"side_{side}"), count=len(bodies["named"]) + unnamed)
        yield names


def spelling(name: dict[str, str], language: str) -> str:
    latin, cyrillic = name["latin"], name["cyrillic"]
    return (cyrillic or latin) if language == "ru" else (latin or cyrillic)
