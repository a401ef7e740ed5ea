"""``index_acts``: write the index of the register's search anew."""

from __future__ import annotations

from typing import Any

from agreements.search import index_acts
from taskforce.commands import PortalCommand


class Command(PortalCommand):
    help = "Writes the index of the register's search anew from the acts; triggers keep it otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{index_acts()} acts in the index of the register.")
