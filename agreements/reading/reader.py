"""Reads the words of one file from standard input: a program of its own, which agreements.reading starts.

It imports nothing of the portal, and limits its own memory and processor time before it opens anything.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys

MEGABYTE = 1024 * 1024
MEMORY = 1024 * MEGABYTE
SECONDS = 15  # of the processor
PAGES = 300
DOCUMENT = 40 * MEGABYTE  # word/document.xml, unpacked
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = re.compile(r"\s*(?:articolo|art\.|статья|ст\.|article)\s*[\dIVXХІ]", re.IGNORECASE)
ITEM = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zа-я]\)|[-–—•])\s")


def main() -> None:
    """Write the text as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    text = {"pdf": pdf, "docx": docx}[sys.argv[1]](content)
    sys.stdout.write(json.dumps(text))


def docx(content: bytes) -> str:
    """The paragraphs of a DOCX, with what was proposed to come in, and without what was proposed to go out."""
    import zipfile

    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("word/document.xml") as part:
        document = part.read(DOCUMENT + 1)
    if len(document) > DOCUMENT or b"<!DOCTYPE" in document[:4096]:
        raise ValueError
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(document, parser)
    return "\n".join(_paragraph(paragraph) for paragraph in root.iter(f"{WORD}p"))


def _paragraph(paragraph) -> str:
    words = []
    for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}cr", f"{WORD}noBreakHyphen"):
        name = node.tag.removeprefix(WORD)
        if next(node.iterancestors(f"{WORD}p"), None) is paragraph:
            words.append({"t": node.text or "", "tab": " ", "noBreakHyphen": "-"}.get(name, "\n"))
    return "".join(words)


def pdf(content: bytes) -> str:
    """The lines of a PDF, joined into paragraphs: a line goes on in the next where it is as long as the others."""
    import logging

    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)
    pages = PdfReader(io.BytesIO(content), strict=False).pages
    if len(pages) > PAGES:
        raise ValueError
    lines = [line.strip() for page in pages for line in (page.extract_text() or "").split("\n")]
    return joined(lines)


def joined(lines: list[str]) -> str:
    """Join lines into paragraphs. A line of a number alone is that of a page, and goes."""
    lines = [line for line in lines if not re.fullmatch(r"[-–—\s]*\d{1,3}[-–—\s]*", line)]
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[len(lengths) * 3 // 4] * 0.7 if lengths else 0
    text, goes_on = "", False
    for line in lines:
        begins = not line or HEAD.match(line) or ITEM.match(line)
        text += (" " if goes_on and not begins else "\n") + line
        ends = len(line) < full or line.endswith((".", ";", ":")) or HEAD.match(line)
        goes_on = bool(line) and not ends
    return text.strip()


if __name__ == "__main__":
    main()
