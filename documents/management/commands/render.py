"""Makes any document in this process, without a worker or a queue."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError, CommandParser, no_translations

from documents import store
from documents.builders import KINDS, PERSONAL, Builder, builder_of
from documents.jobs import snapshot
from documents.services import check_wish
from participants.models import Delegate, Registration
from sessions.models import Session
from taskforce.commands import PortalCommand
from taskforce.errors import DomainError


class Command(PortalCommand):
    help = "Make a document in this process: no worker, no queue. The kind “list” names them all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help="which document; “list” names them all")
        parser.add_argument("--session", help="the session's number, or s and its primary key (s12)")
        languages = "it, ru, en, it+ru, it+en, own; “list” says which a document has (default: %(default)s)"
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help=languages)
        parser.add_argument("--delegate", help="for a document about one delegate: its primary key")
        parser.add_argument("--output", type=Path, help="the file to write; its suffix says the format")

    @no_translations
    def handle(self, *, kind: str, session: str | None, language: str, output: Path | None, **options) -> None:
        if kind == "list":
            self.stdout.write("\n".join(line_of(builder) for builder in (*KINDS.values(), *PERSONAL.values())))
            return
        if not session or not output:
            raise CommandError("--session and --output are needed.")
        if kind in KINDS and options["delegate"] is not None:
            raise CommandError(f"The document “{kind}” is not about one delegate.")
        if kind in PERSONAL and options["delegate"] is None:
            raise CommandError(f"The document “{kind}” is about one delegate: --delegate says which.")
        format = output.suffix.removeprefix(".").lower()
        try:
            check_wish(kind, language, format, personal=kind in PERSONAL)
            builder = builder_of(kind)
            with snapshot():
                found = find_session(session)
                facts = builder.gather(found, language, **whose(found, options["delegate"]))
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


def whose(session: Session, key: str | None) -> dict[str, Delegate | Registration]:
    """Return whose a personal document is, by a delegate's primary key. Raises CommandError."""
    if key is None:
        return {}
    known = key.isascii() and key.isdigit() and len(key) < 10
    delegates = Delegate.objects.select_related("registration__organisation")
    found = delegates.filter(session=session, pk=int(key)).first() if known else None
    if found is None:
        raise CommandError(f"Session {session.ref} has no delegate {key}.")
    return {"registration": found.registration, "delegate": found}


def write(output: Path, content: bytes) -> None:
    """Write the file whole or not at all. Raises CommandError with the system's reason."""
    try:
        store.write_whole(output, content)
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
