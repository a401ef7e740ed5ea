"""Acts on the archive of acts: to save one, and to keep a file under its hash."""

from __future__ import annotations

import hashlib
from functools import partial

from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Agreement
from sessions.translations import note_translations, noting_translations
from taskforce.errors import DomainError
from taskforce.text import file_name

MOST_BYTES = 20_000_000
PDF_MAGIC = b"%PDF-"


def check_file(agreement: Agreement, uploaded: File) -> None:
    """Raise DomainError, to be shown beside the field, for a file that is no PDF, too large, or may not be replaced."""
    if uploaded.size > MOST_BYTES:
        limit = MOST_BYTES // 1_000_000
        raise DomainError(_("The file is larger than %(limit)d MB.") % {"limit": limit}, field="upload", code="size")
    uploaded.seek(0)
    magic = uploaded.read(len(PDF_MAGIC))
    uploaded.seek(0)
    if magic != PDF_MAGIC:
        raise DomainError(_("This is not a PDF file."), field="upload", code="type")
    stored = Agreement.objects.filter(pk=agreement.pk).first()
    if stored and stored.status == Agreement.Status.SIGNED and stored.file:
        message = _("A signed act keeps its file. Set it back to draft first if the wrong file was attached.")
        raise DomainError(message, field="upload", code="signed")


def save_act(agreement: Agreement, by: User | None = None) -> Agreement:
    """Save an act given as it should be, and note which of its translations that leaves out of date."""
    with transaction.atomic(), translation.override("it"):  # the untranslated columns repeat the Italian ones
        if agreement.pk is None:
            agreement.save()
            note_translations(agreement.session, by, [agreement])
        else:
            with noting_translations(agreement.session, by, [agreement]):
                agreement.save()
        return agreement


def attach_file(agreement: Agreement, uploaded: File) -> Agreement:
    """Keep a PDF as the act's file, with the SHA-256 of its bytes; a file it replaces is removed after the commit.

    Raises DomainError as check_file does; nothing is left behind then, nor when the database refuses the row.
    """
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        check_file(agreement, uploaded)
        storage, old = agreement.file.storage, agreement.file.name
        name = file_name(uploaded.name.rsplit(".", 1)[0], fallback="act")
        agreement.file.save(f"{name}.pdf", uploaded, save=False)
        agreement.file_sha256 = sha256_of(uploaded)
        try:
            agreement.save(update_fields=["file", "file_sha256"])
        except Exception:
            storage.delete(agreement.file.name)
            raise
        if old:
            transaction.on_commit(partial(storage.delete, old))
        return agreement


def sha256_of(file: File) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal, read in pieces."""
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()
