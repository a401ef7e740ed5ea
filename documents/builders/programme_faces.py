"""What a programme on paper shows in each of its languages, and what it shows once: the template's variables."""

from __future__ import annotations

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from documents.builders.base import Facts
from documents.builders.layout import iso_date, place_words, span_words, town_words
from documents.builders.programme_lines import by_role, days_of, facing_days, unsat
from documents.typography import set_facts, setter
from taskforce.dates import long_date

LONG, VERY_LONG = 90, 170  # letters of a title that is printed smaller, and smaller still
CROWDED = 26  # lines that are too many for one column of a summary


def context_of(facts: Facts) -> dict:
    """Return what templates/documents/pdf/programme/ shows of these facts."""
    languages = facts["languages"]
    faces = [face_of(facts, code) for code in languages]
    longest = max(len(face["session"]["title"]) for face in faces) * (1.25 if len(faces) > 1 else 1)
    return {
        "form": facts["form"],
        "language": facts["language"],
        "faces": faces,
        "face": faces[0],
        "title": plain_title(facts),
        "facing": len(faces) > 1,
        "draft": facts["form"] == "draft",
        "days": facing_days([face["days"] for face in faces], languages),
        "tables": same_rows(faces, "tables"),
        "visits": same_rows(faces, "visits"),
        "officials": facing_officials(faces),
        "title_size": "very-long" if longest > VERY_LONG else "long" if longest > LONG else "",
        "crowded": sum(len(day["lines"]) for day in faces[0]["days"]) > CROWDED,
        "address": facts["address"],
        "code": qr_code(facts["address"]),
    }


def face_of(facts: Facts, language: str) -> dict:
    """Return what is said in one language, set as that language is."""
    with translation.override(language):
        written = facts["texts"][language]
        told = set_facts(written, setter(language, names_of(written)))
        session = told["session"]
        return {
            "language": language,
            "heading": heading_of(facts),
            "session": session,
            "place": town_words(session),
            "dates": span_words(session),
            "organisers": by_role(session["organisers"]),
            "officials": told["officials"],
            "days": days_of(told),
            "tables": [table | {"where": place_words(table, "")} for table in told["tables"] if unsat(table, told)],
            "visits": told["visits"],
            "visits_tell": {key for visit in told["visits"] for key, value in visit.items() if value},
            "stamp": stamp_words(facts, written["version"]),
            "stamp_short": stamp_words(facts, written["version"], short=True),
        }


def heading_of(facts: Facts) -> str:
    """Return the name of the document; a face says its own day's date below."""
    if facts["form"] == "draft":
        return _("Draft programme")
    if facts["form"] == "summary":
        return _("Programme at a glance")
    return _("Programme of day %(number)s") % {"number": facts["day"]} if facts["day"] else _("Programme")


def plain_title(facts: Facts) -> str:
    """Return the title of the file: as it was written, without signs that only paper needs."""
    with translation.override(facts["language"]):
        heading = heading_of(facts)
    return f"{heading} – {facts['texts'][facts['language']]['session']['title']}"


def names_of(facts: Facts) -> list[str]:
    """Return the names of persons, which no line may break."""
    return [person["name"] for group in facts["officials"] for person in group["people"]]


def stamp_words(facts: Facts, version: dict | None, short: bool = False) -> str:
    """Return which version this is and of when, on the clock of the host."""
    made = facts["made"]
    moment = {"date": long_date(iso_date(made["date"])), "time": made["time"], "zone": made["zone"]}
    if facts["form"] == "draft":
        words = _("Draft, as of %(date)s, %(time)s") if short else _("Draft, as of %(date)s, %(time)s (%(zone)s)")
    elif version is None:
        words = _("As of %(date)s, %(time)s") if short else _("As of %(date)s, %(time)s (%(zone)s)")
    elif short:
        words = _("Version %(number)d, %(date)s, %(time)s")
    else:
        words = _("Version %(number)d, released on %(date)s at %(time)s (%(zone)s)")
    return words % (moment | (version or {}))


# --- Several languages as one ---------------------------------------------------------------------------------------


def same_rows(faces: list[dict], key: str) -> list[list[tuple[str, dict]]]:
    """Return rows, each the same thing in every language: (language, thing)."""
    languages = [face["language"] for face in faces]
    return [list(zip(languages, same, strict=True)) for same in zip(*(face[key] for face in faces), strict=True)]


def facing_officials(faces: list[dict]) -> list[dict]:
    """Return the groups of officials: the role in every language, and the persons as rows."""
    return [
        {
            "roles": [(code, group["role_label"]) for code, group in groups],
            "people": [
                list(zip((code for code, _group in groups), same, strict=True))
                for same in zip(*(group["people"] for _code, group in groups), strict=True)
            ],
        }
        for groups in same_rows(faces, "officials")
    ]


# --- The code -------------------------------------------------------------------------------------------------------


def qr_code(address: str) -> dict:
    """Return a QR code as a drawing: its side in modules, and the path of what is dark."""
    matrix = segno.make(address, error="m", micro=False).matrix
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(matrix) for x, length in runs(row))
    return {"side": len(matrix), "path": path}


def runs(row: bytearray) -> list[tuple[int, int]]:
    """Return (start, length) of each stretch of dark modules."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
