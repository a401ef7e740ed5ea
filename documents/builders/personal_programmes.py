"""The programmes of all delegates with a place, a PDF each, in one ZIP."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.builders.base import Builder, Facts, Progress
from documents.builders.my_programme import papers
from documents.personal import OWN, everybodys_facts
from participants.transliteration import propose_latin
from taskforce.text import file_name

LONGEST = 70  # characters of a file's name, before what tells two of one name apart
MADE = (1980, 1, 1, 0, 0, 0)  # the same facts give the same bytes
READABLE = 0o644 << 16


def zip_of(facts: Facts, progress: Progress) -> bytes:
    """Return the ZIP; ``progress`` is told after each person."""
    names, total = names_of(facts["people"]), len(facts["people"])
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:  # a PDF is compressed already
        for done, (person, content) in enumerate(papers(facts), start=1):
            entry = zipfile.ZipInfo(names[person["id"]], MADE)
            entry.external_attr = READABLE
            archive.writestr(entry, content)
            progress(done, total)
    return output.getvalue()


def names_of(people: list[dict]) -> dict[int, str]:
    """Return the file name of each person, by primary key: side, family name, given name, in plain Latin letters.

    No two are the same, whether or not a disk tells small letters from capitals; a further person of one name has a
    number behind it, in the order of the facts.
    """
    seen: Counter[str] = Counter()
    names = {}
    for person in people:
        latin = re.sub(r"\W+", " ", propose_latin(f"{person['family']} {person['given']}"))
        name = file_name(f"{person['side']} {latin}", fallback=person["side"])[:LONGEST].rstrip("-.")
        seen[name.lower()] += 1
        number = seen[name.lower()]
        names[person["id"]] = f"{name}_{number}.pdf" if number > 1 else f"{name}.pdf"
    return names


BUILDER = Builder(
    kind="personal_programmes",
    label=_("Personal programmes of all delegates"),
    gather=everybodys_facts,
    formats={"zip": zip_of},
    languages=(*(code for code, _name in settings.LANGUAGES), OWN),
    names_people=True,
)
