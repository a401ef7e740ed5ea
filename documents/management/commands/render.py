"""Makes any document in this process, without a worker or a queue."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError, CommandParser, no_translations

from documents import store
from documents.builders import KINDS, Builder
from documents.jobs import snapshot
from documents.services import check_wish
from sessions.models import Session
from taskforce.commands import PortalCommand
from taskforce.errors import DomainError


class Command(PortalCommand):
    help = "Make a document in this process: no worker, no queue. The kind “list” names them all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="which document; “list” names them all")
        parser.add_argument("--session", help="the session's number, or s and its primary key (s12)")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, help="it, ru, en, it+ru or it+en (default: %(default)s)"
        )
        parser.add_argument("--delegate", help="for a document about one delegate: its primary key")
        parser.add_argument("--output", type=Path, help="the file to write; its suffix says the format")

    @no_translations
    def handle(self, *, kind: str, session: str | None, language: str, output: Path | None, **options) -> None:
        if kind == "list":
            self.stdout.write("\n".join(line_of(builder) for builder in KINDS.values()))
            return
        if not session or not output:
            raise CommandError("--session and --output are needed.")
        if kind in KINDS and options["delegate"] is not None:
            raise CommandError(f"The document “{kind}” is not about one delegate.")
        format = output.suffix.removeprefix(".").lower()
        try:
            check_wish(kind, language, format)
            builder = KINDS[kind]
            with snapshot():
                facts = builder.gather(find_session(session), language)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        write(output, builder.render(format, facts, language))
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")


def line_of(builder: Builder) -> str:
    return f"{builder.kind}\t{', '.join(builder.formats)}\t{', '.join(builder.languages)}\t{builder.label}"


def find_session(ref: str) -> Session:
    """Return the session of a number or of ``s`` and a primary key. Raises CommandError."""
    number = ref.removeprefix("s")
    if not (number.isascii() and number.isdigit()) or len(number) > 9:
        raise CommandError(f"“{ref}” is neither the number of a session nor s and its primary key.")
    found = Session.objects.select_related("host_region").by_ref(ref).first()
    if found is None:
        raise CommandError(f"There is no session {ref}.")
    return found


def write(output: Path, content: bytes) -> None:
    """Write the file whole or not at all. Raises CommandError with the system's reason."""
    try:
        store.write_whole(output, content)
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
