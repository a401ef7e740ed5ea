"""The check of the archive: every file, and every signed text, is what it was at arrival."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage

from agreements.enums import TextState
from agreements.models import Agreement, ArchiveFault, AuthenticText, SignedFile
from agreements.services.texts import digest_of

logger = logging.getLogger(__name__)
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """Something of the archive with the hash it arrived under, and the one it has now ("" where it is gone)."""

    kind: str
    row: int
    agreement: int
    name: str
    expected: str
    found: str

    @property
    def is_right(self) -> bool:
        return self.expected == self.found


def check_archive() -> int:
    """Hash everything anew, keep a row for each fault, and drop those that are right again; return their number."""
    known = {(row.kind, row.row): row for row in ArchiveFault.objects.all()}
    wrong = 0
    for one in kept():
        fault = known.pop((one.kind, one.row), None)
        if one.is_right:
            if fault:
                fault.delete()
            continue
        wrong += 1
        logger.error("The archive is not what it was: %s %d", one.kind, one.row)
        values = {"agreement_id": one.agreement, "name": one.name, "expected": one.expected, "found": one.found}
        if not fault:
            ArchiveFault.objects.create(kind=one.kind, row=one.row, **values)
        elif fault.found != one.found:
            ArchiveFault.objects.filter(pk=fault.pk).update(**values)
    ArchiveFault.objects.filter(pk__in=[row.pk for row in known.values()]).delete()  # of what is not kept any more
    return wrong


def kept() -> Iterator[Kept]:
    """Yield everything that has a hash, each read once and in pieces."""
    kinds = ArchiveFault.Kind
    for act in Agreement.objects.exclude(file="").order_by("pk").iterator():
        yield Kept(kinds.ACT, act.pk, act.pk, act.file.name, act.file_sha256, sha256_of_stored(act.file.name))
    for text in AuthenticText.objects.exclude(file="").order_by("pk").iterator():
        yield Kept(kinds.TEXT, text.pk, text.agreement_id, text.file, text.sha256, sha256_of_stored(text.file))
    for text in AuthenticText.objects.filter(file="", state=TextState.SIGNED).order_by("pk").iterator():
        yield Kept(kinds.ARTICLES, text.pk, text.agreement_id, "", text.sha256, digest_of(text))
    for one in SignedFile.objects.order_by("pk").iterator():
        yield Kept(kinds.SIGNED, one.pk, one.agreement_id, one.file, one.sha256, sha256_of_stored(one.file))


def sha256_of_stored(name: str) -> str:
    """Return the SHA-256 of a stored file as it is now; empty where it is not there."""
    if not default_storage.exists(name):
        return ""
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
