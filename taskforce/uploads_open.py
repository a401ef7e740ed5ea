"""Opens one file from standard input and says what it is: a program of its own, which taskforce.uploads starts.

It imports nothing of the portal, and limits its own memory and processor time before it opens anything.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings

MEGABYTE = 1024 * 1024
MEMORY = 1024 * MEGABYTE
SECONDS = 10  # of the processor
PIXELS = 40_000_000
NODES = 400_000  # dictionaries, arrays and values of a PDF that are looked at
ACTIVE = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
ACTS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/GoToE", "/Movie"}
ENTRIES, UNPACKED = 3_000, 80 * MEGABYTE  # of a DOCX
PROGRAMS = ("vbaproject", "vbadata", "/activex/", "/embeddings/", ".bin", ".exe", ".dll", "oleobject", "/afchunk")
ATTACHED = {"/EmbeddedFiles", "/EmbeddedFile", "/EF"}


def main() -> None:
    """Write one word: fine, or why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind = sys.argv[1]
    content = sys.stdin.buffer.read()
    try:
        word = {"pdf": pdf, "docx": docx}[kind](content) if kind in ("pdf", "docx") else picture(content, kind)
    except Exception:  # the libraries raise what they like: whatever it is, the file did not open
        word = "damaged"
    sys.stdout.write(word)


def picture(content: bytes, kind: str) -> str:
    """Decode a picture whole, after its size was read: a small file can hold very many pixels."""
    from PIL import Image

    warnings.simplefilter("ignore")  # our own limit is lower than the one that Pillow warns of
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as image:
        if image.width * image.height * getattr(image, "n_frames", 1) > PIXELS:
            return "big"
        image.verify()
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as image:
        image.load()
    return "fine"


def pdf(content: bytes) -> str:
    """Look at every object of a PDF: none may run anything, or carry a file."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError:
        return "encrypted"
    with document:
        if document.is_encrypted:
            return "encrypted"
        if len(document.pages) == 0:
            return "damaged"
        left = NODES
        for root in (document.trailer, *document.objects):
            waiting = [root]
            while waiting:
                node = waiting.pop()
                left -= 1
                if left < 0:
                    return "damaged"
                if isinstance(node, pikepdf.Array):
                    waiting += [item for item in node if _within(item)]
                    left -= len(node)
                elif isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
                    if verdict := _verdict(node):
                        return verdict
                    waiting += [value for _key, value in node.items() if _within(value)]
    return "fine"


def docx(content: bytes) -> str:
    """Look at the list of a DOCX: a text, not too much once unpacked, and no program or other file in it."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        names = [entry.filename.lower() for entry in entries]
        if "[content_types].xml" not in names or "word/document.xml" not in names:
            return "document"
        if any(entry.flag_bits & 1 for entry in entries):
            return "damaged"
        if len(entries) > ENTRIES or len(set(names)) < len(names) or sum(one.file_size for one in entries) > UNPACKED:
            return "damaged"
        if any(part in name for name in names for part in PROGRAMS):
            return "program"
        for entry in entries:  # what is unpacked must be as large as the list says, and whole
            with archive.open(entry) as part:
                while part.read(MEGABYTE):
                    pass
    return "fine"


def _within(value: object) -> bool:
    """Whether a value is a part of its object; what it only refers to is an object of its own, and met as such."""
    return bool(getattr(value, "_type_name", "") in ("dictionary", "array") and not value.is_indirect)


def _verdict(node) -> str:
    keys = set(node.keys())
    names = {key: str(node[key]) for key in ("/S", "/Type", "/Subtype") if _is_name(node.get(key))}
    if keys & ACTIVE or names.get("/S") in ACTS:
        return "active"
    if keys & ATTACHED or names.get("/Type") in ATTACHED or names.get("/Subtype") == "/FileAttachment":
        return "attached"
    return ""


def _is_name(value: object) -> bool:
    return getattr(value, "_type_name", "") == "name"


if __name__ == "__main__":
    main()
