"""Facts that many pages ask for and that seldom change, kept in the memory of the process for a moment.

What is kept may be as old as its seconds say, so it is for showing and for a first look; an act reads the row it
decides by. The tests keep nothing (``KEEP_FACTS``), so that each sees what it has just written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings

MOST = 500  # entries of one kind; more than that is somebody trying addresses


class Kept:
    """Facts of one kind by key, each for ``seconds`` after it was found."""

    def __init__(self, seconds: float = 1.0) -> None:
        self.seconds = seconds
        self.found: dict[Hashable, tuple[float, Any]] = {}

    def get(self, key: Hashable, find: Callable[[], Any]) -> Any:
        """Return what ``find`` returned for this key a moment ago, else what it returns now; errors are not kept."""
        now = time.monotonic()
        entry = self.found.get(key)
        if entry and now - entry[0] < self.seconds:
            return entry[1]
        value = find()
        if settings.KEEP_FACTS:
            if len(self.found) >= MOST:
                self.found.clear()
            self.found[key] = (now, value)
        return value
