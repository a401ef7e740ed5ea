"""Loads one session from a session file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from documents.history import load_regions
from documents.sessionfile import SessionFileError, check_session, load_facts, read_bytes
from taskforce.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Load one session from a session file (taskforce-session/1), all or nothing. Safe to run again: the session is"
        " found by its number, or by title and first day where it has none, and changed in place."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="JSON in UTF-8, at most 20 MB")

    def handle(self, *args, file: Path, **options) -> None:
        try:
            facts = check_session(read_bytes(file))
            load_regions()  # a host region can only be found among the regions
            loaded = load_facts(facts)
        except SessionFileError as error:
            raise CommandError(str(error)) from error
        if loaded.session.host_region:
            self.stdout.write(f"host_region: {loaded.session.host_region.code}")
        done = "loaded" if loaded.created else "changed" if loaded.changes else "already up to date"
        self.stdout.write(f"session {loaded.session.ref}: {done}")
