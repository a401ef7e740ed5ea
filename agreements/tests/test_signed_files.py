"""A signed file is kept as it arrived, checked by a worker in a process of its own, and counts only if it holds."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from agreements.enums import CheckState, SignatureKind, Verdict
from agreements.forms.signatures import MOST_BYTES, SignedFileForm
from agreements.models import Agreement, AuthenticText, SignedFile
from agreements.services.signatures import (
    add_signed_file,
    check_again,
    counts,
    missing_signatories,
    remove_signed_file,
)
from agreements.signatures import jobs
from agreements.signatures.words import describe_signatures, document_facts, hints, summary
from agreements.tests.signing import authority, envelope, ivanova, pades, pdf, rossi, written_over
from sessions.tests.factories import SessionFactory
from taskforce import uploads
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    with translation.override("en"):
        yield settings.MEDIA_ROOT


@pytest.fixture
def act() -> Agreement:
    """A draft act with two signatories."""
    act = Agreement.objects.create(session=SessionFactory(), kind="mou", title_it="Intesa sulla meccanica")
    act.signatories.create(name_it="Mario Rossi", position=1)
    act.signatories.create(name_it="Anna Ivanova", position=2)
    return act


def upload(content: bytes, name: str = "intesa.pdf") -> uploads.Upload:
    return uploads.taken(SimpleUploadedFile(name, content), ("pdf", "p7m"), MOST_BYTES, "other")


def kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def checked(act: Agreement, content: bytes, **more) -> SignedFile:
    signed = add_signed_file(act, upload(content), **more)
    jobs.run_check(signed.pk)
    return SignedFile.objects.get(pk=signed.pk)


def test_two_sides_sign_in_two_ways_and_then_nobody_is_missing(
    act, settings, tmp_path, django_capture_on_commit_callbacks
):
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "root.pem").write_bytes(authority().pem)
    settings.SIGNATURE_TRUST_ROOTS = str(tmp_path / "roots")
    kept_text = default_storage.save("texts/it.pdf", ContentFile(pdf()))
    text = AuthenticText.objects.create(
        agreement=act, language="it", version=2, state="final", file=kept_text,
        sha256=hashlib.sha256(pdf()).hexdigest(),
    )  # fmt: skip
    first, second = act.signatories.all()

    one = checked(act, pades(pdf(), rossi(), stamped=True), signatories=[first], text=text)

    assert (one.kind, one.state, one.verdict) == (SignatureKind.PADES, CheckState.DONE, Verdict.UNCHANGED)
    assert counts(one)
    assert missing_signatories(act) == [second]
    assert hints(one) == ["It is the text in Italian, version 2, exactly as the portal keeps it."]
    other = checked(act, envelope(pdf(), ivanova()), signatories=[second], text=text)
    assert (other.kind, other.verdict, hints(other)) == (SignatureKind.CADES, Verdict.UNCHANGED, hints(one))
    assert missing_signatories(act) == []
    assert summary(other) == "The document is unchanged since it was signed."
    assert dict(document_facts(other))["In the envelope"] == "PDF"
    (said,) = describe_signatures(one)
    assert said.title == "1. Mario Rossi"
    assert said.cautions == []
    assert said.notes == ["The certificate leads to an authority the portal trusts."]
    assert dict(said.facts)["Time-stamp by"] == "Marca temporale di prova"


def test_what_was_changed_or_has_too_few_signatures_counts_for_nobody(act):
    first, second = act.signatories.all()

    changed = checked(act, written_over(pades(pdf(), rossi())), signatories=[first])
    both = checked(act, pades(pdf(), rossi()), signatories=[first, second])
    weak = checked(act, pades(pdf(), rossi(), md_algorithm="sha1"), signatories=[first])

    assert (changed.verdict, both.verdict, weak.verdict) == ("changed", "unchanged", "unchanged")
    assert [counts(one) for one in (changed, both, weak)] == [False, False, False]
    assert missing_signatories(act) == [first, second]
    assert summary(changed) == "The document was changed after it was signed. This is not what was signed."
    assert "It has fewer signatures than signatories were named for it." in hints(both)
    assert describe_signatures(weak)[0].cautions == [
        "Who signed is not verified: this portal has no list of trusted authorities.",
        "The hash (SHA1) is too weak: a signature by it can be forged today.",
    ]


def test_paper_names_who_signed_and_is_not_checked(act):
    with pytest.raises(DomainError) as refused:
        add_signed_file(act, upload(pdf()), on_paper=True)
    assert refused.value.code == "nobody"

    scan = add_signed_file(act, upload(pdf()), on_paper=True, signatories=act.signatories.all())

    assert (scan.kind, scan.state, scan.verdict, counts(scan)) == ("paper", "done", "paper", True)
    assert missing_signatories(act) == []
    with pytest.raises(DomainError):
        check_again(scan)


def test_a_refused_file_leaves_nothing_and_a_signed_act_keeps_its_files(act, media, django_capture_on_commit_callbacks):
    signed = add_signed_file(act, upload(pades(pdf(), rossi())))
    stranger = Agreement.objects.create(session=act.session, title_it="Altra").signatories.create(name_it="Altro")
    before = kept(media)
    again = upload((media / signed.file).read_bytes())

    for wrong, code in (({}, "again"), ({"signatories": [stranger]}, "other_act")):
        with pytest.raises(DomainError) as refused:
            add_signed_file(act, again, **wrong)
        assert refused.value.code == code
    assert kept(media) == before
    Agreement.objects.filter(pk=act.pk).update(status="signed", signed_on=dt.date(2026, 10, 1))
    with pytest.raises(DomainError) as refused:
        remove_signed_file(signed)
    assert refused.value.code == "signed"
    Agreement.objects.filter(pk=act.pk).update(status="draft", signed_on=None)
    with django_capture_on_commit_callbacks(execute=True):
        remove_signed_file(signed)
    assert kept(media) == []
    assert not SignedFile.objects.exists()


def test_the_row_is_the_job_and_a_late_worker_writes_nothing(act, monkeypatch):
    signed = add_signed_file(act, upload(pades(pdf(), rossi())))
    late = jobs.take(signed.pk)
    assert jobs.take(signed.pk) is None  # somebody is at it
    later = timezone.now() + jobs.LEASE * 2
    assert jobs.take(signed.pk, later).attempt == 2
    assert not jobs.finish(late, {"layers": [], "problem": "damaged", "verdict": "unreadable"})
    assert SignedFile.objects.get().state == CheckState.RUNNING

    SignedFile.objects.update(state="queued", attempt=jobs.MAX_ATTEMPTS - 1, lease_until=None)
    monkeypatch.setattr(jobs, "examine", lambda signed: (_ for _ in ()).throw(OSError("no disk")))
    jobs.run_check(signed.pk)
    assert SignedFile.objects.get().state == CheckState.FAILED  # tried often enough
    monkeypatch.undo()
    check_again(signed)
    jobs.run_check(signed.pk)
    assert SignedFile.objects.get().verdict == Verdict.UNCHANGED


def test_what_brings_the_program_down_or_takes_too_long_is_said_of_the_file(act, monkeypatch):
    monkeypatch.setattr(jobs, "PROGRAM", "agreements.signatures.no_such_program")
    down = checked(act, pades(pdf(), rossi()))
    assert (down.verdict, down.report["problem"]) == ("unreadable", "limits")
    assert summary(down).startswith("The file could not be read within the time and memory")
    monkeypatch.setattr(jobs, "PROGRAM", "timeit")  # runs for longer than it is given
    monkeypatch.setattr(jobs, "SECONDS", 0.01)
    assert jobs.read_apart(b"", "", [])["problem"] == "limits"


def test_a_kept_file_that_is_another_by_now_or_gone_is_told(act, media):
    signed = add_signed_file(act, upload(pades(pdf(), rossi())))
    path = media / signed.file

    path.write_bytes(pades(pdf(), ivanova()))
    jobs.run_check(signed.pk)
    assert SignedFile.objects.get().report["problem"] == "stored"
    path.unlink()
    check_again(signed)
    jobs.run_check(signed.pk)
    assert SignedFile.objects.get().report["problem"] == "missing"


def test_the_form_goes_by_what_a_file_holds_not_by_its_name(act):
    def errors(content: bytes, name: str, how: str = "digital", size: int | None = None) -> dict:
        file = SimpleUploadedFile(name, content)
        file.size = size or file.size
        form = SignedFileForm({"how": how, "signatories": []}, {"file": file}, agreement=act)
        return form.errors.get_json_data() if not form.is_valid() else {"kind": form.cleaned_data["file"].kind}

    assert errors(envelope(pdf(), rossi()), "contract.pdf") == {"kind": "p7m"}
    assert errors(pades(pdf(), rossi()), "contract.exe") == {"kind": "pdf"}
    assert errors(b"\x89PNG\r\n\x1a\n", "signed.p7m")["file"][0]["message"].startswith("This is neither a PDF")
    assert errors(b"MZ\0\0", "signed.pdf")["file"][0]["code"] == "kind"
    assert errors(b"%PDF-", "huge.pdf", size=200_000_000)["file"][0]["code"] == "size"
    assert errors(b"", "empty.p7m")["file"][0]["code"] == "empty"
    assert set(errors(b"%PDF-1.7 torn", "scan.pdf", how="paper")) == {"file", "signatories"}


def test_the_public_page_tells_how_a_public_act_was_signed_and_nothing_of_the_certificates(act, client):
    first, second = act.signatories.all()
    checked(act, pades(pdf(), rossi()), signatories=[first])
    checked(act, written_over(pades(pdf(), ivanova())), signatories=[second])
    Agreement.objects.filter(pk=act.pk).update(status="signed", signed_on=dt.date(2026, 10, 1))
    act.session.status = "held"
    act.session.save()
    address = f"/en/agreements/{act.pk}/"

    page = client.get(address).content.decode()
    assert "The document is unchanged since it was signed." in page
    assert "changed after it was signed" not in page  # what does not count is not told
    assert "Mario Rossi" in page
    assert "Autorità di prova" not in page
    Agreement.objects.filter(pk=act.pk).update(texts_public=False)
    assert "The document is unchanged since it was signed." not in client.get(address).content.decode()
    Agreement.objects.filter(pk=act.pk).update(is_public=False)
    assert client.get(address).status_code == 404
