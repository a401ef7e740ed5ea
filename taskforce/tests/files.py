"""Files that people might send, good and bad, made here so that everybody sees what is in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def png(width: int = 8, height: int = 8) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#036").save(stream, "PNG")
    return stream.getvalue()


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "#036").save(stream, "JPEG")
    return stream.getvalue()


def png_of_many_pixels(side: int = 30_000) -> bytes:
    """A picture of one colour that is small as a file and fills gigabytes once it is decoded."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = b"\0" * (1 + (side + 7) // 8)
    data = zlib.compress(row * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pdf(**root) -> bytes:
    """A PDF of one empty page; ``root`` adds entries to its catalogue."""
    return _saved(_document(root))


def pdf_with_script() -> bytes:
    act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    return pdf(OpenAction=act)


def pdf_that_launches() -> bytes:
    return pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")))


def pdf_with_attachment() -> bytes:
    document = _document({})
    document.attachments["a.exe"] = b"MZ"
    return _saved(document)


def pdf_encrypted(password: str) -> bytes:
    stream = io.BytesIO()
    _document({}).save(stream, encryption=pikepdf.Encryption(user=password, owner="owner"))
    return stream.getvalue()


def pdf_bomb(megabytes: int = 2000) -> bytes:
    """A PDF whose objects are in a stream that unpacks to gigabytes."""
    packer, parts, spaces = zlib.compressobj(9), [], b" " * 1024 * 1024
    for _number in range(megabytes):
        parts.append(packer.compress(spaces))
    packed = b"".join([*parts, packer.flush()])
    plain = pdf()
    start = plain.rindex(b"xref")
    body = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    body += packed + b"\nendstream\nendobj\n"
    entries = [(1, plain.index(b"1 0 obj"), 0), (1, start, 0), (2, 9, 0)]
    table = b"".join(struct.pack(">BIH", *entry) for entry in entries)
    where = start + len(body)
    head = b"8 0 obj\n<< /Type /XRef /Size 11 /Index [1 1 9 2] /W [1 4 2] /Root 10 0 R /Length %d >>\n" % len(table)
    head += b"stream\n"
    return plain[:start] + body + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % where


def zip_file() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 20_000_000)
    return stream.getvalue()


def sent(content: bytes, name: str = "profile.pdf", content_type: str = "application/pdf") -> SimpleUploadedFile:
    """The file as a browser sends it, which may lie about name and type."""
    return SimpleUploadedFile(name, content, content_type)


def _document(root: dict) -> pikepdf.Pdf:
    document = pikepdf.new()
    document.add_blank_page()
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    return document


def _saved(document: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    document.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue()
