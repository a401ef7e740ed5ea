"""The section of an act's page that tells of its signatures: the files with their findings, and whose is missing."""

from __future__ import annotations

from django.http import HttpRequest

from agreements.enums import CheckState, Verdict
from agreements.models import Agreement, SignedFile
from agreements.sections import Section
from agreements.services.signatures import counts, missing_of
from agreements.signatures.words import summary

LIVE = (CheckState.QUEUED, CheckState.RUNNING)
GOOD = (Verdict.UNCHANGED, Verdict.PAPER)


def gather_signatures(act: Agreement, request: HttpRequest) -> dict:
    """Return what the section shows, in three queries."""
    files = list(act.signed_files.select_related("uploaded_by").prefetch_related("signatories"))
    signatories = list(act.signatories.all())
    missing = missing_of(signatories, files)
    return {
        "signature_lines": [line_of(one) for one in files],
        "signing": [(one, one not in missing) for one in signatories],
        "all_signed": bool(signatories) and not missing,
    }


def line_of(signed: SignedFile) -> dict:
    """Return what a list tells of a signed file."""
    checked = signed.state == CheckState.DONE
    good = "done" if counts(signed) else "waiting"  # unchanged, but by means that do not hold
    badge = good if signed.verdict in GOOD else "failed"
    return {
        "signed": signed,
        "live": signed.state in LIVE,
        "badge": badge if checked else signed.state,
        "word": signed.get_verdict_display() if checked else signed.get_state_display(),
        "finding": summary(signed) if checked else "",
        "names": [one.name for one in signed.signatories.all()],
    }


SIGNATURES = Section("desk/act/signatures.html", gather_signatures)
