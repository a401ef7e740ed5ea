"""What the public page of an act tells of its signatures: by whom and how it was signed, and what the check found.

Only what counts is told, and nothing of the certificates: they may hold more of a person than the act does.
"""

from __future__ import annotations

from agreements.models import Agreement
from agreements.sections import Section
from agreements.services.signatures import counts
from agreements.signatures.words import summary


def gather_public_signatures(act: Agreement) -> dict:
    """Return the signed files that count, where the texts of the act are public. Two queries."""
    if not act.texts_public:
        return {"signed_files": []}
    files = act.signed_files.prefetch_related("signatories").order_by("created_at", "pk")
    return {"signed_files": [(one, summary(one)) for one in files if counts(one)]}


PUBLIC_SIGNATURES = Section("agreements/act/signatures.html", gather_public_signatures)
