"""Signed envelopes (CAdES, .p7m): opened from the outside in, until what is inside is no envelope any more."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import zipfile

from asn1crypto import cms, core, pem
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature, collect_timing_info
from pyhanko.sign.validation.status import StandardCMSSignatureStatus

from agreements.signatures import signed_pdf
from agreements.signatures.certificate import USAGE, Trust, described, moment_of, unreadable, unsupported

MOST_LAYERS = 5
MOST_SIGNATURES = 50
TAILS = (b"", b"\r\n \t", b"\r\n \t\0")  # what a program may have added below a signature's last byte
BEGINS = {
    b"MZ": "program", b"\x7fELF": "program", b"\x89PNG": "picture", b"\xff\xd8\xff": "picture", b"Rar!": "archive",
    b"7z\xbc\xaf": "archive", b"\xd0\xcf\x11\xe0": "office",
}  # fmt: skip


async def read_layers(content: bytes, trust: Trust, report: dict) -> None:
    """Add the layers of a file to the report, and what stands inside the innermost."""
    for depth in range(MOST_LAYERS + 1):
        kind = kind_of(content)
        if kind == "pdf":
            await signed_pdf.read(content, trust, report)
        if kind != "p7m":
            close(content, kind, report, opened=depth)
            return
        if depth == MOST_LAYERS:
            report["problem"] = "too_deep"
            return
        signed, encoding = unpacked(content)
        layer = {"kind": "cades", "encoding": encoding, "signatures": []}
        report["layers"].append(layer)
        if isinstance(signed, str):
            report["problem"] = signed
            return
        inside = signed["encap_content_info"]["content"]
        if inside is core.VOID or inside.native is None:
            report["problem"] = "detached"
            return
        signers = list(signed["signer_infos"])
        if not signers or len(signers) > MOST_SIGNATURES:
            report["problem"] = "many" if signers else "unsigned"
            return
        layer["signatures"] = [await check(signed, signer, trust) for signer in signers]
        content = bytes(inside)


def close(content: bytes, kind: str, report: dict, opened: int) -> None:
    """Write into the report what the innermost content is; what no act can be is named and not opened."""
    report["document"] = {"kind": kind, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if report["problem"]:
        return
    if kind not in ("pdf", "docx", "text"):
        report["problem"] = "inside" if opened else "damaged"
    elif not any(layer["signatures"] for layer in report["layers"]):
        report["problem"] = "unsigned"


def kind_of(content: bytes) -> str:
    """Return what a content is by its bytes: pdf, p7m, docx, text, or what else it begins as."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx" if _is_docx(content) else "archive"
    if content[:1] == b"\x30" and content[1:2] >= b"\x80":
        return "p7m"
    known = next((kind for magic, kind in BEGINS.items() if content.startswith(magic)), "")
    if known:
        return known
    if pem.detect(content) or _base64(content):
        return "p7m"
    return "text" if _is_text(content) else "other"


def unpacked(content: bytes) -> tuple[cms.SignedData | str, str]:
    """Return the signed data of an envelope and how it was written; a code in place of it says what it is instead."""
    encoding = "der"
    if content[:1] != b"\x30":
        encoding = "pem" if pem.detect(content) else "base64"
        content = pem.unarmor(content)[2] if encoding == "pem" else _base64(content)
    info = loaded(content)
    kind = info["content_type"].native
    if kind != "signed_data":
        return "encrypted" if "enveloped" in kind or "encrypted" in kind else "damaged", encoding
    return info["content"], encoding


def loaded(content: bytes) -> cms.ContentInfo:
    """Read an envelope to its end: what follows it may be blanks and nothing else. Raises ValueError."""
    for tail in TAILS:
        try:
            return cms.ContentInfo.load(content.rstrip(tail) if tail else content, strict=True)
        except ValueError:
            continue
    raise ValueError("no envelope")


async def check(signed: cms.SignedData, signer: cms.SignerInfo, trust: Trust) -> dict:
    """Return what is found of one of the signatures of an envelope."""
    if code := unsupported(signer):
        return {"verdict": "unreadable", "reasons": [code]}
    one = signed.copy()
    one["signer_infos"] = cms.SignerInfos([signer])
    moment, known_by = moment_of(signer)
    context = trust.context(moment)

    def digest(algorithm: str) -> bytes:
        return hashlib.new(algorithm, bytes(signed["encap_content_info"]["content"])).digest()

    try:
        timing = await collect_timing_info(signer, trust.context(moment), raw_digest=digest)
        status = await async_validate_cms_signature(
            one, status_cls=StandardCMSSignatureStatus, validation_context=context, status_kwargs=timing,
            key_usage_settings=USAGE,
        )  # fmt: skip
    except Exception as error:  # a structure the library knows not, or a fault in it: this signature says nothing
        return unreadable(error)
    found = described(status, signer, trust, moment, known_by)
    found["verdict"] = "unchanged" if status.intact and status.valid else "broken"
    return found


def _base64(content: bytes) -> bytes:
    """Return what a text in base64 holds where that begins as an envelope does; else nothing."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"M"):
        return b""
    try:
        found = base64.b64decode(content.lstrip(b"\xef\xbb\xbf").translate(None, b" \t\r\n"), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if found[:1] == b"\x30" and found[1:2] >= b"\x80" else b""


def _is_docx(content: bytes) -> bool:
    """Whether a ZIP archive lists what a Word document has; nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return False
    return "[Content_Types].xml" in names and "word/document.xml" in names


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    start = text.lstrip()[:200].lower()
    plain = all(letter.isprintable() or letter in "\r\n\t\f\ufeff" for letter in text)
    return bool(text.strip()) and plain and not start.startswith(("<!doctype", "<html", "<?xml", "<script", "{\\rtf"))
