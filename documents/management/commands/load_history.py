"""Loads the regions and the sourced history of sessions."""

from __future__ import annotations

from documents.history import load_history
from taskforce.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Load the 103 regions and what public sources tell of past sessions. Safe to run again: sessions that are there"
        " are left as they are, and only the history's own facts and figures are brought up to date."
    )

    def handle(self, *args, **options) -> None:
        regions, sessions = load_history()
        self.stdout.write(f"regions made: {regions}; sessions made: {sessions}")
