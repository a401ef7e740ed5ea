"""Where counters are kept when there is no Redis: one small file each."""

from __future__ import annotations

import random

from django.core.cache.backends.filebased import FileBasedCache

SELDOM = 0.01


class CounterFiles(FileBasedCache):
    """Django's cache of files, which looks through its whole folder at every write; this one does so now and then."""

    def _cull(self) -> None:
        if random.random() < SELDOM:
            super()._cull()
