"""What changed between two versions of a programme, as plain data without words; documents.change_words says it.

A change names ``what`` it is and, mostly, the ``line`` it is about as that now stands (as it stood, of one that was
removed). Texts are kept in every language. Whether a text changed is asked of the Italian (or what stands in for it): a
translation that was added or mended changes nothing for who takes part, and is counted apart, once a language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.conf import settings

Facts = dict[str, Any]
Line = dict[str, dict]  # by language: the facts of an item, with the date of its day
Change = dict[str, Any]

SOURCE = settings.LANGUAGE_CODE
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
UNTOLD = ("session", "version", "changed")
WHEN = ("day", "date", "starts", "ends")
TEXTS = ("title", "note", "room", "venue", "town", "speakers", "table", "visit")


def compare(before: Facts | None, after: Facts) -> list[Change]:
    """Return what changed from one version's facts to another's, in the order of the programme; of a first one nothing.

    Both are as ProgrammeVersion.facts: by language, with ``people``, who is at which line.
    """
    if before is None:
        return []
    old, new = lines_of(before), lines_of(after)
    changes = [*days_changed(before, after), *zone_changed(before, after)]
    described: set[int] = set()
    for pk, line in new.items():
        if pk not in old:
            changes.append({"what": "added", "line": shown(line, line)})
            continue
        pairs = chain(item_changed(old[pk], line), table_changed(old[pk], line, described))
        changes += [{"what": what, "line": shown(line, old[pk]), **values} for what, values in pairs]
    changes += [{"what": "removed", "line": shown(line, line)} for pk, line in old.items() if pk not in new]
    changes += [*people_changed(before, after, old, new), *offices_changed(before, after), *texts_changed(old, new)]
    return changes or other_changed(before, after)


# --- Lines ----------------------------------------------------------------------------------------------------------


def lines_of(facts: Facts) -> dict[int, Line]:
    """Return every line by its identity, in the order of the programme."""
    found: dict[int, Line] = {}
    for language in LANGUAGES:
        for day in facts[language]["days"]:
            for item in chain.from_iterable(group["items"] for group in day["groups"]):
                found.setdefault(item["id"], {})[language] = item | {"date": day["date"]}
    return found


def shown(line: Line, before: Line) -> dict:
    """Return what every change keeps of its line: enough to name it, to say when and where, and whom it concerns."""
    item, was = line[SOURCE], before[SOURCE]
    return {
        **{key: item[key] for key in ("id", "kind", *WHEN)},
        "title": by_language(line, lambda one: one["title"]),
        "place": by_language(line, place_of),
        "tables": sorted({one["table_id"] for one in (item, was) if one["table_id"]}),
        "visits": sorted({one["visit_id"] for one in (item, was) if one["visit_id"]}),
        "for_all": any(not one["table_id"] and not one["visit_id"] for one in (item, was)),
    }


def by_language(line: Line, take: Callable[[dict], Any]) -> dict[str, Any]:
    return {language: take(line[language]) for language in LANGUAGES}


def place_of(item: dict) -> str:
    return ", ".join(dict.fromkeys(text for text in (item["room"], item["venue"], item["town"]) if text))


def names_of(people: list[dict]) -> list[str]:
    return [person["name"] for person in people]


# --- What changed of a line that stands in both ---------------------------------------------------------------------


def item_changed(old: Line, new: Line) -> Iterator[tuple[str, dict]]:
    """Yield each thing that changed of a line, with what it was and what it is."""
    was, now = old[SOURCE], new[SOURCE]
    if any(was[key] != now[key] for key in ("day", "starts", "ends")):
        yield "time", {"before": {key: was[key] for key in WHEN}, "after": {key: now[key] for key in WHEN}}
    if was["kind"] != now["kind"]:
        yield "kind", both(old, new, lambda one: one["kind_label"])
    if was["table_id"] != now["table_id"]:
        yield "table", both(old, new, table_name)
    for what, take in TOLD_OF_ITEM.items():
        if take(was) != take(now):
            yield what, both(old, new, take)
    if names_of(was["speakers"]) != names_of(now["speakers"]):
        yield "speakers", come_and_gone(old, new, lambda one: names_of(one["speakers"]))


def table_changed(old: Line, new: Line, described: set[int]) -> Iterator[tuple[str, dict]]:
    """Yield what changed of the table a line is a sitting of, at the first of its sittings."""
    table_id = new[SOURCE]["table_id"]
    if not table_id or table_id in described or old[SOURCE]["table_id"] != table_id:
        return
    described.add(table_id)
    was, now = old[SOURCE]["table"], new[SOURCE]["table"]
    name = {"table": by_language(new, table_name)}
    if table_name(old[SOURCE]) != table_name(new[SOURCE]):
        yield "table_title", both(old, new, table_name)
    if was["subsectors"] != now["subsectors"]:
        yield "subsectors", name | both(old, new, lambda one: one["table"]["subsectors"])
    if names_of(was["moderators"]) != names_of(now["moderators"]):
        yield "moderators", name | come_and_gone(old, new, lambda one: names_of(one["table"]["moderators"]))


def table_name(item: dict) -> str:
    table = item["table"]
    if not table:
        return ""
    return f"{table['number']}. {table['title']}" if table["number"] else table["title"]


def visit_name(item: dict) -> str:
    visit = item["visit"]
    return ", ".join(text for text in (visit["company"], visit["town"]) if text) if visit else ""


TOLD_OF_ITEM: dict[str, Callable[[dict], Any]] = {
    "place": place_of,
    "title": lambda item: item["title"],
    "visit": visit_name,
    "seats": lambda item: item["visit"]["seats"] if item["visit"] else None,
    "languages": lambda item: [item["spoken"], item["interpreted"]],
    "note": lambda item: item["note"],
}


def both(old: Line, new: Line, take: Callable[[dict], Any]) -> dict:
    return {"before": by_language(old, take), "after": by_language(new, take)}


def come_and_gone(old: Line, new: Line, names: Callable[[dict], list[str]]) -> dict:
    """Return who came and who is gone, in every language: the lists of all languages have the same order."""
    was, now = names(old[SOURCE]), names(new[SOURCE])
    came = [index for index, name in enumerate(now) if name not in was]
    gone = [index for index, name in enumerate(was) if name not in now]
    return {
        "added": by_language(new, lambda one: [names(one)[index] for index in came]),
        "removed": by_language(old, lambda one: [names(one)[index] for index in gone]),
    }


# --- What changed of the whole --------------------------------------------------------------------------------------


def days_changed(before: Facts, after: Facts) -> Iterator[Change]:
    """Yield the days of the programme that are on another date now."""
    was = {day["day"]: day["date"] for day in before[SOURCE]["days"]}
    for day in after[SOURCE]["days"]:
        if day["day"] in was and was[day["day"]] != day["date"]:
            yield {"what": "date", "line": None, "day": day["day"], "before": was[day["day"]], "after": day["date"]}


def zone_changed(before: Facts, after: Facts) -> Iterator[Change]:
    was, now = (facts[SOURCE]["session"]["timezone"] for facts in (before, after))
    if was != now:
        yield {"what": "zone", "line": None, "before": was, "after": now}


def people_changed(before: Facts, after: Facts, old: dict[int, Line], new: dict[int, Line]) -> Iterator[Change]:
    """Yield who interprets where; that is for those people alone, so it is ``private``."""
    for pk in {**new, **old}:
        line = new.get(pk) or old[pk]
        was, now = (set(people_at(facts, pk, "interpreters")) for facts in (before, after))
        if was != now:
            told = {"added": sorted(now - was), "removed": sorted(was - now)}
            yield {"what": "interpreters", "line": shown(line, line), "private": True, **told}


def people_at(facts: Facts | None, item: int, kind: str) -> list[int]:
    """Return the primary keys of the officials or interpreters at a line."""
    people = facts.get("people", {}) if facts else {}
    return people.get(str(item), {}).get(kind, [])


def offices_changed(before: Facts, after: Facts) -> Iterator[Change]:
    """Yield the officials whose office is written in another way, each once."""
    was = {person["name"]: person["office"] for _index, person in officials_of(before, SOURCE)}
    told = set()
    for index, person in officials_of(after, SOURCE):
        name, office = person["name"], person["office"]
        if office and was.get(name, office) != office and name not in told:
            told.add(name)
            words = {code: dict(officials_of(after, code))[index] for code in LANGUAGES}
            yield {
                "what": "office",
                "line": None,
                "name": {code: one["name"] for code, one in words.items()},
                "after": {code: one["office"] for code, one in words.items()},
            }


def officials_of(facts: Facts, language: str) -> list[tuple[int, dict]]:
    return list(enumerate(chain.from_iterable(role["people"] for role in facts[language]["officials"])))


def texts_changed(old: dict[int, Line], new: dict[int, Line]) -> Iterator[Change]:
    """Yield for each language in how many lines its texts alone were written or mended, the Italian being the same."""
    for language in LANGUAGES:
        items = [
            pk
            for pk in new
            if language != SOURCE
            and pk in old
            and texts_of(old[pk][language]) != texts_of(new[pk][language])
            and texts_of(old[pk][SOURCE]) == texts_of(new[pk][SOURCE])
        ]
        if items:
            yield {"what": "texts", "line": None, "language": language, "items": items}


def texts_of(item: dict) -> list:
    return [item[key] for key in TEXTS]


def other_changed(before: Facts, after: Facts) -> list[Change]:
    """Say that something changed that no line tells of: tables, visits or officials that stand nowhere in the days."""
    return [] if all(same(before[code], after[code]) for code in LANGUAGES) else [{"what": "other", "line": None}]


def same(one: Any, other: Any) -> bool:
    """Whether two facts say the same, whatever the portal calls it and whenever it was saved.

    What only one of them knows does not count: an older version was released by an older portal.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        told = (key for key in one if key in other and key not in UNTOLD and not key.endswith("_label"))
        return all(same(one[key], other[key]) for key in told)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def touched_items(change: Change) -> list[int]:
    """Return the lines a change is about, for whoever counts how often a line was changed."""
    return change["items"] if change["what"] == "texts" else [change["line"]["id"]] if change["line"] else []
