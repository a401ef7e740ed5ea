"""What the check finds of signed files, good and bad: nothing tampered with is ever called unchanged."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest

from agreements.signatures.checker import check
from agreements.tests import signing
from agreements.tests.signing import (
    as_ber,
    as_pem,
    authority,
    envelope,
    expired,
    ivanova,
    pades,
    pdf,
    rossi,
    signed_in_part,
    with_foreign_algorithm,
    written_over,
)


@pytest.fixture(scope="session")
def roots(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("roots")
    (folder / "root.pem").write_bytes(authority().pem)
    return str(folder)


def flipped(content: bytes, at: bytes) -> bytes:
    """The content with one bit changed where this stands."""
    place = content.index(at) + 1
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def signatures(report: dict) -> list[dict]:
    return [one for layer in report["layers"] for one in layer["signatures"]]


def docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))
    return out.getvalue()


def many_layers() -> bytes:
    content = envelope(pdf(), rossi())
    for _layer in range(5):
        content = envelope(content, rossi())
    return content


GOOD: dict[str, Callable[[], bytes]] = {
    "signed PDF": lambda: pades(pdf(), rossi()),
    "two signatures": lambda: pades(pades(pdf(), rossi()), ivanova(), "Firma2"),
    "with a time-stamp": lambda: pades(pdf(), rossi(), stamped=True),
    "p7m in DER": lambda: envelope(pdf(), rossi()),
    "p7m in BER, in pieces": lambda: as_ber(envelope(pdf(), rossi())) + b"\r\n",
    "p7m in PEM": lambda: as_pem(envelope(pdf(), rossi())),
    "p7m in base64": lambda: base64.b64encode(envelope(pdf(), rossi())),
    "p7m in base64 of lines": lambda: b"\xef\xbb\xbf" + base64.encodebytes(envelope(pdf(), rossi())),
    "p7m of two": lambda: envelope(pdf(), rossi(), ivanova()),
    "p7m in p7m": lambda: envelope(envelope(pdf(), rossi()), ivanova()),
    "signed PDF in p7m": lambda: envelope(pades(pdf(), rossi()), ivanova()),
    "Word document in p7m": lambda: envelope(docx(), rossi()),
    "plain text in p7m": lambda: envelope("Статья 1. Стороны сотрудничают.".encode(), ivanova()),
}
# Name of a file: how it is made, the verdict, and the reason of its first signature or the problem of the file.
BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "text added after signing": (lambda: written_over(pades(pdf(), rossi())), "changed", "content"),
    "text added between two": (
        lambda: pades(written_over(pades(pdf(), rossi())), ivanova(), "Firma2"), "changed", "content",
    ),
    "text added to a certified one": (lambda: written_over(pades(pdf(), rossi(), certify=True)), "changed", "content"),
    "signed after it was certified": (
        lambda: pades(signing.pades(pdf(), rossi(), certify=True), ivanova(), "Firma2", lenient=True), "changed",
        "forbidden",
    ),
    "a letter of the PDF changed": (lambda: flipped(pades(pdf(), rossi()), b"MediaBox"), "broken", ""),
    "a letter in the p7m changed": (lambda: flipped(envelope(pdf(), rossi()), b"MediaBox"), "broken", ""),
    "signed in part": (lambda: signed_in_part(rossi()), "partial", ""),
    "not signed": (pdf, "unsigned", "unsigned"),
    "p7m of a program": (lambda: envelope(b"MZ" + bytes(100), rossi()), "unreadable", "inside"),
    "p7m of a page": (lambda: envelope(b"<html><script>1</script></html>", rossi()), "unreadable", "inside"),
    "p7m of a ZIP": (lambda: envelope(b"PK\x03\x04" + bytes(100), rossi()), "unreadable", "inside"),
    "p7m without its content": (lambda: envelope(pdf(), rossi(), detached=True), "unreadable", "detached"),
    "six p7m": (many_layers, "unreadable", "too_deep"),
    "p7m cut off": (lambda: envelope(pdf(), rossi())[:-100], "unreadable", "damaged"),
    "p7m with more below": (lambda: envelope(pdf(), rossi()) + b"more", "unreadable", "damaged"),
    "PDF cut off": (lambda: pades(pdf(), rossi())[:-3000], "unreadable", "damaged"),
    "PDF with a password": (encrypted, "unreadable", "encrypted"),
    "garbage that begins as a p7m": (lambda: b"0\x82\xff\xff" + b"\x30\x80" * 30_000, "unreadable", "damaged"),
    "garbage that begins as a PDF": (lambda: b"%PDF-1.7\n" + b"1 0 obj<<" * 20_000, "unreadable", "damaged"),
    "Russian national algorithm": (lambda: with_foreign_algorithm(envelope(pdf(), ivanova())), "unreadable", "gost"),
    "nothing": (lambda: b"", "unreadable", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_is_as_it_was_signed_is_unchanged_and_its_signers_are_known(name, roots):
    report = check(GOOD[name](), roots)

    assert (report["verdict"], report["problem"]) == ("unchanged", "")
    found = signatures(report)
    assert {one["signer"]["name"] for one in found} <= {"Mario Rossi", "Иванова Анна"}
    assert {one["identity"] for one in found} == {"trusted"}
    assert {one["certificate"] for one in found} == {"valid"}
    assert not any(one["weak"] for one in found)
    assert "RSSMRA" not in str(report)  # a certificate's serial number may be a tax code


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_as_it_was_signed_is_never_unchanged(name, roots):
    make, verdict, reason = BAD[name]

    report = check(make(), roots)

    assert report["verdict"] == verdict
    codes = {report["problem"], *(code for one in signatures(report) for code in one["reasons"])}
    assert (reason in codes) if reason else codes == {""}


def test_layers_stand_from_the_outside_in_and_what_is_inside_is_told():
    inner = pades(pdf(), rossi())
    report = check(as_pem(envelope(envelope(inner, rossi()), ivanova())))

    layers = [(layer["kind"], layer["encoding"], len(layer["signatures"])) for layer in report["layers"]]
    assert layers == [("cades", "pem", 1), ("cades", "der", 1), ("pades", "", 1)]
    assert report["document"]["kind"] == "pdf"
    assert report["document"]["size"] == len(inner)
    assert report["trust_list"] is False
    assert {one["identity"] for one in signatures(report)} == {"no_list"}


def test_further_signatures_are_told_apart_from_changes(roots):
    report = check(pades(pades(pdf(), rossi()), ivanova(), "Firma2"), roots)

    assert [(one["signer"]["name"], one["reasons"]) for one in signatures(report)] == [
        ("Mario Rossi", ["signed_later"]), ("Иванова Анна", []),
    ]  # fmt: skip


def test_what_speaks_against_a_signature_is_told(roots, tmp_path):
    """Of an unchanged file: an expired certificate, an unknown root, a weak hash, and what only the signer says."""

    def one(content: bytes, folder: str = roots) -> dict:
        report = check(content, folder)
        assert report["verdict"] == "unchanged"
        return signatures(report)[0]

    assert (one(pades(pdf(), expired()))["certificate"], one(pades(pdf(), expired()))["identity"]) == (
        "expired", "out_of_time",
    )  # fmt: skip
    (tmp_path / "other.pem").write_bytes(signing.Key("Altra autorità").pem)
    assert one(pades(pdf(), rossi()), str(tmp_path))["identity"] == "unknown_root"
    assert one(pades(pdf(), rossi(), md_algorithm="sha1"))["weak"] == ["sha1"]
    assert one(envelope(pdf(), rossi(), digest="sha1"))["weak"] == ["sha1"]
    stamped = one(pades(pdf(), rossi(), stamped=True))
    assert stamped["known_by"] == "timestamp"
    assert stamped["stamp"]["sound"]
    assert one(pades(pdf(), rossi()))["known_by"] == "claim"


def test_a_text_at_the_beginning_of_a_signed_file_is_known_by_its_size_and_hash():
    original = pdf()
    begins = check(pades(original, rossi()), "", [len(original), 10**9])["begins"]

    assert begins == {len(original): hashlib.sha256(original).hexdigest()}
