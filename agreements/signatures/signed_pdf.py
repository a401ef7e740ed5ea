"""Signatures within a PDF (PAdES): each is judged by what became of the file after it, never by its bytes alone."""

from __future__ import annotations

import io

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import SignatureCoverageLevel
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)  # fmt: skip

from agreements.signatures.certificate import USAGE, Trust, described, facts_of, moment_of, unreadable, unsupported

MOST_SIGNATURES = 50
WHOLE = (SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE)


async def read(content: bytes, trust: Trust, report: dict) -> None:
    """Add the signatures of a PDF to the report, in the order they were made; one in an envelope may have none."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=True)
        if reader.encrypted:
            report["problem"] = "encrypted"
            return
        filled = len(list(enumerate_sig_fields(reader, filled_status=True)))
        signatures = list(reader.embedded_signatures)
    except PdfReadError:
        report["problem"] = "damaged"
        return
    if filled > MOST_SIGNATURES:
        report["problem"] = "many"
        return
    found = [await check(reader, signature, trust) for signature in signatures]
    found += [{"verdict": "unreadable", "reasons": ["structure"]}] * (filled - len(signatures))
    if found or not report["layers"]:
        report["layers"].append({"kind": "pades", "encoding": "", "signatures": found})


async def check(reader: PdfFileReader, signature: EmbeddedPdfSignature, trust: Trust) -> dict:
    """Return what is found of one signature or time-stamp of a PDF."""
    try:
        if code := unsupported(signature.signer_info):
            return {"verdict": "unreadable", "reasons": [code]}
        if signature.sig_object_type == "/DocTimeStamp":
            return await check_stamp(reader, signature, trust)
        moment, known_by = moment_of(signature.signer_info)
        if moment is None and signature.self_reported_timestamp:
            moment, known_by = signature.self_reported_timestamp, "claim"
        status = await async_validate_pdf_signature(
            signature, trust.context(moment), trust.context(moment), key_usage_settings=USAGE
        )
    except Exception as error:  # a structure the library knows not, or a fault in it: this signature says nothing
        return unreadable(error)
    found = described(status, signature.signer_info, trust, moment, known_by)
    found["verdict"] = judge(reader, status, found["reasons"])
    return found


async def check_stamp(reader: PdfFileReader, signature: EmbeddedPdfSignature, trust: Trust) -> dict:
    """Return what is found of a time-stamp of the whole file, which nobody signed by name."""
    token = signature.signed_data["encap_content_info"]["content"].parsed
    moment = token["gen_time"].native
    status = await async_validate_pdf_timestamp(signature, trust.context(moment))
    found = {
        "reasons": ["document_stamp"],
        "at": moment.isoformat(),
        "known_by": "timestamp",
        "stamp": {
            "by": facts_of(status.signing_cert)["name"],
            "sound": bool(status.intact and status.valid),
            "identity": trust.identity(status),
        },
    }
    found["verdict"] = judge(reader, status, found["reasons"])
    return found


def judge(reader: PdfFileReader, status, reasons: list[str]) -> str:
    """Return the verdict on one signature, and add why to the reasons."""
    if not (status.intact and status.valid):
        return "broken"
    if status.coverage not in WHOLE:
        return "partial"
    level, result = status.modification_level, status.diff_result
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE or level == ModificationLevel.NONE:
        return "unchanged"
    if not isinstance(result, DiffResult) or level is None or level == ModificationLevel.OTHER:
        reasons.append("content")
        return "changed"
    if getattr(status, "docmdp_ok", True) is False:
        reasons.append("forbidden")
        return "changed"
    if level == ModificationLevel.ANNOTATIONS:
        reasons.append("annotations")
        return "changed"
    if level == ModificationLevel.FORM_FILLING:
        if result.changed_form_fields - signature_fields(reader):
            reasons.append("fields")
            return "changed"
        reasons.append("signed_later")
        return "unchanged"
    reasons.append("stamped_later")
    return "unchanged"


def signature_fields(reader: PdfFileReader) -> set[str]:
    return {name for name, _value, _field in enumerate_sig_fields(reader)}
