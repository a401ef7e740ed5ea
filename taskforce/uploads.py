"""Files from people: looked into before anything keeps them, and handed out so that a browser runs nothing of them.

A file is opened in a process of its own (taskforce/uploads_open.py) with limits of memory and time: what is made to
fill the memory, or to bring a decoder down, brings down that process alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taskforce.text import clean_line, file_name

MAX_BYTES = 5 * 1024 * 1024
SECONDS = 20
OPENER = Path(__file__).with_name("uploads_open.py")
ACCEPT = ".pdf,.png,.jpg,.jpeg"
MAGIC = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"PK\x03\x04": "docx"}
ENVELOPE = "p7m"  # a signed envelope: known by how it begins, see _is_envelope
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ENVELOPE: "application/pkcs7-mime",
}
ENDINGS = {"pdf": ("pdf",), "png": ("png",), "jpeg": ("jpg", "jpeg"), ENVELOPE: ("p7m",), "docx": ("docx",)}
PICTURES_AND_PDF = ("pdf", "png", "jpeg")
NONE_OF_THESE = _("Please send a PDF, PNG or JPEG file: this is none.")
DAMAGED = _("This file cannot be opened: it is damaged, or it is made to do harm. Save it anew and try again.")
REASONS = {
    "encrypted": _("This PDF is protected with a password. Please send it without one."),
    "active": _("This PDF holds a program or starts one. Please print it to a new PDF, and send that."),
    "attached": _("This PDF holds other files. Please send it without them."),
    "big": _("This picture has too many pixels. Please send a smaller one."),
    "program": _("This document holds a program or other files. Please save it without them, and send that."),
    "document": _("This is no text document of Word (DOCX). Please save it as one, and send that."),
    "kind": _("The content of this file is not what its beginning says. Please send a PDF, PNG or JPEG file."),
}


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: ``kind`` is pdf, png, jpeg, p7m or docx, by its content; ``name`` is for people."""

    content: bytes
    kind: str
    name: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked(
    file: UploadedFile,
    kinds: Collection[str] = PICTURES_AND_PDF,
    most_bytes: int = MAX_BYTES,
    otherwise: object = NONE_OF_THESE,
) -> Upload:
    """Read an uploaded file and return it as one that may be kept. Raises ValidationError with the reason.

    What counts is the content: its first bytes, and that it opens. Name and type as the browser tells them count not.
    """
    upload = taken(file, kinds, most_bytes, otherwise)
    verdict = _opened(upload.content, upload.kind)
    if verdict != "fine":
        raise ValidationError(REASONS.get(verdict, DAMAGED), code=verdict)
    return upload


def taken(file: UploadedFile, kinds: Collection[str], most_bytes: int, otherwise: object) -> Upload:
    """Return an uploaded file of one of these kinds by its first bytes, unopened: a worker is to look into it.

    Raises ValidationError with the reason, which is ``otherwise`` for a file of another kind.
    """
    limit = {"limit": most_bytes // 1024**2}
    if file.size > most_bytes:
        text = _("This file is larger than %(limit)d MB. Please send a smaller one.")
        raise ValidationError(text, code="size", params=limit)
    content = file.read(most_bytes + 1)
    if not content or len(content) > most_bytes:
        raise ValidationError(_("This file is empty, or larger than %(limit)d MB."), code="size", params=limit)
    kind = next((kind for magic, kind in MAGIC.items() if content.startswith(magic)), "")
    if not kind and _is_envelope(content):
        kind = ENVELOPE
    if kind not in kinds:
        raise ValidationError(otherwise, code="kind")
    return Upload(content, kind, _readable_name(file.name or "", kind))


def _is_envelope(content: bytes) -> bool:
    """Whether a file begins as a signed envelope does: a sequence in DER or BER, in PEM, or either in base64."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:2] in (b"0\x80", b"0\x81", b"0\x82", b"0\x83", b"0\x84") or start.startswith(
        (b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----", b"MIA", b"MII", b"MIM", b"MIQ", b"MIG")
    )


def keep(upload: Upload, folder: str) -> str:
    """Keep a file under a random name and return that; ``folder`` has no slash at its ends."""
    name = f"{folder}/{timezone.now():%Y}/{uuid.uuid4().hex}.{ENDINGS[upload.kind][0]}"
    return default_storage.save(name, ContentFile(upload.content))


def discard(name: str) -> None:
    """Delete a kept file; one that is gone already is no error."""
    if name:
        default_storage.delete(name)


def handed_out(stored: str, name: str) -> HttpResponse:
    """Return a kept file to be saved, never shown or run within the portal. Raises Http404 where it is gone.

    Who may have it is for the caller to know.
    """
    kind = next((kind for kind, endings in ENDINGS.items() if stored.endswith(endings)), "")
    if not kind or not default_storage.exists(stored):
        raise Http404
    with default_storage.open(stored) as file:
        response = HttpResponse(file.read(), content_type=CONTENT_TYPES[kind])
    plain = file_name(name.rsplit(".", 1)[0], fallback="file")
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}.{ENDINGS[kind][0]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _opened(content: bytes, kind: str) -> str:
    """Return "fine", a key of REASONS, or "damaged", as the process says that opened the file."""
    told = in_a_process(OPENER, kind, content)
    return "damaged" if told is None else told.decode("ascii", "replace").strip()


def in_a_process(program: Path, kind: str, content: bytes) -> bytes | None:
    """Return what a program of ours writes about a file that it reads; None where it ends otherwise, or never."""
    command = [sys.executable, "-P", str(program), kind]
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG")}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def _readable_name(name: str, kind: str) -> str:
    try:
        name = clean_line(name)
    except ValidationError:
        name = ""
    stem = re.sub(r"[^\w .()-]", "", name.rsplit(".", 1)[0]).strip(". ")[:100].strip()
    return f"{stem or 'file'}.{ENDINGS[kind][0]}"
