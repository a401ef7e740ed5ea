"""Acts on signed files: to keep one with its act, to have it checked again, to take it from an act not yet signed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.enums import CheckState, SignatureKind, TextState, Verdict
from agreements.models import Agreement, AuthenticText, Signatory, SignedFile
from agreements.signatures.jobs import TASK
from taskforce import uploads
from taskforce.errors import DomainError
from taskforce.jobs import ring

FOLDER = "signatures"
MOST_FILES = 40
WEAK_STANDINGS = ("expired", "early")


def add_signed_file(
    agreement: Agreement,
    upload: uploads.Upload,
    *,
    on_paper: bool = False,
    signatories: Iterable[Signatory] = (),
    text: AuthenticText | None = None,
    by: User | None = None,
) -> SignedFile:
    """Keep a signed file with its act as it arrived; a worker checks it. A scan of paper says who signed it.

    Raises DomainError; nothing is left behind then.
    """
    signatories = list(signatories)
    kind = SignatureKind.PAPER if on_paper else kind_of(upload)
    guard(agreement, signatories, text, on_paper)
    name = uploads.keep(upload, FOLDER)
    try:
        with transaction.atomic():
            Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
            if agreement.signed_files.count() >= MOST_FILES:
                raise DomainError(_("No more files can be kept with this act."), field="file", code="many")
            signed = SignedFile(
                agreement=agreement, text=text, kind=kind, file=name, file_name=upload.name, sha256=upload.sha256,
                size=len(upload.content), uploaded_by=by,
            )  # fmt: skip
            if on_paper:
                signed.state, signed.verdict, signed.checked_at = CheckState.DONE, Verdict.PAPER, timezone.now()
            save_once(signed)
            signed.signatories.set(signatories)
            if not on_paper:
                transaction.on_commit(partial(ring, TASK, signed.pk))
            return signed
    except Exception:
        uploads.discard(name)
        raise


def kind_of(upload: uploads.Upload) -> SignatureKind:
    return SignatureKind.CADES if upload.kind == uploads.ENVELOPE else SignatureKind.PADES


def guard(agreement: Agreement, signatories: list[Signatory], text: AuthenticText | None, on_paper: bool) -> None:
    """Raise DomainError where the file would tell of another act, or a scan of nobody."""
    strangers = [one for one in signatories if one.agreement_id != agreement.pk]
    if strangers or (text and text.agreement_id != agreement.pk):
        raise DomainError(_("This belongs to another act."), field="signatories", code="other_act")
    if on_paper and not signatories:
        message = _("Say who signed on paper: a scan does not tell the portal.")
        raise DomainError(message, field="signatories", code="nobody")


def save_once(signed: SignedFile) -> None:
    """Save a new signed file. Raises DomainError where the act has the very same file."""
    again = DomainError(_("This file is already kept with the act."), field="file", code="again")
    if SignedFile.objects.filter(agreement=signed.agreement_id, sha256=signed.sha256).exists():
        raise again
    try:
        with transaction.atomic():
            signed.save()
    except IntegrityError as error:  # somebody sent it at the same moment
        raise again from error


def check_again(signed: SignedFile) -> None:
    """Have a file checked anew, as after a change of the trust list. Raises DomainError for a scan of paper."""
    if signed.kind == SignatureKind.PAPER:
        raise DomainError(_("There is nothing to check in a scan of the signed paper."), code="paper")
    ended = SignedFile.objects.filter(pk=signed.pk, state__in=(CheckState.DONE, CheckState.FAILED))
    with transaction.atomic():
        ended.update(state=CheckState.QUEUED, attempt=0, due_at=timezone.now(), lease_until=None)
        transaction.on_commit(partial(ring, TASK, signed.pk))


def remove_signed_file(signed: SignedFile) -> None:
    """Take a file away from an act that is not signed. Raises DomainError: a signed act keeps its files."""
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=signed.agreement_id)
        if agreement.status == Agreement.Status.SIGNED:
            raise DomainError(_("A signed act keeps its signed files."), code="signed")
        if signed.text and signed.text.state == TextState.SIGNED:
            raise DomainError(_("A signed text keeps its signed files."), code="signed")
        signed.delete()
        transaction.on_commit(partial(uploads.discard, signed.file))


def counts(signed: SignedFile) -> bool:
    """Whether a file counts as the signature of those it names: on paper, or unchanged by means that hold.

    Where it has fewer signatures than it names signatories it counts for none of them.
    """
    if signed.state != CheckState.DONE:
        return False
    if signed.verdict == Verdict.PAPER:
        return True
    found = [one for layer in signed.report.get("layers", ()) for one in layer["signatures"] if "signer" in one]
    signatories = signed.signatories.all()
    holds = all(not one["weak"] and one["certificate"] not in WEAK_STANDINGS for one in found)
    return signed.verdict == Verdict.UNCHANGED and holds and len(found) >= len(signatories)


def missing_of(signatories: Iterable[Signatory], files: Iterable[SignedFile]) -> list[Signatory]:
    """Return the signatories of whom none of these files counts."""
    signed = {one.pk for file in files if counts(file) for one in file.signatories.all()}
    return [one for one in signatories if one.pk not in signed]


def missing_signatories(agreement: Agreement) -> list[Signatory]:
    """Return the signatories of an act whose signature is not there."""
    return missing_of(agreement.signatories.all(), agreement.signed_files.prefetch_related("signatories"))
