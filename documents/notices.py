"""Telling people by mail what a version changes for them. The row is the job: due until its mail is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from documents.change_words import own_words
from documents.models import ProgrammeVersion, VersionNotice
from participants import emails
from participants.enums import Place
from participants.mailing import Recipient
from participants.models import Delegate
from sessions.enums import Side
from sessions.models import Interpreter, Official

CHUNK = 50  # mails in one transaction
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def send_notices(version_id: int) -> int:
    """Write the mails of a version that are due; returns how many. Safe to run twice at once, and again."""
    written = 0
    while count := send_chunk(version_id):
        written += count
    return written


def send_chunk(version_id: int) -> int:
    """Write the next mails of a version, its row locked: of two workers, one finds them written."""
    with locked(version_id) as version:
        due = due_notices(version) if version else []
        for notice in due:
            write_notice(notice, version)
        VersionNotice.objects.filter(pk__in=[notice.pk for notice in due]).update(sent_at=timezone.now())
        return len(due)


@contextmanager
def locked(version_id: int) -> Iterator[ProgrammeVersion | None]:
    """Open one transaction with the version's row locked; None where there is no such version."""
    with transaction.atomic():
        rows = ProgrammeVersion.objects.select_for_update(of=("self",)).select_related("session").defer("facts")
        yield rows.filter(pk=version_id).first()


def due_notices(version: ProgrammeVersion) -> list[VersionNotice]:
    people = ("delegate__registration", "official", "interpreter")
    return list(version.notices.filter(sent_at=None).select_related(*people).order_by("pk")[:CHUNK])


def write_notice(notice: VersionNotice, version: ProgrammeVersion) -> None:
    """Write one mail; none to who gave up the place, or whose address was taken out, in the meantime."""
    to, person = recipient(notice)
    if not to.email or (notice.delegate and notice.delegate.place != Place.CONFIRMED):
        return
    changes = [version.changes[position] for position in notice.changes]
    news = [own_words(change, to.language, notice.interpreter_id) for change in changes]
    emails.send_programme_changed(to, person, version.session, news, version.note, page_of(version, to.language))


def recipient(notice: VersionNotice) -> tuple[Recipient, str]:
    """Return to whom a notice goes, in which language, and the name it calls that person by."""
    if notice.delegate:
        return delegate_recipient(notice.delegate)
    person: Official | Interpreter = notice.official or notice.interpreter
    language = official_language(person) if notice.official else interpreter_language(person)
    with translation.override(language):
        return Recipient(person.email, language), person.name


def delegate_recipient(delegate: Delegate) -> tuple[Recipient, str]:
    """Of a delegate without an e-mail the contact of the registration is told."""
    registration = delegate.registration
    if not delegate.email:
        return Recipient(registration.contact_email, registration.language, registration), registration.contact_name
    with translation.override(delegate.mail_language):
        return Recipient(delegate.email, delegate.mail_language, registration, delegate), delegate.name


def official_language(official: Official) -> str:
    return "ru" if official.side == Side.RU else "it"


def interpreter_language(interpreter: Interpreter) -> str:
    """Return the first of the portal's languages that the interpreter speaks."""
    spoken = interpreter.languages if isinstance(interpreter.languages, list) else []
    return next((code for code in spoken if code in LANGUAGES), settings.LANGUAGE_CODE)


def page_of(version: ProgrammeVersion, language: str) -> str:
    """Return the address of the page of a version, in a language."""
    with translation.override(language):
        return settings.BASE_URL + reverse("documents:version", args=[version.session.ref, version.number])
