"""Two versions of a text in one language, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from agreements.comparing.languages import Part, Text, aligned

WORDS = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 4_000  # of one part; a longer one is compared line by line, which is quick


@dataclass(frozen=True)
class Run:
    """Words that stayed (""), came in ("in") or went out ("out")."""

    text: str
    how: str = ""


@dataclass(frozen=True)
class ChangedPart:
    """A part with what changed in it; ``how`` is in or out for a part that is new or is gone."""

    part: Part
    how: str
    heading: list[Run]
    body: list[Run]

    @property
    def changed(self) -> bool:
        return bool(self.how) or any(run.how for run in [*self.heading, *self.body])


def compare_versions(old: Text, new: Text) -> list[ChangedPart]:
    """Return the parts of the newer version with what came in and went out since the older one."""
    found = []
    for before, after in aligned(old.parts, new.parts):
        part = after or before
        how = "in" if before is None else "out" if after is None else ""
        was, is_now = before or Part(part.kind), after or Part(part.kind)
        found.append(ChangedPart(part, how, changes(was.heading, is_now.heading), changes(was.body, is_now.body)))
    return found


def changes(old: str, new: str) -> list[Run]:
    """Return a text as runs of words that stayed, came in or went out."""
    if old == new:
        return [Run(new)] if new else []
    before, after = WORDS.findall(old), WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("".join(after[c:d])))
            continue
        runs += [Run("".join(words), how) for words, how in ((before[a:b], "out"), (after[c:d], "in")) if words]
    return runs
