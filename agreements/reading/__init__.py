"""Texts of acts that come as files: the words of a PDF or DOCX, read in a process of their own."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from agreements.comparing.articles import MOST_CHARACTERS
from taskforce import uploads
from taskforce.text import clean_block
from taskforce.uploads import Upload

KINDS = ("pdf", "docx")
ACCEPT = ".docx,.pdf"
MOST_BYTES = 20 * 1024 * 1024
READER = Path(__file__).with_name("reader.py")
NEITHER = _("Please send a DOCX or PDF file: this is none.")
NO_WORDS = _("No text can be read from this file: it may be a scan. Paste the text instead.")
TOO_LONG = _("This text is longer than %(limit)d characters.")


def checked_text(file: UploadedFile) -> tuple[Upload, str]:
    """Return a file that may be kept and the text in it. Raises ValidationError with the reason."""
    upload = uploads.checked(file, KINDS, MOST_BYTES, NEITHER)
    told = uploads.in_a_process(READER, upload.kind, upload.content)
    if told is None:
        raise ValidationError(uploads.DAMAGED, code="damaged")
    text = json.loads(told)
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(TOO_LONG, code="long", params={"limit": MOST_CHARACTERS})
    text = clean_block("".join(c for c in text if c in "\n\t" or c.isprintable() or c in "\u00a0\u202f\u2009"))
    if not text:
        raise ValidationError(NO_WORDS, code="scan")
    return upload, text
