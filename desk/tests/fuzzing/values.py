"""What nobody means, in every field: text, numbers, dates, addresses and files."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import NamedTuple

from taskforce.tests import files

MARKUP = "<img src=x onerror=alert(1)>"  # must never stand in a page as it is written here


class Upload(NamedTuple):
    name: str
    content_type: str
    content: bytes


TEXTS = (
    # characters
    "\0", "An\0na", "\ud800", "a\udfffb", "\x07", "\x1b[31m", "\u202egnp.exe", "\u2066x", "\u200b\u200d\u2060",
    "\ufeff", "\u0378", "\U0010ffff", "\u2028", "\u3000", "\t", " ", "\n", "\r\n", "e" + "\u0301" * 500, "\ufdfa" * 300,
    "İ" * 250, "ŉ" * 120, "ß", "חברה", "Pasta 🍝", "👨‍👩‍👧‍👦" * 40, "Nicolo\u0300",
    # numbers
    "-1", "0", "1" + "0" * 30, "-" + "9" * 30, "9" * 5000, "2147483648", "9223372036854775808", "NaN", "sNaN",
    "Infinity", "-inf", "1e400", "1E+999999999", "1e-400", "0x10", "1_000", "+1", " 1 ", "٣٤", "１２", "²", "½", "1,5",
    "1.0", "--1", "True", "None",
    # dates and times
    "99999-99-99", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "25:61", "24:00", "23:59:60", "00:00",
    "0001-01-01 00:00", "9999-12-31 23:59", "2026-12-01T10:00:00+99:99", "2026-03-29 02:30", "²026-01-01",
    # what would run somewhere
    '=HYPERLINK("http://x","y")', "+1+1", "@SUM(1)", "-2+3", "a\r\nBcc: all@example.com", MARKUP,
    "</script><script>alert(1)</script>", '"onmouseover="x', "{{ settings.SECRET_KEY }}", "{% load x %}", "{link}",
    "{0.__class__}", "%s %(x)s %", "$x ${x}", "' OR 1=1 --", "\\", "\\1", "*", "%", "_", "%00", "../../etc/passwd",
    # addresses
    "javascript:alert(1)", "//evil.example", "https://evil.example/", "http://[", "http://[::1", "https://xn--", "/\\x",
    "http://a:99999/", "a@b", "a@[127.0.0.1]", '"a b"@x.example', "x" * 300 + "@example.org", "a@xn--.com", "é@é.it",
    "a@example.org,b@example.org", "a@example.org\nb@example.org", "/en/desk/", "?" * 50,
    # JSON
    "null", "[]", "{}", '"\\ud800"', '"\\u0000"', "[" * 100_000, '{"a":' * 5000, '{"at": null, "is": []}',
    '{"at": "9999-12-31T23:59:59-12:00", "is": {"a": "b"}}', '{"at": "2026-01-01T00:00:00+00:00", "is": [1]}',
    '{"at": "2026-01-01T00:00:00Z", "is": {"a": NaN}}', '{"\\ud800": "\\u0000"}',
    # size
    "x" * 201, "x " * 5000, "x" * 100_000, "я\n" * 20_000,
)  # fmt: skip
HUGE = "x" * 1_000_000
KEYS = ("0", "-1", "1", "2", "3", "999999999", "1" + "0" * 30, "abc", "", "1.0", "²", "\0", "all", "1,2", "None")
NAMES = (
    "passwd", "../../etc/passwd", "a\0.pdf", "a.pdf\r\nX-Evil: 1", "x" * 5000 + ".pdf", ".", "", "NUL", "=1+1.xlsx",
    "\u202efdp.exe", "a.PDF", "a.png", "a.xlsx", "a.csv", "a.json", "a.svg", "\ud800.pdf", MARKUP + ".pdf",
)  # fmt: skip
TYPES = (
    "application/pdf",
    "image/png",
    "text/html",
    "image/svg+xml",
    "text/csv",
    "application/json",
    "x/y",
    "",
    "a;b=\0",
)


@cache
def right_file() -> bytes:
    return files.pdf()


@cache
def contents() -> tuple[bytes, ...]:
    """What files hold: nothing, what they say, something else, or far more than one sees."""
    return (
        b"", b"\0", b"%PDF-", b"%PDF-1.7\n" + b"x" * 500, b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04",
        b"MZ",
        b"<html><script>alert(1)</script>", b"<svg onload='alert(1)'/>", b"\xef\xbb\xbfa;b\n1;2\n", b"\xff\xfea\0;\0",
        "имя;город\nа;б\n".encode("cp1251"), b"a,b\n" + b"\"" + b"x" * 200_000, b"=1+1,@x\n" * 100, b"a\0b,c\n",
        b"{}", b"[" * 100_000, b'{"a": NaN}', b'{"number": 1e400}', b'{"x": "\\ud800"}',
        right_file(), files.pdf_with_script(), files.pdf_with_attachment(), files.png(), files.png_of_many_pixels(3000),
        *books(),
    )  # fmt: skip


def books() -> tuple[bytes, ...]:
    """Files that say they are workbooks: of something else, cut off, with entities, of a sheet that is a bomb."""
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    zeros = b"<worksheet>" + b" " * 3_000_000 + b"</worksheet>"
    bomb = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": zeros}
    parts = ({"a.txt": b"x"}, {"[Content_Types].xml": entities}, {"xl/workbook.xml": entities}, bomb)
    made = [zipped(part) for part in parts]
    return (*made, made[-1][: len(made[-1]) // 2])


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stream.getvalue()
