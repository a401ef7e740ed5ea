"""Small DOCX and PDF files of texts, made by the tests themselves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from django.conf import settings

from taskforce.pdf import render_pdf

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(text: str, *, more: Mapping[str, bytes] | None = None, document: str = "") -> bytes:
    """A DOCX with a paragraph for each line."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    document = document or f'<?xml version="1.0"?><w:document {WORD}><w:body>{paragraphs}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page with these lines."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    html = f'<html lang="it"><head><title>Testo</title></head><body>{body}</body></html>'
    return render_pdf(html, stylesheet=settings.BASE_DIR / "templates/documents/pdf/document.css")
