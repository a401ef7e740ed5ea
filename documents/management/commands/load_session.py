"""Loads one session from a session file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from documents.history import load_regions
from documents.sessionfile import Loaded, SessionFileError, check_session, load_facts, read_bytes
from documents.sessionfile.words import lines_of
from taskforce.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Load one session from a session file (taskforce-session/1), all or nothing. Safe to run again: the session is"
        " found by its number, or by title and first day where it has none, and changed in place."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="JSON in UTF-8, at most 20 MB")
        parser.add_argument(
            "--dry-run", action="store_true", help="write what would be made, changed and deleted, and change nothing"
        )

    def handle(self, *args, file: Path, dry_run: bool, **options) -> None:
        try:
            facts = check_session(read_bytes(file))
            with transaction.atomic():
                load_regions()  # a host region can only be found among the regions
                loaded = load_facts(facts)
                transaction.set_rollback(dry_run)
        except SessionFileError as error:
            raise CommandError(str(error)) from error
        if loaded.session.host_region:
            self.stdout.write(f"host_region: {loaded.session.host_region.code}")
        if dry_run:
            self.stdout.writelines(f"{line}\n" for line in lines_of(loaded.changes))
        self.stdout.write(f"session {name_of(loaded, dry_run)}: {outcome(loaded, dry_run)}")


def name_of(loaded: Loaded, dry_run: bool) -> str:
    """Return how the session is known; one without a number that was not made after all has no reference."""
    unmade = dry_run and loaded.created and not loaded.session.number
    return "without a number" if unmade else loaded.session.ref


def outcome(loaded: Loaded, dry_run: bool) -> str:
    if not loaded.changes:
        return "already up to date"
    done = "loaded" if loaded.created else "changed"
    return f"would be {done}, nothing is ({len(loaded.changes)} changes)" if dry_run else done
