"""Writes one session as a session file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandParser, no_translations

from documents.jobs import snapshot
from documents.management.commands.render import find_session, write
from documents.sessionfile import SessionFileError, check_session, dump_session
from taskforce.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Write one session as a session file (taskforce-session/1): its programme as it is edited, released or not."
        " Loaded again with load_session, the file changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("session", metavar="N", help="the session's number, or s and its primary key (s12)")
        parser.add_argument("--output", type=Path, help="the file to write (default: standard output)")

    @no_translations
    def handle(self, *, session: str, output: Path | None, **options) -> None:
        with snapshot():
            content = dump_session(find_session(session))
        if output:
            write(output, content)
            self.stdout.write(f"{output}: {output.stat().st_size} bytes")
        else:
            self.stdout.write(content.decode(), ending="")
        try:
            check_session(content)
        except SessionFileError as error:
            self.stderr.write(f"load_session would refuse this file: {error}")
